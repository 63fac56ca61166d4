"""How the made-up business fulfils an order: pick, pack, ship, and again for the rest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from sheetflow.starters.samples.invoicing import invoice_order
from sheetflow.starters.samples.models import Line, Order, Row, next_working_day
from sheetflow.starters.samples.returning import return_goods
from sheetflow.starters.samples.world import World

PICKERS = ("Josée", "Dev", "Maude", "Ansel")
CARRIERS = (
    ("Postes Nord", "Expedited", "PN"),
    ("Coureur", "Ground", "CR"),
    ("Coureur", "Next day", "CR"),
)
"""Carrier, service, and how their tracking numbers begin."""

Picked = list[tuple[Line, int]]
"""Lines, and how much of them was picked."""


def fulfil(world: World, order: Order, day: dt.date, percent: int = 100) -> None:
    """Pick, ship and invoice what there is; later, do the same for the rest.

    `percent` is how much of the open quantity is picked.
    """
    picked = _pick_lines(world, order, day, percent)
    if picked and order.ships:
        _pack(world, order, picked)
        _ship(world, order, day)
    if picked or (not order.invoices and order.has_services):
        invoice_order(world, order, day)
    _plan_next(world, order, day, bool(picked))


def _pick_lines(world: World, order: Order, day: dt.date, percent: int) -> Picked:
    picked: Picked = []
    for line in order.lines:
        picked += _pick(world, order, line, day, percent)
    return picked


def _plan_next(world: World, order: Order, day: dt.date, any_picked: bool) -> None:
    """Come back for what is still open; now and then, something is sent back."""
    dice = world.dice
    if any(line.open for line in order.lines):
        later = next_working_day(day, dice.between(5, 12))
        world.agenda.add(later, lambda today: fulfil(world, order, today))
    elif dice.happens(7) and any_picked:
        later = next_working_day(day, dice.between(8, 24))
        world.agenda.add(later, lambda today: return_goods(world, order, today))


def _pick(world: World, order: Order, line: Line, day: dt.date, percent: int) -> Picked:
    """Pick a share of what is open, rounded up, as far as the stock goes."""
    wanted = -(-line.open * percent // 100)
    picked = []
    for location, quantity in world.inventory.take(line.product.sku, wanted):
        more: Row = {"Order": order.number, "Location": location, "Pick date": day}
        world.records.add("Picks", _pick_row(world, line, quantity, more))
        line.picked += quantity
        picked.append((line, quantity))
    return picked


def _pick_row(world: World, line: Line, quantity: int, more: Row) -> Row:
    return {
        "Pick": world.records.next_number("Picks", "PK"),
        "Line": line.number,
        "SKU": line.product.sku,
        "Suggested": quantity,
        "Picked": quantity,
        "Picker": world.dice.one_of(PICKERS),
        **more,
    }


def _pack(world: World, order: Order, picked: Picked) -> None:
    """Put everything into one more container."""
    order.containers += 1
    quantities: dict[int, int] = defaultdict(int)
    for line, quantity in picked:
        quantities[line.number] += quantity
    for line in order.lines:
        if line.number in quantities:
            row = _packing_row(order, line, quantities[line.number])
            world.records.add("Packing", row)


def _packing_row(order: Order, line: Line, quantity: int) -> Row:
    return {
        "Order": order.number,
        "Container": order.containers,
        "Line": line.number,
        "SKU": line.product.sku,
        "Quantity": quantity,
        "Container type": "Box",
    }


def _ship(world: World, order: Order, day: dt.date) -> None:
    """Send the last container."""
    records = world.records
    carrier, service, prefix = world.dice.one_of(CARRIERS)
    number = world.dice.between(10**8, 10**9 - 1)
    records.add(
        "Shipments",
        {
            "Shipment": records.next_number("Shipments", "SH"),
            "Order": order.number,
            "Container": order.containers,
            "Ship date": day,
            "Carrier": carrier,
            "Service": service,
            "Tracking number": f"{prefix}{number}",
        },
    )
