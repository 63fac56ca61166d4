"""The ledgers as sheets: Stock, Movements, Receivables and Reorder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from sheetflow.domain.arrays import blank_texts
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import derived_sheets, sheet_schema
from sheetflow.domain.frames import Products
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, take_text
from sheetflow.domain.schema import SheetSchema
from sheetflow.engine.process import Result
from sheetflow.ledgers.all import Ledgers
from sheetflow.ledgers.costs import unit_cost
from sheetflow.ledgers.movement_types import SOURCES, TYPES, Movements, place_names
from sheetflow.ledgers.receivables import BUCKETS
from sheetflow.ledgers.reorder import Reorder, StockLedgers, build_reorder
from sheetflow.workbook import Value
from sheetflow.writing.values import cell_values

Columns = dict[str, list[Value]]
LazySheets = dict[str, Callable[[], Columns]]
"""Derived sheets, each with what makes its columns."""

Arrays = dict[str, AnyArray]


def as_cells(schema: SheetSchema, arrays: Mapping[str, AnyArray]) -> Columns:
    """Columns of a sheet, by header, as cells."""
    return {
        header: cell_values(schema.column(header), np.asarray(values))
        for header, values in arrays.items()
    }


def ledger_sheets(result: Result, book: Book) -> LazySheets:
    """The sheets that show the ledgers whole; the records of `book` know their Excel rows."""
    return {
        sheet: partial(make, result, book)
        for sheet, make in LEDGER_SHEETS.items()
        if sheet in derived_sheets()
    }


def stock_columns(result: Result, book: Book) -> Columns:
    """The sheet Stock: every product at every location that it was ever moved to or from.

    By product, then by priority of the location.
    """
    ledgers = result.ledgers
    stock = ledgers.stock
    sku, location = _touched(book, ledgers)
    arrays = {
        "SKU": book.products.sku[sku],
        "Name": book.products.name[sku],
        "Location": book.warehouse.codes[location],
        "On hand": stock.on_hand[sku, location],
        "Allocated": stock.allocated[sku, location],
        "Free": stock.on_hand[sku, location] - stock.allocated[sku, location],
        **_stock_values(ledgers, sku, location),
    }
    return as_cells(sheet_schema("Stock"), arrays)


def _touched(book: Book, ledgers: Ledgers) -> tuple[IntArray, IntArray]:
    """The products and locations of the rows of Stock."""
    sku, location = np.nonzero(ledgers.stock.touched)
    order = np.lexsort((book.warehouse.rank[location], sku))
    return sku[order], location[order]


def _stock_values(ledgers: Ledgers, sku: IntArray, location: IntArray) -> Arrays:
    """What the units on hand cost: one unit, at whatever location, and all those at this one."""
    costs = ledgers.costs
    if costs is None:
        return _no_values(len(sku))
    known = costs.known[sku]
    unit_costs = unit_cost(costs.stock, ledgers.stock.on_hand.sum(axis=1))
    return {
        "Unit cost": np.where(known, unit_costs[sku], BLANK),
        "Value": np.where(known, costs.on_hand[sku, location], BLANK),
    }


def _no_values(size: int) -> Arrays:
    """The columns of costs where no cost is known."""
    blank = np.full(size, BLANK, dtype=np.int64)
    return {"Unit cost": blank, "Value": blank}


def movement_columns(result: Result, book: Book) -> Columns:
    """The sheet Movements, by date, then sheet, then row."""
    ledgers = result.ledgers
    moves = ledgers.movements
    order = np.lexsort((moves.record, moves.source, moves.day))
    locations = place_names(book)
    arrays = {
        "Date": moves.day[order],
        "SKU": book.products.sku[moves.sku[order]],
        "From": locations[moves.origin[order]],
        "To": locations[moves.target[order]],
        "Quantity": moves.quantity[order],
        "Type": _text_array(TYPES)[moves.kind[order]],
        "Order": take_text(book.orders.order, moves.order[order]),
        "Source": _text_array(SOURCES)[moves.source[order]],
        "Record": _record_keys(book, moves)[order],
        **_movement_values(ledgers, order),
    }
    return as_cells(sheet_schema("Movements"), arrays)


def _text_array(texts: Sequence[str]) -> AnyArray:
    column = np.empty(len(texts), dtype=object)
    column[:] = texts
    return column


def _record_keys(book: Book, moves: Movements) -> AnyArray:
    """The key of the fact behind each movement."""
    keys = blank_texts(len(moves))
    for number, sheet in enumerate(SOURCES):
        frame = book[sheet]
        of_sheet = np.flatnonzero(moves.source == number)
        keys[of_sheet] = frame[frame.schema.key[0]][moves.record[of_sheet]]
    return keys


def _movement_values(ledgers: Ledgers, order: IntArray) -> Arrays:
    """What the moved units cost."""
    costs = ledgers.costs
    if costs is None:
        return _no_values(len(order))
    moves = ledgers.movements
    known = costs.known[moves.sku[order]]
    values = costs.movements[order]
    unit_costs = unit_cost(values, moves.quantity[order])
    return {
        "Unit cost": np.where(known, unit_costs, BLANK),
        "Value": np.where(known, values, BLANK),
    }


def receivable_columns(result: Result, _book: Book) -> Columns:
    """The sheet Receivables."""
    owed = result.ledgers.receivables
    arrays = {
        "Customer": owed.customer,
        "Name": owed.name,
        **{bucket: owed.buckets[bucket] for bucket in BUCKETS},
        "Total": owed.total,
        "Unallocated": owed.unallocated,
    }
    return as_cells(sheet_schema("Receivables"), arrays)


def _stock_ledgers(ledgers: Ledgers) -> StockLedgers:
    """The ledgers that suggestions are worked out from."""
    return StockLedgers(
        ledgers.lines, ledgers.backordered, ledgers.movements, ledgers.products
    )


def reorder_of(result: Result) -> Reorder:
    """What to order after a run."""
    return build_reorder(result.book, _stock_ledgers(result.ledgers))


def reorder_columns(result: Result, book: Book) -> Columns:
    """The sheet Reorder, in the order of Products."""
    ledgers = result.ledgers
    reorder = reorder_of(result)
    rows = reorder.rows
    products = book.products
    arrays = {
        "SKU": products.sku,
        "Name": products.name,
        "Supplier": take_text(book.suppliers.supplier, reorder.supplier),
        "On hand": ledgers.products.on_hand,
        "Reserved": ledgers.products.reserved,
        "On order": reorder.on_order,
        "Forecast": reorder.forecast,
        "Reorder point": products[Products.reorder_point],
        "Reorder to": products[Products.reorder_to],
        "Suggested": reorder.suggested,
        "Unit cost": reorder.unit_cost,
        "Value": reorder.value,
        "Sold in 90 days": reorder.sold,
        "Days left": reorder.days_left,
    }
    shown = {header: column[rows] for header, column in arrays.items()}
    return as_cells(sheet_schema("Reorder"), shown)


LEDGER_SHEETS: dict[str, Callable[[Result, Book], Columns]] = {
    "Stock": stock_columns,
    "Movements": movement_columns,
    "Receivables": receivable_columns,
    "Reorder": reorder_columns,
}
"""What makes each derived sheet that shows a ledger whole."""
