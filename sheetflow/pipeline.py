"""One run as one page: workbook → frames → checks → steps → ledgers → checks → workbook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from sheetflow import __version__
from sheetflow.controls.after_run import Controls
from sheetflow.controls.closing import opening_problems
from sheetflow.controls.known_facts.issued_numbers import issued_after, sheets_as_before
from sheetflow.controls.log_chain import new_reasons
from sheetflow.controls.receipts import Receipt
from sheetflow.controls.reconciliation.reconcile import Check, reconcile
from sheetflow.controls.run_log import FACTS, REASONS_READ, LogRow, chained
from sheetflow.domain.catalogue import declared_by
from sheetflow.engine.edits import Edits
from sheetflow.engine.prepare import Prepared
from sheetflow.engine.process import Result, examine, work
from sheetflow.last_run import LastRun
from sheetflow.ledgers.all import build_ledgers
from sheetflow.ledgers.as_of import facts_as_of
from sheetflow.opening import (
    Opened,
    check_and_fill,
    open_workbook,
    prepared_facts,
    refuse_earlier,
)
from sheetflow.workbook import Value
from sheetflow.workbook.publishing.kept_runs import KeptRuns
from sheetflow.writing.changes import change_columns
from sheetflow.writing.check_sheet import check_sheet
from sheetflow.writing.dashboard.dashboard import write_dashboard
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.facts import FactWriter, numeric_keys
from sheetflow.writing.first_line import first_line
from sheetflow.writing.following_rows import rows_without_key
from sheetflow.writing.frames import Frames
from sheetflow.writing.issues import issue_columns, locate_all
from sheetflow.writing.ledger_sheets import LazySheets, ledger_sheets
from sheetflow.writing.log import append_to_log
from sheetflow.writing.marks import put_marks
from sheetflow.writing.outcome import Run
from sheetflow.writing.placement import Placement, place_result
from sheetflow.writing.ranges import Ranges
from sheetflow.writing.remembering import remember
from sheetflow.writing.row_checks import write_row_checks
from sheetflow.writing.sheets import (
    style_sheets,
    write_derived_columns,
    write_derived_sheets,
)

if TYPE_CHECKING:
    from sheetflow.engine.custom import CustomCheck, CustomStep

__all__ = ["Clock", "Run", "check", "inspect", "run"]

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
    tick("check and fill")

    result, controls = _act_and_derive(opened, prepared)
    tick("act and derive")

    done = _write(opened, last_run, result, controls, started)
    tick("edit")
    return done


def _write(
    opened: Opened,
    last_run: LastRun,
    result: Result,
    controls: Controls,
    started: datetime,
) -> Run:
    """Write everything that the run did."""
    placed = replace(_place(opened, result, controls), since=last_run.since)
    _write_facts(opened, placed)
    ledgers = _write_ledgers(opened, placed)
    reconciled = _reconcile(opened, placed)
    placed = _with_kept_rows(
        opened, placed, {**ledgers, **_reports(opened, placed, controls, reconciled)}
    )
    reports = _reports(opened, placed, controls, reconciled)
    _write_reports(opened, placed, reports)
    dashboard = _write_dashboard(opened, placed)
    done = _outcome(opened, placed, reconciled, {**ledgers, **reports})
    done = replace(done, dashboard=dashboard)
    remember(opened.workbook, placed)
    facts = last_run.remember(placed.book.frames, opened.workbook)
    figures = {**_run_figures(done), FACTS: facts, **_issued(opened, placed, last_run)}
    row = _write_log(opened, placed, {**figures, **controls.figures()}, started)
    return replace(done, receipt=Receipt.of(row))


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


def _place(opened: Opened, result: Result, controls: Controls) -> Placement:
    """Give every sheet, column and new row its position; missing columns are added."""
    return place_result(
        opened.workbook, opened.layouts, opened.derived, result, controls.left_alone
    )


def _write_facts(opened: Opened, placed: Placement) -> None:
    """Write the facts that changed, the derived columns, and the marks of what is wrong."""
    workbook = opened.workbook
    book = placed.book
    positions = placed.facts
    facts = FactWriter(workbook, positions, book, numeric_keys(opened.raw))
    facts.write(placed.edits)
    write_derived_columns(workbook, positions, book, placed.derived_columns)
    write_row_checks(workbook, positions, book, placed.check_texts)
    facts.add_sheets(placed.derived_columns)
    put_marks(workbook, placed.problems, book, positions)
    style_sheets(workbook, positions)


def _write_ledgers(opened: Opened, placed: Placement) -> LazySheets:
    """Write the sheets that show the ledgers whole."""
    ledgers = ledger_sheets(placed.result, placed.book)
    write_derived_sheets(opened.workbook, placed.derived, ledgers, placed.currency)
    return ledgers


def _reports(
    opened: Opened, placed: Placement, controls: Controls, checks: Sequence[Check]
) -> LazySheets:
    """Checks, Issues, Changes and, where the run changed them, the sheets of seals."""
    reports: LazySheets = {
        "Checks": partial(check_sheet, placed.derived["Checks"], checks),
        "Issues": partial(issue_columns, placed.problems),
        "Changes": partial(change_columns, placed.changes, opened.next_run),
    }
    return {**reports, **controls.sheets}


def _with_kept_rows(opened: Opened, placed: Placement, sheets: LazySheets) -> Placement:
    """What is placed, with the warnings of rows of these derived sheets that lost their key.

    Issues comes last, because the warnings of the others are rows of it.
    """
    others = {sheet: make for sheet, make in sheets.items() if sheet != "Issues"}
    kept = rows_without_key(opened.workbook, placed.derived, others)
    problems = [*placed.problems, *kept]
    issues: LazySheets = {"Issues": partial(issue_columns, problems)}
    kept += rows_without_key(opened.workbook, placed.derived, issues)
    return replace(placed, kept=tuple(kept)) if kept else placed


def _write_reports(opened: Opened, placed: Placement, reports: LazySheets) -> None:
    """Write Checks, Issues, Changes and, where the run changed them, the sheets of seals."""
    lines = {"Issues": first_line(placed.result, len(placed.kept))}
    write_derived_sheets(
        opened.workbook, placed.derived, reports, placed.currency, lines
    )


def _write_dashboard(opened: Opened, placed: Placement) -> DashboardFigures:
    """Make the dashboard, or update its figures; returns what it counts."""
    issues = issue_columns(placed.problems)
    figures = DashboardFigures(placed.result, placed.derived_columns, issues)
    write_dashboard(
        opened.workbook,
        placed.facts,
        placed.derived,
        figures,
        is_first_run=not opened.log,
    )
    return figures


def _reconcile(opened: Opened, placed: Placement) -> list[Check]:
    """The engine's figures next to live formulas over the cells, which must be written by now."""
    ranges = Ranges(opened.workbook, placed.facts, placed.book)
    return reconcile(placed.result, ranges)


