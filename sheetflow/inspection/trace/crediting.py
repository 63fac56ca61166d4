"""How the credit of a return came about (rules.md section 6), where its cells still say what the rule gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from sheetflow.domain.numbers import MICRO, take
from sheetflow.domain.phrases import money, number
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.sums import half_away, product, rounded, rounding
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.credits import Invoiced, invoiced_lines, line_credits

KEPT = "kept as it was filled"


@dataclass(frozen=True)
class Share:
    """A part of a whole: `whole` × `part` ÷ `parts`, after `before` of the same parts had theirs.

    `of` says what the whole is; parts are shown by `show`: quantities or amounts.
    """

    whole: int
    before: int
    part: int
    parts: int
    unit: int
    of: str
    show: Callable[[int], str] = number

    @property
    def exact(self) -> tuple[Fraction, Fraction]:
        """Up to and with this part, and up to it; in units."""
        if not self.parts:
            return Fraction(0), Fraction(0)
        each = Fraction(self.whole, self.parts * MICRO)
        return each * (self.before + self.part), each * self.before

    @property
    def figure(self) -> int:
        """This part's share, so that all parts together have exactly the whole."""
        now, before = self.exact
        return half_away(now, self.unit) - half_away(before, self.unit)

    @property
    def words(self) -> str:
        """`279.00 × 2 ÷ 3 = 186.00`, less what went before."""
        now, before = self.exact
        whole, parts = money(self.whole, self.unit), self.show(self.parts)
        said = f"{self.of} {whole} × {self.show(self.before + self.part)} ÷ {parts} = {rounding(now, self.unit)}"
        return said + (
            f", less {rounding(before, self.unit)} for {self.show(self.before)} before"
            if self.before
            else ""
        )

    @property
    def formula(self) -> str:
        """The same as Excel works it out."""
        whole, parts = number(self.whole), number(self.parts)
        now = rounded(f"{whole}*{number(self.before + self.part)}/{parts}", self.unit)
        return now + (
            f"-{rounded(f'{whole}*{number(self.before)}/{parts}', self.unit)}"
            if self.before
            else ""
        )


def explained(
    source: Source, record: int, net: Trace, tax: Trace
) -> tuple[Trace, Trace]:
    """Credit net and Credit tax of a return with the arithmetic that they follow from."""
    billed = invoiced_lines(source.book)
    line = int(source.book.returns.line_index[record])
    if line < 0:
        return net, tax
    gross = bool(billed.inclusive[line])
    credit = (net.figure or 0) + ((tax.figure or 0) if gross else 0)
    told_tax = _told(tax, _tax_share(source, billed, record, credit))
    if not gross:
        return _line_credit(source, billed, record, net), told_tax
    whole = _line_credit(
        source,
        billed,
        record,
        replace(net, title="Line credit", figure=credit, place=""),
    )
    how = f"{whole.shown} − {tax.shown}, where the line credit is {whole.how}"
    return replace(
        net, how=how, formula=f"{number(credit)}-{{0}}", operands=(told_tax,)
    ), told_tax


def _told(fact: Trace, share: Share) -> Trace:
    """A fact as the share that it is."""
    if not share.whole and not fact.figure:
        return fact
    if not share.parts or share.figure != fact.figure:
        return replace(fact, how=KEPT)
    return replace(fact, how=share.words, formula=share.formula)


def _line_credit(source: Source, billed: Invoiced, record: int, fact: Trace) -> Trace:
    """What was invoiced for the units that come back, or the unit credit for them."""
    returns, line = (
        source.book.returns,
        int(source.book.returns.line_index[record]),
    )
    quantity = int(returns.credited_quantity[record])
    if returns.has_unit_credit[record]:
        how, formula = product(
            quantity, int(returns.unit_credit[record]), (), source.unit
        )
        return (
            replace(fact, how=how, formula=formula)
            if how.endswith(f" {fact.shown}")
            else replace(fact, how=KEPT)
        )
    earlier = (
        (returns.line_index == line) & returns.live & (np.arange(len(returns)) < record)
    )
    before = int(returns.credited_quantity[earlier].sum())
    whole, units = int(billed.total[line]), int(billed.quantity[line])
    return _told(
        fact,
        Share(whole, before, quantity, units, source.unit, "of what was invoiced:"),
    )


def _tax_share(source: Source, billed: Invoiced, record: int, credit: int) -> Share:
    """Of the tax invoiced to the order under the line's code, the share of this line credit."""
    returns, taxed = source.book.returns, billed.taxes
    order, code = (
        int(returns.order_index[record]),
        int(billed.code[returns.line_index[record]]),
    )
    mine = (take(billed.order_of_document, taxed.document, -1) == order) & (
        taxed.code == code
    )
    same = (returns.order_index == order) & (
        take(billed.code, returns.line_index, -1) == code
    )
    earlier = same & (np.arange(len(returns)) < record)
    before = int(line_credits(source.book, billed.inclusive)[earlier].sum())
    shown, (tax, base) = (
        partial(money, minor_unit=source.unit),
        (taxed.tax[mine].sum(), taxed.base[mine].sum()),
    )
    return Share(
        int(tax), before, credit, int(base), source.unit, "of its code's tax:", shown
    )
