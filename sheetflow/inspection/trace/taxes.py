"""Traces of tax: what bears it, and each rounding, by tax code (rules.md section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from sheetflow.domain.numbers import MICRO
from sheetflow.domain.phrases import money
from sheetflow.inspection.trace.documents import Group
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.sums import (
    half_away,
    percent,
    percent_term,
    rounded,
    rounding,
)
from sheetflow.inspection.trace.tree import Trace, total

FEW = 4
"""How many lines a title names one by one."""


def tax_traces(
    source: Source, groups: Sequence[Group], bearers: Sequence[Trace], unit: int
) -> list[Trace]:
    """The tax of one document by tax code; `bearers` are the traces of its items."""
    found: dict[int, list[Trace]] = {}
    for group in groups:
        mine = [bearers[item] for item in group.items]
        found.setdefault(group.code, []).append(_tax_of(source, group, mine, unit))
    return [_of_code(source, code, traces, unit) for code, traces in found.items()]


def _of_code(source: Source, code: int, traces: list[Trace], unit: int) -> Trace:
    """The tax under one code; where it is rounded on each line, the sum of these."""
    if len(traces) == 1:
        return traces[0]
    name, place = _code(source, code)
    added = sum(trace.figure or 0 for trace in traces)
    return total(f"{name}, rounded on each line", added, traces, unit, place=place)


def _code(source: Source, code: int) -> tuple[str, str]:
    """What a tax code is called, and where it stands."""
    if code < 0:
        return "No tax", ""
    return f"Tax {source.book['Tax codes']['Tax code'][code]}", source.place(
        "Tax codes", code
    )


def _tax_of(source: Source, group: Group, bearers: Sequence[Trace], unit: int) -> Trace:
    """The tax of what is taxed as one."""
    name, place = _code(source, group.code)
    title = f"{name} on {_names(bearers)}"
    if not any(group.rates):
        return Trace(
            title, group.tax, unit, f"nothing on {money(group.base, unit)}", place
        )
    base = _base(group, bearers, unit)
    rates = [_rate(source, group, which) for which in (0, 1)]
    taxes = (
        _taxes_inside(group, base, rates, unit)
        if group.inclusive
        else _taxes_on_top(group, base, rates, unit)
    )
    assert sum(tax.figure or 0 for tax in taxes) == group.tax, (
        f"{title}: {taxes} is not {group.tax}"
    )
    if len(taxes) == 1:
        return replace(taxes[0], title=title, place=place)
    whole = total(
        title,
        group.tax,
        taxes,
        unit,
        how=_sum_of(bearers, group.base, unit),
        place=place,
    )
    return replace(whole, operands=taxes[0].operands)


def _names(bearers: Sequence[Trace]) -> str:
    """`line 1, line 2 and the freight`; more than a few are counted."""
    names = [_short(bearer.title) for bearer in bearers]
    if len(names) > FEW:
        freight = names[-1] == _short("Freight")
        names = [f"{len(names) - freight} lines", *names[len(names) - freight :]]
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def _short(title: str) -> str:
    """`line 1` of `Line 1 A-100`."""
    return "the freight" if title == "Freight" else " ".join(title.split()[:2]).lower()


def _rate(source: Source, group: Group, which: int) -> str:
    """What one of the two taxes of a code is called."""
    name = (
        source.book.tax_codes[f"Tax {which + 1} name"][group.code]
        if group.code >= 0
        else None
    )
    return str(name or f"Tax {which + 1}")


def _base(group: Group, bearers: Sequence[Trace], unit: int) -> Trace:
    """What the tax is worked out on."""
    if len(bearers) == 1:
        return bearers[0]
    title = "Prices that hold it" if group.inclusive else "Taxed"
    sum_of = "+".join(f"{{{at}}}" for at in range(len(bearers)))
    return Trace(
        f"{title}: {_names(bearers)}",
        group.base,
        unit,
        formula=sum_of,
        operands=tuple(bearers),
    )


def _sum_of(bearers: Sequence[Trace], base: int, unit: int) -> str:
    """`on 279.00 + 476.00 = 755.00`."""
    if 1 < len(bearers) <= FEW:
        return (
            f"on {' + '.join(bearer.shown for bearer in bearers)} = {money(base, unit)}"
        )
    return f"on {money(base, unit)}"


def _taxes_on_top(
    group: Group, base: Trace, names: Sequence[str], unit: int
) -> list[Trace]:
    """Tax 1 on the base, tax 2 on the base or on base and tax 1, each rounded."""
    first = _share(
        f"{names[0]} {percent(group.rates[0])}", [base], group.rates[0], unit
    )
    if not group.rates[1]:
        alone = _sum_of(base.operands, group.base, unit) + ": " if base.operands else ""
        return [replace(first, how=alone + first.how)]
    on = [base, first] if group.compound else [base]
    return [
        first,
        _share(f"{names[1]} {percent(group.rates[1])}", on, group.rates[1], unit),
    ]


def _share(title: str, on: Sequence[Trace], rate: int, unit: int) -> Trace:
    """A percentage of the sum of some figures, rounded."""
    exact = Fraction(sum(each.figure or 0 for each in on) * rate, MICRO**2)
    words, terms = (
        " + ".join(each.shown for each in on),
        "+".join(f"{{{at}}}" for at in range(len(on))),
    )
    if len(on) > 1:
        words, terms = f"({words})", f"({terms})"
    how = f"{words} × {percent(rate)} = {rounding(exact, unit)}"
    formula = rounded(f"{terms}*{percent_term(rate)}", unit)
    return Trace(
        title, half_away(exact, unit), unit, how, formula=formula, operands=tuple(on)
    )


def _taxes_inside(
    group: Group, base: Trace, names: Sequence[str], unit: int
) -> list[Trace]:
    """The gross is never altered: net is gross ÷ (1 + rates), rounded; the tax is what is left of it."""
    net = _net(group, base, unit)
    if not group.rates[1]:
        how = f"{base.shown} − {net.shown}; the net is {net.how}"
        return [
            Trace(
                names[0], group.tax, unit, how, formula="{0}-{1}", operands=(base, net)
            )
        ]
    first = _share(f"{names[0]} {percent(group.rates[0])}", [net], group.rates[0], unit)
    first = replace(first, how=f"{first.how}; the net is {net.how}", operands=(net,))
    rest = (base.figure or 0) - (net.figure or 0) - (first.figure or 0)
    how = f"what is left: {base.shown} − {net.shown} − {first.shown}"
    title = f"{names[1]} {percent(group.rates[1])}"
    return [
        first,
        Trace(
            title, rest, unit, how, formula="{0}-{1}-{2}", operands=(base, net, first)
        ),
    ]


def _net(group: Group, base: Trace, unit: int) -> Trace:
    """What prices that hold the tax come to without it."""
    rates = [rate for rate in group.rates if rate]
    if group.compound:
        factor = Fraction(MICRO + group.rates[0], MICRO) * Fraction(
            MICRO + group.rates[1], MICRO
        )
        words, term = "((1 + {}) × (1 + {}))", "((1+{})*(1+{}))"
    else:
        factor = Fraction(MICRO + sum(rates), MICRO)
        words, term = (
            f"(1 + {' + '.join(['{}'] * len(rates))})",
            f"(1+{'+'.join(['{}'] * len(rates))})",
        )
    rates = list(group.rates) if group.compound else rates
    exact = Fraction(base.figure or 0, MICRO) / factor
    how = (
        f"{base.shown} ÷ {words.format(*map(percent, rates))} = {rounding(exact, unit)}"
    )
    formula = rounded("{0}/" + term.format(*map(percent_term, rates)), unit)
    return Trace(
        "Net of tax",
        half_away(exact, unit),
        unit,
        how,
        formula=formula,
        operands=(base,),
    )
