"""Tax: what was taxed, the tax, and what was credited, by month, tax code and component.

By invoice, tax counts on the day of the invoice or of the credit. By payment (`--basis
cash`), the tax of an invoice counts as its total is paid: of each component the share of
what is paid in the total.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    NOTHING,
    AnyArray,
    IntArray,
    share_of,
    take,
    take_text,
    total_by,
)
from sheetflow.ledgers.credit_taxes import invoiced_lines
from sheetflow.ledgers.invoice_taxes import invoice_terms, tax_invoices
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.tax_rates import rows_in_force
from sheetflow.ledgers.taxes import TaxBreakdown
from sheetflow.reports.names import customers_of_orders, months, texts
from sheetflow.reports.sale_rows import credit_days
from sheetflow.reports.source import DAY, PART, VOID_DAY, ReportOptions, Source, View
from sheetflow.reports.tables import (
    RECORD,
    SHEET,
    Agreement,
    Column,
    Report,
    Table,
    exact_sum,
    grouped,
    money,
    text,
)

INVOICED = ("Taxable", "Tax", "Credited taxable", "Credited tax")
PAID = ("Received", "Taxable", "Tax")
KEYS = ("Month", "Tax code", "Component", "Rate %")
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


def tax(source: Source, options: ReportOptions) -> Report:
    """Tax of the period, by the date of invoices or by that of payments."""
    if options.basis == "cash":
        return _by_payment(source)
    rows = source.in_period(partial(_invoiced_rows, source), INVOICED)
    rows = rows.assign(Date=rows[DAY], Month=months(rows[DAY].to_numpy()))
    figures, documents = grouped(_in_order(rows), KEYS, INVOICED)
    figures["Net taxable"] = figures["Taxable"] - figures["Credited taxable"]
    figures["Net tax"] = figures["Tax"] - figures["Credited tax"]
    return Report(
        "Tax",
        source.period.text,
        Table(
            (*_key_columns(), *_amounts(*INVOICED, "Net taxable", "Net tax")), figures
        ),
        Table(_document_columns(*INVOICED), documents),
        [
            Agreement(
                "Net tax",
                exact_sum(figures["Net tax"]),
                "[Tax] of [Invoices] less [Credit tax] of [Returns]",
                source.change(_tax_of_documents),
            )
        ],
    )


def _by_payment(source: Source) -> Report:
    rows = source.in_period(partial(_paid_rows, source), PAID)
    rows = rows.assign(Date=rows[ISSUED], Month=source.period.text)
    figures, documents = grouped(rows.sort_values(ISSUED, kind="stable"), KEYS, PAID)
    return Report(
        "Tax by payment",
        source.period.text,
        Table((*_key_columns(), *_amounts(*PAID)), figures),
        Table(_document_columns(*PAID), documents),
        [
            Agreement(
                "Received",
                exact_sum(figures["Received"]),
                "payments and credits, less credits and deposits that paid no invoice",
                source.change(_paid_on_invoices),
            )
        ],
        (
            "Taxable and tax are the shares of what was paid in the total of each invoice.",
        ),
    )


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(DAY, kind="stable")


def _key_columns() -> tuple[Column, ...]:
    return (*text("Month", "Tax code", "Component"), Column("Rate %", "percent"))


def _amounts(*headers: str) -> tuple[Column, ...]:
    """Columns of money; what is taxable twice is not summed."""
    return tuple(
        Column(header, "money", total="axable" not in header) for header in headers
    )


def _document_columns(*headers: str) -> tuple[Column, ...]:
    return (
        Column("Date", "date"),
        *text("Document", "Order", "Customer", "Name", "Tax code", "Component"),
        Column("Rate %", "percent"),
        *money(*headers),
    )


def _tax_of_documents(view: View) -> int:
    """The tax of invoices less that of credits, from the documents alone."""
    invoices = view.book.invoices
    returns = view.book.returns
    charged = exact_sum(invoices.tax[invoices.live])
    return charged - exact_sum(returns.credit_tax[returns.live])


def _paid_on_invoices(view: View) -> int:
    """What was paid on invoices, from payments, credits and what is left of both."""
    money_of = view.ledgers.money
    applied = view.ledgers.allocations
    came = exact_sum(money_of.paid) + exact_sum(money_of.credited)
    rest = exact_sum(applied.unallocated) + exact_sum(applied.credited)
    overpaid = exact_sum(np.maximum(applied.paid - applied.total, 0))
    return came - rest - overpaid


# -- invoices


def _invoiced_rows(source: Source, view: View) -> pd.DataFrame:
    """The tax of invoices, then that of credits."""
    parts = [
        *_invoice_parts(source, view.book),
        _issued_rows(source, view.book),
        *_credit_parts(source, view.book),
    ]
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def _invoice_parts(source: Source, book: Book) -> list[pd.DataFrame]:
    """The tax of invoices, a row for each component of each group that is rounded as one."""
    groups = tax_invoices(book)
    found = []
    for part in _components(book, groups):
        at = _charged(part, groups)
        rows = _of_invoices(source, book, groups.document[at])
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
    first, second = _names(book, groups.code, day)
    tax_1, tax_2, _ = groups.rates
    return (
        Part(
            1, np.where((tax_1 == 0) & (tax_2 == 0), NO_TAX, first), tax_1, groups.tax_1
        ),
        Part(2, second, tax_2, groups.tax - groups.tax_1),
    )


def _names(book: Book, code: IntArray, day: IntArray) -> tuple[AnyArray, AnyArray]:
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


def _issued_rows(source: Source, book: Book) -> pd.DataFrame:
    """The tax that invoices were issued with beyond that of their lines."""
    invoices = book.invoices
    groups = tax_invoices(book)
    size = len(invoices)
    beyond = np.where(invoices.live, invoices.tax - groups.by_document(size), 0)
    at = np.flatnonzero(beyond != 0)
    rows = _of_invoices(source, book, at)
    rows[PART] = "issued"
    return rows.assign(Component=AS_ISSUED, Tax=beyond[at])


def _of_invoices(source: Source, book: Book, at: IntArray) -> pd.DataFrame:
    """Rows of these invoices, still without tax."""
    invoices = book.invoices
    days = (invoices.invoice_date[at], source.void_days("Invoices")[at])
    rows = _rows(book, "Invoices", at, invoices.order_index[at], days)
    return rows.assign(Document=texts(invoices.invoice, at))


def _rows(
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


# -- credits


class _Credits(NamedTuple):
    """The returns (positions) that credit money, and the invoice line of each; -1 for none."""

    at: IntArray
    line: IntArray


def _credit_parts(source: Source, book: Book) -> list[pd.DataFrame]:
    """The tax of credits, a row for each component."""
    returns = book.returns
    credits_any = (returns.credit_net != 0) | (returns.credit_tax != 0)
    at = np.flatnonzero(returns.live & credits_any)
    credits = _Credits(at, take(_first_invoice_lines(book), returns.line_index[at], -1))
    found = []
    for part in _credit_components(book, credits):
        has_it = (part.rate != 0) | (part.tax != 0)
        if part.number == 1:
            has_it |= returns.credit_net[at] != 0
        rows = np.flatnonzero(has_it)
        found.append(_credit_rows(source, book, credits.at[rows], part, rows))
    return found


def _credit_rows(
    source: Source, book: Book, at: IntArray, part: Part, rows: IntArray
) -> pd.DataFrame:
    returns = book.returns
    days = (credit_days(book)[at], source.void_days("Returns")[at])
    code = take(invoiced_lines(book).code_of_line, returns.line_index[at], -1)
    found = _rows(book, "Returns", at, returns.order_index[at], days)
    cells: dict[str, Any] = {
        PART: f"credit/{part.number}",
        "Document": texts(returns.credit_note, at),
        "Tax code": texts(book.tax_codes.tax_code, code),
        "Component": part.name[rows],
        "Rate %": part.rate[rows],
        "Credited taxable": returns.credit_net[at],
        "Credited tax": part.tax[rows],
    }
    return found.assign(**cells)


def _first_invoice_lines(book: Book) -> IntArray:
    """The first live invoice line of each order line, -1 for none."""
    lines = book.invoice_lines
    found = np.full(len(book.order_lines), -1, dtype=np.int64)
    counted = live_invoice_lines(book) & (lines.invoice_index >= 0)
    rows = np.flatnonzero(counted & (lines.line_index >= 0))[::-1]
    found[lines.line_index[rows]] = rows
    return found


def _credit_components(book: Book, credits: _Credits) -> tuple[Part, Part]:
    """Both components of the tax of credits, in the proportion in which they were invoiced."""
    lines = book.invoice_lines
    rate_1 = take(lines.tax_1_percent, credits.line)
    rate_2 = take(lines.tax_2_percent, credits.line)
    invoice = take(lines.invoice_index, credits.line, -1)
    code = take(lines.tax_index, credits.line, -1)
    day = take(book.invoices.invoice_date, invoice, book.as_of)
    first, second = _names(book, code, day)
    credited = book.returns.credit_tax[credits.at]
    tax_1 = np.where(rate_2 == 0, credited, _first_tax(book, credits, credited))
    untaxed = (rate_1 == 0) & (rate_2 == 0)
    first = np.where(untaxed, NO_TAX, first)
    return Part(1, first, rate_1, tax_1), Part(2, second, rate_2, credited - tax_1)


def _first_tax(book: Book, credits: _Credits, credited: AnyArray) -> AnyArray:
    """The share of the first tax in credited tax: that of the order under the same code."""
    groups = tax_invoices(book)
    size = len(book.tax_codes) + 1
    order = take(book.invoices.order_index, groups.document, -1)
    invoiced = np.where(order < 0, -1, order * size + groups.code + 1)
    cells = len(book.orders) * size
    tax_1 = total_by(invoiced, groups.tax_1, cells)
    whole = total_by(invoiced, groups.tax, cells)
    code = take(book.invoice_lines.tax_index, credits.line, -1)
    mine = book.returns.order_index[credits.at] * size + code + 1
    unit = book.settings.minor_unit
    return share_of(credited, take(tax_1, mine), take(whole, mine), unit)


# -- payments


def _paid_rows(source: Source, view: View) -> pd.DataFrame:
    """The tax of invoices as far as they are paid."""
    book = view.book
    applied = view.ledgers.allocations
    paid = np.minimum(applied.paid, applied.total)
    parts = _invoice_parts(source, book)
    rows = pd.concat([*parts, _issued_rows(source, book)], ignore_index=True)
    rows = pd.concat([rows, _untaxed_rows(source, book)], ignore_index=True)
    at = rows[RECORD].to_numpy(dtype=np.int64)
    unit = invoice_terms(book).minor_unit[at]
    for header in ("Taxable", "Tax"):
        amounts = rows[header].to_numpy()
        rows[header] = share_of(amounts, paid[at], applied.total[at], unit)
    is_first = ~rows[RECORD].duplicated()
    rows["Received"] = np.where(is_first, paid[at], 0)
    return rows[(rows["Received"] != 0) | (rows["Tax"] != 0) | (rows["Taxable"] != 0)]


def _untaxed_rows(source: Source, book: Book) -> pd.DataFrame:
    """Invoices that have a total and no items."""
    invoices = book.invoices
    has_items = np.zeros(len(invoices), dtype=bool)
    has_items[tax_invoices(book).document] = True
    at = np.flatnonzero(invoices.live & ~has_items)
    return _of_invoices(source, book, at).assign(**{PART: "total"})
