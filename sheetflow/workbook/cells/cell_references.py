"""`B7` and `A1:C9` as numbers and back, and ranges that grow with appended rows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from collections.abc import Callable

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_RANGE = re.compile(r"(\$?[A-Za-z]{1,3}\$?)([0-9]+)(?::(\$?[A-Za-z]{1,3}\$?)([0-9]+))?")
_ANY_RANGE = re.compile(
    r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?)?"
)


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
        """Whether the two have a cell in common."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def contains(self, other: Area) -> bool:
        """Whether every cell of the other is in this one."""
        return (
            self.first_row <= other.first_row
            and other.last_row <= self.last_row
            and self.first_column <= other.first_column
            and other.last_column <= self.last_column
        )


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """`A` is 1, `XFD` is 16384, "" is 0."""
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
    """`B7` is (7, 2). Raises SheetflowError for text that names no cell of a sheet."""
    match = _CELL.fullmatch(text)
    if match:
        row = int(match[2])
        column = column_number(match[1])
        if 0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN:
            return row, column
    raise SheetflowError(
        f"the workbook has a cell reference that is not valid, {text[:20]!r}; "
        "open it in Excel, save it and try again"
    )


def parse_area(text: str) -> Area:
    """`A1:C9` or `A1` as an Area, its corners put in order."""
    first, _, last = text.partition(":")
    row, column = parse_cell(first)
    other_row, other_column = parse_cell(last or first)
    return Area(
        min(row, other_row),
        min(column, other_column),
        max(row, other_row),
        max(column, other_column),
    )


def parse_areas(sqref: str) -> list[Area]:
    """The areas of a space-separated list; whole rows and columns too."""
    areas = map(parse_reference, sqref.split())
    return [area for area in areas if area]


def parse_reference(text: str) -> Area | None:
    """As parse_area, for `A:C` and `3:7` too; None where the text is no reference."""
    match = _ANY_RANGE.fullmatch(text)
    if not match or not text:
        return None
    letters, row, last_letters, last_row = match.groups()
    if ":" not in text:
        if not (letters and row):
            return None
        last_letters = letters
        last_row = row
    columns = _interval(letters, last_letters, column_number, LAST_COLUMN)
    rows = _interval(row, last_row, int, LAST_ROW)
    if not columns or not rows:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def _interval(
    first: str | None, last: str | None, number: Callable[[str], int], most: int
) -> tuple[int, int] | None:
    """(smallest, largest): all up to `most` without a first; None beyond the limits."""
    if not first:
        return 1, most
    ends = (number(first), number(last) if last else 0)
    if min(ends) < 1 or max(ends) > most:
        return None
    return min(ends), max(ends)


def is_running(reference: str, row: int) -> bool:
    """Whether a range goes from a fixed row to this one, as in a running total: `D$2:D4`."""
    match = _RANGE.fullmatch(reference)
    if not match or not match[3]:
        return False
    is_relative = not match[3].endswith("$")
    return match[1].endswith("$") and is_relative and int(match[4]) == row


class Growth(NamedTuple):
    """Data rows `first`..`last` of some columns that now end at row `new`."""

    first: int
    last: int
    new: int
    first_column: int
    last_column: int

    def grown(self, text: str) -> str:
        """A range that ends on the last data row of these columns, now ending on `new`.

        Any other text stays as it is.
        """
        match = _RANGE.fullmatch(text)
        if not match:
            return text
        start, first_row, end, last_row = match.groups()
        end = end or start
        if int(last_row or first_row) != self.last:
            return text
        # One row of several: a single cell, not the column of data.
        if int(first_row) == self.last != self.first:
            return text
        if not self._is_in_columns(start, end):
            return text
        return f"{start}{first_row}:{end}{self.new}"

    def grown_reference(self, text: str) -> str:
        """As `grown`, for a range in a formula, which must begin at the first row."""
        match = _RANGE.fullmatch(text)
        if not match or not match[3] or int(match[2]) > self.first:
            return text
        return self.grown(text)

    def grown_filled(self, text: str) -> str:
        """As `grown`, for a range in a formula that is filled down.

        Only a fixed last row is an end of the data; a relative one is of the cell's row.
        """
        match = _RANGE.fullmatch(text)
        if not match or not match[3] or not match[3].endswith("$"):
            return text
        start, first_row, end, last_row = match.groups()
        begins_later = start.endswith("$") and int(first_row) > self.first
        if int(last_row) != self.last or begins_later:
            return text
        if not self._is_in_columns(start, end):
            return text
        return f"{start}{first_row}:{end}{self.new}"

    def grown_list(self, sqref: str) -> str:
        """A space-separated list of ranges, each grown."""
        return " ".join(map(self.grown, sqref.split()))

    def _is_in_columns(self, start: str, end: str) -> bool:
        """Whether a range between these columns (`$A$`) overlaps the data's columns."""
        numbers = [column_number(text.replace("$", "")) for text in (start, end)]
        return min(numbers) <= self.last_column and self.first_column <= max(numbers)
