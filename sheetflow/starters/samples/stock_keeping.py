"""How goods come into the made-up business: opened, received, moved and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sheetflow.starters.samples.models import Product, Row, cents
from sheetflow.starters.samples.world import Delivery, World
from sheetflow.workbook.model import Value

OPENING = (("MTL", 24, 60), ("TOR", 6, 24), ("SHOWROOM", 0, 8))
"""Locations, with the least and the most that the year opens with."""

CHEAPEST = 96
"""What a product costs before the year begins, in percent of its usual cost."""

LOW_STOCK = 26
"""Below how many units a product is ordered again."""


def open_stock(world: World, products: Sequence[Product], day: dt.date) -> None:
    """Enter the opening stock."""
    for product in products:
        for location, low, high in OPENING:
            quantity = world.dice.between(low, high)
            if quantity:
                more = {"To": location, "Reference": "Opening stock 2025"}
                _bring_in(world, "Opening", product, quantity, {"Date": day, **more})


def receive_goods(world: World, products: Sequence[Product], day: dt.date) -> None:
    """Receive what was running low from its supplier."""
    for product in products:
        if world.inventory.total(product.sku) < LOW_STOCK:
            location = "TOR" if product.home == "TOR" else "MTL"
            quantity = world.dice.between(5, 8) * 6
            world.inventory.on_hand[product.sku, location] += quantity
            delivery = Delivery(
                day,
                product.supplier,
                product.sku,
                location,
                quantity,
                _cost_on(product, day),
            )
            world.deliveries.append(delivery)


def _cost_on(product: Product, day: dt.date) -> Decimal | None:
    """What a unit costs on a day: suppliers raise their prices by one percent a month."""
    if product.cost is None:
        return None
    return cents(product.cost * (CHEAPEST + day.month) / 100)


def _bring_in(
    world: World, kind: str, product: Product, quantity: int, more: Row
) -> None:
    """Enter goods that come in, at the product's cost where `more` has no other."""
    world.inventory.on_hand[product.sku, str(more["To"])] += quantity
    row: Row = {"Quantity": quantity, "Unit cost": product.cost, **more}
    _add_move(world, kind, product, row)


def fill_showroom(world: World, products: Sequence[Product], day: dt.date) -> None:
    """Move a few goods from the main warehouse to the showroom."""
    on_hand = world.inventory.on_hand
    for product in world.dice.some_of(products, 2):
        if on_hand[product.sku, "MTL"] > 20:
            on_hand[product.sku, "MTL"] -= 4
            on_hand[product.sku, "SHOWROOM"] += 4
            row: Row = {
                "Date": day,
                "From": "MTL",
                "To": "SHOWROOM",
                "Quantity": 4,
                "Reference": "Showroom",
            }
            _add_move(world, "Transfer", product, row)


def count_stock(world: World, products: Sequence[Product], day: dt.date) -> None:
    """Count a few products; now and then one is missing or broken."""
    for product in world.dice.some_of(products, 5):
        _count(world, product, day)
    broken = world.dice.one_of(products)
    if world.inventory.on_hand[broken.sku, "MTL"] > 3:
        world.inventory.on_hand[broken.sku, "MTL"] -= 1
        row: Row = {
            "Date": day,
            "To": "MTL",
            "Quantity": -1,
            "Reference": "Broken in the warehouse",
        }
        _add_move(world, "Adjustment", broken, row)


def _count(world: World, product: Product, day: dt.date) -> None:
    location = world.dice.one_of(("MTL", "TOR"))
    on_hand = world.inventory.on_hand
    missing = world.dice.one_of((0, 0, 0, 1, 2))
    counted = max(0, on_hand[product.sku, location] - missing)
    on_hand[product.sku, location] = counted
    row: Row = {
        "Date": day,
        "To": location,
        "Quantity": counted,
        "Reference": "Monthly count",
    }
    _add_move(world, "Count", product, row)


def _add_move(
    world: World, kind: str, product: Product, more: dict[str, Value]
) -> None:
    world.records.add("Stock moves", {"Type": kind, "SKU": product.sku, **more})