def _outcome(
    opened: Opened, placed: Placement, checks: Sequence[Check], sheets: LazySheets
) -> Run:
    """What the run found and did; `sheets` are the derived sheets."""
    book = Frames(placed.book, lambda: placed.derived_columns, sheets)
    return Run(
        workbook=opened.workbook,
        result=placed.result,
        problems=placed.problems,
        changes=placed.changes,
        checks=checks,
        edits=placed.edits,
        book=book,
        positions=placed.facts,
        number=opened.next_run,
        since=placed.since,
    )


def _issued(
    opened: Opened, placed: Placement, last_run: LastRun
) -> Mapping[str, Value]:
    """The numbers that the Run log keeps."""
    since = placed.since
    now = last_run.reader.sheets(placed.book.frames)
    same = sheets_as_before(since.before, now)
    return issued_after(opened.numbers, placed.book, since.sheets, same).cells()


def _write_log(
    opened: Opened, placed: Placement, figures: Mapping[str, Value], started: datetime
) -> LogRow:
    """Add the run to the Run log, chained to the row above it; returns its row."""
    position = placed.derived["Run log"]
    row = {
        "Run": opened.next_run,
        "Started (UTC)": started.strftime("%Y-%m-%d %H:%M:%S"),
        **figures,
        REASONS_READ: new_reasons(opened.log) or None,
    }
    above = opened.log[-1] if opened.log else None
    cells = chained(row, above)
    append_to_log(opened.workbook, position, cells, placed.currency)
    return LogRow(0, cells)


def _run_figures(done: Run) -> dict[str, Value]:
    """What the Run log says of a run."""
    return {
        "As of": date.fromordinal(done.result.book.as_of),
        "Version": __version__,
        "Input SHA-256": done.workbook.sha256,
        "Orders read": done.read,
        "Applied": done.applied,
        "On hold": done.on_hold,
        "Issues": sum(item.problem.count for item in done.problems),
    }
