"""A finding: where something stands, what it is, and what to do about it.

What each kind says is declared as data in findings.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

GROUPS = (
    "Stops a run",
    "May be read otherwise than meant",
    "Will not grow with the rows",
    "Good to know",
)
"""The groups of findings, the gravest first."""

_MOST_NAMED = 3


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its group, what is said of it, what to do."""

    name: str
    group: str
    what: str
    remedy: str


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of finding by name. Raises ValueError at a declaration with an unknown or missing word."""
    tables = tomllib.loads(
        Path(__file__).with_name("findings.toml").read_text(encoding="utf-8")
    )
    wanted = {item.name for item in fields(Kind)} - {"name"}
    for name, table in tables.items():
        if set(table) != wanted or table["group"] not in GROUPS:
            raise ValueError(
                f"findings.toml: {name} must have {', '.join(sorted(wanted))}"
            )
    return {name: Kind(name=name, **table) for name, table in tables.items()}


@dataclass(frozen=True)
class Finding:
    """One thing that needs attention. `cell` is empty for a whole sheet, `sheet` too for the whole workbook.

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
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

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
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
