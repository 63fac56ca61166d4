"""The Checks: the engine's figures next to live formulas over the facts (rules.md section 8).

They compare two things. The engine's ledgers must agree with its own facts, whatever a person typed: `failures` names
what does not, which is our bug, and nothing is published. The value of a formula may differ from the engine's figure,
where the engine leaves out rows in error: the result says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from sheetflow.controls.reconciliation.amounts import money_checks
from sheetflow.controls.reconciliation.bank import bank_checks
from sheetflow.controls.reconciliation.check import Check, References
from sheetflow.controls.reconciliation.check_maker import COUNT, CheckMaker, Figure
from sheetflow.controls.reconciliation.formulas import NOTHING, call
from sheetflow.controls.reconciliation.purchases import purchase_checks
from sheetflow.controls.reconciliation.rows_as_read import row_checks
from sheetflow.controls.reconciliation.sequences import sequence_checks
from sheetflow.controls.reconciliation.units import unit_checks
from sheetflow.controls.reconciliation.values import value_checks
from sheetflow.domain.messages import message
from sheetflow.engine.process import Result
from sheetflow.workbook.model import Formula, Value

_HEADERS = ("Check", "Engine", "Workbook", "Difference", "Result")

__all__ = ["Check", "References", "check_columns", "failures", "reconcile"]


def reconcile(result: Result, references: References) -> list[Check]:
    """All checks of a run, in the order of the sheet Checks.

    `references` gives the cells of the columns once the run is written.
    """
    maker = CheckMaker(result, references)
    return [
        *unit_checks(maker),
        *purchase_checks(maker),
        *money_checks(maker),
        *bank_checks(maker),
        *value_checks(maker),
        *sequence_checks(maker),
        *_orders(maker),
        *row_checks(maker),
    ]


def failures(checks: Sequence[Check]) -> list[Check]:
    """The checks whose figure came out differently in its two ways: a bug of the engine."""
    return [check for check in checks if not check.passes]


def check_columns(
    checks: Sequence[Check],
    first_row: int = 2,
    letters: Sequence[str] = ("B", "C", "D"),
) -> dict[str, list[Value]]:
    """The sheet Checks as columns.

    `first_row` is the row of the first check, `letters` are the columns of Engine, Workbook and Difference.
    """
    rows = [
        _check_row(check, row, letters) for row, check in enumerate(checks, first_row)
    ]
    return {header: [row[header] for row in rows] for header in _HEADERS}


def _check_row(check: Check, row: int, letters: Sequence[str]) -> dict[str, Value]:
    """One row of the sheet Checks."""
    engine, workbook, difference = (f"{column}{row}" for column in letters)
    return {
        "Check": check.name,
        "Engine": _plain(check.engine),
        "Workbook": Formula(check.formula, _plain(check.workbook)),
        "Difference": Formula(
            check.difference_formula(engine, workbook), _plain(check.difference)
        ),
        "Result": Formula(
            check.result_formula(engine, workbook, difference), check.result
        ),
    }


def _plain(value: Decimal | None) -> int | Decimal | None:
    """Whole numbers as such."""
    if value is None or value != value.to_integral_value():
        return value
    return int(value)


def _orders(maker: CheckMaker) -> Iterator[Check]:
    """Every order that was read had something done, is on hold, or was left as it was."""
    cells = ("Orders", "Order")
    column = maker.formulas.column(*cells)
    formula = NOTHING
    if column is not None:
        formula = call(f"ROWS({column})-COUNTBLANK({column})", _numbered(maker), cells)
    figure = _orders_figure(maker)
    name = message("Orders read = applied + held + untouched")
    yield maker.check(name, figure, formula, COUNT)


def _orders_figure(maker: CheckMaker) -> Figure:
    """The orders by what became of them, and all orders."""
    size = len(maker.book.orders)
    on_hold = maker.result.on_hold
    applied = maker.result.applied - on_hold
    untouched = set(range(size)) - on_hold - applied
    classes = len(on_hold) + len(applied) + len(untouched)
    return Figure(
        np.array([classes]), np.array([size]), (Decimal(classes), Decimal(size))
    )


def _numbered(maker: CheckMaker) -> int:
    """How many rows of Orders have something where the number should be, readable or not."""
    numbered = maker.book.orders.has_order
    problems = maker.view.problems("Orders", "Order")
    for problem in problems:
        if problem.code != "REQ01":
            numbered[list(problem.records)] = True
    return int(numbered.sum())
