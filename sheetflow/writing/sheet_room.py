"""Whether what a run writes fits into a sheet: Excel has 1,048,576 rows."""

from __future__ import annotations

from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.errors import SheetflowError
from sheetflow.ledgers.movements import build_movements
from sheetflow.workbook.cells.cell_references import LAST_ROW
from sheetflow.writing.ledger_sheets import Columns

MOST_MOVEMENTS = 2
"""How many movements a row of facts makes at most: goods that came back and are thrown away make two."""

NEW_WORKBOOK = message(
    "start a new workbook with sheetflow new and its options --like (this one) and "
    "--carry-over: it takes over the stock, open orders and open invoices (see "
    '"Start a new workbook" in docs/guides/corrections.md)'
)
"""What helps a workbook that is full."""


def require_room(sheet: str, header_row: int, columns: Columns) -> None:
    """Raises SheetflowError where the rows below the header are more than Excel has."""
    rows = max(map(len, columns.values()), default=0)
    require_row(sheet, header_row, header_row + rows)


def require_room_for_movements(book: Book, sheet: str) -> None:
    """Raises SheetflowError where the rows that people typed alone make more movements than Excel has rows.

    What a run adds is not known yet. But a workbook that is full already is refused here, before the work of a run.
    """
    rows = sum(len(frame) for frame in book.frames.values())
    if MOST_MOVEMENTS * rows > LAST_ROW:
        require_row(sheet, 1, 1 + len(build_movements(book).sku))


def require_row(sheet: str, header_row: int, last_row: int) -> None:
    """Raises SheetflowError where the last row of a sheet is below the last that Excel has."""
    if last_row > LAST_ROW:
        text = message(
            "the sheet {sheet} would have {rows} rows, and a sheet in Excel has at most {most}, "
            "so nothing was written; {remedy}",
            sheet=sheet,
            rows=format(last_row - header_row, ","),
            most=format(LAST_ROW, ","),
            remedy=NEW_WORKBOOK,
        )
        raise SheetflowError(text)
