"""What a run writes into the workbook: facts, ledgers, reports, the dashboard and the Run log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from sheetflow import __version__
from sheetflow.controls.after_run import Controls
from sheetflow.controls.known_facts.issued_numbers import issued_after, sheets_as_before
from sheetflow.controls.log_chain import new_reasons
from sheetflow.controls.receipts import Receipt
from sheetflow.controls.reconciliation.reconcile import Check, reconcile
from sheetflow.controls.run_log import FACTS, REASONS_READ, LogRow, chained
from sheetflow.engine.process import Result
from sheetflow.last_run import LastRun
from sheetflow.opening import Opened
from sheetflow.workbook import Value
from sheetflow.writing.changes import change_columns
from sheetflow.writing.check_sheet import check_sheet
from sheetflow.writing.dashboard.dashboard import write_dashboard
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.facts import FactWriter, numeric_keys
from sheetflow.writing.first_line import first_line
from sheetflow.writing.following_rows import rows_without_key
from sheetflow.writing.frames import Frames
from sheetflow.writing.issues import issue_columns
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
    pass


def write_result(
    opened: Opened,
    last_run: LastRun,
    result: Result,
    controls: Controls,
    started: datetime,
) -> Run:
    """Write everything that the run did."""
    placed = replace(_place(opened, result, controls), since=last_run.since)
    paper = placed.book.settings.texts.get("Paper", "A4")
    opened.workbook.print_on(letter_paper=paper.casefold() == "letter")
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
