"""Journal: every invoice, credit and payment of a period in order, and the numbers that are missing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sheetflow.controls.reconciliation.sequences import Numbers
from sheetflow.domain.book import Book
from sheetflow.reports.entries import AMOUNTS, entries, owed
from sheetflow.reports.source import ReportOptions, Source
from sheetflow.reports.tables import (
    LINE,
    Agreement,
    Column,
    Report,
    Table,
    exact_sum,
    money,
    text,
)
from sheetflow.reports.wording import period_text, worded

_COLUMNS = (
    Column("Date", "date"),
    *text("Number", "What", "Order", "Customer", "Name"),
    *money(*AMOUNTS, "Change"),
)


def journal(source: Source, _options: ReportOptions) -> Report:
    """The entries of the period, and how they change what customers owe."""
    figures = entries(source)
    documents = figures.assign(**{LINE: np.arange(len(figures))})
    before = source.before(owed)
    return Report(
        "Journal",
        period_text(source.period),
        Table(_COLUMNS, figures),
        Table(_COLUMNS, documents),
        [
            Agreement(
                "Owed before the period, and the changes",
                before + exact_sum(figures["Change"]),
                "[Total] of [Receivables] at the end of the period",
                owed(source.closing),
            )
        ],
        tuple(_gaps(source.closing.book, figures)),
    )


def _gaps(book: Book, figures: pd.DataFrame) -> Iterator[str]:
    """The numbers that no row has, between the lowest and the highest of the period."""
    settings = book.settings
    every = {
        "Invoice": (book.invoices.invoice, settings.invoice_prefix),
        "Credit": (book.returns.credit_note, settings.credit_note_prefix),
        "Payment": (book.payments.payment, "PAY-"),
    }
    for what, (keys, prefix) in every.items():
        kinds = ("Payment", "Refund") if what == "Payment" else (what,)
        shown = figures.loc[figures["What"].isin(kinds), "Number"].tolist()
        numbers = Numbers([key for key in keys.tolist() if key], prefix)
        yield from _gaps_among(numbers, shown)


def _gaps_among(numbers: Numbers, shown: list[str]) -> Iterator[str]:
    """The gaps between the numbers that are shown, in words."""
    ours = [numbers.ours[key] for key in shown if key in numbers.ours]
    if not ours:
        return
    for first, last in numbers.gaps:
        if first > min(ours) and last < max(ours):
            yield _gap(numbers, first, last)


def _gap(numbers: Numbers, first: int, last: int) -> str:
    if first == last:
        return worded("{number} is missing").format(number=numbers.text(first))
    missing = worded("{first} to {last} are missing")
    return missing.format(first=numbers.text(first), last=numbers.text(last))
