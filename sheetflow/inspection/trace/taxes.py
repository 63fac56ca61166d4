"""Traces of tax: what it is charged on, and each rounding, by tax code (rules.md section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sheetflow.domain.grouping import grouped
from sheetflow.domain.messages import (
    Message,
    Template,
    counted_message,
    listed,
    message,
)
from sheetflow.domain.numbers import MICRO
from sheetflow.domain.phrases import money
from sheetflow.inspection.trace.arithmetic import (
    excel_percent,
    excel_round,
    percent,
    round_half_away,
    rounding,
)
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.taxed_documents import TaxGroup
from sheetflow.inspection.trace.tree import Trace, subtotal, sum_of, total

FEW = 4
"""How many lines a title names one by one."""

FREIGHT = "Freight"
TAXED = Template("Taxed: {items}")
PRICES_WITH_TAX = Template("Prices including tax: {items}")
THE_FREIGHT = message("the freight")


@dataclass(frozen=True)
class _Tax:
    """The tax of one group: its items as traces, and the names of its one or two taxes."""

    group: TaxGroup
    items: Sequence[Trace]
    names: Sequence[str]
    unit: int

    def title(self, which: int) -> str:
        """`GST 5 %`."""
        rate = percent(self.group.rates[which])
        return message("{tax} {rate}", tax=self.names[which], rate=rate)


def tax_traces(
    source: Source, groups: Sequence[TaxGroup], items: Sequence[Trace], unit: int
) -> list[Trace]:
    """The tax of one document by tax code; `items` are the traces of what it taxes."""

    def trace(group: TaxGroup) -> Trace:
        mine = [items[at] for at in group.items]
        return _trace_group(source, group, mine, unit)

    by_code = grouped((group.code, trace(group)) for group in groups)
    return [_trace_code(source, code, traces, unit) for code, traces in by_code.items()]


def _trace_code(source: Source, code: int, traces: list[Trace], unit: int) -> Trace:
    """The tax under one code: of all its items together, or of each line."""
    if len(traces) == 1:
        return traces[0]
    name = _code_name(source, code)
    title = message("{tax}, rounded on each line", tax=name)
    return replace(subtotal(title, traces, unit), cell=_code_cell(source, code))


def _code_name(source: Source, code: int) -> str:
    """What the tax under a code is called."""
    if code < 0:
        return message("No tax")
    return message("Tax {code}", code=str(source.book.tax_codes.tax_code[code]))


def _code_cell(source: Source, code: int) -> str:
    """The row of a tax code."""
    return "" if code < 0 else source.cell("Tax codes", code)


def _tax_name(source: Source, group: TaxGroup, which: int) -> str:
    """What one of the two taxes of a code is called."""
    usual = message("Tax {number}", number=str(which))
    if group.code < 0:
        return usual
    name = source.book.tax_codes[f"Tax {which} name"][group.code]
    return str(name or usual)


def _trace_group(
    source: Source, group: TaxGroup, items: Sequence[Trace], unit: int
) -> Trace:
    """The tax of one group."""
    name = _code_name(source, group.code)
    title = message("{tax} on {items}", tax=name, items=_item_names(items))
    cell = _code_cell(source, group.code)
    if not any(group.rates):
        untaxed = message("nothing on {amount}", amount=money(group.base, unit))
        return Trace(title, group.tax, unit, untaxed, cell)
    names = [_tax_name(source, group, which) for which in (1, 2)]
    taxes = _taxes(_Tax(group, items, names, unit))
    whole = total(title, group.tax, taxes, unit)
    if len(taxes) == 1:
        return replace(taxes[0], title=title, cell=cell)
    how = _base_words(items, group.base, unit)
    return replace(whole, how=how, cell=cell, operands=taxes[0].operands)


def _taxes(tax: _Tax) -> list[Trace]:
    """The one or two taxes of a group."""
    base = _base(tax)
    if tax.group.inclusive:
        return _included_taxes(tax, base)
    return _added_taxes(tax, base)


def _item_names(items: Sequence[Trace]) -> str:
    """`line 1, line 2 and the freight`; more than a few are counted."""
    return listed(_shown_names(items))


def _shown_names(items: Sequence[Trace]) -> list[str]:
    names = [_item_name(item.title) for item in items]
    return _counted_names(names) if len(names) > FEW else names


def _counted_names(names: Sequence[str]) -> list[str]:
    """`7 lines`, and the freight if it is among them."""
    freight = [name for name in names[-1:] if name == THE_FREIGHT]
    count = len(names) - len(freight)
    return [counted_message(count, "{count} line", "{count} lines"), *freight]


def _item_name(title: str) -> str:
    """`line 1` of `Line 1 A-100`."""
    if title == FREIGHT:
        return THE_FREIGHT
    assert isinstance(title, Message)
    return message("line {line}", line=title.words["line"])


def _base(tax: _Tax) -> Trace:
    """What the tax is charged on."""
    if len(tax.items) == 1:
        return tax.items[0]
    title = PRICES_WITH_TAX if tax.group.inclusive else TAXED
    return Trace(
        title.of(items=_item_names(tax.items)),
        tax.group.base,
        tax.unit,
        formula=_sum_term(tax.items),
        operands=tuple(tax.items),
    )


def _sum_term(operands: Sequence[Trace]) -> str:
    """`{0}+{1}`: the sum of all operands of a formula."""
    return "+".join(f"{{{at}}}" for at in range(len(operands)))


def _base_words(items: Sequence[Trace], base: int, unit: int) -> str:
    """`on 279.00 + 476.00 = 755.00`."""
    result = money(base, unit)
    if not 1 < len(items) <= FEW:
        return message("on {amount}", amount=result)
    terms = " + ".join(item.shown for item in items)
    calculation = f"{terms} = {result}"
    return message("on {amount}", amount=calculation)


def _added_taxes(tax: _Tax, base: Trace) -> list[Trace]:
    """Tax 1 on the base, tax 2 on the base or on base and tax 1, each rounded."""
    rate_1, rate_2 = tax.group.rates
    first = _percentage(tax.title(0), [base], rate_1, tax.unit)
    if rate_2:
        taxed = [base, first] if tax.group.compound else [base]
        return [first, _percentage(tax.title(1), taxed, rate_2, tax.unit)]
    if not base.operands:
        return [first]
    words = _base_words(base.operands, tax.group.base, tax.unit)
    how = message("{base}: {how}", base=words, how=first.how)
    return [replace(first, how=how)]


def _percentage(title: str, taxed: Sequence[Trace], rate: int, unit: int) -> Trace:
    """A percentage of the sum of some figures, rounded."""
    exact = Fraction(sum_of(taxed) * rate, MICRO**2)
    words = " + ".join(each.shown for each in taxed)
    term = _sum_term(taxed)
    if len(taxed) > 1:
        words = f"({words})"
        term = f"({term})"
    return Trace(
        title,
        round_half_away(exact, unit),
        unit,
        f"{words} × {percent(rate)} = {rounding(exact, unit)}",
        formula=excel_round(f"{term}*{excel_percent(rate)}", unit),
        operands=tuple(taxed),
    )


def _included_taxes(tax: _Tax, base: Trace) -> list[Trace]:
    """The gross stays as it is: net is gross ÷ (1 + rates), rounded; the rest is the tax."""
    included = _both_included if tax.group.rates[1] else _only_included
    return included(tax, base, _net(tax, base))


def _both_included(tax: _Tax, base: Trace, net: Trace) -> list[Trace]:
    first = _first_included(tax, net)
    return [first, _second_included(tax, base, net, first)]


def _only_included(tax: _Tax, base: Trace, net: Trace) -> list[Trace]:
    difference = f"{base.shown} − {net.shown}"
    how = _and_the_net(difference, net)
    trace = Trace(
        tax.names[0],
        tax.group.tax,
        tax.unit,
        how,
        formula="{0}-{1}",
        operands=(base, net),
    )
    return [trace]


def _first_included(tax: _Tax, net: Trace) -> Trace:
    """The first of two taxes: its percentage of the net."""
    found = _percentage(tax.title(0), [net], tax.group.rates[0], tax.unit)
    return replace(found, how=_and_the_net(found.how, net))


def _and_the_net(how: str, net: Trace) -> Message:
    """A calculation, and that of the net which it starts from."""
    return message("{how}; the net is {net}", how=how, net=net.how)


def _second_included(tax: _Tax, base: Trace, net: Trace, first: Trace) -> Trace:
    """The second of two taxes: what is left of the gross."""
    return Trace(
        tax.title(1),
        base.amount - net.amount - first.amount,
        tax.unit,
        message(
            "what is left: {gross} − {net} − {tax}",
            gross=base.shown,
            net=net.shown,
            tax=first.shown,
        ),
        formula="{0}-{1}-{2}",
        operands=(base, net, first),
    )


def _net(tax: _Tax, base: Trace) -> Trace:
    """What prices that include the tax come to without it."""
    group = tax.group
    rates = group.rates if group.compound else [rate for rate in group.rates if rate]
    words, term = _divisor_patterns(len(rates), group.compound)
    exact = Fraction(base.amount, MICRO) / _divisor(group)
    divisor = words.format(*map(percent, rates))
    excel_divisor = term.format(*map(excel_percent, rates))
    return Trace(
        message("Net of tax"),
        round_half_away(exact, tax.unit),
        tax.unit,
        f"{base.shown} ÷ {divisor} = {rounding(exact, tax.unit)}",
        formula=excel_round(f"{{0}}/{excel_divisor}", tax.unit),
        operands=(base,),
    )


def _divisor(group: TaxGroup) -> Fraction:
    """What a net price is multiplied by to give its gross price."""
    first, second = group.rates
    if not group.compound:
        return Fraction(MICRO + first + second, MICRO)
    return Fraction(MICRO + first, MICRO) * Fraction(MICRO + second, MICRO)


def _divisor_patterns(count: int, compound: bool) -> tuple[str, str]:
    """The divisor in words and for Excel, with {} for each rate."""
    if compound:
        return "((1 + {}) × (1 + {}))", "((1+{})*(1+{}))"
    rates = ["{}"] * count
    return f"(1 + {' + '.join(rates)})", f"(1+{'+'.join(rates)})"
