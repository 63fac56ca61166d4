"""The journal: every live fact that moves money or value, as an entry that balances.

    an invoice      receivable  to  sales, freight, tax
    a credit note   sales, tax  to  receivable, and fees where one is kept
    a payment       bank  to  receivable; a refund the other way round
    a movement      inventory, goods received, opening stock, differences, cost of sales, scrap: at cost

A payment before its invoice is a credit in receivable, as on the sheet Receivables.
Movements of goods that stay the business's own (transfers, picks that wait for their
shipment) stay inventory and make no entry. Without a known cost there are none at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Returns
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    AnyArray,
    IntArray,
    take_text,
    total_by,
)
from sheetflow.engine.process import Result
from sheetflow.exporting.accounts import Account, Chart, chart_of
from sheetflow.exporting.invoices import (
    credit_day,
    credited_tax_code,
    fee_tax_code,
)
from sheetflow.exporting.own_accounts import own_postings
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.margins import net_lines
from sheetflow.ledgers.movement_types import SOURCES, TYPES, place_names
from sheetflow.ledgers.payments import is_refund
from sheetflow.ledgers.receivables import latest_invoices

FACTS = ("invoices", "credits", "payments", "stock")


@dataclass(frozen=True)
class Posting:
    """An amount on an account: above 0 a debit, below a credit."""

    account: Account
    amount: Decimal


@dataclass(frozen=True)
class Entry:
    """One entry of the journal.

    `fact` is the kind of fact that makes it (of FACTS), `number` the record's key,
    `sheet` and `row` where the record is, `party` the customer. The entry of a change has a
    number of its own, and `of` that of its document.
    """

    fact: str
    day: dt.date
    number: str
    sheet: str
    row: int
    party: str
    text: str
    postings: tuple[Posting, ...]
    of: str = ""

    @property
    def document(self) -> str:
        """The number of the document that it is about."""
        return self.of or self.number

    @property
    def source(self) -> str:
        """Where the fact is: `Invoices!5`."""
        return f"{self.sheet}!{self.row}"


class _Kind(NamedTuple):
    """How the rows of a sheet make entries: kind of fact, column of the number, text."""

    fact: str
    number: str
    text: str


_KINDS = {
    "Invoices": _Kind("invoices", "Invoice", "Invoice for"),
    "Returns": _Kind("credits", "Credit note", "Credit note for"),
    "Payments": _Kind("payments", "Payment", "Payment of"),
}


def build_journal(result: Result) -> list[Entry]:
    """All entries of the books, by day, then in the order of their sheets and rows."""
    chart = chart_of(result.book)
    entries = [
        *_invoices(result.book, chart),
        *_credits(result.book, chart),
        *_payments(result.book, chart),
        *_movements(result, chart),
    ]
    return sorted(entries, key=lambda entry: entry.day)


def _entry(
    frame: Frame, at: int, parties: Mapping[int, str], postings: Iterable[Posting]
) -> Entry:
    """The entry of one fact; postings of 0 are left out."""
    sheet = frame.schema.sheet
    kind = _KINDS[sheet]
    return Entry(
        fact=kind.fact,
        day=dt.date.fromordinal(_day(frame, at)),
        number=str(frame[kind.number][at]),
        sheet=sheet,
        row=int(frame.rows[at]),
        party=parties.get(at, ""),
        text=f"{kind.text} {frame['Order'][at]}",
        postings=tuple(posting for posting in postings if posting.amount),
    )


def _day(frame: Frame, at: int) -> int:
    """The day of a fact; a credit's is that of its credit note."""
    if isinstance(frame, Returns):
        return credit_day(frame, at)
    return int(frame[frame.schema.booked_on][at])


def _parties(book: Book, orders: IntArray) -> dict[int, str]:
    """The party of each record, by its order."""
    names = parties_of_orders(book)
    return {at: names[order] for at, order in enumerate(orders.tolist()) if order >= 0}


def parties_of_orders(book: Book) -> list[str]:
    """The name on each order's latest invoice, or else its customer's, or else the code that it has."""
    customers = book.orders.customer_index
    issued = take_text(book.invoices.bill_to, latest_invoices(book)).tolist()
    names = take_text(book.customers.name, customers).tolist()
    codes = book.orders.customer.tolist()
    named = zip(issued, names, codes, strict=True)
    return [bill_to or name or code or "" for bill_to, name, code in named]


def _amounts(millionths: AnyArray) -> list[Decimal]:
    return [Decimal(value) / MICRO for value in millionths.tolist()]


