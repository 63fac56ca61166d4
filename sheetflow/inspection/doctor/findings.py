"""A finding: where it is, what it is, and what to do about it.

What each kind of finding says is declared as data in findings.toml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from sheetflow.domain.declarations import load_tables

Group = Literal[
    "Stops a run",
    "May be misread",
    "Will not grow with the rows",
    "Good to know",
]

GROUPS: tuple[Group, ...] = get_args(Group)
"""The groups of findings, the most serious first."""

DECLARATIONS = Path(__file__).with_name("findings.toml")

_MOST_NAMED = 3


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of finding: its group, what it says, what to do."""

    group: Group
    what: str
    remedy: str


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of finding by name.

    Raises DeclarationError for a declaration with an unknown or missing word.
    """
    return load_tables(DECLARATIONS, Kind)


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
