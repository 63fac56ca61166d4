"""Purchasing before anything is done: unknown and doubled keys, and blanks that are filled."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

from .buying import (
    lead_time,
    purchase_line_of,
    purchase_lines_of,
    purchase_order,
    supplier_price,
)
from .numbers import rounded

if TYPE_CHECKING:
    from fractions import Fraction

    from .book import Book, Row


def is_price_in_doubt(
    book: Book, supplier: object, sku: object, quantity: Fraction
) -> bool:
    """Whether a row of Supplier prices in error may be the one.

    One that repeats another is not; one of an unknown supplier is not where there is a correct row.
    """
    correct = supplier_price(book, supplier, sku, quantity)
    return any(
        row["Supplier"] == supplier
        if book.known("Suppliers", "Supplier", row["Supplier"])
        else correct is None
        for row in book.rows.get("Supplier prices", [])
        if row.bad
        and not _is_repeated(book, row)
        and (row["SKU"] in (None, sku) or not book.known("Products", "SKU", row["SKU"]))
    )


def _is_in_doubt(book: Book, order: Row, line: Row) -> bool:
    """Whether a price of the order's supplier, or the supplier, is in error."""
    supplier = order["Supplier"]
    is_known = book.find("Suppliers", "Supplier", supplier) is not None
    return not is_known or is_price_in_doubt(
        book, supplier, line["SKU"], line.number("Quantity")
    )


def _is_repeated(book: Book, row: Row) -> bool:
    kinds = {
        problem.kind
        for problem in book.row_errors
        if (problem.sheet, problem.index) == (row.sheet, row.index)
    }
    return kinds == {"duplicate"}


def check_supplier_prices(book: Book) -> None:
    """Of rows with one supplier, SKU and From quantity (blank is 0) the first counts."""
    seen: set[tuple] = set()
    for row in book.rows.get("Supplier prices", []):
        key = (row["Supplier"], row["SKU"], row.number("From quantity"))
        if row.blank or None in key:
            continue
        if key in seen:
            book.error(row, "From quantity", "duplicate")
        seen.add(key)


def fill_purchase_orders(book: Book) -> None:
    for row in book.live("Purchase orders"):
        if row["Order date"] is None:
            row.write("Order date", book.as_of)


def fill_purchase_lines(book: Book) -> None:
    """Numbers first, then what each line costs, then when the orders are expected."""
    rows = book.rows.get("Purchase lines", [])
    for row in book.live("Purchase lines"):
        if row["Line"] is None:
            used = {
                r["Line"] for r in rows if r["Purchase order"] == row["Purchase order"]
            }
            number = next(n for n in itertools.count(1) if str(n) not in used)
            row.write("Line", str(number))
            row.raw["Line"] = number


def price_purchase_lines(book: Book) -> None:
    for row in book.live("Purchase lines"):
        fill_purchase_line(book, row)
    for row in book.live("Purchase orders"):
        fill_expected_date(book, row)


def fill_purchase_line(book: Book, row: Row) -> None:
    """Supplier SKU, Description and Unit cost of one line."""
    order = purchase_order(book, row["Purchase order"])
    product = book.find("Products", "SKU", row["SKU"])
    if product and row["Description"] is None:
        row.write("Description", product["Name"])
    if order is None or _is_in_doubt(book, order, row):
        return
    price = supplier_price(book, order["Supplier"], row["SKU"], row.number("Quantity"))
    if price and row["Supplier SKU"] is None and price["Supplier SKU"] is not None:
        row.write("Supplier SKU", price["Supplier SKU"])
    if row["Unit cost"] is not None:
        return
    cost = price["Price"] if price else product and product["Cost"]
    if cost is not None:
        row.write("Unit cost", cost)


