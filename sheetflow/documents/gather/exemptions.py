"""Why a customer is charged no tax, in the words that the law requires.

Source: Directive 2006/112/EC, articles 44 and 196 (services taxed where the customer is), 138 (goods that leave for
another member state), 146 (goods that leave the Union) and 226 (11), (11a): the invoice must say so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from enum import Enum
from typing import Protocol

import numpy as np

from sheetflow.documents.gather.parties import UNION, country_of
from sheetflow.documents.gather.source import Source
from sheetflow.documents.model import Party, Priced, Seller
from sheetflow.domain.numbers import IntArray
from sheetflow.ledgers.taxes import is_exempt


class Sale(Enum):
    """Where a sale to an exempt customer goes, as far as it matters for tax."""

    HOME = "in one country, or not known"
    UNION_GOODS = "goods to another member state"
    UNION_SERVICES = "services to another member state"
    EXPORT = "goods to a country outside"
    SERVICES_OUTSIDE = "services to a country outside"


NOTES = {
    Sale.HOME: "No tax is charged: the customer is exempt from tax.",
    Sale.UNION_GOODS: "Intra-Community supply, exempt from VAT: Article 138 of Directive 2006/112/EC.",
    Sale.UNION_SERVICES: "Reverse charge: the customer accounts for VAT, Article 196 of Directive 2006/112/EC.",
    Sale.EXPORT: "Export: no tax is charged on goods that leave the country.",
    Sale.SERVICES_OUTSIDE: "No tax is charged: the service is taxed where the customer is.",
}
EXEMPT = NOTES[Sale.HOME]


class Line(Protocol):
    """A line of any document with prices, as far as its tax goes."""

    @property
    def rates(self) -> tuple[Decimal, ...]:
        """The rates of its tax, in percent."""

    @property
    def is_service(self) -> bool:
        """Whether it is a service."""


def exempt_orders(source: Source, orders: IntArray) -> list[bool]:
    """Whether the customer of each of these orders is exempt."""
    found: list[bool] = is_exempt(source.book, orders).tolist()
    return found


def exemptions(
    source: Source,
    orders: IntArray,
    buyers: Sequence[Party],
    money: Sequence[Priced],
) -> list[str]:
    """The note on the document of each of these orders; "" where the customer is not exempt."""
    are_exempt = exempt_orders(source, orders)
    return [
        exemption(source.seller, buyer, priced.lines) if is_exempt_order else ""
        for is_exempt_order, buyer, priced in zip(
            are_exempt, buyers, money, strict=True
        )
    ]


def order_exemption(
    source: Source, order: int, buyer: Party, lines: Sequence[Line]
) -> str:
    """The note on a document of one order; "" where its customer is not exempt."""
    if not _is_exempt_order(source, order):
        return ""
    return exemption(source.seller, buyer, lines)


def _is_exempt_order(source: Source, order: int) -> bool:
    orders = np.array([order], dtype=np.int64)
    return bool(exempt_orders(source, orders)[0])


def exemption(seller: Seller, buyer: Party, lines: Sequence[Line]) -> str:
    """The note for an exempt buyer: Settings' own, or else what the law requires; none where all lines are taxed."""
    are_services = {line.is_service for line in lines if not any(line.rates)}
    if lines and not are_services:
        return ""
    return seller.exemption_note or _legal_notes(seller.party, buyer, are_services)


def _legal_notes(seller: Party, buyer: Party, are_services: Collection[bool]) -> str:
    """The notes that the law requires for goods, and for services."""
    sales = _kinds_of_sale(seller, buyer, are_services)
    return " ".join(NOTES[sale] for sale in dict.fromkeys(sales)) or EXEMPT


def _kinds_of_sale(
    seller: Party, buyer: Party, are_services: Collection[bool]
) -> list[Sale]:
    ours = seller.country or country_of(seller.tax_number)
    theirs = buyer.country
    return [sale_of(ours, theirs, is_service) for is_service in sorted(are_services)]


def sale_of(ours: str, theirs: str, is_service: bool) -> Sale:
    """Where a sale goes, by the countries of both sides ("" where one is not known)."""
    if not ours or not theirs or ours == theirs:
        return Sale.HOME
    if ours in UNION and theirs in UNION:
        return _sale_within_union(is_service)
    return _sale_outside_union(is_service)


def _sale_within_union(is_service: bool) -> Sale:
    return Sale.UNION_SERVICES if is_service else Sale.UNION_GOODS


def _sale_outside_union(is_service: bool) -> Sale:
    return Sale.SERVICES_OUTSIDE if is_service else Sale.EXPORT
