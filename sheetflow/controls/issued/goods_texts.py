"""What was on packing slips, labels and order confirmations, as texts: see as_printed.py.

A confirmation has the texts of an invoice. A slip has a line for each order line that is in its container, or still to
follow: `Line=1 | SKU=A-100 | Description=Desk | Unit=each | Here=4 | Ordered=10 | Shipped=4 | To follow=6`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

import numpy as np

from sheetflow.controls.issued.as_printed import (
    DEPOSIT,
    DEPOSIT_DUE,
    EXEMPT,
    LANGUAGE,
    NOT_STATED,
    OTHERS,
    SHIP_TO,
    SHIPMENTS,
)
from sheetflow.controls.issued.printed_texts import (
    OrderTexts,
    cells_at,
    document_lines,
)
from sheetflow.defaults.deposits import deposit_days
from sheetflow.defaults.invoices import terms_days
from sheetflow.domain.arrays import integers
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import AnyArray, IntArray, take, take_text
from sheetflow.domain.phrases import number
from sheetflow.engine.process import Result
from sheetflow.ledgers.deliveries import Delivery
from sheetflow.ledgers.deposits import has_deposits, requested_deposits
from sheetflow.ledgers.lines import build_lines
from sheetflow.ledgers.orders import order_totals
from sheetflow.ledgers.packed_containers import (
    OtherContainer,
    PackedContainer,
    others_of,
)
from sheetflow.ledgers.taxes import is_exempt

_CUSTOMER = ("Contact", "Email", "Phone", "Tax number", "Country")
_ORDER = ("Order date", "Ship by", "Quote", Orders.customer_po.header)


def confirmation_texts(book: Book, orders: IntArray) -> list[str]:
    """What was on the confirmations of these orders."""
    columns = {
        **_buyers(book, orders),
        **_deposits(book, orders),
        "Terms (days)": terms_days(book, orders).tolist(),
        EXEMPT: ["Yes" if each else None for each in is_exempt(book, orders).tolist()],
    }
    texts = OrderTexts.of(book, orders)
    own = document_lines(columns, len(orders))
    return [texts.text(at, line) for at, line in enumerate(own)]


def _deposits(book: Book, orders: IntArray) -> dict[str, Sequence[object]]:
    """What these orders ask to pay in advance, and by when; blank where they ask for nothing."""
    if not has_deposits(book):
        return {}
    requested = requested_deposits(book, order_totals(book, build_lines(book)))
    amounts = requested[orders].tolist()
    days = deposit_days(book, orders).tolist()
    return {
        DEPOSIT: [number(amount) if amount else None for amount in amounts],
        DEPOSIT_DUE: [
            date.fromordinal(day).isoformat() if amount else None
            for amount, day in zip(amounts, days, strict=True)
        ],
    }


def slip_texts(result: Result, containers: Sequence[PackedContainer]) -> list[str]:
    """What was on the packing slips and labels of these containers."""
    book = result.book
    orders = integers([each.order for each in containers])
    columns = {
        **_consignees(book, orders),
        "Position": [each.position.number for each in containers],
        "Count": [each.position.total for each in containers],
        OTHERS: [_others(others) for others in others_of(book, containers)],
    }
    lines = _SlipLines.of(result, orders)
    own = document_lines(columns, len(containers))
    return [
        "\n".join([line, *lines.texts(each, _inside(book, each))])
        for each, line in zip(containers, own, strict=True)
    ]


def delivery_texts(book: Book, deliveries: Sequence[Delivery]) -> list[str]:
    """The shipments that are on these delivery notes; all else is on their slips."""
    names = book.shipments.shipment
    shipments = [
        "\n".join(str(names[at]) for at in each.shipments) for each in deliveries
    ]
    return list(document_lines({SHIPMENTS: shipments}, len(deliveries)))


def _others(others: Sequence[OtherContainer]) -> str:
    """The other containers of an order, each with the day on which it left."""
    return "\n".join(map(_other, others))


def _other(other: OtherContainer) -> str:
    if other.day is None:
        return str(other.position)
    return f"{other.position} {date.fromordinal(other.day)}"


def _buyers(book: Book, orders: IntArray) -> dict[str, Sequence[object]]:
    """Who the documents of these orders are for, and where the goods go."""
    customers = take(book.orders.customer_index, orders, -1)
    codes = take_text(book.orders.customer, orders).tolist()
    names = take_text(book.customers.name, customers).tolist()
    billing = take_text(book.customers.billing_address, customers).tolist()
    shipping = take_text(book.customers.shipping_address, customers).tolist()
    languages = take_text(book.customers.language, customers).tolist()
    own = take_text(book.orders.ship_to, orders).tolist()
    return {
        "Customer": codes,
        "Name": _first_given(names, codes),
        "Billing address": _first_given(billing, shipping),
        SHIP_TO: _first_given(own, shipping, billing),
        **cells_at(book.customers, _CUSTOMER, customers),
        **cells_at(book.orders, _ORDER, orders),
        LANGUAGE: [language or NOT_STATED for language in languages],
    }


def _consignees(book: Book, orders: IntArray) -> dict[str, Sequence[object]]:
    """Who receives the goods of these orders; Contact is that of the billing address alone."""
    buyers = _buyers(book, orders)
    cells = zip(
        buyers["Contact"], buyers["Billing address"], buyers[SHIP_TO], strict=True
    )
    contacts = [
        contact if billing == ship_to else None for contact, billing, ship_to in cells
    ]
    return {**buyers, "Contact": contacts}


def _first_given(*columns: Sequence[object]) -> list[object]:
    """Of each row the first cell that is not blank."""
    return [next(filter(None, cells), None) for cells in zip(*columns, strict=True)]


@dataclass(frozen=True)
class _SlipLines:
    """The order lines that are goods, by order: each with its text up to what is in a container, and after it.

    `to_follow` are the lines of which not all is in a container.
    """

    by_order: Mapping[int, list[int]]
    texts_of: Mapping[int, tuple[str, str]]
    to_follow: Set[int]

    @classmethod
    def of(cls, result: Result, orders: IntArray) -> _SlipLines:
        """The lines of these orders."""
        lines = result.ledgers.lines
        at = np.flatnonzero(lines.goods & np.isin(lines.order, orders))
        by_order: defaultdict[int, list[int]] = defaultdict(list)
        for line, order in zip(at.tolist(), lines.order[at].tolist(), strict=True):
            by_order[order].append(line)
        left = lines.effective[at] - lines.sent[at]
        texts = zip(_named(result.book, at), _counted(result, at), strict=True)
        return cls(
            by_order,
            dict(zip(at.tolist(), texts, strict=True)),
            set(at[left > 0].tolist()),
        )

    def texts(
        self, container: PackedContainer, here: Mapping[int, int]
    ) -> Iterator[str]:
        """The lines of a slip: what is in it, and on the last one what is still to follow."""
        for at in self.by_order.get(container.order, ()):
            is_to_follow = container.is_last and at in self.to_follow
            if here.get(at) or is_to_follow:
                before, after = self.texts_of[at]
                yield f"{before} | Here={number(here.get(at, 0))}{after}"


def _named(book: Book, at: IntArray) -> list[str]:
    """The number, product, name and unit of these order lines."""
    lines = book.order_lines
    products = lines.sku_index[at]
    skus = lines.sku[at].tolist()
    names = take_text(book.products.name, products).tolist()
    columns = {
        **cells_at(lines, ("Line",), at),
        "SKU": skus,
        "Description": _first_given(lines.description[at].tolist(), names, skus),
        "Unit": take_text(book.products.unit, products).tolist(),
    }
    return list(document_lines(columns, len(at)))


def _counted(result: Result, at: IntArray) -> list[str]:
    """What was ordered and shipped of these lines, and what is to follow; what is 0 is left out."""
    lines = result.ledgers.lines
    counts = {
        "Ordered": lines.effective[at],
        "Shipped": lines.sent[at],
        "To follow": np.maximum(lines.effective[at] - lines.sent[at], 0),
        "Backordered": result.ledgers.backordered[at],
    }
    columns = [_counts(header, values) for header, values in counts.items()]
    return list(map("".join, zip(*columns, strict=True)))


def _counts(header: str, values: AnyArray) -> list[str]:
    """A column of quantities as cells of text; empty for 0."""
    texts = {each: number(each) for each in set(values.tolist())}
    texts[0] = ""
    return [texts[each] and f" | {header}={texts[each]}" for each in values.tolist()]


def _inside(book: Book, container: PackedContainer) -> Mapping[int, int]:
    """How much of each order line is in a container, in millionths."""
    packing = book.packing
    found: defaultdict[int, int] = defaultdict(int)
    rows = zip(
        packing.line_index[container.inside].tolist(),
        packing.quantity[container.inside].tolist(),
        strict=True,
    )
    for line, quantity in rows:
        found[line] += quantity
    return found