def _invoices(book: Book, chart: Chart) -> Iterator[Entry]:
    invoices = book.invoices
    parties = _parties(book, invoices.order_index)
    totals = _amounts(invoices.total)
    taxes = _amounts(invoices.tax)
    goods = _goods(book)
    has_freight = (invoices.freight != 0).tolist()
    own = own_postings(book, chart)
    for at in np.flatnonzero(invoices.live).tolist():
        net = totals[at] - taxes[at]
        freight = net - goods[at] if has_freight[at] else Decimal(0)
        postings = (
            Posting(chart["Receivable account"], totals[at]),
            *_shared(chart["Sales account"], net - freight, own.sales.get(at)),
            Posting(chart["Freight account"], -freight),
            *_shared(chart["Tax account"], taxes[at], own.taxes.get(at)),
        )
        yield _entry(invoices, at, parties, postings)


def _shared(
    usual: Account, amount: Decimal, own: Mapping[Account, Decimal] | None
) -> Iterator[Posting]:
    """Credits of an amount: what goes to accounts of its own, and the rest."""
    shares = own or {}
    yield Posting(usual, sum(shares.values(), Decimal(0)) - amount)
    for account in sorted(shares):
        yield Posting(account, -shares[account])


def _goods(book: Book) -> list[Decimal]:
    """What the lines of each invoice come to without tax."""
    lines = book.invoice_lines
    counted = np.where(live_invoice_lines(book), lines.invoice_index, -1)
    return _amounts(total_by(counted, net_lines(book), len(book.invoices)))


def _credits(book: Book, chart: Chart) -> Iterator[Entry]:
    returns = book.returns
    parties = _parties(book, returns.order_index)
    nets = _amounts(returns.credit_net)
    taxes = _amounts(returns.credit_tax)
    totals = _amounts(returns.credit_total)
    fee_taxes = _amounts(returns.fee_tax)
    issued = returns.live & returns.has_credit_total & returns.has_credit_note
    for at in np.flatnonzero(issued).tolist():
        fee_tax = fee_taxes[at]
        fee = totals[at] - nets[at] - taxes[at] + fee_tax
        in_fee = Posting(chart.tax_of(fee_tax_code(book, at)), -fee_tax)
        postings = (
            Posting(chart.sales_of(returns.sku[at] or ""), nets[at]),
            Posting(chart.tax_of(credited_tax_code(book, at)), taxes[at]),
            Posting(chart["Fees account"], fee),
            *([in_fee] if fee_tax else []),
            Posting(chart["Receivable account"], -totals[at]),
        )
        yield _entry(returns, at, parties, postings)


def _payments(book: Book, chart: Chart) -> Iterator[Entry]:
    payments = book.payments
    parties = _parties(book, payments.order_index)
    received = np.where(is_refund(book), -payments.amount, payments.amount)
    amounts = _amounts(received)
    for at in np.flatnonzero(payments.live).tolist():
        postings = (
            Posting(chart.bank_of(payments.method[at] or ""), amounts[at]),
            Posting(chart["Receivable account"], -amounts[at]),
        )
        yield _entry(payments, at, parties, postings)


def _movements(result: Result, chart: Chart) -> Iterator[Entry]:
    """The movements between accounts, at cost."""
    costs = result.ledgers.costs
    if costs is None:
        return
    moves = result.ledgers.movements
    amounts = _amounts(costs.movements)
    locations = place_names(result.book).tolist()
    valued = (costs.movements != 0) & (moves.day != BLANK)
    for at in np.flatnonzero(valued).tolist():
        kind = TYPES[int(moves.kind[at])]
        sku = result.book.products.sku[int(moves.sku[at])]
        debit = chart.of_movement(locations[int(moves.target[at])], kind, sku)
        credit = chart.of_movement(locations[int(moves.origin[at])], kind, sku)
        if debit != credit:
            postings = (Posting(debit, amounts[at]), Posting(credit, -amounts[at]))
            yield _movement_entry(result, at, postings)


def _movement_entry(result: Result, at: int, postings: tuple[Posting, ...]) -> Entry:
    """The entry of one movement."""
    moves = result.ledgers.movements
    frame = result.book[SOURCES[int(moves.source[at])]]
    record = int(moves.record[at])
    key = frame.schema.key[0]
    return Entry(
        fact="stock",
        day=dt.date.fromordinal(int(moves.day[at])),
        number=str(frame[key][record] or ""),
        sheet=frame.schema.sheet,
        row=int(frame.rows[record]),
        party="",
        text=_movement_text(result, at),
        postings=postings,
    )


def _movement_text(result: Result, at: int) -> str:
    """`Pick 3 × A-100 SO-1`."""
    moves = result.ledgers.movements
    kind = TYPES[int(moves.kind[at])]
    quantity = Decimal(int(moves.quantity[at])) / MICRO
    sku = result.book.products.sku[int(moves.sku[at])]
    text = f"{kind} {quantity.normalize():f} × {sku}"
    order = int(moves.order[at])
    if order < 0:
        return text
    return f"{text} {result.book.orders.order[order]}"
