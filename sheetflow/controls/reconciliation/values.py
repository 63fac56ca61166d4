"""Checks of value: what stock and sales cost, and that margins are sales less that (ledgers/costs.py).

A moving average is worked out from all that came before it, which no plain formula can do. So these formulas read
the values of Movements, and check that they come to what Stock and Order lines show.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from sheetflow.controls.reconciliation import money_names
from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import MONEY, CheckMaker, Figure
from sheetflow.controls.reconciliation.formulas import NOTHING, Term, call, total
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, Mask, total_by
from sheetflow.ledgers.costs import Costs, at_place
from sheetflow.ledgers.margins import build_margins, costs_of_sales, net_sales
from sheetflow.ledgers.movement_types import TYPES, outside


def value_checks(maker: CheckMaker) -> Iterator[Check]:
    """Every check of value; none where no cost is known."""
    costs = maker.ledgers.costs
    if costs is not None:
        yield _stock_value(maker, costs)
        yield _cost_of_sales(maker, costs)
        yield _margins(maker, costs)


def _stock_value(maker: CheckMaker, costs: Costs) -> Check:
    outside_value = costs.places[:, len(maker.book.warehouse) :].sum(axis=1)
    figure = Figure(costs.stock, -outside_value)
    formula = _stock_formula(maker, costs)
    return maker.check(money_names.STOCK_VALUE, figure, formula, MONEY)


def _cost_of_sales(maker: CheckMaker, costs: Costs) -> Check:
    by_movements = at_place(maker.book, costs, "(customer)")
    figure = Figure(by_movements, _by_product(maker, costs))
    name = money_names.COST_OF_SALES
    return maker.check(name, figure, _sales_formula(maker, costs), MONEY)


def _margins(maker: CheckMaker, costs: Costs) -> Check:
    margins = build_margins(maker.book, costs)
    shown = margins != BLANK
    again = net_sales(maker.book) - costs_of_sales(maker.book, costs)
    figure = Figure(margins[shown], again[shown])
    formula = maker.formulas.derived("Order lines", "Margin", margins[shown])
    return maker.check(money_names.MARGINS, figure, formula, MONEY)


def _by_product(maker: CheckMaker, costs: Costs) -> AnyArray:
    """The cost of sales of each product, by order lines."""
    sku = maker.ledgers.lines.sku
    return total_by(sku, costs_of_sales(maker.book, costs), len(maker.book.products))


def _stock_formula(maker: CheckMaker, costs: Costs) -> Term:
    """In: from suppliers, adjusted, restocked; out: picked, adjusted."""
    moves = maker.ledgers.movements
    supplier = outside(maker.book, "(supplier)")
    adjustment = outside(maker.book, "(adjustment)")
    sums = _Sums(maker, costs)
    return (
        sums.where("From", "(supplier)", moves.origin == supplier)
        + sums.where("From", "(adjustment)", moves.origin == adjustment)
        + sums.where("Type", "Restock", moves.kind == TYPES.index("Restock"))
        - sums.where("Type", "Pick", moves.kind == TYPES.index("Pick"))
        - sums.where("To", "(adjustment)", moves.target == adjustment)
    )


def _sales_formula(maker: CheckMaker, costs: Costs) -> Term:
    """What went to customers less what came back."""
    moves = maker.ledgers.movements
    customer = outside(maker.book, "(customer)")
    sums = _Sums(maker, costs)
    shipped = sums.where("To", "(customer)", moves.target == customer)
    returned = sums.where("From", "(customer)", moves.origin == customer)
    return shipped - returned


class _Sums:
    """Sums over the values of Movements."""

    def __init__(self, maker: CheckMaker, costs: Costs) -> None:
        self._column = maker.formulas.column
        self._values = costs.movements

    def where(self, header: str, word: str, rows: Mask) -> Term:
        """The values of the rows that have a word in a column; `rows` are those that do."""
        values = self._column("Movements", "Value")
        column = self._column("Movements", header)
        if values is None or column is None:
            return NOTHING
        value = Fraction(total(np.where(rows, self._values, 0)), MICRO)
        return call(f'SUMIFS({values},{column},"{word}")', value)
