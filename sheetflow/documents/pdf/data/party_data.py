"""The seller and the other party of a document."""

from __future__ import annotations

from sheetflow.documents.model import Party, Seller
from sheetflow.documents.pdf.data.common_fields import HouseData, PartyData, SenderData
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import contact_text, tax_number_text


def house_data(
    seller: Seller, formats: Formats, logo: str, fonts: list[str]
) -> HouseData:
    """Who sends the documents and how they look; `logo` is the name of its file."""
    style = seller.style
    return {
        **sender_data(seller, formats),
        "logo": logo,
        "colour": f"#{style.colour}",
        "paper": "us-letter" if style.paper == "Letter" else "a4",
        "decimal_mark": formats.decimal_mark,
        "fonts": fonts,
    }


def sender_data(seller: Seller, formats: Formats) -> SenderData:
    """Who sends a document."""
    return {
        "name": seller.party.name,
        "address": list(seller.party.address),
        "contact": contact_text(seller, formats.words),
        "tax_number": tax_number_text(seller.party, formats.words),
        "language": formats.words.code,
        "footer": seller.style.footer,
    }


def party_data(party: Party) -> PartyData:
    """The customer, or whoever receives the goods."""
    return {
        "name": party.name,
        "lines": [*party.contact_lines, *party.address],
        "code": party.code,
        "tax_number": party.tax_number,
    }
