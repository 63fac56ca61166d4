"""What all documents of a house share, as templates get it."""

from __future__ import annotations

from sheetflow.documents.model import Party, Seller
from sheetflow.documents.pdf.data.fields import HouseData, PartyData
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import contact_text, tax_number_text


def house_data(
    house: Seller, formats: Formats, logo: str, fonts: list[str]
) -> HouseData:
    """Who sends the documents, and how they look; `logo` is the name of the picture beside the template."""
    return {
        "name": house.party.name,
        "address": list(house.party.address),
        "contact": contact_text(house),
        "tax_number": tax_number_text(house.party),
        "logo": logo,
        "colour": f"#{house.style.colour}",
        "paper": "us-letter" if house.style.paper == "Letter" else "a4",
        "footer": house.style.footer,
        "decimal_mark": formats.decimal_mark,
        "fonts": fonts,
    }


def party_data(party: Party) -> PartyData:
    """The other side: a name, and the lines below it."""
    lines = [*party.contact_lines, *party.address]
    return {
        "name": party.name,
        "lines": lines,
        "code": party.code,
        "tax_number": party.tax_number,
    }
