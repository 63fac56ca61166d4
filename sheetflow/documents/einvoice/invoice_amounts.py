"""The amounts of an invoice or a credit note: lines, freight, fee, taxes and totals.

They add up as EN 16931 requires (BR-CO-10 to BR-CO-17), and equal those of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sheetflow.documents.einvoice.en16931 import (
    AllowanceCharge,
    InvoiceLine,
    Tax,
    TaxSubtotal,
    Totals,
)
from sheetflow.documents.einvoice.line_prices import (
    discount_steps,
    fitting_price,
    leads_to,
)
from sheetflow.documents.einvoice.net_amounts import document_nets
from sheetflow.documents.einvoice.rounding import rounded
from sheetflow.documents.einvoice.tax_breakdown import (
    FEE,
    ZERO,
    tax_key,
    tax_subtotals,
)
from sheetflow.documents.einvoice.tax_categories import TaxRules
from sheetflow.documents.einvoice.unit_codes import unit_code
from sheetflow.documents.model import (
    CreditLine,
    CreditNote,
    Priced,
    PricedLine,
    TaxLine,
)
from sheetflow.standards.currencies import minor_digits

FREIGHT = "Freight"
FREIGHT_CODE = "FC"
"""UNTDID 7161: FC is freight."""


@dataclass(frozen=True)
class DocumentAmounts:
    """Lines, the document's own allowances and charges, taxes, and the totals of all."""

    lines: tuple[InvoiceLine, ...]
    allowances_charges: tuple[AllowanceCharge, ...]
    tax_subtotals: tuple[TaxSubtotal, ...]
    totals: Totals


# -- invoices


def invoice_amounts(money: Priced, paid: Decimal, rules: TaxRules) -> DocumentAmounts:
    """The amounts of an invoice: gross is its cell Total, tax its cell Tax."""
    digits = minor_digits(money.currency)
    *line_nets, freight_net = document_nets(money, digits)
    lines = tuple(
        _invoice_line(line, net, rules, digits)
        for line, net in zip(money.lines, line_nets, strict=True)
    )
    freight = _freight(money, freight_net, rules)
    codes = {line.tax_code for line in money.lines} | {money.freight_tax_code}
    subtotals = tax_subtotals(lines, freight, money.taxes, rules, codes)
    totals = _totals(lines, freight, subtotals, paid)
    return DocumentAmounts(lines, freight, subtotals, totals)


def _invoice_line(
    line: PricedLine, net: Decimal, rules: TaxRules, digits: int
) -> InvoiceLine:
    quantity, price = _quantity_and_price(line)
    base = rounded(quantity * price, digits)
    steps = _discounts(line, base, net, digits)
    priced = base if steps else net
    is_right = base == priced and leads_to(priced, quantity * price)
    if quantity and not is_right:
        price = fitting_price(priced, quantity, digits)
    unit, unit_word = unit_code(line.unit)
    return InvoiceLine(
        number=line.line,
        sku=line.sku,
        name=line.description,
        quantity=quantity,
        unit=unit,
        unit_word=unit_word,
        price=price,
        allowances_charges=steps,
        net=net,
        tax=rules.tax(line.rates, line.tax_code, line.is_service),
    )


def _quantity_and_price(line: PricedLine) -> tuple[Decimal, Decimal]:
    """Quantity and price of a line. A price below 0 becomes a quantity below 0 (BR-27)."""
    if line.unit_price < 0:
        return -line.quantity, -line.unit_price_net
    return line.quantity, line.unit_price_net


def _discounts(
    line: PricedLine, base: Decimal, net: Decimal, digits: int
) -> tuple[AllowanceCharge, ...]:
    """The discounts of a line and of its order, as steps from `base` to `net`."""
    percents = _discount_percents(line)
    if percents and _can_be_discounted(line):
        return discount_steps(base, net, percents, digits)
    return ()


def _discount_percents(line: PricedLine) -> list[Decimal]:
    return [*filter(None, (line.discount, line.order_discount))]


def _can_be_discounted(line: PricedLine) -> bool:
    return bool(line.quantity) and line.unit_price >= 0


