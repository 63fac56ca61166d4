"""Receivables: what customers owe at a date, by days past due.

By customer, or by invoice (`--by invoice`). What is overpaid or not applied to an invoice
is below 0 in Unallocated, as on the sheet Receivables.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, total_by
from sheetflow.ledgers.receivables import BUCKETS, bucket_of_invoices
from sheetflow.reports.entries import owed
from sheetflow.reports.names import customers_of_orders, texts
from sheetflow.reports.source import ReportOptions, Source, View
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
from sheetflow.reports.wording import day_text

AMOUNTS = (*BUCKETS, "Unallocated", "Total")
ON_ACCOUNT = "(on account)"


def receivables(source: Source, options: ReportOptions) -> Report:
    """What customers owe at the end of the period."""
    keys = ["Customer", "Name"]
    if "invoice" in options.by:
        keys += ["Document", "Order", "Date", "Due"]
    rows = _open_items(source.closing)
    figures, documents = grouped(rows, keys, AMOUNTS)
    return Report(
        "Receivables",
        day_text(source.period),
        Table((*map(_key_column, keys), *money(*AMOUNTS)), figures),
        Table(_document_columns(), documents),
        list(_agreements(source.closing, figures)),
    )


def _key_column(header: str) -> Column:
    return Column(header, "date" if header in ("Date", "Due") else "text")


def _document_columns() -> tuple[Column, ...]:
    return (
        *text("Document", "Order", "Customer", "Name"),
        Column("Date", "date"),
        Column("Due", "date"),
        Column("Days late", "whole"),
        *money(*AMOUNTS),
    )


def _open_items(view: View) -> pd.DataFrame:
    """Every invoice with something left to pay, and what orders have on account."""
    parts = [_invoices(view), _on_account(view)]
    rows = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return rows.sort_values(["Due", "Document"], kind="stable", ignore_index=True)


def _invoices(view: View) -> pd.DataFrame:
    invoices = view.book.invoices
    balance = view.ledgers.allocations.balance
    at = np.flatnonzero(invoices.live & (invoices.order_index >= 0) & (balance > 0))
    due = invoices.due_date[at]
    late = np.maximum(view.book.as_of - due, 0)
    rows = _rows(view, "Invoices", at, invoices.order_index[at])
    rows = rows.assign(
        **{
            "Document": texts(invoices.invoice, at),
            "Date": invoices.invoice_date[at],
            "Due": due,
            "Days late": np.where(due == BLANK, 0, late),
            "Total": balance[at],
        }
    )
    bucket = bucket_of_invoices(view.book)[at]
    for number, name in enumerate(BUCKETS):
        rows[name] = np.where(bucket == number, balance[at], 0)
    return rows


def _on_account(view: View) -> pd.DataFrame:
    """What orders have unallocated, and what their invoices are overpaid by, below 0."""
    amounts = on_account(view)
    at = np.flatnonzero(amounts != 0)
    rows = _rows(view, "Orders", at, at)
    return rows.assign(
        Document=ON_ACCOUNT, Unallocated=-amounts[at], Total=-amounts[at]
    )


def on_account(view: View) -> AnyArray:
    """What each order has unallocated, and what its invoices are overpaid by."""
    invoices = view.book.invoices
    allocations = view.ledgers.allocations
    over = np.where(invoices.live, np.maximum(-allocations.balance, 0), 0)
    overpaid = total_by(invoices.order_index, over, len(view.book.orders))
    return np.asarray(allocations.unallocated + overpaid)


def _rows(view: View, sheet: str, at: IntArray, order: IntArray) -> pd.DataFrame:
    """Rows of a sheet with who ordered, and no amounts."""
    customers = customers_of_orders(view.book)
    columns: dict[str, AnyArray | str | int] = {
        SHEET: sheet,
        RECORD: at,
        "Order": texts(view.book.orders.order, order),
        "Customer": texts(customers.code, order),
        "Name": texts(customers.name, order),
        "Date": BLANK,
        "Due": BLANK,
        "Days late": BLANK,
        **dict.fromkeys(AMOUNTS, 0),
    }
    return pd.DataFrame(columns, index=range(len(at)))


def _agreements(view: View, figures: pd.DataFrame) -> Iterator[Agreement]:
    """Each bucket, what is unallocated, and the total."""
    ledger = view.ledgers.receivables
    of_ledger = {**ledger.buckets, "Unallocated": ledger.unallocated}
    for name, expected in of_ledger.items():
        source = f"[{name}] of [Receivables] at that date"
        yield Agreement(name, exact_sum(figures[name]), source, exact_sum(expected))
    total = exact_sum(figures["Total"])
    yield Agreement("Total", total, "[Total] of [Receivables] at that date", owed(view))
