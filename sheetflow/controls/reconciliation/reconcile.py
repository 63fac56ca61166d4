"""The Checks: the engine's figures beside live formulas over the facts (rules.md section 8).

They tell two kinds of truth. What the engine's ledgers say must agree with its own facts whatever a person typed:
`failures` names what does not, which is our bug, and nothing is published. What a formula gives may differ from the
engine's figure, where the engine leaves out rows in error: the result says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from sheetflow.controls.reconciliation.amounts import money_checks
from sheetflow.controls.reconciliation.check import Check, References
from sheetflow.controls.reconciliation.formulas import NOTHING, call
from sheetflow.controls.reconciliation.making import COUNT, Figure, Making
from sheetflow.controls.reconciliation.sequences import sequence_checks
from sheetflow.controls.reconciliation.units import unit_checks
from sheetflow.controls.reconciliation.values import value_checks
from sheetflow.engine.process import Result
from sheetflow.workbook.model import Formula, Value

__all__ = ["Check", "References", "check_columns", "failures", "reconcile"]


def reconcile(result: Result, references: References) -> list[Check]:
    """All checks of a run, in the order of the sheet Checks.

    `references` tells where the columns will stand once the run is written.
    """
    making = Making(result, references)
    return [
        *unit_checks(making),
        *money_checks(making),
        *value_checks(making),
        *sequence_checks(making),
        *_orders(making),
    ]


def failures(checks: Sequence[Check]) -> list[Check]:
    """The checks whose figure came out differently in its two ways: a bug of the engine."""
    return [check for check in checks if not check.holds]


def check_columns(
    checks: Sequence[Check],
    first_row: int = 2,
    letters: Sequence[str] = ("B", "C", "D"),
) -> dict[str, list[Value]]:
    """The sheet Checks as columns.

    `first_row` is the row of the first check, `letters` are the columns of Engine, Workbook and Difference.
    """
    engine, workbook, difference = letters
    numbered = list(enumerate(checks, first_row))
    return {
        "Check": [check.name for check in checks],
        "Engine": [_plain(check.engine) for check in checks],
        "Workbook": [
            Formula(check.formula, _plain(check.workbook)) for check in checks
        ],
        "Difference": [
            Formula(
                check.difference_formula(f"{engine}{row}", f"{workbook}{row}"),
                _plain(check.difference),
            )
            for row, check in numbered
        ],
        "Result": [
            Formula(check.result_formula(f"{difference}{row}"), check.result)
            for row, check in numbered
        ],
    }


def _plain(value: Decimal | None) -> int | Decimal | None:
    """Whole numbers as such."""
    return (
        int(value)
        if value is not None and value == value.to_integral_value()
        else value
    )


def _orders(making: Making) -> Iterator[Check]:
    """Every order that was read had something done, is held, or was left as it was."""
    size, cells = len(making.book.orders), ("Orders", "Order")
    held, applied = making.result.on_hold, making.result.applied - making.result.on_hold
    untouched = set(range(size)) - held - applied
    classes = len(held) + len(applied) + len(untouched)
    column = making.formulas.column(*cells)
    formula = NOTHING
    if column is not None:
        formula = call(f"ROWS({column})-COUNTBLANK({column})", _numbered(making), cells)
    figure = Figure(
        np.array([classes]), np.array([size]), (Decimal(classes), Decimal(size))
    )
    yield making.check(
        "Orders read = applied + held + untouched", figure, formula, COUNT
    )


def _numbered(making: Making) -> int:
    """How many rows of Orders hold something where the number should be, readable or not."""
    numbered = making.book.orders.has_order
    problems = making.seen.problems("Orders", "Order")
    numbered[[problem.record for problem in problems if problem.code != "REQ01"]] = True
    return int(numbered.sum())
