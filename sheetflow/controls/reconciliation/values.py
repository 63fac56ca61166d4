"""Checks of value: what stock and sales cost, and that margins are sales less that (ledgers/costs.py).

A moving average is worked out from all that came before it, which no plain formula can do. So these formulas add up
what is typed, the costs that stock moves state and the net sales; what the engine worked out from them is a number in
the formula. A fact that was changed after the run shows, and what it does to the average is seen on the next run.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.controls.reconciliation import money_names
from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import MONEY, CheckMaker, Figure
from sheetflow.controls.reconciliation.formulas import Term, constant, total
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, total_by
from sheetflow.ledgers.costs import Costs, at_place
from sheetflow.ledgers.margins import build_margins, costs_of_sales, net_sales
from sheetflow.ledgers.movement_types import WAREHOUSE

LINES = ("Invoice lines", "Line total")
NET = ("Returns", "Credit net")


def value_checks(maker: CheckMaker) -> Iterator[Check]:
    """Every check of value; none where no cost is known."""
    costs = maker.ledgers.costs
    if costs is not None:
        yield _stock_value(maker, costs)
        yield _cost_of_sales(maker, costs)
        yield _margins(maker, costs)


def _stock_value(maker: CheckMaker, costs: Costs) -> Check:
    outside_value = costs.places[:, WAREHOUSE + 1 :].sum(axis=1)
    figure = Figure(costs.stock, -outside_value)
    formula = _resting_on(_stated_costs(maker), figure)
    return maker.check(money_names.STOCK_VALUE, figure, formula, MONEY)


def _cost_of_sales(maker: CheckMaker, costs: Costs) -> Check:
    by_movements = at_place(costs, "(customer)")
    figure = Figure(by_movements, _by_product(maker, costs))
    name = money_names.COST_OF_SALES
    formula = _resting_on(_stated_costs(maker), figure)
    return maker.check(name, figure, formula, MONEY)


def _margins(maker: CheckMaker, costs: Costs) -> Check:
    margins = build_margins(maker.book, costs)
    shown = margins != BLANK
    again = net_sales(maker.book) - costs_of_sales(maker.book, costs)
    figure = Figure(margins[shown], again[shown])
    sums = maker.formulas.total
    formula = _resting_on(sums(*LINES) - sums(*NET), figure)
    return maker.check(money_names.MARGINS, figure, formula, MONEY)


def _by_product(maker: CheckMaker, costs: Costs) -> AnyArray:
    """The cost of sales of each product, by order lines."""
    sku = maker.ledgers.lines.sku
    return total_by(sku, costs_of_sales(maker.book, costs), len(maker.book.products))


def _stated_costs(maker: CheckMaker) -> Term:
    """Quantity × unit cost of every row that states one; transfers and counts leave costs as they are."""
    products = maker.formulas.products
    moved = products(("Stock moves", "Quantity"), ("Stock moves", "Unit cost"))
    return moved + products(("Receipts", "Quantity"), ("Receipts", "Unit cost"))


def _resting_on(facts: Term, figure: Figure) -> Term:
    """Facts, and what the engine adds to them, or takes off, to come to its figure."""
    worked_out = total(figure.parts) - int(facts.value * MICRO)
    return facts + constant(worked_out)