def _freight(
    money: Priced, net: Decimal, rules: TaxRules
) -> tuple[AllowanceCharge, ...]:
    """The freight as a charge."""
    if not net:
        return ()
    return (_freight_charge(net, _freight_tax(money, rules)),)


def _freight_charge(net: Decimal, tax: Tax) -> AllowanceCharge:
    return AllowanceCharge(
        FREIGHT, net, is_charge=True, reason_code=FREIGHT_CODE, tax=tax
    )


def _freight_tax(money: Priced, rules: TaxRules) -> Tax:
    """The tax of the freight, which counts as a service if all lines are services."""
    is_service = all(line.is_service for line in money.lines)
    return rules.tax(money.freight_rates, money.freight_tax_code, is_service)


# -- credit notes


def credit_note_amounts(note: CreditNote, rules: TaxRules) -> DocumentAmounts:
    """The amounts of a credit note: gross is the sum of its cells Credit total."""
    digits = minor_digits(note.currency)
    lines = tuple(_credit_line(line, rules, digits) for line in note.lines)
    fees = _fees(note, lines, rules)
    codes = {line.tax_code for line in note.lines}
    codes |= {tax.code for tax in note.fee_taxes}
    kept = [replace(tax, tax=-tax.tax) for tax in note.fee_taxes]
    subtotals = tax_subtotals(lines, fees, [*note.taxes, *kept], rules, codes)
    totals = _totals(lines, fees, subtotals, paid=ZERO)
    return DocumentAmounts(lines, fees, subtotals, totals)


def _credit_line(line: CreditLine, rules: TaxRules, digits: int) -> InvoiceLine:
    quantity = (line.quantity or Decimal(1)).copy_sign(line.net)
    unit, unit_word = unit_code(line.unit)
    return InvoiceLine(
        number=line.return_number,
        sku=line.sku,
        name=line.description,
        quantity=quantity,
        unit=unit,
        unit_word=unit_word,
        price=fitting_price(line.net, quantity, digits),
        allowances_charges=(),
        net=line.net,
        tax=rules.tax(line.rates, line.tax_code, line.is_service),
    )


def _fees(
    note: CreditNote, lines: Sequence[InvoiceLine], rules: TaxRules
) -> tuple[AllowanceCharge, ...]:
    """The restocking fee as an allowance under each tax that it includes, and one without tax."""
    taxed = [
        AllowanceCharge(FEE, tax.net, tax=_tax_in_fee(tax, rules))
        for tax in note.fee_taxes
    ]
    untaxed = note.fee - sum((tax.gross for tax in note.fee_taxes), ZERO)
    if untaxed:
        taxed.append(AllowanceCharge(FEE, untaxed, tax=_fee_tax(lines)))
    return tuple(taxed)


def _tax_in_fee(tax: TaxLine, rules: TaxRules) -> Tax:
    """A fee is for a service."""
    code, rates = tax_key(tax)
    return rules.tax(rates, code, is_service=True)


def _fee_tax(lines: Sequence[InvoiceLine]) -> Tax:
    """Exempt; outside the scope of VAT if all lines are.

    No other category may be on the same document then (BR-O-13).
    """
    categories = {line.tax.category for line in lines}
    return Tax("O" if categories == {"O"} else "E")


# -- both


def _totals(
    lines: Iterable[InvoiceLine],
    allowances_charges: Sequence[AllowanceCharge],
    subtotals: Iterable[TaxSubtotal],
    paid: Decimal,
) -> Totals:
    line_total = sum((line.net for line in lines), ZERO)
    allowances = _sum_of(allowances_charges, is_charge=False)
    charges = _sum_of(allowances_charges, is_charge=True)
    net = line_total - allowances + charges
    tax = sum((subtotal.amount for subtotal in subtotals), ZERO)
    gross = net + tax
    return Totals(
        lines=line_total,
        allowances=allowances,
        charges=charges,
        net=net,
        tax=tax,
        gross=gross,
        paid=paid,
        due=gross - paid,
    )


def _sum_of(items: Iterable[AllowanceCharge], *, is_charge: bool) -> Decimal:
    """The sum of all charges, or of all allowances."""
    amounts = [item.amount for item in items if item.is_charge == is_charge]
    return sum(amounts, ZERO)
