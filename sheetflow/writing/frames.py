"""The sheets of a run as pandas DataFrames, for whoever works with them in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.workbook import Formula, Link, Value
from sheetflow.writing.ledger_sheets import Columns

if TYPE_CHECKING:
    import pandas as pd


class Frames(Mapping[str, "pd.DataFrame"]):
    """Each sheet as a pandas DataFrame, made when it is read: `book.orders`.

    A sheet of facts has its derived columns at the right and its Excel rows as index. Numbers are exact Decimals,
    dates are dates, blanks None. `derived` gives the derived columns, `sheets` the derived sheets.
    """

    def __init__(
        self,
        book: Book,
        derived: Callable[[], Mapping[str, Columns]],
        sheets: Mapping[str, Callable[[], Columns]],
    ) -> None:
        self._book = book
        self._derived = derived
        self._sheets = sheets

    def __getitem__(self, sheet: str) -> pd.DataFrame:
        if sheet in self._sheets:
            return self._derived_sheet(sheet)
        return self._fact_sheet(sheet)

    def _derived_sheet(self, sheet: str) -> pd.DataFrame:
        import pandas as pd

        columns = self._sheets[sheet]()
        return pd.DataFrame(_plain_columns(sheet, columns), dtype=object)

    def _fact_sheet(self, sheet: str) -> pd.DataFrame:
        import pandas as pd

        facts = self._book[sheet].to_pandas()
        columns = _plain_columns(sheet, self._derived().get(sheet, {}))
        derived = pd.DataFrame(columns, index=facts.index, dtype=object)
        return facts.join(derived)

    def __iter__(self) -> Iterator[str]:
        yield from self._book.frames
        yield from self._sheets

    def __len__(self) -> int:
        return len(self._book.frames) + len(self._sheets)


def _plain_columns(sheet: str, columns: Columns) -> dict[str, list[Any]]:
    """Columns of cells as plain Python values."""
    schema = sheet_schema(sheet)
    return {
        header: _plain_column(schema.column(header).is_number, cells)
        for header, cells in columns.items()
    }


def _plain_column(are_numbers: bool, cells: list[Value]) -> list[Any]:
    """The cells of a column: texts, dates, or exact numbers."""
    values = [_plain_value(cell) for cell in cells]
    return [_exact_number(value) for value in values] if are_numbers else values


def _exact_number(value: Any) -> Any:
    """A number as Decimal: a float prints as the fraction of 15 digits that it is nearest to."""
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    return Decimal(value) if isinstance(value, int) else value


def _plain_value(cell: Value) -> Any:
    """What a cell shows: the value of a formula, the text of a link."""
    if isinstance(cell, Formula):
        return cell.cached
    return cell.text if isinstance(cell, Link) else cell
