"""Traces of invoices: the total as issued, each tax, and what paid it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sheetflow.domain.messages import message
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.phrases import day, money
from sheetflow.inspection.trace.allocations import Allocation, allocations
from sheetflow.inspection.trace.arithmetic import line_total
from sheetflow.inspection.trace.source import DerivedCell, Source, key_of, rows
from sheetflow.inspection.trace.taxes import FREIGHT, tax_traces
from sheetflow.inspection.trace.titles import (
    CREDIT,
    PAYMENT,
    REFUND,
    balance_title,
    document_title,
    line_title,
)
from sheetflow.inspection.trace.tree import Trace, recorded
from sheetflow.ledgers.lines import live_invoice_lines

INCLUDED_TAX = message("Tax included in the total")
ADDED_TAX = "Tax"


def trace_invoice(source: Source, invoice: int) -> Trace:
    """An invoice: its total as it was issued, and its balance."""
    invoices = source.book.invoices
    title = message(
        "Invoice {invoice} of {order}",
        invoice=str(invoices.invoice[invoice]),
        order=str(invoices.order[invoice]),
    )
    if not invoices.live[invoice]:
        return source.not_counted(title, "Invoices", invoice)
    return Trace(
        title,
        cell=source.cell("Invoices", invoice, "Invoice"),
        parts=(*_total(source, invoice), _balance(source, invoice)),
    )


def _total(source: Source, invoice: int) -> list[Trace]:
    """The total as issued; where prices include tax, the tax in it too."""
    unit = source.unit_of(invoice)
    items = [
        *_lines(source, invoice, unit),
        *freight(source, "Invoices", invoice, unit),
    ]
    tax = _tax(source, invoice, items)
    if _includes_tax(source, invoice):
        return [_recorded(source, "Total", invoice, items), tax]
    return [_recorded(source, "Total", invoice, [*items, tax])]


def _includes_tax(source: Source, invoice: int) -> bool:
    return bool(source.invoice_taxes.terms.inclusive[invoice])


def _recorded(
    source: Source, header: str, invoice: int, parts: Sequence[Trace]
) -> Trace:
    """An amount of an invoice as it was issued."""
    fact = int(source.book.invoices.number(header)[invoice])
    found = recorded(header, fact, parts, source.unit_of(invoice))
    return replace(found, cell=source.cell("Invoices", invoice, header))


def freight(source: Source, sheet: str, document: int, unit: int) -> list[Trace]:
    """The freight of an order or an invoice, where it has any."""
    found = source.fact(FREIGHT, sheet, document, "Freight", unit)
    return [found] if found.figure else []


def _tax(source: Source, invoice: int, items: Sequence[Trace]) -> Trace:
    """The tax of an invoice by code, at the rates that it was issued with."""
    groups = source.invoice_taxes.groups_of(invoice)
    parts = tax_traces(source, groups, items, source.unit_of(invoice))
    title = INCLUDED_TAX if _includes_tax(source, invoice) else ADDED_TAX
    return replace(_recorded(source, "Tax", invoice, parts), title=title)


def _lines(source: Source, invoice: int, unit: int) -> list[Trace]:
    """The lines of an invoice that count."""
    lines = source.book.invoice_lines
    mine = live_invoice_lines(source.book) & (lines.invoice_index == invoice)
    return [_line(source, at, unit) for at in rows(mine).tolist()]


def _line(source: Source, at: int, unit: int) -> Trace:
    """A line total as it was issued, with the calculation if it is what its row gives."""
    lines = source.book.invoice_lines
    title = line_title(lines, at)
    fact = source.fact(title, "Invoice lines", at, "Line total", unit)
    discounts = [int(lines.discount_percent[at]), int(lines.order_discount_percent[at])]
    quantity = int(lines.quantity[at])
    price = int(lines.unit_price[at])
    calculation = line_total(quantity, price, discounts, unit)
    if calculation.result != fact.figure:
        kept = message("kept as entered; its row gives {how}", how=calculation.words)
        return replace(fact, how=kept)
    return replace(fact, how=calculation.words, formula=calculation.formula)


def _balance(source: Source, invoice: int) -> Trace:
    """The balance of one invoice, and what it follows from."""
    order = int(source.book.invoices.order_index[invoice])
    paid = allocations(source.book, order, source.ledgers.allocations)
    return invoice_balance(source, invoice, paid)


def invoice_balance(source: Source, invoice: int, paid: Iterable[Allocation]) -> Trace:
    """The balance of one invoice: its total, less each credit and payment of it."""
    number = str(source.book.invoices.invoice[invoice])
    title = message("Total of {invoice}", invoice=number)
    total = source.fact(title, "Invoices", invoice, "Total", source.unit)
    mine = [each for each in paid if each.invoice == invoice]
    return source.derived_amount(
        balance_title(number, _due(source, invoice)),
        DerivedCell("Invoices", invoice, "Balance"),
        int(source.ledgers.allocations.balance[invoice]),
        [total, *allocation_traces(source, mine)],
    )


def _due(source: Source, invoice: int) -> str:
    """`2026-05-01`; an empty string without a due date."""
    due = int(source.book.invoices.due_date[invoice])
    return "" if due == BLANK else day(due)


def allocation_traces(source: Source, found: Iterable[Allocation]) -> list[Trace]:
    """Credits and payments as they are taken off, each with why it goes there."""
    return [_allocation(source, each) for each in found]


def _allocation(source: Source, each: Allocation) -> Trace:
    """`Payment PAY-1: -90.00 · 90.00 of its 100.00: by due date, then number`."""
    frame = source.book[each.sheet]
    header = "Credit total" if each.sheet == "Returns" else "Amount"
    whole = int(frame.number(header)[each.record])
    return Trace(
        document_title(_allocation_name(each), key_of(frame, each.record)),
        -each.amount,
        source.unit,
        _why(source, each, whole),
        source.cell(each.sheet, each.record, header),
    )


def _why(source: Source, each: Allocation, whole: int) -> str:
    """Why an amount was allocated, and how much of the whole amount it is."""
    amount = abs(each.amount)
    if whole == amount:
        return each.why
    return message(
        "{part} of its {whole}: {why}",
        part=money(amount, source.unit),
        whole=money(whole, source.unit),
        why=each.why,
    )


def _allocation_name(each: Allocation) -> str:
    """What an allocation is called."""
    if each.sheet == "Returns":
        return CREDIT
    return PAYMENT if each.amount > 0 else REFUND
