"""Containers that have no tracking number yet, as the programs of carriers take them.

One row per container: those that are packed, and those that left without a number. Sources
(each point is in docs/guides/export.md): Pirate Ship takes a spreadsheet with headers of any
name and asks once which is which; ShipStation likewise, and joins rows with one order
number, so that each container has a number of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from operator import mul

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import MICRO, AnyArray
from sheetflow.engine.process import Result
from sheetflow.exporting.csv_text import Cell
from sheetflow.exporting.tables import Table
from sheetflow.ledgers.containers import unshipped
from sheetflow.standards.postal_addresses import (
    MAX_LINES,
    Address,
    named_country,
    parse_address,
)

HEADERS = (
    "Order ID", "Order Date", "Ship Date", "Container", "Name", "Company", "Email", "Phone",
    "Address Line 1", "Address Line 2", "Address Line 3", "City", "State", "Zipcode", "Country",
    "Weight", "Package", "Order Items", "Carrier", "Service",
)  # fmt: skip

Key = tuple[int, str]
"""A container: the position of its order, and its number."""


@dataclass(frozen=True)
class _Container:
    """A container to label; `ship_date` is blank for one that has not left."""

    order: int
    number: str
    ship_date: date | None = None
    carrier: str = ""
    service: str = ""


@dataclass(frozen=True)
class _Contents:
    """What the packing rows of a container say."""

    items: Sequence[str]
    weight: Decimal | None
    kind: str


@dataclass(frozen=True)
class _Recipient:
    """Who receives an order, and where."""

    name: str
    company: str
    email: str
    phone: str
    address: Address


def shipments_table(result: Result) -> Table:
    """One row per container without a tracking number, by order; orders on hold are left out."""
    book = result.book
    containers = [
        container
        for container in unlabelled_containers(book)
        if container.order not in result.on_hold
    ]
    contents = _contents(book)
    single = _only_containers(book)
    nothing = _Contents((), None, "")
    rows = [
        _row(book, each, contents.get((each.order, each.number), nothing), single)
        for each in containers
    ]
    return Table(HEADERS, [[row] for row in rows])


def unlabelled_containers(book: Book) -> list[_Container]:
    """The containers without a tracking number, by order, then number."""
    found = [*_shipped_without_number(book), *_packed(book)]
    return sorted(found, key=lambda each: (each.order, _number_key(each.number)))


def _number_key(number: str) -> tuple[int, str]:
    """2 comes before 10."""
    return len(number), number


def _shipped_without_number(book: Book) -> Iterator[_Container]:
    """Those that left: their rows on Shipments count, and have no tracking number."""
    shipments = book.shipments
    known = shipments.live & (shipments.order_index >= 0)
    rows = np.flatnonzero(known & ~shipments.given("Tracking number"))
    for at in rows.tolist():
        yield _Container(
            order=int(shipments.order_index[at]),
            number=_text(shipments.container, at),
            ship_date=date.fromordinal(int(shipments.ship_date[at])),
            carrier=_text(shipments.carrier, at),
            service=_text(shipments.service, at),
        )


def _packed(book: Book) -> Iterator[_Container]:
    """Those that are packed and have not left."""
    waiting = unshipped(book)
    pairs = zip(waiting.order.tolist(), waiting.container.tolist(), strict=True)
    for order, number in pairs:
        yield _Container(order, str(number))


def _only_containers(book: Book) -> frozenset[int]:
    """The orders that have one container."""
    numbers: dict[int, set[str]] = defaultdict(set)
    for frame in (book.packing, book.shipments):
        for at in np.flatnonzero(frame.live).tolist():
            numbers[int(frame.order_index[at])].add(_text(frame.container, at))
    return frozenset(order for order, found in numbers.items() if len(found) == 1)


def _row(
    book: Book, container: _Container, contents: _Contents, single: frozenset[int]
) -> Sequence[Cell]:
    order = container.order
    to = _recipient(book, order)
    lines = [*to.address.lines, *[""] * MAX_LINES][:MAX_LINES]
    return (
        _order_id(book, container, single),
        _day(int(book.orders.order_date[order])),
        container.ship_date.isoformat() if container.ship_date else "",
        container.number,
        to.name,
        to.company,
        to.email,
        to.phone,
        *lines,
        to.address.city,
        to.address.region,
        to.address.post_code,
        to.address.country,
        contents.weight,
        contents.kind,
        "; ".join(contents.items),
        container.carrier,
        container.service,
    )


def _order_id(book: Book, container: _Container, single: frozenset[int]) -> str:
    """The order's number; with that of the container where the order has several."""
    number = _text(book.orders.order, container.order)
    if container.order in single:
        return number
    return f"{number}/{container.number}"


