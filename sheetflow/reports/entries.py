"""What changes what customers owe: invoices, credits, payments, refunds, and their voids."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask
from sheetflow.ledgers.payments import is_refund
from sheetflow.reports.names import customers_of_orders, texts
from sheetflow.reports.sale_rows import credit_days
from sheetflow.reports.source import DAY, Source, View
from sheetflow.reports.tables import RECORD, SHEET

AMOUNTS = ("Net", "Tax", "Fees", "Invoiced", "Credited", "Paid")
"""Net and tax of a credit are below 0; so is what is paid of a refund."""


def entries(source: Source) -> pd.DataFrame:
    """Every entry of the period, by date and number; a void is an entry below 0 on its day."""
    rows = issued_entries(source)
    voids = _voids(rows)
    every = pd.concat([rows, voids], ignore_index=True)
    first = max(source.period.first, 1)
    day = every[DAY].to_numpy()
    is_in = (day >= first) & (day <= source.period.last)
    found = every[is_in].assign(Date=day[is_in])
    found["Change"] = found["Invoiced"] - found["Credited"] - found["Paid"]
    order = [DAY, "Number", "What"]
    return found.sort_values(order, kind="stable").reset_index(drop=True)


def issued_entries(source: Source) -> pd.DataFrame:
    """Every invoice, credit and payment up to the end of the period, those voided since included."""
    view = source.closing
    parts = [
        _invoices(view.book),
        _credits(view.book),
        _payments(view.book),
    ]
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def _voids(rows: pd.DataFrame) -> pd.DataFrame:
    """The voids of entries, on their days."""
    voided = rows[rows[VOIDED].to_numpy() != BLANK]
    cells = {header: -voided[header] for header in AMOUNTS}
    cells[DAY] = voided[VOIDED]
    cells["What"] = "Void of " + voided["What"].str.lower()
    found: pd.DataFrame = voided.assign(**cells)
    return found


VOIDED = "_voided"
"""The day on which an entry was voided in or before the period; BLANK for never."""


def _counted(frame: Frame, *headers: str) -> Mask:
    """The rows that count at the end of the period, or that were voided by then and are whole.

    `headers` are the cells that an entry needs.
    """
    whole = frame.valid & frame.given("Voided") & (frame.link("order") >= 0)
    for header in headers:
        whole &= frame.given(header)
    return np.asarray(frame.live | whole)


def _invoices(book: Book) -> pd.DataFrame:
    invoices = book.invoices
    at = np.flatnonzero(_counted(invoices, "Invoice date", "Total"))
    total = invoices.total[at]
    tax = invoices.tax[at]
    rows = _rows(book, "Invoices", at, invoices.invoice_date[at])
    return rows.assign(
        Number=texts(invoices.invoice, at),
        What="Invoice",
        Net=total - tax,
        Tax=tax,
        Invoiced=total,
    )


def _credits(book: Book) -> pd.DataFrame:
    returns = book.returns
    counted = _counted(returns, "Return date", "Credit total")
    credits = (returns.credit_net != 0) | (returns.credit_tax != 0)
    credits |= returns.credit_total != 0
    at = np.flatnonzero(counted & credits)
    net = returns.credit_net[at]
    tax = returns.credit_tax[at]
    fee_tax = returns.fee_tax[at]
    total = returns.credit_total[at]
    rows = _rows(book, "Returns", at, credit_days(book)[at])
    number = texts(returns.credit_note, at)
    return rows.assign(
        Number=np.where(number == "", texts(returns.return_, at), number),
        What="Credit",
        Net=-net,
        Tax=fee_tax - tax,
        Fees=net + tax - total - fee_tax,
        Credited=total,
    )


def _payments(book: Book) -> pd.DataFrame:
    payments = book.payments
    at = np.flatnonzero(_counted(payments, "Payment date", "Amount"))
    refund = is_refund(book)[at]
    amount = payments.amount[at]
    rows = _rows(book, "Payments", at, payments.payment_date[at])
    return rows.assign(
        Number=texts(payments.payment, at),
        What=np.where(refund, "Refund", "Payment"),
        Paid=np.where(refund, -amount, amount),
    )


def _rows(book: Book, sheet: str, at: IntArray, day: IntArray) -> pd.DataFrame:
    """Rows of a sheet with who ordered, and no amounts."""
    order = book[sheet].link("order")[at]
    customers = customers_of_orders(book)
    columns: dict[str, AnyArray | str | int] = {
        SHEET: sheet,
        RECORD: at,
        DAY: day,
        VOIDED: book[sheet]["Voided"][at],
        "Order": texts(book.orders.order, order),
        "Customer": texts(customers.code, order),
        "Name": texts(customers.name, order),
        **dict.fromkeys(AMOUNTS, 0),
    }
    return pd.DataFrame(columns, index=range(len(at)))


def owed(view: View) -> int:
    """What all customers owe together: the total of Receivables."""
    return sum(view.ledgers.receivables.total.tolist())
