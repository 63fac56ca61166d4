"""The whole verification of a workbook; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sheetflow.controls.receipts import Receipt
from sheetflow.controls.reconciliation.reconcile import Check, failures
from sheetflow.domain.catalogue import declared_by
from sheetflow.engine.edits import find_edits
from sheetflow.inspection.verify.books import Books, open_books
from sheetflow.inspection.verify.figures import Column, derived_figures, figure_findings
from sheetflow.inspection.verify.formulas import check_findings, make_checks
from sheetflow.inspection.verify.log import log_findings, receipt_findings
from sheetflow.inspection.verify.model import Finding, Verified
from sheetflow.inspection.verify.numbering import Series, every_series
from sheetflow.last_run import LastRun
from sheetflow.workbook.publishing.kept_runs import KeptRuns
from sheetflow.writing.issues import locate_all
from sheetflow.writing.replaced_values import replaced_values
from sheetflow.writing.typed_changes import typed_rows


def verify_workbook(path: Path, receipt: Receipt | None = None) -> Verified:
    """Verify a workbook, against a receipt if there is one.

    Raises SheetflowError where it cannot be processed, or has no Run log.
    """
    books = open_books(path)
    with declared_by(books.opened.sheets):
        return _verified(books, receipt)


def _verified(books: Books, receipt: Receipt | None) -> Verified:
    """What the verification of these books found."""
    series = every_series(books)
    figures = derived_figures(books)
    checks = make_checks(books)
    log = books.opened.log
    waiting = find_edits(books.result.before, books.result.book)
    return Verified(
        findings=[
            *receipt_findings(books, receipt),
            *_findings(books, series, figures, checks),
        ],
        counted=[each.counted for each in series],
        log_rows=len(log),
        last_run=log[-1].run,
        fingerprint=log[-1].fingerprint,
        figures=sum(len(column.rows) for column in figures),
        checks=len(checks),
        failed=[f"{check.name}: {check.failure}" for check in failures(checks)],
        unfilled=len(waiting),
        are_facts_changed=books.are_facts_changed,
        receipt=receipt,
        names=books.opened.sheets,
    )


def _findings(
    books: Books,
    series: Sequence[Series],
    figures: Sequence[Column],
    checks: Sequence[Check],
) -> list[Finding]:
    """All that is wrong, and at the end rows typed late, and numbers that are missing."""
    repeats = [finding for each in series for finding in each.repeats]
    gaps = [finding for each in series for finding in each.gaps()]
    reported = {finding.where for finding in repeats}
    return [
        *log_findings(books),
        *repeats,
        *_errors(books, reported),
        *figure_findings(books, figures),
        *check_findings(books, checks),
        *_late_rows(books),
        *_replaced(books),
        *gaps,
    ]


def _replaced(books: Books) -> Iterator[Finding]:
    """The values that people changed, and the rows that they removed, since the last run."""
    if not books.are_facts_changed:
        return
    runs = KeptRuns(books.opened.workbook.path)
    changes = typed_rows(LastRun(books.opened, runs).since, books.result.book)
    for each in replaced_values(changes, books.positions):
        yield Finding("typed", each.sheet, f"{each.text}; not yet run")


def _late_rows(books: Books) -> Iterator[Finding]:
    """The rows that were typed into a closed period."""
    for item in locate_all(books.result, books.result.book, books.positions):
        if item.problem.code == "CLO03":
            yield Finding("late row", item.where, item.problem.text, "CLO03")


def _errors(books: Books, reported: set[str]) -> Iterator[Finding]:
    """The errors of the facts, without cells that were reported already."""
    for item in locate_all(books.result, books.result.book, books.positions):
        problem = item.problem
        if problem.rule.is_error and item.where not in reported:
            yield Finding("error", item.where, item.text, problem.code)
