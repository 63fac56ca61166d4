"""Why a line bears the tax that it bears: the VAT categories of EN 16931 (UNTDID 5305), and the reasons they ask for.

A rate above 0 is S. At 0 %, what Tax codes say goes first; then, where the customer is exempt, where the sale goes;
else a tax code of 0 % is Z, and a line without any is exempt (E), or outside the scope of tax (O) for a seller without
a tax number. Sources: EN 16931-1, 6.4.3 (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O); CEF list VATEX.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sheetflow.documents.einvoice.model import Tax
from sheetflow.documents.gather.exemptions import EXEMPT, NOTES, Sale, sale_of

WORDS = {
    "Standard": "S",
    "Zero rated": "Z",
    "Exempt": "E",
    "Reverse charge": "AE",
    "Intra-Community": "K",
    "Export": "G",
    "Outside scope": "O",
}
"""Tax codes, VAT category → the category."""

WITHOUT_REASON = frozenset({"S", "Z"})
NEED_BOTH_NUMBERS = frozenset({"AE", "K"})
_ABROAD = {
    Sale.UNION_GOODS: "K",
    Sale.UNION_SERVICES: "AE",
    Sale.EXPORT: "G",
    Sale.SERVICES_OUTSIDE: "O",
}
_VATEX = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}
_REASONS = {category: NOTES[sale] for sale, category in _ABROAD.items()} | {
    "O": "Not subject to VAT."
}


@dataclass(frozen=True)
class Sides:
    """Who sells to whom: countries, whether the seller has a tax number, and whether the customer is exempt."""

    seller: str
    buyer: str
    has_number: bool
    is_exempt: bool


@dataclass(frozen=True)
class TaxCode:
    """What the sheet Tax codes says of a code."""

    name: str = ""
    word: str = ""


def tax_of(
    rate: Decimal, code: str, declared: TaxCode, sides: Sides, is_service: bool
) -> Tax:
    """The category of a line or freight at one rate; `code` is "" where it has no tax code."""
    if rate:
        return Tax("S", rate)
    if declared.word:
        return Tax(WORDS[declared.word])
    if sides.is_exempt:
        return Tax(_exempt(sides, is_service))
    return Tax("Z" if code else _plain(sides))


def _exempt(sides: Sides, is_service: bool) -> str:
    return _ABROAD.get(sale_of(sides.seller, sides.buyer, is_service), _plain(sides))


def _plain(sides: Sides) -> str:
    return "E" if sides.has_number else "O"


def reason_of(category: str, own: str, names: str) -> tuple[str, str]:
    """Why no tax is charged: text and code. `own` is the note of Settings, `names` what the tax codes are called."""
    if category in WITHOUT_REASON:
        return "", ""
    usual = (names or EXEMPT) if category == "E" else _REASONS[category]
    return own or usual, _VATEX.get(category, "")
