"""Purchases that cannot be right, and those that wait until an error is fixed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .buying import purchase_lines
from .stock import below_zero

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .book import Book, Row

ZERO = Fraction(0)
OF_ORDERS = ("Purchase orders", "Purchase lines", "Receipts")
ACTIONS = ("Receive", "Close", "Cancel", "Re-open")


@dataclass
class Held:
    """Purchase orders that a row error or a rule error holds."""

    by_row: set[object]
    by_rule: set[object]


def purchase_faults(book: Book) -> Iterator[tuple[Row, str, str]]:
    """Facts of purchasing that can be read and cannot be right."""
    yield from _unknown_actions(book)
    yield from _lines(book)
    yield from _sent_back(book)
    yield from _closed_states(book)


def _unknown_actions(book: Book) -> Iterator[tuple[Row, str, str]]:
    known = {
        "Purchase orders": ACTIONS,
        "Suppliers": ("Order",),
    }
    for sheet, names in known.items():
        allowed = {name.casefold() for name in names}
        for row in book.live(sheet):
            for word in str(row["Action"] or "").split(","):
                plain = " ".join(word.split()).casefold()
                if plain and plain not in allowed:
                    yield row, "Action", "unknown action"


def _lines(book: Book) -> Iterator[tuple[Row, str, str]]:
    for line in purchase_lines(book).values():
        row = line.row
        most = max(ZERO, row.number("Quantity") - line.received)
        if row.number("Cancelled quantity") > most:
            yield row, "Cancelled quantity", "cancelled too much"


def _sent_back(book: Book) -> Iterator[tuple[Row, str, str]]:
    """Lines of which more was sent back than came, on the last row that sent some back."""
    for (order, number), line in purchase_lines(book).items():
        if line.received < 0:
            rows = book.live("Receipts", Purchase_order=order, Line=number)
            back = [row for row in rows if row.number("Quantity") < 0]
            yield back[-1], "Quantity", "sent back more than received"


def _closed_states(book: Book) -> Iterator[tuple[Row, str, str]]:
    closed = {
        row["Purchase order"]
        for row in book.live("Purchase orders")
        if book.state(row) != "Order"
    }
    for row in book.live("Receipts"):
        if row["Purchase order"] in closed:
            yield row, "Purchase order", "receipt on a closed purchase order"


def held_purchases(book: Book) -> Held:
    orders = {
        row["Purchase order"]
        for row in book.rows.get("Purchase orders", [])
        if not row.blank
    }
    by_row = orders if book.setting_in_error else _held_by_rows(book)
    by_rule = {
        row["Purchase order"]
        for row, _, _ in purchase_faults(book)
        if row.sheet in OF_ORDERS
    }
    by_rule |= _named_by(book, _suppliers_in_error(book))
    if not book.setting("Allow negative stock"):
        rows = [fact.row for fact in below_zero(book)]
        by_rule |= {row["Purchase order"] for row in rows if row.sheet == "Receipts"}
    return Held(by_row, by_rule)


def _suppliers_in_error(book: Book) -> set[object]:
    return {
        row["Supplier"]
        for row, _, _ in purchase_faults(book)
        if row.sheet == "Suppliers"
    }


def _named_by(book: Book, suppliers: set[object]) -> set[object]:
    """The purchase orders of suppliers."""
    rows = book.rows.get("Purchase orders", [])
    return {row["Purchase order"] for row in rows if row["Supplier"] in suppliers}


def _held_by_rows(book: Book) -> set[object]:
    """Those with a bad row, or that name a bad supplier or product."""
    held = {
        row["Purchase order"]
        for sheet in OF_ORDERS
        for row in book.rows.get(sheet, [])
        if row.bad and not row.blank
    }
    suppliers = _bad(book, "Suppliers", "Supplier")
    products = _bad(book, "Products", "SKU")
    for row in book.rows.get("Purchase orders", []):
        if row["Supplier"] in suppliers:
            held.add(row["Purchase order"])
    for sheet in ("Purchase lines", "Receipts"):
        for row in book.live(sheet):
            if row["SKU"] in products:
                held.add(row["Purchase order"])
    return held


def _bad(book: Book, sheet: str, header: str) -> set[object]:
    rows = [row for row in book.rows.get(sheet, []) if row.bad and not row.blank]
    return {row[header] for row in rows if row[header] is not None}


def supplier_waits(book: Book, supplier: Row) -> bool:
    """Whether an error keeps a supplier from being ordered from."""
    return book.setting_in_error or supplier["Supplier"] in _bad(
        book, "Suppliers", "Supplier"
    )
