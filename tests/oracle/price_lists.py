"""Price lists: which price a line without one gets. Section 2 of the rules on buying, prices and credit.

* The row with the largest From quantity that the line reaches is used, of several the one with the latest From date.
* A line gets no price while a row in error may be the one: what cannot be read of such a row may be anything. Nor
  while its order, its customer or a setting is in error: any list may be meant.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .book import Book, Row


def check_price_lists(book: Book) -> None:
    """A row has a price or a discount, dates in their order, and a key of its own; a list that is named has rows."""
    seen: set[tuple] = set()
    for row in book.rows.get("Prices", []):
        if row.blank:
            continue
        _check_row(book, row)
        key = (
            row["Price list"],
            row["SKU"],
            row.number("From quantity"),
            row["From date"],
        )
        if None not in key[:2]:
            if key in seen:
                book.error(row, "From date", "duplicate")
            seen.add(key)
    _check_names(book)


def _check_row(book: Book, row: Row) -> None:
    given = [row[header] is not None for header in ("Price", "Discount %")]
    if all(given):
        book.error(row, "Discount %", "both")
    elif not row.bad and not any(given):
        book.error(row, "Price", "neither")
    first, last = row["From date"], row["To date"]
    if first is not None and last is not None and last < first:
        book.error(row, "To date", "never")


def _check_names(book: Book) -> None:
    for row in book.rows.get("Customers", []):
        name = row["Price list"]
        if not row.blank and name is not None and name not in _names(book):
            book.error(row, "Price list", "unknown")
    name = book.settings.get("Price list")
    if name is not None and name not in _names(book):
        row = next(
            r
            for r in book.rows["Settings"]
            if r["Setting"] and r.raw.get("Value") == name
        )
        book.error(row, "Value", "unknown")


def _names(book: Book) -> set[object]:
    return {row["Price list"] for row in book.rows.get("Prices", []) if not row.blank}


def _list_of(book: Book, line: Row) -> object:
    customer = book.customer_of(book.order(line["Order"]))
    own = customer["Price list"] if customer else None
    return own if own is not None else book.settings.get("Price list")


def is_price_unknown(book: Book, line: Row) -> bool:
    """Whether a row of Prices in error may be the one, or the list is not known."""
    rows = [row for row in book.rows.get("Prices", []) if not row.blank]
    if not rows:
        return False
    if book.setting_in_error or not book.customer_of(book.order(line["Order"])):
        return True
    wanted = _list_of(book, line)
    return wanted in _names(book) - {None} and any(
        row["Price list"] in (None, wanted)
        and (row["SKU"] == line["SKU"] or not book.known("Products", "SKU", row["SKU"]))
        for row in rows
        if row.bad
    )


def list_price(book: Book, line: Row, product: Row) -> Fraction | None:
    """The price of the customer's list, else the product's; None where neither has one."""
    order = book.order(line["Order"])
    day = order["Order date"] if order else None
    rows = [
        row
        for row in book.live("Prices", Price_list=_list_of(book, line), SKU=line["SKU"])
        if row.number("From quantity") <= line.number("Quantity")
        and (row["From date"] or date.min) <= (day or book.as_of)
        and (day or book.as_of) <= (row["To date"] or date.max)
    ]
    if not rows:
        return product["Price"]
    best = max(rows, key=_rank)
    if best["Price"] is not None or product["Price"] is None:
        return best["Price"]
    price = product["Price"] * (100 - best["Discount %"]) / 100
    return _to_six_decimals(price)


def _rank(row: Row) -> tuple[Fraction, date]:
    return row.number("From quantity"), row["From date"] or date.min


def _to_six_decimals(value: Fraction) -> Fraction:
    """Rounded, halves away from zero."""
    size = (abs(value) * 10**6 + Fraction(1, 2)) // 1
    return Fraction(size if value >= 0 else -size, 10**6)
