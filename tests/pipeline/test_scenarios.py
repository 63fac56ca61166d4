"""The engine plays our scenarios: their figures were worked out by hand from the text of the rules."""

from __future__ import annotations

import pytest
from locations import TESTS
from oracle.memory import grids, rows_of
from oracle.rules import Outcome
from oracle.scenarios import play_scenario, scenarios_in
from sheets import run

CASES = list(scenarios_in(TESTS / "scenarios"))


def by_engine(sheets, as_of) -> Outcome:
    """One run in memory, in the form of an outcome of the independent rules."""
    played = run(grids(sheets), as_of.isoformat())
    outcome = Outcome(_with_plain_numbers(rows_of(played, sheets)))
    reported = played.result.reported
    outcome.errors = [
        (problem.sheet, problem.record, problem.column, problem.text)
        for problem in reported
        if problem.rule.is_error
    ]
    outcome.warnings = [problem.text for problem in reported] + played.notes
    return outcome


def _with_plain_numbers(sheets):
    """Lines and containers as the numbers that a cell holds."""
    for rows in sheets.values():
        for row in rows:
            for header in ("Line", "Container"):
                if str(row.get(header)).isdigit():
                    row[header] = int(row[header])
    return sheets


@pytest.mark.parametrize(
    "scenario", [scenario for _, scenario in CASES], ids=[name for name, _ in CASES]
)
def test_the_engine_comes_to_the_figures_worked_out_by_hand(scenario):
    assert play_scenario(scenario, by_engine) == []
