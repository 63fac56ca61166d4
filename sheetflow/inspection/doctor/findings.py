"""A finding: where it is, what it is, and what to do about it.

What each kind of finding says is declared as data in findings.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

GROUPS = (
    "Stops a run",
    "May be misread",
    "Will not grow with the rows",
    "Good to know",
)
"""The groups of findings, the most serious first."""

DECLARATIONS = Path(__file__).with_name("findings.toml")

_MOST_NAMED = 3


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its group, what it says, what to do."""

    name: str
    group: str
    what: str
    remedy: str


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of finding by name.

    Raises ValueError for a declaration with an unknown or missing word.
    """
    tables = tomllib.loads(DECLARATIONS.read_text(encoding="utf-8"))
    return {name: _kind(name, table) for name, table in tables.items()}


def _kind(name: str, table: dict[str, str]) -> Kind:
    """One declared kind. Raises ValueError for an unknown or missing word."""
    wanted = {item.name for item in fields(Kind)} - {"name"}
    if set(table) != wanted or table["group"] not in GROUPS:
        words = ", ".join(sorted(wanted))
        raise ValueError(f"findings.toml: {name} must have {words}")
    return Kind(name=name, **table)


@dataclass(frozen=True)
class Finding:
    """One thing that needs attention.

    `cell` is empty for a whole sheet; `sheet` is empty too for the whole workbook.
    `words` fill the sentences of its kind.
    """

    name: str
    sheet: str = ""
    cell: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return kinds()[self.name]

    @property
    def where(self) -> str:
        """`Order lines!C9`, `Order lines`, or nothing for the workbook itself."""
        if self.cell:
            return f"{self.sheet}!{self.cell}"
        return self.sheet

    @property
    def what(self) -> str:
        """What is there, in a sentence."""
        return _sentence(self.kind.what.format(**self.words))

    @property
    def remedy(self) -> str:
        """What to do about it, in a sentence."""
        return _sentence(self.kind.remedy.format(**self.words))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """`A2, B7, C3 and 12 more`."""
    named = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    if more > 0:
        return f"{named} and {more:,} more"
    return named
