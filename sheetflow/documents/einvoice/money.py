"""The money of an invoice or a credit note: lines, freight and fee, taxes and totals, which add up (BR-CO-10 to 17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.documents.einvoice.categories import Sides, TaxCode, reason_of, tax_of
from sheetflow.documents.einvoice.model import Change, Line, Tax, TaxShare, Totals
from sheetflow.documents.einvoice.nets import net_amounts
from sheetflow.documents.einvoice.prices import discounts, fitting_price
from sheetflow.documents.einvoice.rounding import rounded
from sheetflow.documents.einvoice.units import unit_code
from sheetflow.documents.model import (
    CreditLine,
    CreditNote,
    Priced,
    PricedLine,
    TaxLine,
)
from sheetflow.standards.currencies import minor_digits

ZERO = Decimal(0)
FREIGHT, FREIGHT_CODE = "Freight", "FC"
"""UNTDID 7161: FC is freight."""

FEE = "Restocking fee"
FEE_REASON = "Restocking fee: no supply, so that it bears no tax."

Key = tuple[str, tuple[Decimal, ...]]
"""What amounts are taxed under as one: the tax code and its rates."""


@dataclass(frozen=True)
class TaxRules:
    """What decides the category of each amount: both sides, the tax codes, and Settings' Exemption note."""

    sides: Sides
    codes: Mapping[str, TaxCode]
    note: str = ""

    def tax(self, rates: Sequence[Decimal], code: str, is_service: bool) -> Tax:
        """The tax of an amount under a code; a second tax is none of EN 16931's (see lacks)."""
        return tax_of(
            rates[0], code, self.codes.get(code, TaxCode()), self.sides, is_service
        )


@dataclass(frozen=True)
class Money:
    """What lines, changes and taxes of a document come to."""

    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    taxes: tuple[TaxShare, ...]
    totals: Totals


# -- invoices


def invoice_money(money: Priced, paid: Decimal, rules: TaxRules) -> Money:
    """The money of an invoice; its gross amount is the cell Total, its tax the cell Tax."""
    digits = minor_digits(money.currency)
    nets = _nets(money, digits)
    pairs = zip(money.lines, nets, strict=False)
    lines = tuple(_line(line, net, rules, digits) for line, net in pairs)
    services = all(line.is_service for line in money.lines)
    changes = _freight(
        nets[-1], rules.tax(money.freight_rates, money.freight_tax_code, services)
    )
    codes = {line.tax_code for line in money.lines} | {money.freight_tax_code}
    return _Body(lines, changes, money.taxes, frozenset(codes)).money(rules, paid)


def freight_key(money: Priced) -> Key:
    """What the freight is taxed under: what bears no tax stands under no code (ledgers.taxes)."""
    return (
        (money.freight_tax_code, money.freight_rates)
        if any(money.freight_rates)
        else ("", (ZERO,))
    )


def _nets(money: Priced, digits: int) -> list[Decimal]:
    """The lines' amounts without tax, and that of the freight last."""
    amounts = [*(line.total for line in money.lines), money.freight]
    if not money.prices_include_tax:
        return amounts
    keys: list[Key] = [
        *((line.tax_code, line.rates) for line in money.lines),
        freight_key(money),
    ]
    sums = {tax_key(tax): tax.net for tax in money.taxes}
    found = list(amounts)
    for key in dict.fromkeys(keys):
        at = [place for place, other in enumerate(keys) if other == key]
        gross = [amounts[place] for place in at]
        parts = net_amounts(gross, key[1][0], sums.get(key, sum(gross, ZERO)), digits)
        for place, part in zip(at, parts, strict=True):
            found[place] = part
    return found


def tax_key(tax: TaxLine) -> Key:
    """What a tax line of the document stands for."""
    return tax.code, tuple(share.rate for share in tax.shares) or (ZERO,)


def _line(line: PricedLine, net: Decimal, rules: TaxRules, digits: int) -> Line:
    takes_off = line.unit_price < 0
    quantity, price = (
        (-line.quantity, -line.unit_price_net)
        if takes_off
        else (line.quantity, line.unit_price_net)
    )
    base = rounded(quantity * price, digits)
    percents = [percent for percent in (line.discount, line.order_discount) if percent]
    fits = base == net or not quantity
    changes = (
        discounts(base, net, percents, digits)
        if percents and not takes_off and quantity
        else ()
    )
    if not fits and not changes:
        price = fitting_price(net, quantity, digits)
    unit, word = unit_code(line.unit)
    tax = rules.tax(line.rates, line.tax_code, line.is_service)
    return Line(
        line.line,
        line.sku,
        line.description,
        quantity,
        unit,
        word,
        price,
        changes,
        net,
        tax,
    )


