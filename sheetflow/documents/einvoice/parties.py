"""The two sides of a document in the terms of EN 16931."""

from __future__ import annotations

from sheetflow.documents.einvoice.addresses import address_of, named_country
from sheetflow.documents.einvoice.identifiers import vat_number
from sheetflow.documents.einvoice.model import TradeParty
from sheetflow.documents.gather.parties import country_of
from sheetflow.documents.model import Party, Seller


def seller_country(seller: Party) -> str:
    """Settings' Country, else what the last line of the address says, else the tax number; "" where none tells."""
    return (
        seller.country or named_country(seller.address) or country_of(seller.tax_number)
    )


def buyer_country(buyer: Party, ours: str) -> str:
    """What the last line of the address says, else Customers' Country, else the tax number; else the seller's own.

    Letters within a country do not name it.
    """
    return named_country(buyer.address) or buyer.country or ours


def seller_of(house: Seller, with_vat_number: bool = True) -> TradeParty:
    """The seller; what is outside the scope of VAT names no VAT number (BR-O-02), so that it goes as a tax number."""
    seller = house.party
    number = vat_number(seller.tax_number) if with_vat_number else ""
    return TradeParty(
        name=seller.name,
        address=address_of(seller.address, seller_country(seller)),
        vat_number=number,
        tax_number="" if number else seller.tax_number,
        identifier="" if number else seller.tax_number or seller.name,
        contact=seller.contact or seller.name,
        email=seller.email,
        phone=seller.phone,
        legal_note=house.style.footer,
    )


def buyer_of(house: Seller, buyer: Party, with_vat_number: bool = True) -> TradeParty:
    """The buyer, by the address that is billed."""
    return TradeParty(
        name=buyer.name,
        address=address_of(
            buyer.address, buyer_country(buyer, seller_country(house.party))
        ),
        vat_number=vat_number(buyer.tax_number) if with_vat_number else "",
        identifier=buyer.code,
        contact=buyer.contact,
        email=buyer.email,
        phone=buyer.phone,
    )
