"""The sheet New orders: rows for quick typing become orders with their lines.

A row with a customer begins an order; the rows below without one are its other lines. The
number of the order is noted in Taken as, so that no row is taken twice (docs/reference/
import.md, section 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from sheetflow.domain.arrays import blank_texts, integers
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import plain_values
from sheetflow.domain.frames import NewOrders, Orders
from sheetflow.domain.number_series import next_numbers, numberings_of
from sheetflow.engine.prepare import Prepared, prepare
from sheetflow.reading.dataframes import add_rows, read_rows
from sheetflow.reading.sheets import RawSheet

Cells = dict[str, Any]
Raw = Mapping[str, RawSheet]

LINE_COLUMNS = (
    "SKU",
    "Quantity",
    "Description",
    "Unit price",
    "Discount %",
    "Tax code",
)
"""The columns that go to Order lines; the rest goes to Orders."""

RENAMED = {"Order discount %": "Discount %"}
"""The columns of Orders that have another header here."""


@dataclass(frozen=True)
class NewOrder:
    """The rows of one order, by their positions; the first has its customer."""

    number: str
    rows: Sequence[int]


def take_new_orders(raw: Raw, prepared: Prepared) -> tuple[Raw, Prepared]:
    """The sheets and the prepared book with the orders that new rows become."""
    if prepared.book.settings.has_error:
        return raw, prepared  # their numbers depend on a setting
    orders = list(_new_orders(prepared.book))
    if not orders:
        return raw, prepared
    more = _rows(prepared.book, orders)
    raw = add_rows(_with_filled_numbers(raw, prepared.book), more)
    typed = prepared.typed
    again = prepare(raw, typed.as_of, typed.settings.issued)
    typed = replace(again.typed, frames=typed.frames)
    book = _with_numbers(again.book, orders)
    return raw, replace(again, typed=typed, book=book)


def _with_filled_numbers(raw: Raw, book: Book) -> Raw:
    """The sheets as read, where orders typed without a number have the one that was filled.

    It would be filled again below the new orders, and the number would be left out.
    """
    sheet = raw[Orders.SHEET]
    blank = np.flatnonzero(~sheet.frame.given("Order") & book.orders.has_order)
    numbers = book.orders.order[blank]
    frame = sheet.frame.put_at(Orders.order, blank.tolist(), numbers)
    return {**raw, Orders.SHEET: replace(sheet, frame=frame)}


def _new_orders(book: Book) -> Iterator[NewOrder]:
    """The orders to make, in the order of their rows; one with an error in a row waits."""
    valid = book.new_orders.valid
    ready = [rows for rows in _groups(book.new_orders) if valid[rows].all()]
    yield from map(NewOrder, _numbers(book, ready), ready)


def _groups(frame: NewOrders) -> Iterator[list[int]]:
    """The rows of each order that no run has taken yet."""
    has_customer = frame.has_customer.tolist()
    is_taken = frame.has_taken_as.tolist()
    group: list[int] = []
    for row, begins in enumerate(has_customer):
        if begins and group:
            yield group
            group = []
        if not is_taken[row] and (begins or group):
            group.append(row)
    if group:
        yield group


def _numbers(book: Book, groups: Sequence[Sequence[int]]) -> list[str]:
    """The next free number for each order, or quote."""
    firsts = integers([rows[0] for rows in groups])
    is_quote = book.new_orders.state[firsts] == "Quote"
    numbers = blank_texts(len(groups))
    orders = book.orders
    column = orders.schema.column("Order")
    ways = numberings_of(orders, column, book.settings)
    for numbering, chosen in zip(ways, (~is_quote, is_quote), strict=True):
        issued = book.settings.issued.get((column.header, numbering.prefix), 0)
        count = int(chosen.sum())
        numbers[chosen] = next_numbers(orders.order, numbering, count, issued)
    return [str(number) for number in numbers]


def _rows(book: Book, orders: Sequence[NewOrder]) -> dict[str, RawSheet]:
    """The rows of Orders and Order lines."""
    columns = _columns(book.new_orders)
    heads = [_order_cells(book, columns, order) for order in orders]
    lines = list(_lines(columns, orders))
    sheets = {"Orders": heads, "Order lines": lines}
    return {sheet: read_rows(sheet, cells) for sheet, cells in sheets.items()}


def _lines(
    columns: Mapping[str, list[Any]], orders: Sequence[NewOrder]
) -> Iterator[Cells]:
    """The rows of Order lines, order by order."""
    for order in orders:
        for row in order.rows:
            yield _line_cells(columns, order.number, row)


def _columns(frame: NewOrders) -> dict[str, list[Any]]:
    """The values of each column of facts."""
    return {
        column.header: plain_values(column, frame[column.header])
        for column in frame.schema.facts
    }


def _order_cells(
    book: Book, columns: Mapping[str, list[Any]], order: NewOrder
) -> Cells:
    """The row of Orders: of each column the first value in the rows of the order."""
    cells: Cells = {"Order": order.number}
    known = set(sheet_schema("Orders").headers)
    for header, values in columns.items():
        own = RENAMED.get(header, header)
        if header not in LINE_COLUMNS and own in known:
            given = (values[row] for row in order.rows if values[row] is not None)
            cells[own] = next(given, None)
    cells["Order date"] = cells["Order date"] or date.fromordinal(book.as_of)
    return cells


def _line_cells(columns: Mapping[str, list[Any]], number: str, row: int) -> Cells:
    """A row of Order lines."""
    return {
        "Order": number,
        **{header: columns[header][row] for header in LINE_COLUMNS},
    }


def _with_numbers(book: Book, orders: Sequence[NewOrder]) -> Book:
    """The book whose rows of New orders have the numbers of their orders."""
    frame = book.new_orders
    for order in orders:
        frame = frame.put_at(NewOrders.taken_as, list(order.rows), order.number)
    return book.put(frame)
