"""The journal: every live fact that moves money or value, as an entry whose debits equal its credits.

    an invoice      receivable  to  sales, freight, tax
    a credit note   sales, tax  to  receivable, and fees where one is kept
    a payment       bank  to  receivable; a refund the other way round
    a movement      inventory, goods received, opening stock, differences, cost of sales, scrap: at cost

A payment before its invoice stands in receivable as a credit, as it does on the sheet Receivables. Movements within the
house (transfers, picks that wait for their shipment) stay inventory and make no entry; without a known cost there
are none at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, total_by
from sheetflow.engine.process import Result
from sheetflow.exporting.accounts import Account, Chart
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.margins import net_lines
from sheetflow.ledgers.movement_types import SOURCES, TYPES, place_names
from sheetflow.ledgers.payments import is_refund

ZERO = Decimal(0)
FACTS = ("invoices", "credits", "payments", "stock")


@dataclass(frozen=True)
class Posting:
    """An amount on an account: above 0 a debit, below a credit."""

    account: Account
    amount: Decimal


@dataclass(frozen=True)
class Entry:
    """One entry: what kind of fact makes it (of FACTS), its day, the record's key,
    the row that it comes from, who and what it is about.
    """

    fact: str
    day: dt.date
    number: str
    sheet: str
    row: int
    party: str
    text: str
    postings: tuple[Posting, ...]

    @property
    def source(self) -> str:
        """Where the fact stands: `Invoices!5`."""
        return f"{self.sheet}!{self.row}"


def build_journal(result: Result) -> list[Entry]:
    """All entries of the books, by day, then in the order of their sheets and rows."""
    book, chart = result.book, Chart(result.book.settings)
    parts = (
        _invoices(book, chart),
        _credits(book, chart),
        _payments(book, chart),
        _movements(result, chart),
    )
    return sorted(
        (entry for part in parts for entry in part), key=lambda entry: entry.day
    )


def _entry(
    frame: Frame,
    at: int,
    header: str,
    parties: Mapping[int, str],
    postings: Iterable[Posting],
) -> Entry:
    """The entry of one fact; postings of 0 are left out."""
    sheet = frame.schema.sheet
    number, order = str(frame[header][at]), frame["Order"][at]
    day = dt.date.fromordinal(int(frame[frame.schema.booked_on][at]))
    kept = tuple(posting for posting in postings if posting.amount)
    return Entry(
        _FACT_OF[sheet],
        day,
        number,
        sheet,
        int(frame.rows[at]),
        parties.get(at, ""),
        f"{_WORDS[sheet]} {order}",
        kept,
    )


_FACT_OF = {"Invoices": "invoices", "Returns": "credits", "Payments": "payments"}
_WORDS = {
    "Invoices": "Invoice for",
    "Returns": "Credit note for",
    "Payments": "Payment of",
}


def _parties(book: Book, sheet: str) -> dict[int, str]:
    """The name of the customer of each record, else the code that its order has."""
    orders, customers = book.orders, book.customers
    known = orders.customer_index.tolist()
    names, codes = customers.name.tolist(), orders.customer.tolist()
    of_order = [
        (names[at] if at >= 0 else None) or code or ""
        for at, code in zip(known, codes, strict=True)
    ]
    linked = book[sheet].link("order").tolist()
    return {at: of_order[order] for at, order in enumerate(linked) if order >= 0}


def _money(frame: Frame, header: str) -> list[Decimal]:
    return [Decimal(value) / MICRO for value in frame.number(header).tolist()]


def _invoices(book: Book, chart: Chart) -> Iterator[Entry]:
    invoices, parties = book.invoices, _parties(book, "Invoices")
    lines = book.invoice_lines
    counted = np.where(live_invoice_lines(book), lines.invoice_index, -1)
    goods = [
        Decimal(value) / MICRO
        for value in total_by(counted, net_lines(book), len(invoices)).tolist()
    ]
    totals, taxes, freights = (
        _money(invoices, header) for header in ("Total", "Tax", "Freight")
    )
    for at in np.flatnonzero(invoices.live).tolist():
        total, tax = totals[at], taxes[at]
        freight = total - tax - goods[at] if freights[at] else ZERO
        yield _entry(
            invoices, at, "Invoice", parties,
            (
                Posting(chart["Receivable account"], total),
                Posting(chart["Sales account"], -(total - tax - freight)),
                Posting(chart["Freight account"], -freight),
                Posting(chart["Tax account"], -tax),
            ),
        )  # fmt: skip


def _credits(book: Book, chart: Chart) -> Iterator[Entry]:
    returns, parties = book.returns, _parties(book, "Returns")
    totals, nets, taxes = (
        _money(returns, header)
        for header in ("Credit total", "Credit net", "Credit tax")
    )
    for at in np.flatnonzero(
        returns.live & returns.has_credit_total & returns.has_credit_note
    ).tolist():
        yield _entry(
            returns, at, "Credit note", parties,
            (
                Posting(chart["Sales account"], nets[at]),
                Posting(chart["Tax account"], taxes[at]),
                Posting(chart["Fees account"], totals[at] - nets[at] - taxes[at]),
                Posting(chart["Receivable account"], -totals[at]),
            ),
        )  # fmt: skip


def _payments(book: Book, chart: Chart) -> Iterator[Entry]:
    payments, parties = book.payments, _parties(book, "Payments")
    signs, amounts = (
        np.where(is_refund(book), -1, 1).tolist(),
        _money(payments, "Amount"),
    )
    for at in np.flatnonzero(payments.live).tolist():
        amount = signs[at] * amounts[at]
        sides = (
            Posting(chart["Bank account"], amount),
            Posting(chart["Receivable account"], -amount),
        )
        yield _entry(payments, at, "Payment", parties, sides)


def _movements(result: Result, chart: Chart) -> Iterator[Entry]:
    book, moves, costs = result.book, result.ledgers.movements, result.ledgers.costs
    if costs is None:
        return
    names, skus = place_names(book).tolist(), book.products.sku.tolist()
    orders = book.orders.order.tolist()
    for at in np.flatnonzero((costs.movements != 0) & (moves.day != BLANK)).tolist():
        kind = TYPES[int(moves.kind[at])]
        into, out = (
            chart.place(names[int(side[at])], kind)
            for side in (moves.target, moves.origin)
        )
        if into == out:
            continue
        frame, record = book[SOURCES[int(moves.source[at])]], int(moves.record[at])
        amount = Decimal(int(costs.movements[at])) / MICRO
        order = orders[int(moves.order[at])] if moves.order[at] >= 0 else ""
        yield Entry(
            "stock",
            dt.date.fromordinal(int(moves.day[at])),
            _key(frame, record),
            frame.schema.sheet,
            int(frame.rows[record]),
            "",
            f"{kind} {_quantity(moves.quantity, at)} × {skus[int(moves.sku[at])]} {order}".strip(),
            (Posting(into, amount), Posting(out, -amount)),
        )


def _quantity(quantities: AnyArray, at: int) -> str:
    return f"{(Decimal(int(quantities[at])) / MICRO).normalize():f}"


def _key(frame: Frame, record: int) -> str:
    return str(frame[frame.schema.key[0]][record] or "")
