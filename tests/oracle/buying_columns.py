"""The derived cells of purchasing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .buying import (
    PurchaseLine,
    expected_day,
    is_buying,
    on_order,
    purchase_lines,
    purchase_lines_of,
)
from .reorder import forecasts

if TYPE_CHECKING:
    from .book import Book, Row

ZERO = Fraction(0)
Cells = dict[str, object]


def purchase_status(book: Book, order: Row) -> str:
    """The first that holds."""
    state = book.state(order)
    if state != "Order":
        return state
    lines = purchase_lines_of(book, order["Purchase order"])
    left = [line for line in lines if line.outstanding > 0]
    days = [expected_day(book, line) for line in left]
    if not left:
        return "Received"
    if any(day is not None and day < book.as_of for day in days):
        return "Late"
    return "Part received" if any(x.received > 0 for x in lines) else "Ordered"


def receive_light(book: Book, order: Row) -> str | None:
    lines = purchase_lines_of(book, order["Purchase order"])
    if book.state(order) != "Order" or not lines:
        return None
    if all(line.received >= line.effective for line in lines):
        return "Full"
    return "Part" if any(line.received > 0 for line in lines) else "None"


def purchase_order_cells(book: Book, row: Row, held: set[object]) -> Cells:
    check = "OK" if row.live and row["Purchase order"] not in held else "held"
    if not row.live:
        return {"Check": check}
    lines = purchase_lines_of(book, row["Purchase order"])
    subtotal = sum((line.total(book.places) for line in lines), ZERO)
    return {
        "Status": purchase_status(book, row),
        "Receive": receive_light(book, row),
        "Subtotal": subtotal,
        "Total": subtotal + row.number("Freight"),
        "Outstanding (value)": _still_to_come(book, row),
        "Check": check,
    }


def _still_to_come(book: Book, order: Row) -> Fraction:
    if book.state(order) != "Order":
        return ZERO
    lines: list[PurchaseLine] = purchase_lines_of(book, order["Purchase order"])
    return sum((line.still_to_come(book.places) for line in lines), ZERO)


def purchase_line_cells(book: Book, row: Row) -> Cells:
    key = (row["Purchase order"], row["Line"])
    line = purchase_lines(book).get(key) if row.live else None
    if line is None:
        return {}
    return {
        "Received": line.received,
        "Outstanding": line.outstanding,
        "Line total": line.total(book.places),
    }


def supplier_cells(book: Book, row: Row) -> Cells:
    orders = book.live("Purchase orders", Supplier=row["Supplier"])
    late = [order for order in orders if purchase_status(book, order) == "Late"]
    return {
        "On order (value)": sum((_still_to_come(book, o) for o in orders), ZERO),
        "Late (purchase orders)": Fraction(len(late)),
    }


def product_cells(book: Book, row: Row) -> Cells:
    """On order and Forecast, where the workbook buys."""
    if not is_buying(book.rows) or not row.live:
        return {}
    return {
        "On order": on_order(book).get(row["SKU"], ZERO),
        "Forecast": forecasts(book)[row["SKU"]],
    }
