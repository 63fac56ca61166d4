"""What price lists say."""

from __future__ import annotations

from sheetflow.documents.model import PriceList
from sheetflow.documents.wording import Fact
from sheetflow.documents.wording.document_words import Words


def price_list_facts(prices: PriceList, words: Words) -> list[Fact]:
    """The facts next to the address of a price list."""
    text = words.text
    return [
        Fact(text("Price list"), prices.number),
        Fact(text("As of"), prices.date),
        Fact(text("Currency"), prices.currency),
    ]


def tax_note(prices: PriceList, words: Words) -> str:
    """Whether the prices include tax; "" for a business without tax."""
    if prices.prices_include_tax is None:
        return ""
    text = "Prices include tax." if prices.prices_include_tax else "Prices without tax."
    return words.text(text)
