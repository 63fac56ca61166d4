"""What is taxed in invoices: their lines and freights, by tax code and component."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, take_text
from sheetflow.ledgers.invoice_taxes import invoice_terms, tax_invoices
from sheetflow.ledgers.tax_rates import rows_in_force
from sheetflow.ledgers.taxes import TaxBreakdown
from sheetflow.reports.names import customers_of_orders, texts
from sheetflow.reports.source import DAY, PART, VOID_DAY, Source
from sheetflow.reports.tables import RECORD, SHEET

INVOICED = ("Taxable", "Tax", "Credited taxable", "Credited tax")


NO_TAX = "(none)"


AS_ISSUED = "(as issued)"


ISSUED = "_issued"
"""The column with the date of the invoice or credit, whatever day a row counts on."""


class Part(NamedTuple):
    """One component of the tax of some groups: its number, its name, its rate, the tax."""

    number: int
    name: AnyArray
    rate: IntArray
    tax: AnyArray


def invoice_parts(source: Source, book: Book) -> list[pd.DataFrame]:
    """The tax of invoices, a row for each component of each group that is rounded as one."""
    groups = tax_invoices(book)
    found = []
    for part in _components(book, groups):
        at = _charged(part, groups)
        rows = rows_of_invoices(source, book, groups.document[at])
        found.append(
            rows.assign(
                **{
                    PART: _turns(groups.document[at], part.number),
                    "Tax code": texts(book.tax_codes.tax_code, groups.code[at]),
                    "Component": part.name[at],
                    "Rate %": part.rate[at],
                    "Taxable": _net(book, groups)[at],
                    "Tax": part.tax[at],
                }
            )
        )
    return found


def _turns(document: IntArray, number: int) -> AnyArray:
    """Which of the groups of its document each is, and which component."""
    turn = pd.Series(document).groupby(document).cumcount().astype(str)
    found: AnyArray = (turn + f"/{number}").to_numpy(dtype=object)
    return found


def _components(book: Book, groups: TaxBreakdown) -> tuple[Part, Part]:
    """Both components of the tax of each group."""
    day = book.invoices.invoice_date[groups.document]
    first, second = names_of_taxes(book, groups.code, day)
    tax_1, tax_2, _ = groups.rates
    return (
        Part(
            1, np.where((tax_1 == 0) & (tax_2 == 0), NO_TAX, first), tax_1, groups.tax_1
        ),
        Part(2, second, tax_2, groups.tax - groups.tax_1),
    )


def names_of_taxes(
    book: Book, code: IntArray, day: IntArray
) -> tuple[AnyArray, AnyArray]:
    """What the components of tax codes are called on these days."""
    codes = book.tax_codes
    row = rows_in_force(book, code, day)
    found = []
    for number, column in ((1, codes.tax_1_name), (2, codes.tax_2_name)):
        names = take_text(column, row)
        names[np.equal(names, NOTHING).astype(bool)] = f"Tax {number}"
        found.append(names)
    return found[0], found[1]


def _charged(part: Part, groups: TaxBreakdown) -> IntArray:
    """The groups that have a component; the first has also what is not taxed at all."""
    _, tax_2, _ = groups.rates
    has_it = (part.rate != 0) | (part.tax != 0)
    if part.number == 1:
        has_it |= tax_2 == 0
    return np.flatnonzero(has_it)


def _net(book: Book, groups: TaxBreakdown) -> AnyArray:
    """What each group is without tax."""
    inclusive = invoice_terms(book).inclusive[groups.document]
    return np.where(inclusive, groups.base - groups.tax, groups.base)


def issued_rows(source: Source, book: Book) -> pd.DataFrame:
    """The tax that invoices were issued with beyond that of their lines."""
    invoices = book.invoices
    groups = tax_invoices(book)
    size = len(invoices)
    beyond = np.where(invoices.live, invoices.tax - groups.by_document(size), 0)
    at = np.flatnonzero(beyond != 0)
    rows = rows_of_invoices(source, book, at)
    rows[PART] = "issued"
    return rows.assign(Component=AS_ISSUED, Tax=beyond[at])


def rows_of_invoices(source: Source, book: Book, at: IntArray) -> pd.DataFrame:
    """Rows of these invoices, still without tax."""
    invoices = book.invoices
    days = (invoices.invoice_date[at], source.void_days("Invoices")[at])
    rows = tax_rows(book, "Invoices", at, invoices.order_index[at], days)
    return rows.assign(Document=texts(invoices.invoice, at))


def tax_rows(
    book: Book,
    sheet: str,
    at: IntArray,
    order: IntArray,
    days: tuple[IntArray, IntArray],
) -> pd.DataFrame:
    """Rows of a sheet with who ordered, and no tax."""
    customers = customers_of_orders(book)
    day, void_day = days
    columns: dict[str, AnyArray | str | int] = {
        SHEET: sheet,
        RECORD: at,
        PART: "",
        DAY: day,
        ISSUED: day,
        VOID_DAY: void_day,
        "Document": "",
        "Order": texts(book.orders.order, order),
        "Customer": texts(customers.code, order),
        "Name": texts(customers.name, order),
        "Tax code": "",
        "Component": NO_TAX,
        "Rate %": 0,
        **dict.fromkeys((*INVOICED, "Received"), 0),
    }
    return pd.DataFrame(columns, index=range(len(at)))
