"""What there is of each product, what is promised, and what is on backorder."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .book import remembered
from .lines import Line, lines_of
from .stock import allocated, balances, free, on_hand

if TYPE_CHECKING:
    from .book import Book

ZERO = Fraction(0)


@remembered
def product_totals(book: Book, sku: object) -> dict[str, Fraction]:
    """On hand, Allocated, Reserved, Available, Picked and To restock of a product."""
    held = balances(book)
    promised = allocated(book)
    pickable = set(book.pickable())
    there = {at: q for at, q in on_hand(book).items() if at[0] == sku}
    reserved = sum(
        (line.to_pick for line in _open_lines(book) if line.row["SKU"] == sku), ZERO
    )
    return {
        "On hand": sum(there.values(), ZERO),
        "Allocated": sum((q for at, q in promised.items() if at[0] == sku), ZERO),
        "Reserved": reserved,
        "Available": sum((q for at, q in there.items() if at[1] in pickable), ZERO)
        - reserved,
        "Picked": held.get((sku, "(picked)"), ZERO),
        "To restock": held.get((sku, "(returned)"), ZERO),
    }


@remembered
def _open_lines(book: Book) -> list[Line]:
    """The lines of State Order, in the order in which orders are served; last those of orders in error."""
    bad = [
        row
        for row in book.rows.get("Orders", [])
        if row.bad and not row.blank and book.order(row["Order"]) is None
    ]
    served = [order for order in [*book.served(), *bad] if book.state(order) == "Order"]
    return [line for order in served for line in lines_of(book, order["Order"])]


@remembered
def backordered(book: Book) -> dict[tuple[str, str], Fraction]:
    """What is left to pick and not allocated, less what free stock covers when orders are served in turn."""
    pool: dict[str, Fraction] = {}
    for (sku, _), quantity in free(book).items():
        pool[sku] = pool.get(sku, ZERO) + max(ZERO, quantity)
    out = {}
    for line in _open_lines(book):
        sku = line.row["SKU"]
        covered = min(line.to_suggest, pool.get(sku, ZERO))
        pool[sku] = pool.get(sku, ZERO) - covered
        out[line.row["Order"], line.row["Line"]] = line.to_suggest - covered
    return out
