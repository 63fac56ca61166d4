"""Documents that go with goods: pick list, packing slip, container label."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.documents.model.common import OrderFacts, Party, Seller


@dataclass(frozen=True)
class PickLine:
    """One product to fetch: `suggested` units; `picked` is None where it will be written in by hand."""

    pick: str
    order: str
    sku: str
    description: str
    unit: str
    barcode: str
    suggested: Decimal
    picked: Decimal | None


@dataclass(frozen=True)
class PickNote:
    """What Notes of an order say to whoever picks it."""

    order: str
    text: str


@dataclass(frozen=True)
class PickTotal:
    """How many of a product are fetched for all orders of a list."""

    sku: str
    description: str
    unit: str
    quantity: Decimal


@dataclass(frozen=True)
class Stop:
    """A location on the way, and what to fetch there."""

    location: str
    name: str
    lines: tuple[PickLine, ...]


@dataclass(frozen=True)
class PickList:
    """What to fetch for one order, or for several at once; the stops are in walking order (Priority, then name).

    `customer` and `ship_by` are those of the one order, blank on a list for several. That has `totals` by product.
    """

    orders: tuple[str, ...]
    customer: str
    ship_by: dt.date | None
    stops: tuple[Stop, ...]
    notes: tuple[PickNote, ...] = ()
    totals: tuple[PickTotal, ...] = ()
    order_facts: OrderFacts = ()

    @property
    def number(self) -> str:
        """The order's number; of several orders, the first and the last."""
        first = self.orders[0]
        last = self.orders[-1]
        return f"{first} … {last}" if self.is_batch else first

    @property
    def is_batch(self) -> bool:
        """Whether it is for several orders."""
        return len(self.orders) > 1


@dataclass(frozen=True)
class PackedLine:
    """One order line on a packing slip.

    `here` is in this container, `shipped` in all containers so far, this one included. `to_follow` is ordered and in
    none of them; `backordered` is the part of it that has no stock yet (the cell Backordered).
    """

    line: str
    sku: str
    description: str
    unit: str
    ordered: Decimal
    here: Decimal
    shipped: Decimal
    to_follow: Decimal
    backordered: Decimal


@dataclass(frozen=True)
class Container:
    """A container, packed or on its way: the `position`-th of the `count` containers that its order has so far.

    `number` is its number within the order; `sscc` its serial shipping container code, "" where it has none;
    `weight` is what Packing says, in `weight_unit` of Settings, None where it does not. `date` is None where it has not
    left.
    """

    order: str
    number: str
    position: int
    count: int
    shipment: str
    date: dt.date | None
    carrier: str
    service: str
    tracking: str
    container_type: str
    weight: Decimal | None
    sscc: str
    consignee: Party
    customer_po: str
    weight_unit: str = ""


@dataclass(frozen=True)
class SentContainer:
    """Another container of an order: its `position`, and the day on which it left, None where it has not."""

    position: int
    date: dt.date | None


@dataclass(frozen=True)
class PackingSlip:
    """What is in a container (`lines`), and what the customer still waits for (`missing`); no prices.

    What is missing is on the slip of the order's last container alone; `others` are its other containers.

    `seller` is who sent it, None where that is who sends all documents.
    """

    container: Container
    order_date: dt.date | None
    lines: tuple[PackedLine, ...]
    missing: tuple[PackedLine, ...]
    others: tuple[SentContainer, ...] = ()
    order_facts: OrderFacts = ()
    seller: Seller | None = None

    @property
    def number(self) -> str:
        """The order and the container: `SO-1 / 2`."""
        return f"{self.container.order} / {self.container.number}"


@dataclass(frozen=True)
class DeliveryNote:
    """What left of an order on one day, for whoever receives it to sign: its containers, and the lines in them.

    `number` is that of its first shipment. Of a line, `here` is what it delivers.
    """

    number: str
    order: str
    order_date: dt.date | None
    date: dt.date | None
    customer_po: str
    containers: tuple[Container, ...]
    lines: tuple[PackedLine, ...]
    order_facts: OrderFacts = ()
    seller: Seller | None = None

    @property
    def consignee(self) -> Party:
        """Who receives the goods."""
        return self.containers[0].consignee


@dataclass(frozen=True)
class Content:
    """How many of a product are in a container."""

    sku: str
    description: str
    unit: str
    quantity: Decimal


@dataclass(frozen=True)
class ContainerLabel:
    """The label on a container."""

    container: Container
    contents: tuple[Content, ...]
    seller: Seller | None = None

    @property
    def number(self) -> str:
        """The order and the container: `SO-1 / 2`."""
        return f"{self.container.order} / {self.container.number}"
