"""How the credit of a return was calculated (rules.md section 6).

Cells that do not show what the rule gives were filled in before the facts changed; they
are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from sheetflow.domain.messages import message
from sheetflow.domain.numbers import MICRO, Mask, take
from sheetflow.domain.phrases import money, number
from sheetflow.inspection.trace.arithmetic import (
    Calculation,
    excel_round,
    line_total,
    round_half_away,
    rounding,
)
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.credit_taxes import Invoiced, invoiced_lines, line_credits

KEPT = message("kept as it was first filled in")


@dataclass(frozen=True)
class Share:
    """A part of a whole: `whole` × `part` ÷ `parts`, after `before` of the same parts.

    `label` says what the whole is. `shown` writes parts: quantities or amounts.
    """

    label: str
    whole: int
    before: int
    part: int
    parts: int
    unit: int
    shown: Callable[[int], str] = number

    def _up_to(self, part: int) -> Fraction:
        """What so many parts come to, not rounded, in units."""
        if not self.parts:
            return Fraction(0)
        return Fraction(self.whole, self.parts * MICRO) * part

    @property
    def figure(self) -> int:
        """This part's share; all shares together are exactly the whole."""
        after = round_half_away(self._up_to(self.before + self.part), self.unit)
        before = round_half_away(self._up_to(self.before), self.unit)
        return after - before

    @property
    def words(self) -> str:
        """`279.00 × 2 ÷ 3 = 186.00`, less what earlier parts had."""
        words = self._calculation(self.before + self.part)
        return self._less_earlier(words) if self.before else words

    def _calculation(self, after: int) -> str:
        """How the share of this part and the earlier ones is calculated."""
        factors = f"{money(self.whole, self.unit)} × {self.shown(after)}"
        result = rounding(self._up_to(after), self.unit)
        calculation = f"{factors} ÷ {self.shown(self.parts)} = {result}"
        return message("{label}: {how}", label=self.label, how=calculation)

    def _less_earlier(self, words: str) -> str:
        earlier = rounding(self._up_to(self.before), self.unit)
        return message(
            "{how}, less {amount} for {part} earlier",
            how=words,
            amount=earlier,
            part=self.shown(self.before),
        )

    @property
    def formula(self) -> str:
        """The same as Excel calculates it."""
        formula = self._term(self.before + self.part)
        return f"{formula}-{self._term(self.before)}" if self.before else formula

    def _term(self, part: int) -> str:
        term = f"{number(self.whole)}*{number(part)}/{number(self.parts)}"
        return excel_round(term, self.unit)


def calculated_credit(
    source: Source, record: int, net: Trace, tax: Trace
) -> tuple[Trace, Trace]:
    """Credit net and Credit tax of a return, with the calculation that they follow from."""
    invoiced = invoiced_lines(source.book)
    line = int(source.book.returns.line_index[record])
    if line < 0 or line in invoiced.parts:
        return net, tax
    if not invoiced.inclusive[line]:
        tax = _as_share(tax, _tax_share(source, invoiced, record, net.amount))
        return _line_credit(source, invoiced, record, net), tax
    credit = net.amount + tax.amount
    tax = _as_share(tax, _tax_share(source, invoiced, record, credit))
    gross = replace(net, title=message("Line credit"), figure=credit, cell="")
    gross = _line_credit(source, invoiced, record, gross)
    return _net_of_tax(net, gross, tax), tax


def _net_of_tax(net: Trace, gross: Trace, tax: Trace) -> Trace:
    """The net credit, as the line credit less its tax."""
    return replace(
        net,
        how=message(
            "{gross} − {tax}, where the line credit is {how}",
            gross=gross.shown,
            tax=tax.shown,
            how=gross.how,
        ),
        formula=f"{number(gross.amount)}-{{0}}",
        operands=(tax,),
    )


def _as_share(fact: Trace, share: Share) -> Trace:
    """A fact with the share that it is."""
    if not share.whole and not fact.figure:
        return fact
    if not share.parts or share.figure != fact.figure:
        return replace(fact, how=KEPT)
    return replace(fact, how=share.words, formula=share.formula)


def _line_credit(source: Source, invoiced: Invoiced, record: int, fact: Trace) -> Trace:
    """What was invoiced for the units that come back, or the unit credit for them."""
    if source.book.returns.has_unit_credit[record]:
        return _unit_credit(source, record, fact)
    return _as_share(fact, _invoiced_share(source, invoiced, record))


def _unit_credit(source: Source, record: int, fact: Trace) -> Trace:
    """Quantity × unit credit."""
    returns = source.book.returns
    quantity = int(returns.credited_quantity[record])
    price = int(returns.unit_credit[record])
    return _as_calculated(fact, line_total(quantity, price, (), source.unit))


def _as_calculated(fact: Trace, calculation: Calculation) -> Trace:
    """A fact with the calculation that leads to it; one that is different was typed."""
    if calculation.result != fact.figure:
        return replace(fact, how=KEPT)
    return replace(fact, how=calculation.words, formula=calculation.formula)


def _invoiced_share(source: Source, invoiced: Invoiced, record: int) -> Share:
    """The share of what was invoiced for the order line."""
    returns = source.book.returns
    line = int(returns.line_index[record])
    same_line = (returns.line_index == line) & returns.live
    earlier = same_line & _rows_before(source, record)
    return Share(
        message("share of what was invoiced"),
        whole=int(invoiced.total[line]),
        before=int(returns.credited_quantity[earlier].sum()),
        part=int(returns.credited_quantity[record]),
        parts=int(invoiced.quantity[line]),
        unit=source.unit,
    )


def _tax_share(source: Source, invoiced: Invoiced, record: int, credit: int) -> Share:
    """The share of a line credit in the tax that the order was invoiced under its code."""
    group = invoiced.group[source.book.returns.line_index[record]]
    return Share(
        message("share of its code's tax"),
        whole=int(invoiced.tax[group]) if group >= 0 else 0,
        before=_credited_before(source, invoiced, record),
        part=credit,
        parts=int(invoiced.base[group]) if group >= 0 else 0,
        unit=source.unit,
        shown=partial(money, minor_unit=source.unit),
    )


def _credited_before(source: Source, invoiced: Invoiced, record: int) -> int:
    """The line credits of earlier returns of the same order and tax code."""
    returns = source.book.returns
    groups = take(invoiced.group, returns.line_index, -1)
    earlier = (groups == groups[record]) & _rows_before(source, record)
    credits = line_credits(source.book, invoiced)
    return int(credits[earlier].sum())


def _rows_before(source: Source, record: int) -> Mask:
    """The returns above a row."""
    return np.asarray(np.arange(len(source.book.returns)) < record)
