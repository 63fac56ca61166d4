"""The fields of price lists."""

from __future__ import annotations

from sheetflow.documents.model import PriceList, PriceListLine, Seller
from sheetflow.documents.pdf.data.party_data import party_data
from sheetflow.documents.pdf.data.price_list_fields import (
    PriceListData,
    PriceListLineData,
)
from sheetflow.documents.pdf.data.text_data import facts_data, language_data
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.price_list_wording import price_list_facts, tax_note


def price_list_data(prices: PriceList, _: Seller, formats: Formats) -> PriceListData:
    """A price list."""
    formats = formats.of(prices.currency)
    words = formats.words
    return {
        **language_data(formats),
        "title": words.text("Price list"),
        "number": prices.number,
        "buyer": party_data(prices.buyer),
        "facts": facts_data(price_list_facts(prices, words), formats),
        "date": formats.date(prices.date),
        "lines": [_line_data(line, formats) for line in prices.lines],
        "tax_note": tax_note(prices, words),
    }


def _line_data(line: PriceListLine, formats: Formats) -> PriceListLineData:
    is_any = not line.from_quantity
    return {
        "sku": line.sku,
        "description": line.description,
        "unit": line.unit,
        "from_quantity": "" if is_any else formats.quantity(line.from_quantity),
        "until": formats.date(line.until) if line.until else "",
        "price": formats.price(line.price),
    }
