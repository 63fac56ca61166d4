"""The sheets of a run as pandas DataFrames, for whoever works with them in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.workbook import Formula, Link, Value
from sheetflow.writing.derived import Columns

if TYPE_CHECKING:
    import pandas as pd


class Frames(Mapping[str, "pd.DataFrame"]):
    """Each sheet as a pandas DataFrame, made when it is asked for: `book.orders`.

    A sheet of facts has its derived columns at the right and its Excel rows as index. Numbers are exact Decimals,
    dates are dates, blanks None. `derived` gives the derived columns, `sheets` the derived sheets.
    """

    def __init__(
        self,
        book: Book,
        derived: Callable[[], Mapping[str, Columns]],
        sheets: Mapping[str, Callable[[], Columns]],
    ) -> None:
        self._book, self._derived, self._sheets = book, derived, sheets

    def __getitem__(self, sheet: str) -> pd.DataFrame:
        import pandas as pd

        if sheet in self._sheets:
            return pd.DataFrame(_plain(sheet, self._sheets[sheet]()), dtype=object)
        facts = self._book[sheet].to_pandas()
        more = pd.DataFrame(
            _plain(sheet, self._derived().get(sheet, {})),
            index=facts.index,
            dtype=object,
        )
        return facts.join(more)

    def __iter__(self) -> Iterator[str]:
        yield from self._book.frames
        yield from self._sheets

    def __len__(self) -> int:
        return len(self._book.frames) + len(self._sheets)


def _plain(sheet: str, columns: Columns) -> dict[str, list[Any]]:
    """Columns of cells as plain Python values."""
    schema = sheet_schema(sheet)
    return {
        header: _values(schema.column(header).is_number, cells)
        for header, cells in columns.items()
    }


def _values(are_numbers: bool, cells: list[Value]) -> list[Any]:
    """The cells of a column: texts, dates, or exact numbers."""
    return [_number(_value(cell)) if are_numbers else _value(cell) for cell in cells]


def _number(value: Any) -> Any:
    """A number as Decimal: a float is the double nearest to a fraction of 15 digits, which it prints."""
    return (
        Decimal(f"{value:.15g}")
        if isinstance(value, float)
        else Decimal(value)
        if isinstance(value, int)
        else value
    )


def _value(cell: Value) -> Any:
    """What a cell shows: a formula its value, a link its text."""
    if isinstance(cell, Formula):
        return cell.cached
    return cell.text if isinstance(cell, Link) else cell
