"""One run as one page: workbook → frames → checks → steps → ledgers → checks → workbook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from sheetflow.controls.after_run import Controls
from sheetflow.controls.closing import opening_problems
from sheetflow.domain.catalogue import declared_by, sheet_schema
from sheetflow.engine.prepare import Prepared
from sheetflow.engine.process import Result, work
from sheetflow.last_run import LastRun
from sheetflow.opening import Opened, check_and_fill, open_workbook, refuse_earlier
from sheetflow.pipeline.write_result import write_result
from sheetflow.workbook.publishing.kept_runs import KeptRuns
from sheetflow.writing.outcome import Run
from sheetflow.writing.sheet_room import require_room_for_movements

if TYPE_CHECKING:
    from sheetflow.engine.custom import CustomCheck, CustomStep

MOVEMENTS = "Movements"

Clock = Callable[[str], None]
"""Called with the name of each stage of a run as it ends."""


class Options(TypedDict, total=False):
    """What a run may be given.

    `as_of` is the date that the engine works with and writes (default today); `adopt` lets it overwrite what it would
    otherwise refuse to; `forget` names sheets and columns that are meant to be gone since the last run; `against` is
    a copy of the workbook as the last run wrote it, for where that run kept none; `back_dated` allows a date before
    that of an earlier run; `started` is the time that the Run log gives as its start (default now), in UTC; `clock` is
    called with the name of each stage as it ends.

    `steps` are functions from the book's DataFrames, by sheet, to DataFrames of rows to append, by sheet: they are
    called once, before the actions, and what they return is checked, filled and listed as if it had been typed.
    `checks` are functions from the book's DataFrames to `sheetflow.Finding`s.
    """

    as_of: date | None
    adopt: bool
    forget: Collection[str]
    against: str | Path | None
    back_dated: bool
    started: datetime | None
    clock: Clock | None
    steps: Sequence[CustomStep]
    checks: Sequence[CustomCheck]


def run(path: str | Path, **options: Unpack[Options]) -> Run:
    """Take a workbook through the whole workflow; nothing is written before the result's `save`.

    The options, all by name, are `as_of`, `adopt`, `forget`, `against`, `back_dated`, `started`, `clock`, `steps`
    and `checks`: see `Options`. Raises SheetflowError where the workbook cannot be processed.
    """
    started = options.get("started") or datetime.now(UTC)
    day = options.get("as_of") or date.today()
    opened = _open(path, day, options)
    last_run = LastRun(opened, KeptRuns(Path(path)), _path(options.get("against")))
    with declared_by(opened.sheets):
        return _run(last_run, day, started, options)


def _open(path: str | Path, day: date, options: Options) -> Opened:
    """Open a workbook to run it. Raises SheetflowError for a date before that of an earlier run."""
    adopt = options.get("adopt", False)
    opened = open_workbook(path, adopt=adopt, forget=options.get("forget", ()))
    if not options.get("back_dated"):
        refuse_earlier(opened, day)
    _clock(options)("read")
    return opened


def _clock(options: Options) -> Clock:
    return options.get("clock") or _no_clock


def _run(last_run: LastRun, day: date, started: datetime, options: Options) -> Run:
    """Take an opened workbook through the workflow, in its own names."""
    tick = _clock(options)
    steps = options.get("steps", ())
    folder = last_run.opened.workbook.path.parent
    opened, prepared = check_and_fill(last_run.opened, folder, day, steps)
    prepared = replace(prepared, checks=options.get("checks", ()))
    movements = opened.derived.get(MOVEMENTS, sheet_schema(MOVEMENTS).title)
    require_room_for_movements(prepared.book, movements)
    tick("check and fill")

    result, controls = _act_and_derive(opened, prepared)
    tick("act and derive")

    done = write_result(opened, last_run, result, controls, started)
    tick("edit")
    return done


def _path(path: str | Path | None) -> Path | None:
    return None if path is None else Path(path)


def _no_clock(_stage: str) -> None:
    """Do without a clock."""


def _act_and_derive(opened: Opened, prepared: Prepared) -> tuple[Result, Controls]:
    """Do the requested actions, build the ledgers, seal what was closed and what was issued."""
    result = work(prepared)
    controls = Controls(opened.guard.close(result), opened.issued.seal(result))
    notes = [*result.notes, *controls.notes(result.book)]
    row = opened.log[-1].row + 1 if opened.log else 0
    log = controls.closed.log_with(row, opened.next_run)
    problems = opened.log_problems(log) + opening_problems(log, result.book)
    reported = [*result.reported, *problems]
    return replace(result, notes=notes, reported=reported), controls
