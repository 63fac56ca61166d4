"""Traces of customers: the balance, what is open by days past due, and what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sheetflow.domain.arrays import integers, stable_order
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Customers, Invoices, Returns
from sheetflow.domain.messages import Template, joined, message
from sheetflow.domain.numbers import BLANK, IntArray, Mask, matches, values_of
from sheetflow.domain.phrases import day, money, number
from sheetflow.inspection.trace.allocations import NONE, allocations
from sheetflow.inspection.trace.invoices import allocation_traces
from sheetflow.inspection.trace.source import DerivedCell, Source, key_of, rows
from sheetflow.inspection.trace.titles import (
    CREDIT,
    INVOICE,
    PAYMENT,
    UNALLOCATED,
    balance_title,
    document_title,
)
from sheetflow.inspection.trace.tree import Trace, subtotal
from sheetflow.ledgers.credits import credit_days
from sheetflow.ledgers.payments import is_refund
from sheetflow.ledgers.receivables import BUCKETS, bucket_of_invoices, customer_totals


class Amounts(NamedTuple):
    """A kind of document: what it is called, and the column of its amount."""

    word: str
    header: str


AMOUNTS = {
    "Invoices": Amounts(INVOICE, "Total"),
    "Returns": Amounts(CREDIT, "Credit total"),
    "Payments": Amounts(PAYMENT, "Amount"),
}


@dataclass(frozen=True)
class _Account:
    """A customer and its orders."""

    source: Source
    customer: int
    orders: Sequence[int]

    def live(self, sheet: str) -> Mask:
        """The live rows of a sheet that belong to these orders."""
        frame = self.source.book[sheet]
        orders = integers(self.orders)
        size = len(self.source.book.orders)
        return frame.live & matches(frame.link("order"), orders, size)

    def derived(self, header: str, engine: int, parts: Sequence[Trace]) -> Trace:
        """An amount that a run writes on Customers."""
        cell = DerivedCell("Customers", self.customer, header)
        return self.source.derived_amount(header, cell, engine, parts)


def trace_customer(source: Source, customer: int) -> Trace:
    """A customer: the balance, the same by days past due, and what of it is overdue."""
    customers = source.book.customers
    orders = rows(source.book.orders.customer_index == customer)
    account = _Account(source, customer, orders.tolist())
    return Trace(
        _title(customers, customer),
        cell=source.cell("Customers", customer, "Customer"),
        parts=(_balance(account), _by_age(account), _overdue(account)),
    )


def _title(customers: Customers, customer: int) -> str:
    code = str(customers.customer[customer])
    name = customers.name[customer]
    if not name:
        return message("Customer {code}", code=code)
    return message("Customer {code} {name}", code=code, name=name)


def _balance(account: _Account) -> Trace:
    """Every invoice, less every credit and payment; refunds add again."""
    source = account.source
    refunds = is_refund(source.book)
    payments = account.live("Payments")
    parts = [
        _documents(source, message("Invoiced"), "Invoices", account.live("Invoices")),
        _documents(
            source, message("Credited"), "Returns", account.live("Returns")
        ).negated(),
        _documents(source, message("Paid"), "Payments", payments & ~refunds).negated(),
        _documents(source, message("Refunded"), "Payments", payments & refunds),
    ]
    totals = customer_totals(
        source.book, source.ledgers.allocations, source.ledgers.money
    )
    engine = int(totals.balance[account.customer])
    return account.derived("Balance", engine, _with_parts(parts))


def _with_parts(traces: Sequence[Trace]) -> list[Trace]:
    return [trace for trace in traces if trace.parts]


def _documents(source: Source, title: str, sheet: str, which: Mask) -> Trace:
    """One amount of each row under a mask, by date."""
    kind = AMOUNTS[sheet]
    frame = source.book[sheet]
    records = rows(which & (frame.number(kind.header) != 0))
    by_date = _by_date(frame, records).tolist()
    parts = [_document(source, sheet, at) for at in by_date]
    return subtotal(title, parts, source.unit)


def _by_date(frame: Frame, records: IntArray) -> IntArray:
    dates = _days(frame)[records]
    return records[stable_order(dates)]


def _days(frame: Frame) -> IntArray:
    """The day of each document: of a return, when it was credited."""
    if isinstance(frame, Returns):
        return credit_days(frame)
    return frame.number(frame.schema.booked_on)


def _document(source: Source, sheet: str, at: int) -> Trace:
    """`Payment PAY-1, 2026-03-01, SO-1`."""
    kind = AMOUNTS[sheet]
    frame = source.book[sheet]
    date = _date(int(_days(frame)[at]))
    title = message(
        "{document}, {date}, {order}",
        document=document_title(kind.word, key_of(frame, at)),
        date=date,
        order=str(frame["Order"][at]),
    )
    return source.fact(title, sheet, at, kind.header, source.unit)


def _date(ordinal: int) -> str:
    return message("no date") if ordinal == BLANK else day(ordinal)


def _by_age(account: _Account) -> Trace:
    """The balance of each invoice by days past due, and what is unallocated, as on Receivables."""
    source = account.source
    unpaid = account.live("Invoices") & (source.ledgers.allocations.balance > 0)
    bucket = bucket_of_invoices(source.book)
    parts = [
        subtotal(name, _balances(source, unpaid & (bucket == at)), source.unit)
        for at, name in enumerate(BUCKETS)
    ]
    spare = [*_overpaid(account), *_unallocated(account)]
    parts.append(subtotal(UNALLOCATED, spare, source.unit))
    title = message("By days past due on {day}", day=day(source.book.as_of))
    return subtotal(title, _with_parts(parts), source.unit)


def _balances(source: Source, which: Mask) -> list[Trace]:
    """The balance of each invoice under a mask, by due date."""
    invoices = rows(which).tolist()
    return [_balance_of(source, at) for at in source.by_due_date(invoices)]


def _balance_of(source: Source, invoice: int) -> Trace:
    """The balance of one invoice; its own trace explains it."""
    invoices = source.book.invoices
    ledger = source.ledgers.allocations
    due = _date(int(invoices.due_date[invoice]))
    amounts = {
        Template("{amount} invoiced"): int(ledger.total[invoice]),
        Template("{amount} credited"): int(ledger.credited[invoice]),
        Template("{amount} paid"): int(ledger.paid[invoice]),
    }
    words = [
        template.of(amount=money(amount, source.unit))
        for template, amount in amounts.items()
        if amount
    ]
    return Trace(
        balance_title(str(invoices.invoice[invoice]), due),
        int(ledger.balance[invoice]),
        source.unit,
        joined(words, " − "),
        source.cell("Invoices", invoice, "Balance"),
        formula="-".join(number(amount) for amount in amounts.values()),
    )


def _overpaid(account: _Account) -> list[Trace]:
    """What was paid beyond the total of an invoice."""
    is_overpaid = account.source.ledgers.allocations.balance < 0
    return _balances(account.source, account.live("Invoices") & is_overpaid)


def _unallocated(account: _Account) -> list[Trace]:
    """What is not allocated to any invoice, payment by payment."""
    book = account.source.book
    found = []
    for order in values_of(
        book.payments.order_index[account.live("Payments")],
        book.returns.order_index[account.live("Returns")],
    ).tolist():
        found += allocations(book, order, account.source.ledgers.allocations)
    unallocated = [each for each in found if each.invoice == NONE]
    return allocation_traces(account.source, unallocated)


def _overdue(account: _Account) -> Trace:
    """The balance of the invoices past their due date."""
    source = account.source
    due = source.book.invoices.number(Invoices.due_date, source.book.as_of)
    unpaid = account.live("Invoices") & (source.ledgers.allocations.balance > 0)
    parts = _balances(source, unpaid & (due < source.book.as_of))
    totals = customer_totals(
        source.book, source.ledgers.allocations, source.ledgers.money
    )
    return account.derived("Overdue", int(totals.overdue[account.customer]), parts)