def fill_expected_date(book: Book, order: Row) -> None:
    """Order date + the longest lead time of the lines; not while a line or its price is in error."""
    if order["Expected date"] is not None or order["Order date"] is None:
        return
    lines = [
        row
        for row in book.rows.get("Purchase lines", [])
        if not row.blank and row["Purchase order"] == order["Purchase order"]
    ]
    if any(row.bad or _is_in_doubt(book, order, row) for row in lines):
        return
    days = [
        lead_time(book, order["Supplier"], line.row["SKU"], line.row.number("Quantity"))
        for line in purchase_lines_of(book, order["Purchase order"])
    ]
    known = [int(number) for number in days if number is not None]
    if known:
        order.write("Expected date", order["Order date"] + timedelta(days=max(known)))


# --- receipts ------------------------------------------------------------------------------------------
def fill_receipts(book: Book) -> None:
    for row in book.live("Receipts"):
        if row["Line"] is None:
            _fill_line(book, row)
    for row in book.live("Receipts"):
        _check_line(book, row)
    for row in book.live("Receipts"):
        fill_receipt(book, row)


def _named(book: Book, receipt: Row) -> list[Row]:
    """The purchase lines, in error or not, of the receipt's order and SKU."""
    return [
        row
        for row in book.rows.get("Purchase lines", [])
        if not row.blank
        and row["Purchase order"] == receipt["Purchase order"]
        and row["SKU"] == receipt["SKU"]
    ]


def _fill_line(book: Book, receipt: Row) -> None:
    named = _named(book, receipt)
    if not named:
        book.error(receipt, "Line", "no line")
        return
    still_open = [
        line.row
        for line in purchase_lines_of(book, receipt["Purchase order"])
        if line.row in named and _open_quantity(line, receipt) > 0
    ]
    if len(named) > 1 and not still_open:
        book.warnings.append(
            f"Receipts: nothing open for {receipt['SKU']}, taken for the last line"
        )
    row = (still_open or named[-1:])[0]
    if row["Line"] is not None:
        receipt.write("Line", row["Line"])
        receipt.raw["Line"] = as_typed(row["Line"])


def as_typed(key: str) -> object:
    """A line's number as a cell: a number where the key is one."""
    return int(key) if key.isdigit() and str(int(key)) == key else key


def _open_quantity(line, receipt: Row) -> Fraction:
    """What is to come; for goods that are sent back, what came."""
    return line.received if receipt.number("Quantity") < 0 else line.outstanding


def _check_line(book: Book, receipt: Row) -> None:
    """The line that a receipt names is one of its purchase order, and of its SKU."""
    if receipt["Line"] is None:
        return
    known = [
        row
        for row in book.rows.get("Purchase lines", [])
        if not row.blank
        and row["Purchase order"] == receipt["Purchase order"]
        and row["Line"] == receipt["Line"]
    ]
    if not known:
        book.error(receipt, "Line", "unknown")
    elif known[0]["SKU"] is not None and known[0]["SKU"] != receipt["SKU"]:
        book.error(receipt, "Line", "of another SKU")


def fill_receipt(book: Book, row: Row) -> None:
    """Location, date and cost of one receipt."""
    if row["Location"] is None:
        home = home_of_receipt(book, row)
        if home is not None:
            row.write("Location", home)
        elif not book.setting_in_error:
            book.error(row, "Location", "missing")
            return
    if row["Receipt date"] is None:
        row.write("Receipt date", book.as_of)
    line = purchase_line_of(book, row)
    if row["Unit cost"] is None and line and line.row["Unit cost"] is not None:
        row.write("Unit cost", rounded(line.net_cost, 6))


def home_of_receipt(book: Book, row: Row) -> str | None:
    """The purchase order's Location, else the product's, else Settings'; a row in error says where all the same."""
    order = book.first("Purchase orders", "Purchase order", row["Purchase order"])
    product = book.first("Products", "SKU", row["SKU"])
    for owner, header in ((order, "Location"), (product, "Default location")):
        if owner is not None and book.is_place(owner[header]):
            return str(owner[header])
    if book.setting_in_error:
        return None
    default = book.settings.get("Default location")
    return str(default) if default else next(iter(book.pickable()), None)
