"""Traces of customers: the balance, what is due by days past due, and what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import BLANK, Mask, matches, values_of
from sheetflow.domain.phrases import day, money, number
from sheetflow.inspection.trace.invoices import settled_parts
from sheetflow.inspection.trace.settling import settlements
from sheetflow.inspection.trace.source import Cell, Source, rows
from sheetflow.inspection.trace.tree import Trace, total
from sheetflow.ledgers.payments import is_refund
from sheetflow.ledgers.receivables import BUCKETS, bucket_of_invoices, customer_totals


def trace_customer(source: Source, customer: int) -> Trace:
    """A customer: the balance, the same by days past due, and what of it is overdue."""
    frame = source.book.customers
    orders = rows(source.book.orders.customer_index == customer).tolist()
    parts = (
        _balance(source, customer, orders),
        _by_age(source, customer, orders),
        _overdue(source, customer, orders),
    )
    title = f"Customer {frame['Customer'][customer]} {frame['Name'][customer] or ''}".rstrip()
    return Trace(
        title, place=source.place("Customers", customer, "Customer"), parts=parts
    )


def _of(source: Source, sheet: str, orders: Sequence[int]) -> Mask:
    """The live rows of a sheet that belong to these orders."""
    frame = source.book[sheet]
    return frame.live & matches(
        frame.link("order"),
        np.array(orders, dtype=np.int64),
        len(source.book.orders),
    )


def _balance(source: Source, customer: int, orders: Sequence[int]) -> Trace:
    """Every invoice, less every credit and payment; refunds add again."""
    refund, paid = is_refund(source.book), _of(source, "Payments", orders)
    parts = [
        _papers(source, "Invoiced", "Invoices", _of(source, "Invoices", orders)),
        _papers(source, "Credited", "Returns", _of(source, "Returns", orders)).less(),
        _papers(source, "Paid", "Payments", paid & ~refund).less(),
        _papers(source, "Refunded", "Payments", paid & refund),
    ]
    return _derived(source, customer, "Balance", [part for part in parts if part.parts])


def _derived(
    source: Source, customer: int, header: str, parts: Sequence[Trace]
) -> Trace:
    """A figure that a run writes on Customers."""
    totals = customer_totals(
        source.book, source.ledgers.allocations, source.ledgers.money
    )
    engine = {"Balance": totals.balance, "Overdue": totals.overdue}[header][customer]
    return source.derived(
        header, Cell("Customers", customer, header), int(engine), parts, source.unit
    )


AMOUNTS = {
    "Invoices": ("Invoice", "Total"),
    "Returns": ("Credit of", "Credit total"),
    "Payments": ("Payment", "Amount"),
}
"""What each kind of document is called, and which column holds its amount."""


def _papers(source: Source, title: str, sheet: str, which: Mask) -> Trace:
    """One amount of each row under a mask, by date."""
    word, header = AMOUNTS[sheet]
    frame = source.book[sheet]
    dated = frame.schema.booked_on
    at = rows(which & (frame.number(header) != 0))
    at = at[np.argsort(frame.number(dated)[at], kind="stable")]
    keys, days, orders = frame[frame.schema.key[0]], frame[dated], frame["Order"]
    parts = [
        source.fact(
            f"{word} {keys[one]}, {_day(int(days[one]))}, {orders[one]}",
            sheet,
            one,
            header,
            source.unit,
        )
        for one in at.tolist()
    ]
    return total(title, sum(part.figure or 0 for part in parts), parts, source.unit)


def _day(ordinal: int) -> str:
    return "no date" if ordinal == BLANK else day(ordinal)


def _by_age(source: Source, customer: int, orders: Sequence[int]) -> Trace:
    """What is left of each invoice, by days past due, and what no invoice takes, as on Receivables."""
    settled, bucket = source.ledgers.allocations, bucket_of_invoices(source.book)
    owed = _of(source, "Invoices", orders) & (settled.balance > 0)
    parts = [
        _left(source, name, owed & (bucket == at)) for at, name in enumerate(BUCKETS)
    ]
    spare = [*_overpaid(source, orders), *_unallocated(source, orders)]
    parts.append(
        total(
            "Unallocated", sum(part.figure or 0 for part in spare), spare, source.unit
        )
    )
    title = f"By days past due on {day(source.book.as_of)}"
    kept = [part for part in parts if part.parts]
    return total(title, sum(part.figure or 0 for part in kept), kept, source.unit)


def _left(source: Source, title: str, which: Mask) -> Trace:
    """What is left of each invoice under a mask, by due date."""
    parts = [_left_of(source, at) for at in source.by_due_date(rows(which).tolist())]
    return total(title, sum(part.figure or 0 for part in parts), parts, source.unit)


def _left_of(source: Source, invoice: int) -> Trace:
    """What is left of one invoice, as its own trace explains it."""
    frame, settled, unit = source.book.invoices, source.ledgers.allocations, source.unit
    title = f"Left of {frame['Invoice'][invoice]}, due {_day(int(frame['Due date'][invoice]))}"
    amounts = [
        int(column[invoice])
        for column in (settled.total, settled.credited, settled.paid)
    ]
    words = zip(
        map(partial(money, minor_unit=unit), amounts),
        ("invoiced", "credited", "paid"),
        strict=True,
    )
    how = " − ".join(
        f"{shown} {word}"
        for amount, (shown, word) in zip(amounts, words, strict=True)
        if amount
    )
    place, formula = (
        source.place("Invoices", invoice, "Balance"),
        "-".join(number(each) for each in amounts),
    )
    return Trace(
        title, int(settled.balance[invoice]), unit, how, place, formula=formula
    )


def _overpaid(source: Source, orders: Sequence[int]) -> list[Trace]:
    """What was paid beyond the total of an invoice."""
    return list(
        _left(
            source,
            "",
            _of(source, "Invoices", orders) & (source.ledgers.allocations.balance < 0),
        ).parts
    )


def _unallocated(source: Source, orders: Sequence[int]) -> list[Trace]:
    """What no invoice takes, payment by payment."""
    papers = [
        source.book[sheet].link("order")[_of(source, sheet, orders)]
        for sheet in ("Payments", "Returns")
    ]
    having = values_of(*papers).tolist()
    found = [
        each
        for order in having
        for each in settlements(source.book, order, source.ledgers.allocations)
    ]
    return settled_parts(source, [each for each in found if each.invoice < 0])


def _overdue(source: Source, customer: int, orders: Sequence[int]) -> Trace:
    """What is left of the invoices past their due date."""
    due = source.book.invoices.number(Invoices.due_date, source.book.as_of)
    late = (
        _of(source, "Invoices", orders)
        & (source.ledgers.allocations.balance > 0)
        & (due < source.book.as_of)
    )
    return _derived(source, customer, "Overdue", _left(source, "", late).parts)
