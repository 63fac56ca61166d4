"""Tax: what was taxed, the tax, and what was credited, by month, tax code and component.

By invoice, tax counts on the day of the invoice or of the credit. By payment (`--basis
cash`), the tax of an invoice counts as its total is paid: of each component the share of
what is paid in the total.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import share_of
from sheetflow.ledgers.invoice_taxes import invoice_terms, tax_invoices
from sheetflow.reports.names import months
from sheetflow.reports.source import DAY, PART, ReportOptions, Source, View
from sheetflow.reports.tables import (
    RECORD,
    Agreement,
    Column,
    Report,
    Table,
    exact_sum,
    grouped,
    money,
    text,
)
from sheetflow.reports.tax_credits import credit_parts
from sheetflow.reports.tax_parts import (
    INVOICED,
    ISSUED,
    invoice_parts,
    issued_rows,
    rows_of_invoices,
)
from sheetflow.reports.wording import period_text

PAID = ("Received", "Taxable", "Tax")
KEYS = ("Month", "Tax code", "Component", "Rate %")


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
        period_text(source.period),
        Table(
            (*_key_columns(), *_amounts(*INVOICED, "Net taxable", "Net tax")), figures
        ),
        Table(_document_columns(*INVOICED), documents),
        [
            Agreement(
                "Net tax",
                exact_sum(figures["Net tax"]),
                _what_net_tax_is(source),
                source.change(_tax_of_documents),
            )
        ],
    )


def _what_net_tax_is(source: Source) -> str:
    if source.result.book.returns.has_fee_tax.any():
        return "[Tax] of [Invoices] less [Credit tax] plus [Fee tax] of [Returns]"
    return "[Tax] of [Invoices] less [Credit tax] of [Returns]"


def _by_payment(source: Source) -> Report:
    rows = source.in_period(partial(_paid_rows, source), PAID)
    rows = rows.assign(Date=rows[ISSUED], Month=period_text(source.period))
    figures, documents = grouped(rows.sort_values(ISSUED, kind="stable"), KEYS, PAID)
    return Report(
        "Tax by payment",
        period_text(source.period),
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
    """The tax of invoices less that of credits, with that of fees, from the documents alone."""
    invoices = view.book.invoices
    returns = view.book.returns
    charged = exact_sum(invoices.tax[invoices.live])
    kept = exact_sum(returns.fee_tax[returns.live])
    return charged - exact_sum(returns.credit_tax[returns.live]) + kept


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
        *invoice_parts(source, view.book),
        issued_rows(source, view.book),
        *credit_parts(source, view.book),
    ]
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


# -- payments


def _paid_rows(source: Source, view: View) -> pd.DataFrame:
    """The tax of invoices as far as they are paid."""
    book = view.book
    applied = view.ledgers.allocations
    paid = np.minimum(applied.paid, applied.total)
    parts = invoice_parts(source, book)
    rows = pd.concat([*parts, issued_rows(source, book)], ignore_index=True)
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
    return rows_of_invoices(source, book, at).assign(**{PART: "total"})
