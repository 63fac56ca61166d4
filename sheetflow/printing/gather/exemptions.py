"""Why a customer is charged no tax, in the words that the law asks for.

Source: Directive 2006/112/EC, articles 138 (goods that leave for another member state), 196 (services taxed where the
customer is) and 226 (11), (11a): the invoice must say so.
"""

from __future__ import annotations

from collections.abc import Collection

from sheetflow.ledgers.taxes import is_exempt
from sheetflow.numbers import IntArray
from sheetflow.printing.gather.parties import UNION, country_of
from sheetflow.printing.gather.source import Source
from sheetflow.printing.model import Party

GOODS_ABROAD = "Intra-Community supply, exempt from VAT: Article 138 of Directive 2006/112/EC."
SERVICES_ABROAD = "Reverse charge: the customer accounts for VAT, Article 196 of Directive 2006/112/EC."
EXEMPT = "No tax is charged: the customer is exempt from tax."


def exempt_orders(source: Source, orders: IntArray) -> list[bool]:
    """Whether the customer of each of these orders is exempt."""
    found: list[bool] = is_exempt(source.book, orders).tolist()
    return found


def exemption(source: Source, buyer: Party, are_services: Collection[bool]) -> str:
    """The note for an exempt buyer of goods (False) or services (True): Settings' own, else what the law asks for."""
    own = source.book.settings.texts.get("Exemption note", "")
    seller = source.house.seller
    ours, theirs = seller.country or country_of(seller.tax_number), buyer.country
    if own or ours not in UNION or theirs not in UNION or ours == theirs:
        return own or EXEMPT
    notes = {False: GOODS_ABROAD, True: SERVICES_ABROAD}
    return " ".join(notes[kind] for kind in sorted(set(are_services)))
