"""How goods come back to the made-up business, and money goes back to its customers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sheetflow.starters.samples.invoicing import add_payment
from sheetflow.starters.samples.models import (
    ZERO,
    Line,
    Order,
    Row,
    cents,
    next_working_day,
)
from sheetflow.starters.samples.world import World

CHANGED_MIND = "Changed their mind"
REASONS = (
    "Too many",
    "Wrong size",
    "Seam came open",
    CHANGED_MIND,
    "Damaged in transit",
)
UNDAMAGED = ("Too many", "Wrong size", CHANGED_MIND)
"""The reasons after which goods can be sold again."""

FEE = Decimal(5)
"""What a customer pays who only changed their mind about something dear."""


def return_goods(world: World, order: Order, day: dt.date) -> None:
    """A customer sends some of one line back.

    What is undamaged is restocked the day after; sometimes, money follows.
    """
    dice = world.dice
    line = dice.one_of([line for line in order.lines if line.product.tracked])
    quantity = dice.between(1, max(1, line.invoiced // 2))
    reason = dice.one_of(REASONS)
    fee = _fee(line, reason)
    number = world.records.next_number("Returns", "RET")
    row: Row = {
        "Return": number,
        "Order": order.number,
        "Line": line.number,
        "SKU": line.product.sku,
        "Quantity": quantity,
        "Return date": day,
        "Disposition": "Restock" if reason in UNDAMAGED else "Discard",
        "Fee": fee or None,
        "Reason": reason,
    }
    world.records.add("Returns", row)
    if reason in UNDAMAGED:
        _plan_restock(world, row, day)
    if dice.happens(40):
        amount = _credit(world, order, line, quantity) - fee
        _plan_refund(world, order, amount, day)


def _fee(line: Line, reason: str) -> Decimal:
    is_dear = line.product.price > 20
    return FEE if is_dear and reason == CHANGED_MIND else ZERO


def _restock(world: World, returned: Row, day: dt.date) -> None:
    """Put what came back into stock again."""
    records = world.records
    sku = str(returned["SKU"])
    quantity = int(str(returned["Quantity"]))
    world.inventory.on_hand[sku, "MTL"] += quantity
    row: Row = {
        "Restock": records.next_number("Restocks", "RST"),
        "Return": returned["Return"],
        "SKU": sku,
        "Location": "MTL",
        "Quantity": quantity,
        "Restock date": day,
    }
    records.add("Restocks", row)


def _plan_restock(world: World, returned: Row, day: dt.date) -> None:
    next_day = next_working_day(day, 1)
    world.agenda.add(next_day, lambda today: _restock(world, returned, today))


def _credit(world: World, order: Order, line: Line, quantity: int) -> Decimal:
    """What a return of so much of a line credits, with its share of the tax."""
    key = (order.number, line.number)
    totals = [
        Decimal(str(row["Line total"]))
        for row in world.records.rows["Invoice lines"]
        if (row["Order"], row["Line"]) == key
    ]
    net = cents(sum(totals, ZERO) * quantity / line.invoiced)
    base, tax = order.taxed[line.tax_code]
    return net + cents(tax * net / base)


def _refund(world: World, order: Order, amount: Decimal, day: dt.date) -> None:
    """Pay an amount back, if the customer has paid that much."""
    if _paid(world, order) >= amount > 0:
        refund: Row = {"Invoice": None, "Payment date": day, "Kind": "Refund"}
        add_payment(world, order, amount, refund)


def _plan_refund(world: World, order: Order, amount: Decimal, day: dt.date) -> None:
    later = next_working_day(day, 4)
    world.agenda.add(later, lambda today: _refund(world, order, amount, today))


def _paid(world: World, order: Order) -> Decimal:
    paid = [
        Decimal(str(row["Amount"]))
        for row in world.records.rows["Payments"]
        if row["Order"] == order.number
    ]
    return sum(paid, ZERO)
