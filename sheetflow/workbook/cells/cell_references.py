"""`B7` and `A1:C9` as numbers and back, and ranges that grow with the rows appended below them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sheetflow.errors import SheetflowError

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_RANGE = re.compile(r"(\$?[A-Za-z]{1,3}\$?)([0-9]+)(?::(\$?[A-Za-z]{1,3}\$?)([0-9]+))?")


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def text(self) -> str:
        first = cell_name(self.first_row, self.first_column)
        return f"{first}:{cell_name(self.last_row, self.last_column)}"

    def overlaps(self, other: Area) -> bool:
        rows = self.first_row <= other.last_row and other.first_row <= self.last_row
        return (
            rows
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def contains(self, other: Area) -> bool:
        rows = self.first_row <= other.first_row and other.last_row <= self.last_row
        return (
            rows
            and self.first_column <= other.first_column
            and other.last_column <= self.last_column
        )


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """`A` is 1, `XFD` is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=4096)
def column_name(number: int) -> str:
    """1 is `A`, 16384 is `XFD`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    return f"{column_name(column)}{row}"


def parse_cell(text: str) -> tuple[int, int]:
    """`B7` is (7, 2). Raises SheetflowError for what is no cell of a sheet."""
    match = _CELL.fullmatch(text)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        raise SheetflowError(
            f"the workbook holds a bad cell reference, {text[:20]!r}: save it anew from Excel"
        )
    return row, column


def parse_area(text: str) -> Area:
    """`A1:C9` or `A1` as an Area, its corners put in order."""
    first, _, last = text.partition(":")
    a, b = parse_cell(first), parse_cell(last or first)
    return Area(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def parse_areas(sqref: str) -> list[Area]:
    """The areas of a space-separated list; whole rows and columns too."""
    return [area for part in sqref.split() if (area := parse_reference(part))]


_LOOSE = re.compile(
    r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?)?"
)


def parse_reference(text: str) -> Area | None:
    """As parse_area, for `A:C` and `3:7` too; None where the text is no reference."""
    match = _LOOSE.fullmatch(text)
    if not match or not text:
        return None
    one = ":" not in text
    letters, row, last_letters, last_row = match.groups()
    if one and not (letters and row):
        return None
    columns = (
        (
            column_number(letters),
            column_number((letters if one else last_letters) or ""),
        )
        if letters
        else (1, LAST_COLUMN)
    )
    rows = (int(row), int((row if one else last_row) or 0)) if row else (1, LAST_ROW)
    if (
        not (min(columns) and min(rows))
        or max(columns) > LAST_COLUMN
        or max(rows) > LAST_ROW
    ):
        return None
    return Area(min(rows), min(columns), max(rows), max(columns))


class Growth(NamedTuple):
    """Data rows `first`..`last` of some columns that now end at row `new`."""

    first: int
    last: int
    new: int
    first_column: int
    last_column: int

    def grown(self, text: str) -> str:
        """The range, if it ends on the last data row within these columns, ending on the new last row."""
        match = _RANGE.fullmatch(text)
        if not match or int(match[4] or match[2]) != self.last:
            return text
        if (
            int(match[2]) == self.last != self.first
        ):  # one row: a single cell, not the column of data
            return text
        if not self._meets_columns(match[1], match[3] or match[1]):
            return text
        return f"{match[1]}{match[2]}:{match[3] or match[1]}{self.new}"

    def grown_reference(self, text: str) -> str:
        """A range in a formula grows only if it holds the data from their first row on."""
        match = _RANGE.fullmatch(text)
        if not match or not match[3] or int(match[2]) > self.first:
            return text
        return self.grown(text)

    def grown_list(self, sqref: str) -> str:
        """A space-separated list of ranges, each grown."""
        return " ".join(map(self.grown, sqref.split()))

    def _meets_columns(self, first: str, last: str) -> bool:
        columns = sorted(
            column_number(letters.replace("$", "")) for letters in (first, last)
        )
        return columns[0] <= self.last_column and self.first_column <= columns[1]
