"""What the rest of the program gives to a workbook and gets from it: plain data.

Rows and columns are numbered from 1, as Excel's rows are.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class CannotGrow(SheetflowError):  # noqa: N818 - reads as a sentence where it is caught
    """Rows or columns cannot be added because something of the owner's is in the way."""


class Formula(NamedTuple):
    """A live formula, without its leading `=`, and its current value."""

    text: str
    cached: str | int | float | Decimal | None = None


class Link(NamedTuple):
    """A cell that shows `text` and jumps to `cell` of `sheet` when clicked."""

    sheet: str
    cell: str
    text: str


class CellError(NamedTuple):
    """An Excel error as a cell's value: `#N/A`, `#REF!` ..."""

    code: str


class NoValue(NamedTuple):
    """A formula that no program has calculated yet."""


Value = None | bool | int | float | Decimal | str | dt.date | Formula | Link


class CellLook(NamedTuple):
    """How a cell that the program makes looks. An empty number format is General.

    `right` aligns cells of numbers, and their header, right in the program's own
    columns. `derived` cells are grey; `wrap` breaks text into lines.
    """

    number_format: str = ""
    derived: bool = False
    right: bool = False
    wrap: bool = False
    link: bool = False


PLAIN = CellLook()

_SPECIAL = "[]#'@"
"""Characters that mean something else in a formula's column name."""


WIDEST_PAGE = 250
"""The width in characters that still reads on one page of A4 across, at 60 %."""

PAPER_A4 = 9
PAPER_LETTER = 1
"""The codes of paper sizes (ECMA-376 part 1, 18.3.1.63, paperSize)."""


class TableInfo(NamedTuple):
    """An Excel table: its position, and the names of its columns."""

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    totals_rows: int
    columns: tuple[str, ...]

    @property
    def last_data_row(self) -> int:
        """The last row above the totals."""
        return self.last_row - self.totals_rows

    @property
    def column_numbers(self) -> range:
        """The numbers of its columns in the sheet."""
        return range(self.first_column, self.last_column + 1)

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is in the table."""
        inside = self.first_row <= row <= self.last_row
        return inside and self.first_column <= column <= self.last_column

    def can_name(self, column: int) -> bool:
        """Whether formulas can name a column.

        It is in the table, and its name has no line break: programs write those
        differently.
        """
        inside = self.first_column <= column <= self.last_column
        return inside and "\n" not in self._name(column)

    def column(self, column: int) -> str:
        """The cells of a column as formulas in a file name them: `Orders[Status]`.

        A header with other characters than letters and digits has two brackets, and an
        apostrophe before each special character.
        """
        name = self._name(column)
        escaped = "".join(f"'{char}" if char in _SPECIAL else char for char in name)
        is_plain = all(char.isalnum() or char in " _" for char in name)
        if is_plain:
            return f"{self.name}[{escaped}]"
        return f"{self.name}[[{escaped}]]"

    def _name(self, column: int) -> str:
        return self.columns[column - self.first_column]


def _no_percent(_column: int) -> set[int]:
    return set()


@runtime_checkable
class HasColumns(Protocol):
    """Rows that make a whole column faster than row by row."""

    def column(self, column: int, first: int, last: int) -> list[object]:
        """The cells of a column in the rows from first to last, which exist."""


@dataclass
class Grid:
    """A sheet as read: `rows[0]` is Excel's row 1.

    A blank cell is '', and every number is a float. `formulas` are rows and columns.
    """

    name: str
    rows: Sequence[list[object]]
    formulas: set[tuple[int, int]] = field(default_factory=set)
    tables: tuple[TableInfo, ...] = ()
    find_percent: Callable[[int], set[int]] = _no_percent

    def value(self, row: int, column: int) -> object:
        """The value of a cell; '' outside of the used range."""
        if row > len(self.rows) or column > len(self.rows[row - 1]):
            return ""
        return self.rows[row - 1][column - 1]

    def column(self, column: int) -> list[object]:
        """The whole column from row 1 to the last used row."""
        return self.cells(column, 1, len(self.rows))

    def cells(self, column: int, first: int, last: int) -> list[object]:
        """The cells of a column in the rows from first to last, as far as these exist."""
        last = min(last, len(self.rows))
        if isinstance(self.rows, HasColumns):
            return self.rows.column(column, first, last)
        rows = self.rows[first - 1 : last]
        if not rows or column > len(rows[0]):
            return [""] * len(rows)
        return [row[column - 1] for row in rows]

    def percent_rows(self, column: int) -> set[int]:
        """The rows whose cell in this column is formatted in percent."""
        return self.find_percent(column)

    def table_at(self, row: int) -> TableInfo | None:
        """The table whose header is this row."""
        for table in self.tables:
            if table.first_row == row:
                return table
        return None


class Mark(NamedTuple):
    """A cell to point out by a fill, and by a note with `text` unless that is empty."""

    row: int
    column: int
    text: str
    is_error: bool = True


class RuleStyle(NamedTuple):
    """What a conditional format changes; colours are RRGGBB."""

    font_colour: str = ""
    fill: str = ""
    strike: bool = False
    bold: bool = False
    number_format: str = ""


class ConditionalRule(NamedTuple):
    """A conditional format below a header, from `first_column` to `last_column`.

    It applies if `formula` is true, or if the cell's text is `text`. The formula is the
    one of the first data row, such as `LEN($K2)>0` or `LEN($K{row})>0`.
    """

    header_row: int
    first_column: int
    last_column: int
    style: RuleStyle
    formula: str = ""
    text: str = ""


@dataclass(frozen=True)
class ColumnDesign:
    """One column of a sheet to make; its width is in characters.

    `choices` are literals, or the formula of a range with them. In a column of `free_text`
    they are suggestions: no program warns of other texts.
    """

    header: str
    width: float = 12
    look: CellLook = PLAIN
    choices: tuple[str, ...] | str | None = None
    help: str = ""
    free_text: bool = False

    @property
    def derived(self) -> bool:
        return self.look.derived


@dataclass(frozen=True)
class SheetDesign:
    """A sheet to make: `cells[i]` are the values of column i from the first row on.

    `position` is where it comes among the sheets that are made together. A workbook made
    from scratch shows the one that `opens`.
    """

    name: str
    columns: tuple[ColumnDesign, ...]
    cells: Sequence[Sequence[Value]] = ()
    as_table: bool = True
    table_name: str = ""
    title: str = ""
    tab_colour: str = ""
    rules: tuple[ConditionalRule, ...] = ()
    marks: Sequence[Mark] = ()
    position: int = 0
    opens: bool = False
    width_in_use: float = 0
    """Its width in characters once a run has added its columns; 0 for that of its own columns."""

    @property
    def header_row(self) -> int:
        return 3 if self.title else 1

    @property
    def pages_wide(self) -> int:
        """How many pages it is printed wide: one, or more where it would be too small to read."""
        width = self.width_in_use or sum(column.width for column in self.columns)
        return max(1, math.ceil(width / WIDEST_PAGE))

    @property
    def row_count(self) -> int:
        return max(map(len, self.cells), default=0)

    @property
    def last_row(self) -> int:
        """The last row below the header; one is blank if there are no values."""
        return self.header_row + max(1, self.row_count)
