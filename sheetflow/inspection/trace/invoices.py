"""Traces of invoices: the total as issued, each tax, and what settles it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sheetflow.domain.numbers import BLANK
from sheetflow.domain.phrases import day, money
from sheetflow.inspection.trace.settling import Settlement, settlements
from sheetflow.inspection.trace.source import Cell, Source, rows
from sheetflow.inspection.trace.sums import product
from sheetflow.inspection.trace.taxes import tax_traces
from sheetflow.inspection.trace.tree import Trace, kept
from sheetflow.ledgers.lines import live_invoice_lines


def trace_invoice(source: Source, invoice: int) -> Trace:
    """An invoice: its total as it was issued, and what is left of it."""
    invoices, place = (
        source.book.invoices,
        source.place("Invoices", invoice, "Invoice"),
    )
    title = f"Invoice {invoices['Invoice'][invoice]} of {invoices['Order'][invoice]}"
    if not invoices.live[invoice]:
        return Trace(
            f"{title}: does not count",
            how=source.why_not("Invoices", invoice),
            place=place,
        )
    return Trace(
        title,
        place=place,
        parts=(*invoice_total(source, invoice), left_of(source, invoice)),
    )


def invoice_total(source: Source, invoice: int) -> tuple[Trace, ...]:
    """The total as issued; where prices include tax, the tax that it holds too."""
    invoices, unit = source.book.invoices, source.unit_of(invoice)
    bearers = [
        *_lines(source, invoice, unit),
        *freight(source, "Invoices", invoice, unit),
    ]
    tax = _tax(source, invoice, bearers, unit)
    engine, place = (
        int(invoices.total[invoice]),
        source.place("Invoices", invoice, "Total"),
    )
    if source.invoice_taxes.terms.inclusive[invoice]:
        return kept("Total", engine, bearers, unit, place), tax
    return (kept("Total", engine, [*bearers, tax], unit, place),)


def freight(source: Source, sheet: str, document: int, unit: int) -> list[Trace]:
    """The freight of an order or an invoice, where it has any."""
    found = source.fact("Freight", sheet, document, "Freight", unit)
    return [found] if found.figure else []


def _tax(source: Source, invoice: int, bearers: Sequence[Trace], unit: int) -> Trace:
    """The tax of an invoice by code, at the rates that it keeps."""
    title = (
        "Tax held in the total"
        if source.invoice_taxes.terms.inclusive[invoice]
        else "Tax"
    )
    parts = tax_traces(source, source.invoice_taxes.groups_of(invoice), bearers, unit)
    engine = int(source.book.invoices.tax[invoice])
    return kept(title, engine, parts, unit, source.place("Invoices", invoice, "Tax"))


def _lines(source: Source, invoice: int, unit: int) -> list[Trace]:
    """The lines of an invoice that count."""
    lines = source.book.invoice_lines
    mine = live_invoice_lines(source.book) & (lines.invoice_index == invoice)
    return [_line(source, at, unit) for at in rows(mine).tolist()]


def _line(source: Source, at: int, unit: int) -> Trace:
    """A line total as it was issued, worked out where it is what its row says."""
    lines = source.book.invoice_lines
    discounts = [
        int(lines.number(header)[at]) for header in ("Discount %", "Order discount %")
    ]
    how, formula = product(
        int(lines.quantity[at]),
        int(lines.unit_price[at]),
        discounts,
        unit,
    )
    found = source.fact(
        f"Line {lines['Line'][at]} {lines['SKU'][at]}",
        "Invoice lines",
        at,
        "Line total",
        unit,
    )
    if how.endswith(f" {money(found.figure or 0, unit)}"):
        return Trace(found.title, found.figure, unit, how, found.place, formula=formula)
    return Trace(
        found.title,
        found.figure,
        unit,
        f"kept as typed; its row gives {how}",
        found.place,
    )


def left_of(source: Source, invoice: int) -> Trace:
    """What is left of one invoice, and of what it follows."""
    order = int(source.book.invoices.order_index[invoice])
    found = (
        settlements(source.book, order, source.ledgers.allocations)
        if order >= 0
        else []
    )
    return invoice_balance(source, invoice, found)


def invoice_balance(source: Source, invoice: int, found: Iterable[Settlement]) -> Trace:
    """What is left of one invoice: its total, less each credit and payment that goes to it."""
    invoices, unit = source.book.invoices, source.unit
    engine, due = (
        int(source.ledgers.allocations.balance[invoice]),
        int(invoices.due_date[invoice]),
    )
    whole = source.fact(
        f"Total of {invoices['Invoice'][invoice]}", "Invoices", invoice, "Total", unit
    )
    parts = [
        whole,
        *settled_parts(source, [each for each in found if each.invoice == invoice]),
    ]
    word = f"Left of {invoices['Invoice'][invoice]}" + (
        "" if due == BLANK else f", due {day(due)}"
    )
    return source.derived(
        word, Cell("Invoices", invoice, "Balance"), engine, parts, unit
    )


def settled_parts(source: Source, found: Iterable[Settlement]) -> list[Trace]:
    """Credits and payments as they are taken off, each with the rule that brought it there."""
    return [_settlement(source, each) for each in found]


def _settlement(source: Source, each: Settlement) -> Trace:
    """`Payment PAY-1: -90.00 · 90.00 of its 100.00: by due date, then number`."""
    frame = source.book[each.sheet]
    header = "Credit total" if each.sheet == "Returns" else "Amount"
    word = (
        "Credit of"
        if each.sheet == "Returns"
        else "Payment"
        if each.amount > 0
        else "Refund"
    )
    whole, amount = int(frame.number(header)[each.record]), abs(each.amount)
    part = (
        ""
        if whole == amount
        else f"{money(amount, source.unit)} of its {money(whole, source.unit)}: "
    )
    title, place = (
        f"{word} {frame[frame.schema.key[0]][each.record]}",
        source.place(each.sheet, each.record, header),
    )
    return Trace(title, -each.amount, source.unit, part + each.why, place)
