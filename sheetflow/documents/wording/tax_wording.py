"""What documents say of tax: rates, and one sum for each tax; nothing where there is no tax."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from sheetflow.documents.model import CreditNote, Priced, TaxLine
from sheetflow.documents.wording import SumLine
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.domain.grouping import grouped

ZERO = Decimal(0)


def rates_text(rates: Sequence[Decimal], code: str, formats: Formats) -> str:
    """The rates of a tax code: `20%`, `5% + 9.975%`; a dash for no tax."""
    if not code and not any(rates):
        return "–"
    return " + ".join(map(formats.percent, rates))


def knows_tax(money: Priced, exemption: str) -> bool:
    """Whether there is any word to say of tax: a code, a rate, or a reason why there is none."""
    has_code = any(line.tax_code or any(line.rates) for line in money.lines)
    return has_code or bool(money.tax or exemption or money.freight_tax_code)


def credits_tax(note: CreditNote) -> bool:
    """Whether a credit note has any word to say of tax."""
    has_code = any(line.tax_code or any(line.rates) for line in note.lines)
    return has_code or bool(note.tax or note.exemption or note.fee_taxes)


def tax_sums(
    taxes: Sequence[TaxLine], formats: Formats, *, is_included: bool = False
) -> list[SumLine]:
    """One line per tax: its name and rate, the net amount it is charged on, the tax."""
    return [
        line
        for tax in merged_taxes(taxes)
        for line in _sums_of(tax, formats, is_included=is_included)
    ]


def _sums_of(tax: TaxLine, formats: Formats, *, is_included: bool) -> Iterator[SumLine]:
    words = formats.words
    if not tax.shares:
        yield SumLine("tax", tax.name or words.text("No tax"), tax.tax, tax.net)
    for share in tax.shares:
        name = share.name or tax.name or words.text("Tax")
        label = f"{name} {formats.percent(share.rate)}"
        if is_included:
            label = words.text("including {tax}", tax=label)
        yield SumLine("tax", label, share.amount, tax.net)


def merged_taxes(taxes: Sequence[TaxLine]) -> list[TaxLine]:
    """Taxes of one name and rate as one, whatever their codes are."""
    by_name = grouped((_names_and_rates(tax), tax) for tax in taxes)
    return [_sum_of_taxes(alike) for alike in by_name.values()]


def _names_and_rates(tax: TaxLine) -> tuple[tuple[str, Decimal], ...] | str:
    """What a tax is called on paper; two are the same where this is."""
    shares = [(share.name or tax.name, share.rate) for share in tax.shares]
    return tuple(shares) or tax.name


def _sum_of_taxes(taxes: Sequence[TaxLine]) -> TaxLine:
    """Several taxes as the first, with the amounts of all."""
    first = taxes[0]
    if len(taxes) == 1:
        return first
    shares = [
        replace(share, amount=sum((each.shares[at].amount for each in taxes), ZERO))
        for at, share in enumerate(first.shares)
    ]
    return replace(
        first,
        net=sum((each.net for each in taxes), ZERO),
        tax=sum((each.tax for each in taxes), ZERO),
        shares=tuple(shares),
    )
