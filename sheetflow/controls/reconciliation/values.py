"""Checks of value: what stock and sales cost, and that margins are sales less that (ledgers/costs.py).

A moving average is worked out from all that came before it, which no plain formula can do. So these formulas read
the values of Movements, and check that they come to what Stock and Order lines show.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.formulas import NOTHING, Term, call, total
from sheetflow.controls.reconciliation.making import MONEY, Figure, Making
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, Mask, total_by
from sheetflow.ledgers.costs import Costs, at_place
from sheetflow.ledgers.margins import build_margins, costs_of_sales, net_sales
from sheetflow.ledgers.movement_types import TYPES, outside


def value_checks(making: Making) -> Iterator[Check]:
    """Every check of value; none where no cost is known."""
    costs = making.ledgers.costs
    if costs is None:
        return
    nowhere = -costs.places[:, len(making.book.warehouse) :].sum(axis=1)
    stock = Figure(costs.stock, nowhere)
    yield making.check(
        "Stock value = cost in − cost out", stock, _stock(making, costs), MONEY
    )
    sales = Figure(
        at_place(making.book, costs, "(customer)"), _by_product(making, costs)
    )
    yield making.check(
        "Cost of sales = shipped − returned, at cost",
        sales,
        _sales(making, costs),
        MONEY,
    )
    margins = build_margins(making.book, costs)
    shown = margins != BLANK
    again = (net_sales(making.book) - costs_of_sales(making.book, costs))[shown]
    formula = making.formulas.derived("Order lines", "Margin", margins[shown])
    yield making.check(
        "Margins = net sales − cost of sales",
        Figure(margins[shown], again),
        formula,
        MONEY,
    )


def _by_product(making: Making, costs: Costs) -> AnyArray:
    """The cost of sales of each product, by order lines."""
    sku = making.ledgers.lines.sku
    return total_by(sku, costs_of_sales(making.book, costs), len(making.book.products))


def _stock(making: Making, costs: Costs) -> Term:
    """In: from suppliers, adjusted, restocked; out: picked, adjusted."""
    moves = making.ledgers.movements
    adjustment = outside(making.book, "(adjustment)")
    sums = _Sums(making, costs)
    return (
        sums.where(
            "From", "(supplier)", moves.origin == outside(making.book, "(supplier)")
        )
        + sums.where("From", "(adjustment)", moves.origin == adjustment)
        + sums.where("Type", "Restock", moves.kind == TYPES.index("Restock"))
        - sums.where("Type", "Pick", moves.kind == TYPES.index("Pick"))
        - sums.where("To", "(adjustment)", moves.target == adjustment)
    )


def _sales(making: Making, costs: Costs) -> Term:
    """What went to customers less what came back."""
    moves, customer = making.ledgers.movements, outside(making.book, "(customer)")
    sums = _Sums(making, costs)
    return sums.where("To", "(customer)", moves.target == customer) - sums.where(
        "From", "(customer)", moves.origin == customer
    )


class _Sums:
    """Sums over the values of Movements."""

    def __init__(self, making: Making, costs: Costs) -> None:
        self._column, self._values = making.formulas.column, costs.movements

    def where(self, header: str, word: str, rows: Mask) -> Term:
        """The values of the rows that hold a word; `rows` are those that do."""
        values, asked = (
            self._column("Movements", "Value"),
            self._column("Movements", header),
        )
        if values is None or asked is None:
            return NOTHING
        value = Fraction(total(np.where(rows, self._values, 0)), MICRO)
        return call(f'SUMIFS({values},{asked},"{word}")', value)
