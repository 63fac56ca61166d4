"""What typst finds wrong in a layout, as one line: `invoice.typ:14 unknown variable: totl`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import typst

_POSITION = re.compile(r"┌─ (?:.*/)?(?P<file>[^/\n]+):(?P<line>\d+):\d+")
_NO_FIELD = re.compile(r'dictionary does not contain key "(?P<field>[^"]*)"')


class LayoutFailure(NamedTuple):
    """The file and line of an error, "" and 0 if they are not known, and typst's message."""

    file: str
    line: int
    text: str

    @property
    def field(self) -> str:
        """The field that does not exist, "" if something else is wrong."""
        found = _NO_FIELD.search(self.text)
        return found["field"] if found else ""

    def __str__(self) -> str:
        if not self.file:
            return self.text
        return f"{self.file}:{self.line} {self.text}"


def layout_failure(error: typst.TypstError, own: Collection[str]) -> LayoutFailure:
    """An error with its position; `own` are the names of the seller's layouts."""
    file, line = _best_position(_positions(error.diagnostic), own)
    return LayoutFailure(file, line, _message(error))


def _best_position(
    positions: Sequence[tuple[str, int]], own: Collection[str]
) -> tuple[str, int]:
    """Of the positions that typst lists, the first one in a layout of the seller's own.

    Where there is none, the first of all.
    """
    in_own = [position for position in positions if position[0] in own]
    return (in_own or positions or [("", 0)])[0]


def _message(error: typst.TypstError) -> str:
    """What typst says, with its hints, on one line."""
    text = ". ".join([error.message, *error.hints])
    return " ".join(text.split())


def _positions(diagnostic: str) -> list[tuple[str, int]]:
    """All files and lines in a diagnostic of typst."""
    matches = _POSITION.finditer(diagnostic)
    return [(match["file"], int(match["line"])) for match in matches]