def _day(day: int) -> str:
    return date.fromordinal(day).isoformat()


# -- who receives it


def _recipient(book: Book, order: int) -> _Recipient:
    """The customer's contact, or else the customer, at the order's own address or theirs."""
    customers = book.customers
    at = int(book.orders.customer_index[order])
    company = _text(customers.name, at)
    contact = _text(customers.contact, at)
    return _Recipient(
        name=contact or company,
        company=company if contact else "",
        email=_text(customers.email, at),
        phone=_text(customers.phone, at),
        address=_address(book, order, at, {company, contact}),
    )


def _address(book: Book, order: int, customer: int, names: set[str]) -> Address:
    """Where an order goes, without the lines that only repeat the recipient's name."""
    text = _address_text(book, order, customer)
    filled = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line for line in filled if line not in names]
    stated = _text(book.customers.country, customer).upper()
    return _parsed(lines, named_country(lines) or stated or _own_country(book))


def _address_text(book: Book, order: int, customer: int) -> str:
    """Where the order goes: its own address, else the customer's."""
    customers = book.customers
    return (
        _text(book.orders.ship_to, order)
        or _text(customers.shipping_address, customer)
        or _text(customers.billing_address, customer)
    )


def _own_country(book: Book) -> str:
    """The country of the business, where its address in Settings names it."""
    return named_country(book.settings.texts.get("Address", "").splitlines())


def _parsed(lines: Sequence[str], country: str) -> Address:
    """An address in its parts; of an unknown country, in the first form that fits."""
    found = parse_address(lines, country)
    if found.post_code or country:
        return found
    others = (parse_address(lines, form) for form in ("US", "GB"))
    fitting = next((each for each in others if each.post_code), found)
    return replace(fitting, country=country)


# -- what is inside


def _contents(book: Book) -> Mapping[Key, _Contents]:
    """The contents of each container, from the live rows of Packing."""
    packing = book.packing
    inside: dict[Key, list[int]] = defaultdict(list)
    for at in np.flatnonzero(packing.live).tolist():
        order = int(packing.order_index[at])
        inside[order, _text(packing.container, at)].append(at)
    return {key: _contents_of(book, rows) for key, rows in inside.items()}


def _contents_of(book: Book, rows: Sequence[int]) -> _Contents:
    packing = book.packing
    quantities = [_decimal(packing.quantity[at]) for at in rows]
    skus = [_text(packing.sku, at) for at in rows]
    kinds = [_text(packing.container_type, at) for at in rows]
    pairs = zip(quantities, skus, strict=True)
    return _Contents(
        items=[f"{quantity:f} x {sku}" for quantity, sku in pairs],
        weight=_weight(book, rows),
        kind=next(filter(None, kinds), ""),
    )


def _weight(book: Book, rows: Sequence[int]) -> Decimal | None:
    """A container's weight as typed, or else that of its products; None where one has none."""
    packing = book.packing
    typed = [_decimal(packing.weight[at]) for at in rows if packing.has_weight[at]]
    return max(typed) if typed else _weight_of_products(book, rows)


def _weight_of_products(book: Book, rows: Sequence[int]) -> Decimal | None:
    """The weight of what is in a container; None where that of a product is not known."""
    packing = book.packing
    products = packing.sku_index[list(rows)].tolist()
    known = book.products.has_weight
    if not all(at >= 0 and known[at] for at in products):
        return None
    weights = [_decimal(book.products.weight[at]) for at in products]
    quantities = [_decimal(packing.quantity[at]) for at in rows]
    return sum(map(mul, weights, quantities), Decimal(0)).normalize()


def _decimal(micros: int) -> Decimal:
    value = Decimal(int(micros)) / MICRO
    return value.normalize()


def _text(column: AnyArray, at: int) -> str:
    """One cell of text; "" where it is blank, or where the position is below 0."""
    return "" if at < 0 or column[at] is None else str(column[at])
