"""Who buys from the made-up business, and what they order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sheetflow.starters.samples.fulfilment import fulfil
from sheetflow.starters.samples.models import (
    ZERO,
    Customer,
    Line,
    Order,
    Product,
    Row,
    next_working_day,
)
from sheetflow.starters.samples.world import World

LEFT_OPEN_FROM = dt.date(2025, 12, 12)
"""Orders from this day on are left to the reader: with an action, or with none."""

REPS = ("Amina", "Luc", "Sarah")
ACTIONS = ("Fulfil, Invoice", "Fulfil, Invoice", "Suggest", "Pick, Pack", None)
FREIGHTS = ("0", "9.95", "14.50", "22.00")
TERMS = (15, 30, 30, 30, 45)
USUAL_TERMS = 30
DISCOUNTS = (0, 0, 0, 5, 7.5, 10)
TOWNS = (
    ("Montréal QC", "QC"),
    ("Québec QC", "QC"),
    ("Gatineau QC", "QC"),
    ("Sherbrooke QC", "QC"),
    ("Toronto ON", "ON"),
    ("Ottawa ON", "ON"),
    ("Thunder Bay ON", "ON"),
    ("Halifax NS", "ATL"),
    ("Moncton NB", "ATL"),
    ("Vancouver BC", "BC"),
    ("Nelson BC", "BC"),
    ("Calgary AB", "GST"),
    ("Whitehorse YT", "GST"),
)
"""Towns with their tax codes."""

FIRST_WORDS = (
    "Cedar",
    "Loon",
    "Portage",
    "Granite",
    "Tamarack",
    "Northern",
    "Lakehead",
    "Red Canoe",
    "Birch",
    "Moose",
)
SECOND_WORDS = (
    "Outdoors",
    "Canoe Rentals",
    "Trail Supply",
    "Scouts",
    "Lodge",
    "Adventure Club",
    "Sports",
)
STREETS = (
    "Lake Street",
    "rue Principale",
    "King Street",
    "Water Street",
    "chemin du Lac",
    "Mill Road",
)


def find_customers(world: World, count: int) -> list[Customer]:
    """Make up customers, and enter them."""
    names = [f"{first} {second}" for first in FIRST_WORDS for second in SECOND_WORDS]
    chosen = world.dice.some_of(names, count)
    return [_customer(world, number, name) for number, name in enumerate(chosen, 1)]


def _customer(world: World, number: int, name: str) -> Customer:
    dice = world.dice
    town, tax_code = dice.one_of(TOWNS)
    terms = dice.one_of(TERMS)
    discount = dice.one_of(DISCOUNTS)
    house_number = dice.between(1, 980)
    street = dice.one_of(STREETS)
    code = f"C{number:03d}"
    row: Row = {
        "Customer": code,
        **_contact(world, name),
        "Billing address": f"{house_number} {street}\n{town}",
        "Terms (days)": None if terms == USUAL_TERMS else terms,
        "Discount %": discount or None,
        "Province": tax_code,
        "Since": dice.between(2011, 2024),
    }
    world.records.add("Customers", row)
    return Customer(code, tax_code, terms, Decimal(str(discount)))


def _contact(world: World, name: str) -> Row:
    """The name, e-mail address and telephone number of a customer."""
    domain = name.lower().replace(" ", "")
    area_code = world.dice.between(204, 905)
    extension = world.dice.between(10, 99)
    return {
        "Name": name,
        "Email": f"buying@{domain}.example",
        "Phone": f"{area_code} 555 01{extension}",
    }


def take_order(
    world: World,
    customers: Sequence[Customer],
    products: Sequence[Product],
    day: dt.date,
) -> None:
    """Make up an order or a quote, enter it, and plan how it is fulfilled."""
    dice = world.dice
    customer = dice.one_of(customers)
    is_quote = dice.happens(3)
    discount = Decimal(5) if dice.happens(8) else ZERO
    ships = not dice.happens(4)
    order = Order(
        number=world.records.next_number("Orders", "SQ" if is_quote else "SO"),
        day=day,
        customer=customer,
        discount=discount,
        ships=ships,
        freight=Decimal(dice.one_of(FREIGHTS)) if ships else ZERO,
    )
    how_many = dice.one_of((1, 1, 2, 2, 3, 3, 4, 5))
    for number, product in enumerate(dice.some_of(products, how_many), 1):
        order.lines.append(_line(world, order, number, product))
    _enter(world, order, is_quote)


def _line(world: World, order: Order, number: int, product: Product) -> Line:
    most = 12 if product.price < 60 else 4
    quantity = world.dice.between(1, most)
    discount = order.customer.discount if product.tracked else ZERO
    tax_code = product.tax_code or order.customer.tax_code
    row: Row = {
        "Order": order.number,
        "Line": number,
        "SKU": product.sku,
        "Description": product.name,
        "Quantity": quantity,
        "Unit price": product.price,
        "Discount %": discount,
        "Tax code": tax_code,
    }
    world.records.add("Order lines", row)
    return Line(number, product, quantity, discount, tax_code)


def _enter(world: World, order: Order, is_quote: bool) -> None:
    """Enter the order: as a quote, cancelled, left open, or soon fulfilled."""
    dice = world.dice
    is_cancelled = not is_quote and dice.happens(3)
    row = _order_row(world, order)
    if is_quote:
        row["State"] = "Quote"
        row["Quote expiry"] = order.day + dt.timedelta(days=30)
    elif is_cancelled:
        row["State"] = "Cancelled"
    elif order.day >= LEFT_OPEN_FROM:
        row["Action"] = dice.one_of(ACTIONS)
    else:
        _plan_fulfilment(world, order)
    world.records.add("Orders", row)


def _order_row(world: World, order: Order) -> Row:
    has_freight = bool(order.freight)
    return {
        "Order": order.number,
        "Order date": order.day,
        "Customer": order.customer.code,
        "State": "Order",
        "Sales rep": world.dice.one_of(REPS),
        "Ship by": order.day + dt.timedelta(days=14),
        "Customer PO": f"PO {world.dice.between(1000, 9999)}",
        "Freight": order.freight or None,
        "Freight tax code": order.customer.tax_code if has_freight else None,
        "Discount %": order.discount or None,
        "Requires shipping": None if order.ships else "No",
    }


def _plan_fulfilment(world: World, order: Order) -> None:
    """Fulfil the order within days; now and then only a part at first."""
    percent = 60 if world.dice.happens(12) else 100
    later = next_working_day(order.day, world.dice.between(1, 4))
    world.agenda.add(later, lambda today: fulfil(world, order, today, percent))
