"""The facts of an order: which rows of which sheets record what happened to it."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, Mask, take

DATES = {
    "Picks": "Pick date",
    "Packing": None,
    "Shipments": "Ship date",
    "Invoices": "Invoice date",
    "Invoice lines": None,
    "Payments": "Payment date",
    "Returns": "Return date",
    "Restocks": "Restock date",
}
"""The sheets that record what happens to orders, and the column that says when."""


def order_links(book: Book, sheet: str) -> IntArray:
    """The order that each row of a sheet belongs to, -1 for none: a restock's is its return's."""
    if sheet == "Restocks":
        return take(book.returns.order_index, book.restocks.return_index, -1)
    return book[sheet].link("order")


def order_of(book: Book, sheet: str, record: int) -> int:
    """The order that one row belongs to, -1 for none; an order's own row is its own."""
    if sheet == "Orders":
        return record
    if sheet == "Restocks":
        returned = int(book[sheet].link("return")[record])
        return int(book.returns.order_index[returned]) if returned >= 0 else -1
    return int(book[sheet].link("order")[record])


def facts_of(book: Book, sheet: str, chosen: Mask) -> Mask:
    """The live rows of a sheet that belong to the chosen orders; a line of their invoices too."""
    rows = book[sheet].live & (take(chosen, order_links(book, sheet), 0) == 1)
    if sheet == "Invoice lines":
        order = take(book.invoices.order_index, book[sheet].link("invoice"), -1)
        rows |= book[sheet].live & (take(chosen, order, 0) == 1)
    return np.asarray(rows)


def chosen_mask(book: Book, orders: IntArray) -> Mask:
    """The orders as a mask over Orders."""
    chosen = np.zeros(len(book.orders), dtype=bool)
    chosen[orders] = True
    return chosen
