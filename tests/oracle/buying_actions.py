"""The actions of purchase orders and suppliers, before those of orders in each pass."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from .book import Problem
from .buying import PurchaseLine, purchase_lines_of
from .buying_blanks import (
    as_typed,
    fill_expected_date,
    fill_purchase_line,
    home_of_receipt,
)
from .buying_holds import held_purchases, supplier_waits
from .numbers import rounded
from .reorder import Suggestion, suggestions

if TYPE_CHECKING:
    from collections.abc import Callable

    from .book import Book, Row
    from .passes import Passed

ZERO = Fraction(0)


class PurchaseRefused(Exception):  # noqa: N818 (a rule's word, not an accident)
    """The action may not be done now."""


def words_of(row: Row) -> list[str]:
    """The actions in a cell, as the rules write them."""
    words = [" ".join(word.split()) for word in str(row["Action"] or "").split(",")]
    names = {name.casefold(): name for name in (*KNOWN, "Order")}
    return [names.get(word.casefold(), word) for word in words if word]


def served_purchases(book: Book) -> list[Row]:
    """By Expected date (blank last), Order date, row."""

    def turn(row: Row) -> tuple:
        return (
            row["Expected date"] or date.max,
            row["Order date"] or date.max,
            row.index,
        )

    return sorted(book.live("Purchase orders"), key=turn)


def act_on_purchases(book: Book, passed: Passed) -> bool:
    """One pass over purchase orders, then suppliers; whether anything was done."""
    held = held_purchases(book)
    did = False
    for order in served_purchases(book):
        if order["Purchase order"] in held.by_row:
            continue
        by_rule = order["Purchase order"] in held.by_rule
        allowed = ("Cancel", "Re-open") if by_rule else tuple(KNOWN)
        did |= _one_purchase(book, order, allowed, passed)
    for supplier in book.live("Suppliers"):
        if not supplier_waits(book, supplier):
            did |= _one_supplier(book, supplier, passed)
    return did


def _one_purchase(
    book: Book, order: Row, allowed: tuple[str, ...], passed: Passed
) -> bool:
    words = words_of(order)
    left: list[str] = []
    for word in words:
        if word not in allowed:
            left.append(word)
            continue
        try:
            done = _attempt(book, order, word)
        except PurchaseRefused as reason:
            passed.refused.append(_refusal(order, word, reason))
            left.append(word)
            continue
        if done and word in ("Cancel", "Re-open"):
            order.write("Action", None)
            return True
        if not done:
            passed.waiting.append(f"{order['Purchase order']}: nothing to {word}")
            left.append(word)
    if left == words:
        return False
    order.write("Action", ", ".join(left) or None)
    return True


def _refusal(row: Row, word: str, reason: PurchaseRefused) -> Problem:
    return Problem(row.sheet, row.index, "Action", f"{word} refused: {reason}")


def _attempt(book: Book, order: Row, word: str) -> bool:
    if book.state(order) != "Order" and word not in ("Cancel", "Re-open"):
        raise PurchaseRefused(f"on a {book.state(order).lower()}")
    _judge_today(book)
    return KNOWN[word](book, order)


def _judge_today(book: Book) -> None:
    closing = book.setting("Closing date")
    if closing is not None and book.as_of <= closing:
        raise PurchaseRefused("on or before the closing date")


# --- purchase orders -----------------------------------------------------------------------------------
def _receive(book: Book, order: Row) -> bool:
    """Everything that is outstanding arrives."""
    lines = [
        line
        for line in purchase_lines_of(book, order["Purchase order"])
        if line.outstanding > 0
    ]
    for line in lines:
        _receive_line(book, order, line)
    return bool(lines)


def _receive_line(book: Book, order: Row, line: PurchaseLine) -> None:
    receipt = book.append(
        "Receipts",
        Receipt=book.next_key("Receipts", "Receipt"),
        Purchase_order=order["Purchase order"],
        Line=line.row["Line"],
        SKU=line.row["SKU"],
        Quantity=line.outstanding,
        Receipt_date=book.as_of,
    )
    receipt.raw["Line"] = as_typed(str(line.row["Line"]))
    receipt.write("Location", home_of_receipt(book, receipt))
    if line.row["Unit cost"] is not None:
        receipt.write("Unit cost", rounded(line.net_cost, 6))


def _close(book: Book, order: Row) -> bool:
    """What is outstanding is cancelled."""
    lines = [
        line
        for line in purchase_lines_of(book, order["Purchase order"])
        if line.outstanding > 0
    ]
    for line in lines:
        cancelled = line.row.number("Cancelled quantity")
        line.row.write("Cancelled quantity", cancelled + line.outstanding)
    return bool(lines)


def _receipts_of(book: Book, order: Row) -> list[Row]:
    return book.live("Receipts", Purchase_order=order["Purchase order"])


def _cancel(book: Book, order: Row) -> bool:
    if _receipts_of(book, order):
        raise PurchaseRefused("goods were received: use Re-open")
    if book.state(order) == "Cancelled":
        return False
    order.write("State", "Cancelled")
    return True


def _reopen(book: Book, order: Row) -> bool:
    if book.state(order) == "Request":
        raise PurchaseRefused("a request")
    receipts = _receipts_of(book, order)
    closing = book.setting("Closing date")
    days = [row["Receipt date"] for row in receipts if row["Receipt date"] is not None]
    if closing is not None and any(day <= closing for day in days):
        raise PurchaseRefused("a receipt is in the closed period")
    cancelled = [
        row
        for row in book.live("Purchase lines", Purchase_order=order["Purchase order"])
        if row.number("Cancelled quantity") != 0
    ]
    did = bool(receipts or cancelled) or book.state(order) != "Order"
    for row in receipts:
        row.write("Voided", book.as_of)
    for row in cancelled:
        row.write("Cancelled quantity", None)
    if book.state(order) != "Order":
        order.write("State", "Order")
    return did


KNOWN: dict[str, Callable[[Book, Row], bool]] = {
    "Receive": _receive,
    "Close": _close,
    "Cancel": _cancel,
    "Re-open": _reopen,
}


# --- suppliers -----------------------------------------------------------------------------------------
def _one_supplier(book: Book, supplier: Row, passed: Passed) -> bool:
    if "Order" not in words_of(supplier):
        return False
    try:
        _judge_today(book)
    except PurchaseRefused as reason:
        passed.refused.append(_refusal(supplier, "Order", reason))
        return False
    wanted = [
        suggestion
        for suggestion in suggestions(book)
        if suggestion.supplier == supplier["Supplier"]
    ]
    missing = supplier.number("Minimum order") - sum(
        (suggestion.value(book.places) for suggestion in wanted), ZERO
    )
    if not wanted or missing > 0:
        passed.waiting.append(
            f"{supplier['Supplier']}: {float(missing):.15g} is missing"
        )
        return False
    _order(book, supplier, wanted)
    left = [word for word in words_of(supplier) if word != "Order"]
    supplier.write("Action", ", ".join(left) or None)
    return True


def _order(book: Book, supplier: Row, wanted: list[Suggestion]) -> None:
    """One purchase order with a line for each suggestion, in the order of Products."""
    prefix = str(book.setting("Purchase order prefix"))
    key = book.next_key("Purchase orders", "Purchase order", prefix)
    order = book.append(
        "Purchase orders",
        Purchase_order=key,
        Order_date=book.as_of,
        Supplier=supplier["Supplier"],
    )
    order.write("State", "Order")
    for number, suggestion in enumerate(wanted, 1):
        line = book.append(
            "Purchase lines",
            Purchase_order=key,
            Line=str(number),
            SKU=suggestion.product["SKU"],
            Quantity=suggestion.quantity,
        )
        line.raw["Line"] = number
        fill_purchase_line(book, line)
    fill_expected_date(book, order)
