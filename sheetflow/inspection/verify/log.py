"""What is wrong with the Run log, and which totals of a closed period changed without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.controls.closing import (
    TotalsChange,
    opening_problems,
    total_changes,
)
from sheetflow.controls.receipts import Receipt, receipt_fault
from sheetflow.domain.messages import joined, message, named
from sheetflow.inspection.verify.books import Books
from sheetflow.inspection.verify.model import Finding
from sheetflow.writing.issues import locate


def log_findings(books: Books) -> Iterator[Finding]:
    """What is wrong with the log, from the top."""
    for fault in books.opened.log_faults:
        yield _finding(books, fault.row, fault.text)
    for change in total_changes(books.opened.log):
        yield _finding(books, change.row, _change_text(change))
    for problem in opening_problems(books.opened.log, books.result.book):
        item = locate(problem, books.result.book, books.positions)
        yield Finding("log", item.where, item.text, problem.code)


def _change_text(change: TotalsChange) -> str:
    """`Closed paid (to 2026-02-28): 100 in run 2, 120 in run 5; …`"""
    totals = [
        message(
            "{column} (to {day}): {then} in run {before}, {now} in run {run}",
            column=named(header),
            day=change.closing,
            then=then,
            before=str(change.before),
            now=now or message("blank"),
            run=str(change.run),
        )
        for header, then, now in change.totals
    ]
    return message("{totals}, and no [Reason] says why", totals=joined(totals, "; "))


def receipt_findings(books: Books, receipt: Receipt | None) -> Iterator[Finding]:
    """Why the workbook is not the one that a receipt was given for."""
    if receipt is None:
        return
    log = books.opened.log
    fault = receipt_fault(receipt, log)
    if not fault and receipt.run == log[-1].run and books.are_facts_changed:
        fault = message(
            "facts were changed since run {run} wrote them; the next run lists which",
            run=str(receipt.run),
        )
    if fault:
        yield Finding("receipt", books.cell("Run log", "Run", log[-1].row), fault)


def _finding(books: Books, row: int, text: str) -> Finding:
    return Finding("log", books.cell("Run log", "Run", row), text)
