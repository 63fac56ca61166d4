"""What to order: suggested quantities, and of whom.

How the contract is read where it can be read in two ways:

* A product is short of what no stock and no purchase covers: backordered, less what is on order. Where that is more
  than its reorder point asks for, it is what is suggested.
* Minimum quantity and Pack are those of the supplier's price for the quantity that is needed; the unit cost is the
  price for the quantity that is suggested.
* Of several preferred suppliers the cheapest is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from .availability import backordered, product_totals
from .book import remembered
from .buying import on_order, supplier_price
from .buying_blanks import is_price_in_doubt
from .lines import order_lines
from .numbers import rounded
from .stock import movements

if TYPE_CHECKING:
    from .book import Book, Row

ZERO = Fraction(0)
CUSTOMER = "(customer)"


@dataclass
class Suggestion:
    """So many units of a product from a supplier, at a unit cost."""

    product: Row
    supplier: object
    quantity: Fraction
    unit_cost: Fraction | None

    def value(self, places: int) -> Fraction:
        return rounded(self.quantity * (self.unit_cost or ZERO), places)


@remembered
def forecasts(book: Book) -> dict[object, Fraction]:
    """Available + On order of every product."""
    return {
        row["SKU"]: product_totals(book, row["SKU"])["Available"]
        + on_order(book).get(row["SKU"], ZERO)
        for row in book.live("Products")
    }


@remembered
def _short(book: Book) -> dict[object, Fraction]:
    """What is backordered of each product and no purchase covers."""
    out: dict[object, Fraction] = {}
    for key, quantity in backordered(book).items():
        sku = order_lines(book)[key].row["SKU"]
        out[sku] = out.get(sku, ZERO) + quantity
    return {
        sku: max(ZERO, units - on_order(book).get(sku, ZERO))
        for sku, units in out.items()
    }


def needed(book: Book, product: Row) -> Fraction:
    """How many are to be ordered, before packs and minimum quantities."""
    if product["Track stock"] is False or product["Active"] is False:
        return ZERO
    short = _short(book).get(product["SKU"], ZERO)
    point = product["Reorder point"]
    forecast = forecasts(book)[product["SKU"]]
    if point is None or forecast >= point:
        return short
    return max(short, max(product.number("Reorder to"), point) - forecast)


@remembered
def suggestions(book: Book) -> list[Suggestion]:
    """What to order, in the order of Products."""
    out = []
    for product in book.live("Products"):
        quantity = needed(book, product)
        if quantity > 0:
            out.append(_suggestion(book, product, quantity))
    return out


def _suggestion(book: Book, product: Row, quantity: Fraction) -> Suggestion:
    supplier = supplier_of(book, product, quantity)
    price = supplier_price(book, supplier, product["SKU"], quantity)
    if price is not None:
        quantity = _in_packs(max(quantity, price.number("Minimum quantity")), price)
        price = supplier_price(book, supplier, product["SKU"], quantity)
    cost = price["Price"] if price else product["Cost"]
    if is_price_in_doubt(book, supplier, product["SKU"], quantity):
        cost = None
    return Suggestion(product, supplier, quantity, cost)


def _in_packs(quantity: Fraction, price: Row) -> Fraction:
    """Rounded up to a multiple of the pack."""
    pack = price.number("Pack")
    if pack <= 0:
        return quantity
    return -(-quantity // pack) * pack


def supplier_of(book: Book, product: Row, quantity: Fraction) -> object:
    """The product's, else the preferred one, else the cheapest, then by code."""
    if product["Supplier"] is not None:
        return product["Supplier"]
    rows = book.live("Supplier prices", SKU=product["SKU"])
    preferred = {row["Supplier"] for row in rows if row["Preferred"] is True}
    names = preferred or {row["Supplier"] for row in rows}
    offers = []
    for name in names:
        price = supplier_price(book, name, product["SKU"], quantity)
        if price is not None:
            offers.append((price["Price"], name))
    if offers:
        return min(offers)[1]
    return min(names, default=None)


# --- the sheet Reorder ---------------------------------------------------------------------------------
def reorder_rows(book: Book) -> list[dict[str, object]]:
    """One row per product with a Reorder point or a suggestion."""
    found = {id(item.product): item for item in suggestions(book)}
    return [
        _row(book, product, found.get(id(product)))
        for product in book.live("Products")
        if product["Reorder point"] is not None or id(product) in found
    ]


def _row(book: Book, product: Row, suggestion: Suggestion | None) -> dict[str, object]:
    sku = product["SKU"]
    totals = product_totals(book, sku)
    forecast = forecasts(book)[sku]
    sold = sold_in_90_days(book, sku)
    supplier = supplier_of(book, product, ZERO)
    cells: dict[str, object] = {
        "SKU": sku,
        "Name": product["Name"],
        "Supplier": suggestion.supplier if suggestion else supplier,
        "On hand": totals["On hand"],
        "Reserved": totals["Reserved"],
        "On order": on_order(book).get(sku, ZERO),
        "Forecast": forecast,
        "Reorder point": product["Reorder point"],
        "Reorder to": product["Reorder to"],
        "Suggested": suggestion.quantity if suggestion else ZERO,
        "Unit cost": suggestion.unit_cost if suggestion else None,
        "Value": suggestion.value(book.places) if suggestion else ZERO,
        "Sold in 90 days": sold,
    }
    if sold > 0:
        cells["Days left"] = max(forecast, ZERO) * 90 // sold
    return cells


def sold_in_90_days(book: Book, sku: object) -> Fraction:
    """What customers got and kept in the 90 days up to the as-of date."""
    first = book.as_of - timedelta(days=89)
    sold = ZERO
    for fact in movements(book):
        if fact.sku == sku and first <= fact.date <= book.as_of:
            sold += fact.quantity * (
                (fact.target == CUSTOMER) - (fact.source == CUSTOMER)
            )
    return sold