def _freight(net: Decimal, tax: Tax) -> tuple[Change, ...]:
    return (
        (Change(FREIGHT, net, is_charge=True, code=FREIGHT_CODE, tax=tax),)
        if net
        else ()
    )


# -- credit notes


def credit_money(note: CreditNote, rules: TaxRules) -> Money:
    """The money of a credit note; its gross amount is the sum of the cells Credit total."""
    digits = minor_digits(note.currency)
    lines = tuple(_credit_line(line, rules, digits) for line in note.lines)
    codes = frozenset(line.tax_code for line in note.lines)
    return _Body(lines, _fee(note.fee, lines), note.taxes, codes).money(rules, ZERO)


def _credit_line(line: CreditLine, rules: TaxRules, digits: int) -> Line:
    quantity = (line.quantity or Decimal(1)).copy_sign(line.net)
    unit, word = unit_code(line.unit)
    price = fitting_price(line.net, quantity, digits)
    tax = rules.tax(line.rates, line.tax_code, line.is_service)
    return Line(
        line.return_number,
        line.sku,
        line.description,
        quantity,
        unit,
        word,
        price,
        (),
        line.net,
        tax,
    )


def _fee(fee: Decimal, lines: Sequence[Line]) -> tuple[Change, ...]:
    """A fee lowers what is credited, and bears no tax; with O there may be no other category (BR-O-13)."""
    outside = bool(lines) and all(line.tax.category == "O" for line in lines)
    return (Change(FEE, fee, tax=Tax("O" if outside else "E")),) if fee else ()


# -- both


@dataclass(frozen=True)
class _Body:
    """What bears tax on a document, the taxes as the workbook issued them, and the tax codes used."""

    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    issued: Sequence[TaxLine]
    codes: frozenset[str]

    def money(self, rules: TaxRules, paid: Decimal) -> Money:
        """The document's money."""
        taxes = self._taxes(rules)
        return Money(self.lines, self.changes, taxes, self._totals(taxes, paid))

    def _taxes(self, rules: TaxRules) -> tuple[TaxShare, ...]:
        """Each tax with its base and amount; the amounts are those that the workbook's documents have, by rate."""
        bases: dict[Tax, Decimal] = defaultdict(lambda: ZERO)
        for line in self.lines:
            bases[line.tax] += line.net
        for change in self.changes:
            assert change.tax is not None, "what changes a document's total bears a tax"
            bases[change.tax] += change.added
        amounts: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
        for tax in self.issued:
            amounts[tax_key(tax)[1][0]] += tax.tax
        ordered = sorted(bases, key=lambda tax: (-tax.rate, tax.category))
        return tuple(
            TaxShare(
                tax,
                bases[tax],
                amounts[tax.rate] if tax.rate else ZERO,
                *self._reason(tax.category, rules),
            )
            for tax in ordered
        )

    def _reason(self, category: str, rules: TaxRules) -> tuple[str, str]:
        """Why no tax is charged; a fee has a reason of its own."""
        has_fee = category == "E" and any(
            change.reason == FEE for change in self.changes
        )
        if has_fee and all(line.tax.category != "E" for line in self.lines):
            return FEE_REASON, ""
        text, code = reason_of(category, rules.note, self._exempt_names(rules))
        return (f"{text} {FEE_REASON}" if has_fee else text), code

    def _exempt_names(self, rules: TaxRules) -> str:
        """What the tax codes are called that Tax codes say are exempt."""
        used = [rules.codes[code] for code in sorted(self.codes & rules.codes.keys())]
        return "; ".join(
            code.name for code in used if code.word == "Exempt" and code.name
        )

    def _totals(self, taxes: Sequence[TaxShare], paid: Decimal) -> Totals:
        sum_of_lines = sum((line.net for line in self.lines), ZERO)
        off = sum(
            (change.amount for change in self.changes if not change.is_charge), ZERO
        )
        on = sum((change.amount for change in self.changes if change.is_charge), ZERO)
        net, tax = sum_of_lines - off + on, sum((share.amount for share in taxes), ZERO)
        return Totals(
            sum_of_lines, off, on, net, tax, net + tax, paid, net + tax - paid
        )
