"""Statement of accounts: what each customer owed, what changed in the period, and what it owes now."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sheetflow.reports.entries import entries, owed
from sheetflow.reports.source import ReportOptions, Source, View
from sheetflow.reports.tables import (
    LINE,
    Agreement,
    Column,
    Report,
    Table,
    exact_sum,
    money,
    sums_by,
    text,
)
from sheetflow.reports.wording import period_text

ACTIVITY = ("Invoiced", "Credited", "Paid")


def statement(source: Source, _options: ReportOptions) -> Report:
    """The opening balance, activity and closing balance of each customer."""
    documents = entries(source)
    figures = _customers(source, documents)
    line = figures["Customer"].reset_index().set_index("Customer")["index"]
    of_document = line[documents["Customer"]].to_numpy(dtype=np.int64)
    for header in ACTIVITY:
        figures[header] = sums_by(of_document, documents[header], len(figures))
    activity = figures["Invoiced"] - figures["Credited"] - figures["Paid"]
    figures["Closing balance"] = figures["Opening balance"] + activity
    documents = documents.assign(**{LINE: of_document})
    documents = documents.sort_values(LINE, kind="stable").reset_index(drop=True)
    return Report(
        "Statement of accounts",
        period_text(source.period),
        Table(_columns(), figures),
        Table(_document_columns(), documents),
        list(_agreements(source, figures)),
    )


def _columns() -> tuple[Column, ...]:
    return (
        *text("Customer", "Name"),
        *money("Opening balance", *ACTIVITY, "Closing balance"),
    )


def _document_columns() -> tuple[Column, ...]:
    return (
        Column("Date", "date"),
        *text("Number", "What", "Order", "Customer", "Name"),
        *money(*ACTIVITY, "Change"),
    )


def _customers(source: Source, documents: pd.DataFrame) -> pd.DataFrame:
    """Every customer with a balance before the period or an entry in it, by code."""
    opening = _balances(source.opening) if source.opening else {}
    names = dict(zip(documents["Customer"], documents["Name"], strict=True))
    codes = sorted({*names, *(code for code, owes in opening.items() if owes)})
    known = {**_names(source.closing), **names}
    return pd.DataFrame(
        {
            "Customer": np.array(codes, dtype=object),
            "Name": np.array([known.get(code, "") for code in codes], dtype=object),
            "Opening balance": [opening.get(code, 0) for code in codes],
        }
    )


def _balances(view: View) -> dict[str, int]:
    """What each customer owes."""
    owing = view.ledgers.receivables
    return dict(zip(owing.customer.tolist(), owing.total.tolist(), strict=True))


def _names(view: View) -> dict[str, str]:
    owing = view.ledgers.receivables
    names = [name or "" for name in owing.name.tolist()]
    return dict(zip(owing.customer.tolist(), names, strict=True))


def _agreements(source: Source, figures: pd.DataFrame) -> Iterator[Agreement]:
    """The closing balance of each customer that differs from Receivables, then that of all."""
    closing = _balances(source.closing)
    mine = zip(figures["Customer"], figures["Closing balance"].tolist(), strict=True)
    for code, figure in mine:
        if figure != closing.get(code, 0):
            yield Agreement(
                f"Closing balance of {code}",
                figure,
                "Receivables",
                closing.get(code, 0),
            )
    yield Agreement(
        "Closing balance",
        exact_sum(figures["Closing balance"]),
        "[Total] of [Receivables] at the end of the period",
        owed(source.closing),
    )
