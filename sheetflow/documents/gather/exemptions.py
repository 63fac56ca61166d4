"""Why a customer is charged no tax, in the words that the law asks for.

Source: Directive 2006/112/EC, articles 44 and 196 (services taxed where the customer is), 138 (goods that leave for
another member state), 146 (goods that leave the Union) and 226 (11), (11a): the invoice must say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import Protocol

from sheetflow.documents.gather.parties import UNION, country_of
from sheetflow.documents.gather.source import Source
from sheetflow.documents.model import Party
from sheetflow.domain.numbers import IntArray
from sheetflow.ledgers.taxes import is_exempt


class Sale(Enum):
    """Where a sale to an exempt customer goes, as far as tax minds."""

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


def exempt_orders(source: Source, orders: IntArray) -> list[bool]:
    """Whether the customer of each of these orders is exempt."""
    found: list[bool] = is_exempt(source.book, orders).tolist()
    return found


class Line(Protocol):
    """A line of any document with prices, as far as its tax goes."""

    @property
    def rates(self) -> tuple[Decimal, ...]:
        """The rates of its tax, in percent."""

    @property
    def is_service(self) -> bool:
        """Whether it is a service."""


def exemption(source: Source, buyer: Party, lines: Sequence[Line]) -> str:
    """The note for an exempt buyer: Settings' own, else what the law asks for; none where all lines bear tax."""
    are_services = {line.is_service for line in lines if not any(line.rates)}
    if lines and not are_services:
        return ""
    own = source.book.settings.texts.get("Exemption note", "")
    seller = source.house.party
    ours = seller.country or country_of(seller.tax_number)
    sales = {
        sale_of(ours, buyer.country, is_service): None
        for is_service in sorted(are_services)
    }
    return own or " ".join(NOTES[sale] for sale in sales) or EXEMPT


def sale_of(ours: str, theirs: str, is_service: bool) -> Sale:
    """Where a sale goes, by the countries of both sides ("" where one is not known)."""
    if not ours or not theirs or ours == theirs:
        return Sale.HOME
    if ours in UNION and theirs in UNION:
        return Sale.UNION_SERVICES if is_service else Sale.UNION_GOODS
    return Sale.SERVICES_OUTSIDE if is_service else Sale.EXPORT
