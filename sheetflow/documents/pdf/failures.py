"""What typst finds wrong in a layout, as one line with its place: `invoice.typ:14 unknown variable: totl`."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import typst

_PLACE = re.compile(r"┌─ (?:.*/)?(?P<file>[^/\n]+):(?P<line>\d+):\d+")
_NO_FIELD = re.compile(r'dictionary does not contain key "(?P<field>[^"]*)"')


class Failure(NamedTuple):
    """What is wrong: in which file and line ("" and 0 where that is not known), and what typst says of it."""

    file: str
    line: int
    text: str

    @property
    def field(self) -> str:
        """The field that a document does not have, "" where something else is wrong."""
        found = _NO_FIELD.search(self.text)
        return found["field"] if found else ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.text}" if self.file else self.text


def failure_of(error: typst.TypstError, own: Collection[str]) -> Failure:
    """What an error is about: the first place in a layout of one's own (by name), else where it came up."""
    places = [
        (found["file"], int(found["line"]))
        for found in _PLACE.finditer(error.diagnostic)
    ]
    file, line = next(
        (place for place in places if place[0] in own), places[0] if places else ("", 0)
    )
    text = " ".join(". ".join([error.message, *error.hints]).split())
    return Failure(file, line, text)
