"""Seller and buyer in the terms of EN 16931."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.documents.einvoice.en16931 import TradeParty
from sheetflow.documents.einvoice.vat_numbers import vat_number
from sheetflow.documents.gather.parties import country_of
from sheetflow.documents.model import Party, Seller
from sheetflow.standards.e_addresses import (
    EMAIL_SCHEME,
    EAddress,
    parse_e_address,
)
from sheetflow.standards.postal_addresses import named_country, parse_address


def e_address_of(party: Party) -> EAddress | None:
    """Where electronic invoices go: the electronic address, or else the email address."""
    if party.e_address:
        return parse_e_address(party.e_address)
    return EAddress(EMAIL_SCHEME, party.email) if party.email else None


def seller_country(seller: Party) -> str:
    """The seller's country as typed or as an ISO 3166-1 code, "" if it is not known.

    It comes from the setting Country, else from the last line of the address, else from
    the tax number.
    """
    if seller.country:
        return seller.country
    return named_country(seller.address) or country_of(seller.tax_number)


def buyer_country(buyer: Party, seller_country: str) -> str:
    """The buyer's country: that of the address, else of Customers, else the seller's.

    A letter between two places in one country rarely names the country.
    """
    return named_country(buyer.address) or buyer.country or seller_country


def seller_party(seller: Seller, in_scope: bool = True) -> TradeParty:
    """The seller of a document; `in_scope` says whether it is in the scope of VAT.

    A document out of scope has no VAT number (BR-O-02): it is written as a tax number.
    """
    party = seller.party
    trade_party = TradeParty(
        name=party.name,
        address=parse_address(party.address, seller_country(party)),
        contact=party.contact or party.name,
        email=party.email,
        phone=party.phone,
        e_address=e_address_of(party),
        legal_note=seller.style.footer,
    )
    number = vat_number(party.tax_number) if in_scope else ""
    if number:
        return replace(trade_party, vat_number=number)
    identifier = party.tax_number or party.name
    return replace(trade_party, tax_number=party.tax_number, identifier=identifier)


def buyer_party(seller: Seller, buyer: Party, in_scope: bool = True) -> TradeParty:
    """The buyer of a document, with the billing address."""
    country = buyer_country(buyer, seller_country(seller.party))
    return TradeParty(
        name=buyer.name,
        address=parse_address(buyer.address, country),
        vat_number=vat_number(buyer.tax_number) if in_scope else "",
        identifier=buyer.code,
        contact=buyer.contact,
        email=buyer.email,
        phone=buyer.phone,
        e_address=e_address_of(buyer),
    )
