"""What XRechnung and Peppol require beyond EN 16931.

Sources: XRechnung 3.0.2 (rules BR-DE); Peppol BIS Billing 3.0 (rules PEPPOL-EN16931-R and
DE-R). Peppol asks what XRechnung does (DE-R) where both sides are in Germany.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sheetflow.documents.einvoice.context import Context
from sheetflow.documents.einvoice.en16931 import EInvoice, TradeParty
from sheetflow.documents.einvoice.profiles import PEPPOL, XRECHNUNG
from sheetflow.documents.einvoice.violations import (
    Document,
    Violation,
    invalid_buyer_cell,
    invalid_cell,
    invalid_customer_cell,
    invalid_setting,
    missing_customer_cell,
    missing_setting,
)
from sheetflow.documents.model import Party
from sheetflow.domain.messages import message
from sheetflow.standards.e_addresses import NOT_IN_PEPPOL, is_e_address
from sheetflow.standards.postal_addresses import Address

_EMAIL = re.compile(r"[^@\s]+@([^@.\s]+\.)+[^@.\s]+")
"""An email address, as the rule BR-DE-28 has it."""

_FEWEST_DIGITS = 3
"""How many digits a telephone number has at least (BR-DE-27)."""


def e_address_violations(document: Document, context: Context) -> Iterator[Violation]:
    """Electronic addresses that are none, whatever the profile."""
    seller = context.seller.party
    buyer = document.buyer
    if seller.e_address and not is_e_address(seller.e_address):
        yield invalid_setting("E-address", _no_address(seller))
    if buyer.e_address and not is_e_address(buyer.e_address):
        yield invalid_customer_cell(document, "E-address", _no_address(buyer))


def _no_address(party: Party) -> str:
    return message("{value} is not an electronic address", value=party.e_address)


def profile_violations(
    einvoice: EInvoice, document: Document, context: Context
) -> Iterator[Violation]:
    """What the profile requires and `document`, the source of `einvoice`, does not have."""
    if not einvoice.process:
        return
    yield from _missing_addresses(einvoice, document, context)
    if _follows_german_rules(einvoice, context):
        yield from _german_violations(einvoice, document)
    elif not (einvoice.buyer_reference or einvoice.customer_po):
        yield missing_customer_cell(document, "Buyer reference")


def _follows_german_rules(einvoice: EInvoice, context: Context) -> bool:
    if context.profile is XRECHNUNG:
        return True
    countries = {einvoice.seller.address.country, einvoice.buyer.address.country}
    return countries == {"DE"}


def _missing_addresses(
    einvoice: EInvoice, document: Document, context: Context
) -> Iterator[Violation]:
    """Both sides have an electronic address (R010, R020), in Peppol one of its schemes (CL008)."""
    is_peppol = context.profile is PEPPOL
    if not _has_address(einvoice.seller, is_peppol):
        yield missing_setting("E-address")
    if not _has_address(einvoice.buyer, is_peppol):
        yield missing_customer_cell(document, "E-address")


def _has_address(party: TradeParty, is_peppol: bool) -> bool:
    address = party.e_address
    if address is None:
        return False
    return not (is_peppol and address.scheme in NOT_IN_PEPPOL)


def _german_violations(einvoice: EInvoice, document: Document) -> Iterator[Violation]:
    if not einvoice.buyer_reference:
        yield missing_customer_cell(document, "Buyer reference")
    if einvoice.payment is None:
        yield missing_setting("IBAN")
    yield from _contact_violations(einvoice.seller)
    yield from _postal_violations(einvoice, document)


def _contact_violations(seller: TradeParty) -> Iterator[Violation]:
    """The seller has a telephone number and an email address (BR-DE-2 to 7, 27, 28)."""
    if not seller.phone:
        yield missing_setting("Phone")
    elif sum(map(str.isdecimal, seller.phone)) < _FEWEST_DIGITS:
        why = message("{value} is not a telephone number", value=seller.phone)
        yield invalid_setting("Phone", why)
    if not seller.email:
        yield missing_setting("Email")
    elif not _EMAIL.fullmatch(seller.email):
        why = message("{value} is not an email address", value=seller.email)
        yield invalid_setting("Email", why)


def _postal_violations(einvoice: EInvoice, document: Document) -> Iterator[Violation]:
    """Addresses have a post code and a city (BR-DE-3, 4, 8 to 11)."""
    if not _has_city(einvoice.seller.address):
        yield invalid_setting("Address", _without_city())
    if not _has_city(einvoice.buyer.address):
        yield invalid_buyer_cell(document, "Billing address", _without_city())
    delivery = einvoice.delivery.address
    if delivery.country and not _has_city(delivery):
        yield invalid_cell(
            "Orders", "Order", document.order, "Ship to", _without_city()
        )


def _has_city(address: Address) -> bool:
    return bool(address.post_code and address.city)


def _without_city() -> str:
    return message("no line of the address has a post code and a city")
