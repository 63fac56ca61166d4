"""The whole verification of a workbook; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sheetflow.controls.reconciliation.reconcile import failures
from sheetflow.engine.edits import find_edits
from sheetflow.inspection.verify.books import Books, open_books
from sheetflow.inspection.verify.figures import derived_figures, figure_findings
from sheetflow.inspection.verify.formulas import check_findings, make_checks
from sheetflow.inspection.verify.log import log_findings
from sheetflow.inspection.verify.model import Finding, Verified
from sheetflow.inspection.verify.numbering import every_series
from sheetflow.writing.issues import locate_all


def verify_workbook(path: Path) -> Verified:
    """Verify a workbook. Raises SheetflowError where it cannot be processed, or has no Run log."""
    books = open_books(path)
    series, figures, checks = (
        list(every_series(books)),
        derived_figures(books),
        make_checks(books),
    )
    repeats = [finding for each in series for finding in each.repeats]
    findings = [
        *log_findings(books),
        *repeats,
        *_errors(books, {finding.where for finding in repeats}),
        *figure_findings(books, figures),
        *check_findings(books, checks),
        *(gap for each in series for gap in each.gaps()),
    ]
    last = books.opened.log[-1]
    return Verified(
        findings=findings,
        counted=[each.counted for each in series],
        log_rows=len(books.opened.log),
        last_run=last.run,
        fingerprint=last.fingerprint,
        figures=sum(len(column.rows) for column in figures),
        checks=len(checks),
        failed=[f"{check.name}: {check.failure}" for check in failures(checks)],
        unfilled=len(find_edits(books.result.before, books.result.book)),
    )


def _errors(books: Books, told: set[str]) -> Iterator[Finding]:
    """The errors of the facts, but those at cells of which enough was said."""
    for item in locate_all(books.result, books.result.book, books.positions):
        if item.problem.rule.is_error and item.where not in told:
            yield Finding("error", item.where, item.problem.text, item.problem.code)
