"""The facts of an opened workbook, typed and filled, with everything that is wrong in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.controls.known_facts.issued_numbers import reused_numbers
from sheetflow.engine.new_orders import take_new_orders
from sheetflow.engine.prepare import Prepared, prepare
from sheetflow.opening.opened import Opened
from sheetflow.reading.files_beside import file_problems
from sheetflow.reading.gone_rows import name_gone_rows
from sheetflow.reading.misplaced_rows import name_misplaced_rows
from sheetflow.reading.numbers_not_issued import name_numbers_not_issued
from sheetflow.reading.renamed_sheets import problems_of_renamed_sheets
from sheetflow.reading.swapped_columns import name_swapped_columns

if TYPE_CHECKING:
    from sheetflow.engine.custom import CustomStep


def prepared_facts(opened: Opened, folder: Path, day: date) -> Prepared:
    """The facts, typed and filled, with everything that is wrong in them.

    That includes what was changed in the closed period, and the files in the workbook's `folder`.
    """
    prepared = prepare(opened.raw, day.toordinal(), opened.numbers.highest)
    return _with_problems_around(opened, folder, prepared)


def check_and_fill(
    opened: Opened, folder: Path, day: date, steps: Sequence[CustomStep]
) -> tuple[Opened, Prepared]:
    """The facts, typed and filled, with everything that is wrong in them; with the rows of the user's own steps."""
    prepared = prepare(opened.raw, day.toordinal(), opened.numbers.highest)
    raw = opened.raw
    if len(prepared.book.new_orders):
        raw, prepared = take_new_orders(raw, prepared)
    if steps:
        from sheetflow.engine.custom import run_custom_steps

        raw, prepared = run_custom_steps(raw, prepared, steps)
    opened = replace(opened, raw=raw)
    return opened, _with_problems_around(opened, folder, prepared)


def _with_problems_around(opened: Opened, folder: Path, prepared: Prepared) -> Prepared:
    """The facts with what is wrong in the closed period, in what was issued, and in the files next to the workbook."""
    prepared = opened.issued.watch(opened.guard.watch(prepared))
    reused = reused_numbers(opened.numbers, prepared.book)
    prepared = replace(prepared, closed=[*prepared.closed, *reused])
    placed = name_misplaced_rows(
        prepared.problems, opened.workbook, opened.layouts, opened.raw
    )
    known = name_gone_rows(
        name_swapped_columns(placed, opened.raw),
        opened.workbook,
        opened.layouts,
        opened.derived.get("Issues"),
    )
    known = name_numbers_not_issued(known, prepared.book)
    renamed = problems_of_renamed_sheets(
        opened.workbook, opened.layouts, is_first_run=not opened.kept[0]
    )
    problems = [*known, *renamed, *file_problems(prepared.book, folder)]
    return replace(prepared, problems=problems)
