"""What a new workbook takes over from a full one: its stock, and every order in which something is open.

An order comes over whole, with all rows that belong to it, so its status, its documents and
what is owed stay as they are. All that is finished by the Closing date stays behind: it is
in the new workbook as opening stock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import declared_by, fact_schemas, sheet_schema
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Receipts
from sheetflow.domain.number_series import next_numbers, prefix_of
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask
from sheetflow.domain.schema import SheetSchema
from sheetflow.engine.process import Result
from sheetflow.errors import SheetflowError
from sheetflow.finished import Finished, read_finished
from sheetflow.ledgers.dates import days_of
from sheetflow.ledgers.facts import order_links
from sheetflow.starters.exported_openings import with_exported_stock
from sheetflow.starters.open_bank_lines import (
    open_bank_lines,
    without_booked_line,
)
from sheetflow.starters.open_orders import belongs_to_orders, orders_to_carry
from sheetflow.starters.open_purchases import (
    PURCHASES,
    purchases_to_carry,
    rows_of_purchases,
    without_left_orders,
)
from sheetflow.starters.opening_stock import Opening, opening_stock
from sheetflow.workbook import Value
from sheetflow.writing.values import cell_values

MOVES = "Stock moves"
Columns = Mapping[str, list[Value]]
"""The values of a sheet by header."""


@dataclass(frozen=True)
class CarriedOver:
    """The rows that a new workbook gets, by sheet and header, and what they are."""

    rows: Mapping[str, Columns]
    orders: int
    left_out: int
    openings: int


def read_carry_over(path: Path) -> CarriedOver:
    """Read what is open in a workbook.

    Raises SheetflowError where it cannot be read, has errors, or has to be run first.
    """
    finished = read_finished(path)
    _refuse_unfinished(finished, path)
    with declared_by(finished.names):
        found = carry_over(finished.result, path.name)
    rows = with_exported_stock(found.rows, finished.result, path)
    return replace(found, rows=rows)


def _refuse_unfinished(finished: Finished, path: Path) -> None:
    """Raises SheetflowError where rows with errors, or blanks, would be lost."""
    if finished.has_errors:
        raise SheetflowError(
            f"{path}: it has errors, and only a workbook without errors can be carried "
            f"over; to see them, run: sheetflow check {path}"
        )
    if not finished.is_processed:
        raise SheetflowError(
            f"{path}: some rows have not been processed yet; first run: sheetflow run {path}"
        )


def carry_over(result: Result, source: str) -> CarriedOver:
    """What is open at the end of the Closing date, or at the book's date where none is stated.

    `source` is the name of the workbook, which the openings refer to.
    """
    book = result.book
    day = _last_day(book)
    chosen = orders_to_carry(result, day)
    later = _later_moves(book, day)
    purchases = purchases_to_carry(book, day)
    kept = _Kept(chosen, later, purchases)
    openings = opening_stock(result, chosen, kept.moving_rows(book), day)
    book = without_booked_line(book, chosen)
    book = without_left_orders(book, chosen)
    rows = {
        schema.sheet: _columns(book[schema.sheet], _carried(book, schema, kept))
        for schema in fact_schemas()
        if not (schema.settings or schema.master_data or schema.sheet == "Mapping")
    }
    moves = _columns(book.stock_moves, np.flatnonzero(later))
    rows[MOVES] = _joined(_opening_rows(book, openings, source), moves)
    return CarriedOver(
        rows={
            sheet: columns for sheet, columns in rows.items() if any(columns.values())
        },
        orders=int(chosen.sum()),
        left_out=int((~chosen).sum()),
        openings=len(openings),
    )


@dataclass(frozen=True)
class _Kept:
    """What comes over: orders, rows of Stock moves, and purchase orders."""

    orders: Mask
    moves: Mask
    purchases: Mask

    def moving_rows(self, book: Book) -> Mapping[str, Mask]:
        """The rows that come over of the sheets that move stock for no order."""
        received = rows_of_purchases(book, Receipts.SHEET, self.purchases)
        return {MOVES: self.moves, Receipts.SHEET: received}


def _last_day(book: Book) -> int:
    """The last day of what is closed."""
    closing = book.settings.closing_date
    return book.as_of if closing == BLANK else closing


def _later_moves(book: Book, day: int) -> Mask:
    """The stock moves after a day that count."""
    return np.asarray(book.stock_moves.live & (days_of(book, MOVES) > day))


def _carried(book: Book, schema: SheetSchema, kept: _Kept) -> IntArray:
    """The rows of a sheet that come over."""
    if schema.sheet == "Exported":
        return _exported(book, kept)
    if schema.sheet in PURCHASES:
        return np.flatnonzero(rows_of_purchases(book, schema.sheet, kept.purchases))
    if schema.sheet == "Bank lines":
        return open_bank_lines(book)
    if schema.sheet == "New orders":
        return np.flatnonzero(~book.new_orders.given("Taken as"))
    if not belongs_to_orders(schema.sheet):
        return np.arange(len(book[schema.sheet]))
    return _rows_of(book, schema.sheet, kept.orders)


def _rows_of(book: Book, sheet: str, chosen: Mask) -> IntArray:
    """The rows of a sheet that belong to the chosen orders, voided ones included."""
    order = order_links(book, sheet)
    known = np.flatnonzero(order >= 0)
    return known[chosen[order[known]]]


def _exported(book: Book, kept: _Kept) -> IntArray:
    """What was exported of the documents that come over, so that it is not exported again."""
    numbers = {
        number
        for sheet, header in DOCUMENTS
        for number in book[sheet][header][_rows_of(book, sheet, kept.orders)].tolist()
    }
    for sheet, rows in kept.moving_rows(book).items():
        frame = book[sheet]
        numbers.update(frame[frame.schema.key[0]][rows].tolist())
    documents = book["Exported"]["Document"].tolist()
    return np.flatnonzero([number in numbers for number in documents])


DOCUMENTS = (
    ("Invoices", "Invoice"),
    ("Returns", "Credit note"),
    ("Payments", "Payment"),
    ("Picks", "Pick"),
    ("Shipments", "Shipment"),
    ("Returns", "Return"),
    ("Restocks", "Restock"),
)
"""What an export may name; stock moves and receipts belong to no order."""


# -- rows


def _columns(frame: Frame, rows: IntArray) -> Columns:
    """These rows of a sheet as cells, in the words of the contract."""
    return {
        column.header: cell_values(column, frame[column.header][rows])
        for column in frame.schema.facts
    }


def _opening_rows(book: Book, openings: list[Opening], source: str) -> Columns:
    """Stock moves that open what is on hand."""
    products = book.products.sku
    locations = book.warehouse.codes
    rows: dict[str, list[Value]] = {
        "Move": _move_numbers(book, len(openings)).tolist(),
        "Date": [each.date for each in openings],
        "Type": [each.type for each in openings],
        "SKU": [products[each.sku] for each in openings],
        "To": [locations[each.location] for each in openings],
        "Quantity": [_exact(each.quantity) for each in openings],
        "Unit cost": [each.unit_cost for each in openings],
        "Reference": [source for _ in openings],
    }
    schema = sheet_schema(MOVES)
    blank: list[Value] = [None for _ in openings]
    return {column.header: rows.get(column.header, blank) for column in schema.facts}


def _exact(quantity: int) -> Decimal:
    return Decimal(quantity) / 1_000_000


def _move_numbers(book: Book, count: int) -> AnyArray:
    """The numbers of the openings, above all that the old workbook used."""
    series = sheet_schema(MOVES).column("Move").series
    assert series is not None, "Stock moves are numbered"
    return next_numbers(book.stock_moves.move, prefix_of(series, book.settings), count)


def _joined(first: Columns, second: Columns) -> Columns:
    return {header: [*values, *second[header]] for header, values in first.items()}
