"""A workbook checked, not run: to list its problems, or to print, trace or export it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.controls.closing import opening_problems
from sheetflow.domain.catalogue import declared_by
from sheetflow.engine.edits import Edits
from sheetflow.engine.process import Result, examine
from sheetflow.ledgers.all import build_ledgers
from sheetflow.ledgers.as_of import facts_as_of
from sheetflow.opening import open_workbook, prepared_facts
from sheetflow.writing.frames import Frames
from sheetflow.writing.issues import issue_columns, locate_all
from sheetflow.writing.outcome import Run

if TYPE_CHECKING:
    pass


def check(
    path: str | Path, *, as_of: date | None = None, annotate: bool = False
) -> Run:
    """Validate a workbook, and do nothing.

    With `annotate`, the result's `save` writes a copy that lists the problems on Issues.
    """
    opened = open_workbook(path, adopt=not annotate)
    with declared_by(opened.sheets):
        prepared = prepared_facts(opened, Path(path).parent, as_of or date.today())
        result = examine(prepared)
        problems = opened.log_problems(opened.log)
        problems += opening_problems(opened.log, result.book)
        result = replace(result, reported=[*result.reported, *problems])
        located = locate_all(result, result.book, opened.positions)
        if annotate:
            from sheetflow.writing.annotating import annotate_workbook

            annotate_workbook(
                opened.workbook, opened.layouts, opened.derived, result, located
            )
    book = Frames(result.book, dict, {"Issues": partial(issue_columns, located)})
    return Run(
        workbook=opened.workbook,
        result=result,
        problems=located,
        changes=(),
        checks=(),
        edits=Edits((), ()),
        book=book,
        positions=opened.positions,
        number=opened.next_run - 1,
        names=opened.sheets,
    )


def inspect(path: str | Path, *, as_of: date | None = None) -> Run:
    """Validate a workbook to print, trace or export it: with `as_of`, only the facts of that date count.

    Without `as_of`, all facts count, whatever their dates. The problems are those of the workbook as it is.
    """
    done = check(path, as_of=as_of)
    if as_of is None:
        return done
    return replace(done, result=_result_as_of(done.result, as_of.toordinal()))


def _result_as_of(result: Result, day: int) -> Result:
    """What was true on a day: its facts, and what is derived from them."""
    book = facts_as_of(result.book, day)
    before = facts_as_of(result.before, day)
    return replace(result, before=before, book=book, ledgers=build_ledgers(book))
