"""The whole verification of a workbook; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sheetflow.controls.reconciliation.reconcile import Check, failures
from sheetflow.domain.catalogue import declared_by
from sheetflow.engine.edits import find_edits
from sheetflow.inspection.verify.books import Books, open_books
from sheetflow.inspection.verify.figures import Column, derived_figures, figure_findings
from sheetflow.inspection.verify.formulas import check_findings, make_checks
from sheetflow.inspection.verify.log import log_findings
from sheetflow.inspection.verify.model import Finding, Verified
from sheetflow.inspection.verify.numbering import Series, every_series
from sheetflow.writing.issues import locate_all


def verify_workbook(path: Path) -> Verified:
    """Verify a workbook. Raises SheetflowError where it cannot be processed, or has no Run log."""
    books = open_books(path)
    with declared_by(books.opened.sheets):
        return _verified(books)


def _verified(books: Books) -> Verified:
    """What the verification of these books found."""
    series = every_series(books)
    figures = derived_figures(books)
    checks = make_checks(books)
    log = books.opened.log
    waiting = find_edits(books.result.before, books.result.book)
    return Verified(
        findings=_findings(books, series, figures, checks),
        counted=[each.counted for each in series],
        log_rows=len(log),
        last_run=log[-1].run,
        fingerprint=log[-1].fingerprint,
        figures=sum(len(column.rows) for column in figures),
        checks=len(checks),
        failed=[f"{check.name}: {check.failure}" for check in failures(checks)],
        unfilled=len(waiting),
    )


def _findings(
    books: Books,
    series: Sequence[Series],
    figures: Sequence[Column],
    checks: Sequence[Check],
) -> list[Finding]:
    """All that is wrong, and at the end the numbers that are missing."""
    repeats = [finding for each in series for finding in each.repeats]
    gaps = [finding for each in series for finding in each.gaps()]
    reported = {finding.where for finding in repeats}
    return [
        *log_findings(books),
        *repeats,
        *_errors(books, reported),
        *figure_findings(books, figures),
        *check_findings(books, checks),
        *gaps,
    ]


def _errors(books: Books, reported: set[str]) -> Iterator[Finding]:
    """The errors of the facts, without cells that were reported already."""
    for item in locate_all(books.result, books.result.book, books.positions):
        problem = item.problem
        if problem.rule.is_error and item.where not in reported:
            yield Finding("error", item.where, item.text, problem.code)
