"""`sheetflow verify`: whether the log is whole, documents are numbered once, and nothing is in error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from sheetflow.book import Book
from sheetflow.errors import SheetflowError
from sheetflow.reconciling.sequences import Numbers
from sheetflow.runlog import OWN, PREVIOUS, LogRow, read_log
from sheetflow.running import check as check_workbook
from sheetflow.schema import loose


def verify(file: Path) -> int:
    """Print what was verified and what does not hold; returns the exit status. Raises SheetflowError."""
    done = check_workbook(file)
    name = next((name for name in done.workbook.sheets if loose(name) == loose("Run log")), None)
    log = read_log(done.workbook.read(name)) if name else []
    if not log:
        raise SheetflowError(f"{file}: there is no Run log to verify; sheetflow run writes it")
    broken = [f"Run log, row {row}: {said}" for row, said in chain_faults(log)]
    repeats, gaps = numbering(done.result.book)
    errors = [f"{item.where}: {item.problem.text} ({item.problem.code})" for item in done.problems]
    errors = [text for text, item in zip(errors, done.problems, strict=True) if item.problem.rule.is_error]
    for line in (*broken, *repeats, *errors, *gaps):
        click.echo(line)
    click.echo(
        f"Run log: {len(log)} rows, {len(broken)} faults. Numbers of invoices and credit notes: {len(repeats)} "
        f"repeated, {len(gaps)} gaps. Errors: {len(errors)}."
    )
    click.echo(f"Last row: run {log[-1].run}, {log[-1].fingerprint}. Keep a copy: it shows if rows go missing.")
    return 1 if broken or repeats or errors else 0


def chain_faults(log: Sequence[LogRow]) -> Iterator[tuple[int, str]]:
    """The rows that are not as a run wrote them, or do not follow the row above; the log is given from the top."""
    for at, row in enumerate(log):
        if row.text(OWN) and row.text(OWN) != row.fingerprint:
            yield row.row, f"a cell of run {row.run} was altered"
        above = log[at - 1].fingerprint if at else ""
        if row.text(OWN) and row.text(PREVIOUS) != above:
            yield row.row, f"run {row.run} does not follow the row above it: one was removed, moved or altered"
        elif at and log[at - 1].text(OWN) and not row.text(OWN):
            yield row.row, f"run {row.run} has no fingerprint"


def numbering(book: Book) -> tuple[list[str], list[str]]:
    """Numbers used twice, and the first number missing of each kind of document."""
    repeats, gaps = [], []
    prefixes = {"Invoices": book.settings.invoice_prefix, "Returns": book.settings.credit_note_prefix}
    for sheet, header in (("Invoices", "Invoice"), ("Returns", "Credit note")):
        numbers = Numbers([key for key in book[sheet][header].tolist() if key], prefixes[sheet])
        repeats += [f"{sheet}: {key} is used more than once" for key in numbers.repeats]
        if numbers.missing:
            gaps.append(f"{sheet}: {numbers.missing} missing, the first {numbers.first_missing} (a gap is no error)")
    return repeats, gaps
