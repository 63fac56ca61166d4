"""VAT categories (EN 16931, UNTDID 5305), and the reason that each requires.

An amount with a tax rate above 0 is in category S. At 0 %, the first of these decides:

1. the VAT category that Tax codes has for the tax code;
2. for an exempt customer, the countries of seller and buyer;
3. a tax code without a VAT category is zero rated (Z);
4. without a tax code, the amount is exempt (E), or outside the scope of tax (O) if the
   seller has no tax number.

Sources: EN 16931-1, 6.4.3 (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O); CEF list VATEX.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.documents.einvoice.en16931 import Tax
from sheetflow.documents.gather.exemptions import EXEMPT, NOTES, Sale, sale_of

CATEGORIES = {
    "Standard": "S",
    "Zero rated": "Z",
    "Exempt": "E",
    "Reverse charge": "AE",
    "Intra-Community": "K",
    "Export": "G",
    "Outside scope": "O",
}
"""Tax codes, VAT category → the category's code."""

NEED_BOTH_VAT_NUMBERS = frozenset({"AE", "K"})
NEED_SELLERS_VAT_NUMBER = frozenset({"AE", "K", "G"})
_WITHOUT_REASON = frozenset({"S", "Z"})

_CROSS_BORDER = {
    Sale.UNION_GOODS: "K",
    Sale.UNION_SERVICES: "AE",
    Sale.EXPORT: "G",
    Sale.SERVICES_OUTSIDE: "O",
}
_CROSS_BORDER_REASONS = {
    category: NOTES[sale] for sale, category in _CROSS_BORDER.items()
}
_REASONS = {**_CROSS_BORDER_REASONS, "O": "Not subject to VAT."}
_REASON_CODES = {
    "AE": "VATEX-EU-AE",
    "K": "VATEX-EU-IC",
    "G": "VATEX-EU-G",
    "O": "VATEX-EU-O",
}


@dataclass(frozen=True)
class TradeSides:
    """What decides the category, of both sides. Countries are ISO 3166-1 codes."""

    seller_country: str
    buyer_country: str
    seller_has_tax_number: bool
    buyer_is_exempt: bool


@dataclass(frozen=True)
class TaxCode:
    """Name and VAT category of a row of Tax codes, "" for blank cells."""

    name: str = ""
    category: str = ""

    @property
    def is_named_exemption(self) -> bool:
        """Whether its name says why an amount is exempt."""
        return self.category == "Exempt" and bool(self.name)


@dataclass(frozen=True)
class TaxRules:
    """What decides the tax of each amount of a document.

    `tax_codes` has each row of Tax codes by its code; `exemption_note` is a setting.
    """

    sides: TradeSides
    tax_codes: Mapping[str, TaxCode]
    exemption_note: str = ""

    def tax(self, rates: Sequence[Decimal], code: str, is_service: bool) -> Tax:
        """The tax of an amount under a code. EN 16931 has no second tax on an amount."""
        declared = self.tax_codes.get(code, TaxCode())
        return tax_of(rates[0], code, declared, self.sides, is_service)


def tax_of(
    rate: Decimal, code: str, declared: TaxCode, sides: TradeSides, is_service: bool
) -> Tax:
    """The tax of an amount with a rate in percent. `code` is "" for no tax code."""
    if rate:
        return Tax("S", rate)
    if declared.category:
        return Tax(CATEGORIES[declared.category])
    if sides.buyer_is_exempt:
        return Tax(_exempt_category(sides, is_service))
    return Tax("Z" if code else _untaxed_category(sides))


def _exempt_category(sides: TradeSides, is_service: bool) -> str:
    sale = sale_of(sides.seller_country, sides.buyer_country, is_service)
    return _CROSS_BORDER.get(sale, _untaxed_category(sides))


def _untaxed_category(sides: TradeSides) -> str:
    return "E" if sides.seller_has_tax_number else "O"


def exemption_reason(
    category: str, own_note: str, exempt_names: str
) -> tuple[str, str]:
    """Why no tax is charged: a text and its code of the VATEX list, "" for none.

    `own_note` is the setting Exemption note; `exempt_names` are the names of the exempt
    tax codes.
    """
    if category in _WITHOUT_REASON:
        return "", ""
    default = _REASONS.get(category) or exempt_names or EXEMPT
    return own_note or default, _REASON_CODES.get(category, "")
