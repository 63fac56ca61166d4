"""How the made-up business invoices an order, and how its customers pay."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from sheetflow.starters.samples.models import (
    ZERO,
    Line,
    Order,
    Row,
    cents,
    next_working_day,
)
from sheetflow.starters.samples.world import World

METHODS = ("Transfer", "Transfer", "Card", "Cheque")
RATES = {
    "QC": ("5", "9.975"),
    "ON": ("13", "0"),
    "ATL": ("15", "0"),
    "BC": ("5", "7"),
    "GST": ("5", "0"),
    "ZERO": ("0", "0"),
}
"""The two taxes of each code, in %."""


def tax_on(base: Decimal, code: str) -> Decimal:
    """Both taxes of a code, each rounded by itself."""
    taxes = [cents(base * Decimal(rate) / 100) for rate in RATES[code]]
    return sum(taxes, ZERO)


def invoice_order(world: World, order: Order, day: dt.date) -> None:
    """Invoice what was picked and not invoiced yet.

    Services and freight go on the order's first invoice.
    """
    number = world.records.next_number("Invoices", "INV")
    bases: dict[str, Decimal] = defaultdict(Decimal)
    subtotal = ZERO
    for line in order.lines:
        if line.to_invoice:
            total = _invoice_line(world, number, order, line)
            bases[line.tax_code] += total
            subtotal += total
    freight = ZERO if order.invoices else order.freight
    if freight:
        bases[order.customer.tax_code] += freight
    tax = _tax(order, bases)
    order.invoices += 1
    total = subtotal + freight + tax
    amounts: Row = {"Subtotal": subtotal, "Tax": tax, "Total": total}
    row = _invoice_row(order, number, day, freight)
    world.records.add("Invoices", {**row, **amounts})
    _expect_payment(world, order, number, total, day)


def _invoice_row(order: Order, number: str, day: dt.date, freight: Decimal) -> Row:
    return {
        "Invoice": number,
        "Order": order.number,
        "Invoice date": day,
        "Due date": day + dt.timedelta(days=order.customer.terms),
        "Freight": freight or None,
        "Freight tax code": order.customer.tax_code if freight else None,
    }


def _invoice_line(world: World, invoice: str, order: Order, line: Line) -> Decimal:
    """Invoice a line; returns its total."""
    quantity = line.to_invoice
    factors = (100 - line.discount) * (100 - order.discount)
    total = cents(quantity * line.product.price * factors / 10000)
    amounts: Row = {"Quantity": quantity, "Line total": total}
    row = _invoice_line_row(invoice, order, line)
    world.records.add("Invoice lines", {**row, **amounts})
    line.invoiced += quantity
    return total


def _invoice_line_row(invoice: str, order: Order, line: Line) -> Row:
    return {
        "Invoice": invoice,
        "Order": order.number,
        "Line": line.number,
        "SKU": line.product.sku,
        "Description": line.product.name,
        "Unit price": line.product.price,
        "Discount %": line.discount or None,
        "Order discount %": order.discount or None,
        "Tax code": line.tax_code,
    }


def _tax(order: Order, bases: dict[str, Decimal]) -> Decimal:
    """The tax of one invoice, once for each code; the order remembers base and tax."""
    total = ZERO
    for code, base in bases.items():
        tax = tax_on(base, code)
        base_before, tax_before = order.taxed.get(code, (ZERO, ZERO))
        order.taxed[code] = (base_before + base, tax_before + tax)
        total += tax
    return total


def _expect_payment(
    world: World, order: Order, invoice: str, total: Decimal, day: dt.date
) -> None:
    """Most pay around the due date, some in two parts, a few too much or not at all."""
    dice = world.dice
    if dice.happens(4) or total == 0:
        return
    days = max(2, order.customer.terms + dice.between(-12, 9))
    due = next_working_day(day, days)
    first = cents(total / 2) if dice.happens(9) else total
    if dice.happens(1.5):
        first += 10
    named = invoice if dice.happens(80) else None
    _plan_payment(world, order, named, first, due)
    if first < total:
        later = next_working_day(due, dice.between(10, 30))
        _plan_payment(world, order, named, total - first, later)


def _plan_payment(
    world: World, order: Order, invoice: str | None, amount: Decimal, due: dt.date
) -> None:
    def pay(day: dt.date) -> None:
        add_payment(world, order, amount, {"Invoice": invoice, "Payment date": day})

    world.agenda.add(due, pay)


def add_payment(world: World, order: Order, amount: Decimal, more: Row) -> None:
    """Enter a payment, or a refund where `more` says so."""
    records = world.records
    row: Row = {
        "Payment": records.next_number("Payments", "PAY"),
        "Order": order.number,
        "Kind": "Payment",
        "Method": world.dice.one_of(METHODS),
        "Amount": amount,
        **more,
    }
    prefix = "RF" if row["Kind"] == "Refund" else "TR"
    row["Reference"] = f"{prefix}{world.dice.between(10000, 99999)}"
    records.add("Payments", row)
