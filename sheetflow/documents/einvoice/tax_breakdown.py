"""The VAT breakdown of a document (BG-23): base, amount and reason for each tax."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from sheetflow.documents.einvoice.en16931 import (
    AllowanceCharge,
    InvoiceLine,
    Tax,
    TaxSubtotal,
)
from sheetflow.documents.einvoice.tax_categories import (
    TaxCode,
    TaxRules,
    exemption_reason,
)
from sheetflow.documents.model import TaxLine

ZERO = Decimal(0)
FEE = "Restocking fee"
FEE_REASON = "Restocking fee: not taxed, as nothing is supplied."

TaxKey: TypeAlias = tuple[str, tuple[Decimal, ...]]
"""A tax code and its rates: amounts with the same key are taxed together."""


def tax_key(tax: TaxLine) -> TaxKey:
    """The key of the amounts that a tax line of a document is for."""
    rates = tuple(share.rate for share in tax.shares)
    return tax.code, rates or (ZERO,)


def tax_subtotals(
    lines: Sequence[InvoiceLine],
    allowances_charges: Sequence[AllowanceCharge],
    issued: Iterable[TaxLine],
    rules: TaxRules,
    codes: Iterable[str],
) -> tuple[TaxSubtotal, ...]:
    """One subtotal for each tax, highest rate first.

    Tax amounts are not computed: `issued` are the taxes of the document in the workbook.
    `codes` are the tax codes that the document uses.
    """
    bases = _bases(lines, allowances_charges)
    amounts = _amounts_by_rate(issued)
    exempt_names = _exempt_names(rules, codes)
    subtotals: list[TaxSubtotal] = []
    for tax in sorted(bases, key=_tax_order):
        amount = amounts[tax.rate] if tax.rate else ZERO
        text, code = exemption_reason(tax.category, rules.exemption_note, exempt_names)
        if tax.category == "E" and _has_exempt_fee(allowances_charges):
            text, code = _reason_with_fee(text, code, lines)
        subtotals.append(TaxSubtotal(tax, bases[tax], amount, text, code))
    return tuple(subtotals)


def _tax_order(tax: Tax) -> tuple[Decimal, str]:
    """Sorts taxes: the highest rate first, then by category."""
    return -tax.rate, tax.category


def _bases(
    lines: Sequence[InvoiceLine], allowances_charges: Sequence[AllowanceCharge]
) -> dict[Tax, Decimal]:
    bases: dict[Tax, Decimal] = defaultdict(Decimal)
    for tax, amount in _taxed_amounts(lines, allowances_charges):
        bases[tax] += amount
    return bases


def _taxed_amounts(
    lines: Sequence[InvoiceLine], allowances_charges: Sequence[AllowanceCharge]
) -> Iterator[tuple[Tax, Decimal]]:
    """Every amount without tax, with the tax that it is charged."""
    for line in lines:
        yield line.tax, line.net
    for item in allowances_charges:
        assert item.tax is not None, "a document's allowances and charges have a tax"
        yield item.tax, item.signed_amount


def _amounts_by_rate(issued: Iterable[TaxLine]) -> dict[Decimal, Decimal]:
    amounts: dict[Decimal, Decimal] = defaultdict(Decimal)
    for tax in issued:
        amounts[_first_rate(tax)] += tax.tax
    return amounts


def _first_rate(tax: TaxLine) -> Decimal:
    _, rates = tax_key(tax)
    return rates[0]


def _has_exempt_fee(allowances_charges: Sequence[AllowanceCharge]) -> bool:
    return any(
        item.reason == FEE and item.tax == Tax("E") for item in allowances_charges
    )


def _reason_with_fee(
    text: str, code: str, lines: Sequence[InvoiceLine]
) -> tuple[str, str]:
    """The reason of exempt amounts with a fee among them; only the fee may be exempt."""
    if any(line.tax.category == "E" for line in lines):
        return f"{text} {FEE_REASON}", code
    return FEE_REASON, ""


def _exempt_names(rules: TaxRules, codes: Iterable[str]) -> str:
    """The names of the tax codes used that Tax codes declares exempt."""
    used = sorted(set(codes) & rules.tax_codes.keys())
    return _names_of_exemptions(rules.tax_codes[code] for code in used)


def _names_of_exemptions(codes: Iterable[TaxCode]) -> str:
    return "; ".join(code.name for code in codes if code.is_named_exemption)
