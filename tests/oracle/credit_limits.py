"""Credit: which orders wait. Section 2 of the rules on buying, prices and credit.

* Orders are judged as each pass finds them, in the order of service: Balance, and what the order and those served
  before it still bring. A quote with Confirm is judged as the order that it would be, and counts for those after it
  only if it may become one.
* An order that is released, or whose payments cover a total above 0, goes on whatever stops its customer.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from .billing import order_totals
from .settle import money_of, receivables, settle

if TYPE_CHECKING:
    from .book import Book, Row
    from .reading import Sheets

ZERO = Fraction(0)
NEED_CREDIT = ("Confirm", "Suggest", "Pick", "Pack", "Ship", "Fulfil")
COLUMNS = ("Credit limit", "Hold")


def stopped_orders(book: Book, confirming: set[object]) -> set[object]:
    """The orders that wait for credit; `confirming` are the quotes with the action Confirm."""
    stopped: set[object] = set()
    open_before: dict[object, Fraction] = {}
    for order in book.served():
        customer = book.find("Customers", "Customer", order["Customer"])
        state = book.state(order)
        is_judged = state == "Order" or order["Order"] in confirming
        if customer is None or not is_judged:
            continue
        key = customer["Customer"]
        rest = _rest(book, order)
        owed = _balance(book, key) + open_before.get(key, ZERO) + rest
        waits = _is_stopped(book, customer, owed) and not _passes(book, order)
        if waits:
            stopped.add(order["Order"])
        if state == "Order" or not waits:
            open_before[key] = open_before.get(key, ZERO) + rest
    return stopped


def credit_columns(book: Book, customer: Row) -> dict[str, Fraction | None]:
    """Open orders and Credit left; nothing where the workbook does not say anything of credit."""
    masters = ("Customers", "Settings")
    sheets = {name: [r.raw for r in book.rows.get(name, [])] for name in masters}
    if not is_in_use(sheets):
        return {}
    key = customer["Customer"]
    rest = sum(
        (
            _rest(book, order)
            for order in book.live("Orders", Customer=key)
            if book.state(order) == "Order"
        ),
        ZERO,
    )
    limit = customer["Credit limit"]
    left = None if limit is None else limit - _balance(book, key) - rest
    return {"Open orders": rest, "Credit left": left}


def is_in_use(sheets: Sheets) -> bool:
    """Whether a workbook says anything of credit: it has a column or the setting."""
    settings = [row.get("Setting") for row in sheets.get("Settings", [])]
    return "Overdue hold (days)" in settings or any(
        header in row for row in sheets.get("Customers", []) for header in COLUMNS
    )


def _rest(book: Book, order: Row) -> Fraction:
    _, _, total = order_totals(book, order)
    return max(total - money_of(book, order["Order"]).invoiced, ZERO)


def _balance(book: Book, customer: object) -> Fraction:
    owed = receivables(book).get(str(customer), {}).get("Total", ZERO)
    return owed + sum((_of_bad_order(book, row, customer) for row in _bad(book)), ZERO)


def _bad(book: Book) -> list[Row]:
    return [row for row in book.rows.get("Orders", []) if row.bad and not row.blank]


def _of_bad_order(book: Book, row: Row, customer: object) -> Fraction:
    """What an order in error owes all the same: invoices and payments, where its customer can be read."""
    is_other = row["Customer"] != customer or book.order(row["Order"]) is not None
    return ZERO if is_other else money_of(book, row["Order"]).balance


def _passes(book: Book, order: Row) -> bool:
    _, _, total = order_totals(book, order)
    paid = money_of(book, order["Order"]).paid
    return order["Release"] is True or (total > 0 and paid >= total)


def _is_stopped(book: Book, customer: Row, owed: Fraction) -> bool:
    limit = customer["Credit limit"]
    if customer["Hold"] is True or (limit is not None and owed > limit):
        return True
    allowed = book.settings.get("Overdue hold (days)")
    return allowed is not None and any(
        due.balance > 0
        and (book.as_of - (due.row["Due date"] or date.max)).days > allowed
        for order in book.live("Orders", Customer=customer["Customer"])
        for due in settle(book, order["Order"]).invoices
    )
