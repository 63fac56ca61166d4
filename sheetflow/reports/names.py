"""What reports call customers, orders, products and tax codes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, take, take_text
from sheetflow.ledgers.receivables import find_debtors, latest_invoices_of_debtors


class Customers(NamedTuple):
    """The code, the name and the country of the customer of each order."""

    code: AnyArray
    name: AnyArray
    country: AnyArray


@once_per_book
def customers_of_orders(book: Book) -> Customers:
    """Who ordered: the name of the latest invoice, or else that of Customers."""
    debtors = find_debtors(book)
    size = len(debtors)
    known = np.arange(size)
    known[len(book.customers) :] = -1
    latest = latest_invoices_of_debtors(book)
    names = take_text(book.customers.name, known)
    issued = latest >= 0
    names[issued] = book.invoices.bill_to[latest[issued]]
    countries = take_text(book.customers.country, known)
    return Customers(
        _of_orders(debtors.names, debtors.of_order),
        _of_orders(names, debtors.of_order),
        _of_orders(countries, debtors.of_order),
    )


def _of_orders(names: AnyArray, debtor: IntArray) -> AnyArray:
    return texts(names, debtor)


def texts(column: AnyArray, at: IntArray) -> AnyArray:
    """The texts of a column at these positions; "" for a blank and below 0."""
    found = take_text(column, at)
    found[np.equal(found, NOTHING).astype(bool)] = ""
    return found


def months(day: AnyArray) -> AnyArray:
    """`2026-03` of each day."""
    days = np.asarray(day, dtype=np.int64)
    if not len(days):
        return np.empty(0, dtype=object)
    distinct_days, of_row = np.unique(days, return_inverse=True)
    from datetime import date

    names = np.array(
        [date.fromordinal(each).isoformat()[:7] for each in distinct_days.tolist()],
        dtype=object,
    )
    found: AnyArray = names[of_row]
    return found


def order_of(book: Book, sheet: str, record: IntArray) -> IntArray:
    """The order of each of these rows, -1 for none."""
    return take(book[sheet].link("order"), record, -1)
