"""What `sheetflow run` prints: problems, notes, changes, the summary, the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO

import click

from sheetflow.cli.output import print_problems
from sheetflow.running.destination import shown_folder

if TYPE_CHECKING:
    from pathlib import Path

    from sheetflow.controls.known_facts.since_last_run import SinceLastRun
    from sheetflow.controls.reconciliation.check import Check
    from sheetflow.pipeline import Run
    from sheetflow.running.run_files import Written

MOST_DIFFERENCES = 2
"""How many checks that differ are named; the sheet Checks shows all."""


MOST_REPLACED = 5
"""How many values that people changed or removed are named; the sheet Changes shows all."""


def print_report(done: Run, stream: TextIO, *, changes: bool) -> None:
    """Print what a run found and did; `changes` where it was a dry run."""
    with done.in_own_names():
        _print_report(done, stream, changes=changes)


def _print_report(done: Run, stream: TextIO, *, changes: bool) -> None:
    """Print it in the language of the workbook."""
    print_problems(done.problems, stream)
    _print_notes(done, stream)
    _print_typed(done, stream, named=not changes)
    if changes:
        _print_changes(done, stream)
    _print_failures(done)
    click.echo(summary(done), file=stream)


def _print_notes(done: Run, stream: TextIO) -> None:
    """What the run did that a person should know, each with its order."""
    import numpy as np

    from sheetflow.domain.messages import in_own_language
    from sheetflow.engine.edits import keys_of

    for note in done.result.notes:
        frame = done.result.book[note.sheet]
        [key] = keys_of(frame, np.array([note.record]))
        click.echo(f"{key}: {in_own_language(note.text)}", file=stream)


def _print_typed(done: Run, stream: TextIO, *, named: bool) -> None:
    """How much people typed since the last run; `named`: and what they changed or removed."""
    text = typed_line(done.since)
    if text:
        click.echo(text, file=stream)
    for line in replaced_lines(done) if named else ():
        click.echo(f"  {line}", file=stream)


def typed_line(since: SinceLastRun) -> str:
    """`Typed since run 3: 12 rows; 3 cells changed; 1 row removed. See Changes.`; empty for nothing."""
    from sheetflow.domain.messages import in_own_language, message

    if not since.is_known:
        text = in_own_language(since.unknown_text)
        return f"{text[0].upper()}{text[1:]}."
    if not since.sheets:
        return ""
    text = message(
        "Typed since run {run}: {counts} (see [Changes]).",
        run=str(since.run),
        counts=_typed_counts(since),
    )
    return in_own_language(text)


def replaced_lines(done: Run) -> list[str]:
    """The first values that people changed or removed since the last run, and how many more there are."""
    from sheetflow.domain.messages import counted_message, in_own_language
    from sheetflow.writing.replaced_values import replaced_values

    replaced = replaced_values(done.changes, done.positions)
    lines = [f"{each.sheet} {each.text}" for each in replaced]
    more = len(lines) - MOST_REPLACED
    if more <= 0:
        return lines
    rest = counted_message(
        more, "and {count} more: see [Changes]", "and {count} more: see [Changes]"
    )
    return [*lines[:MOST_REPLACED], in_own_language(rest)]


def _typed_counts(since: SinceLastRun) -> str:
    """`2 rows added, 1 cell changed`."""
    from sheetflow.domain.messages import counted_message, in_own_language, joined

    counts = [
        counted_message(since.added, "{count} row added", "{count} rows added"),
        counted_message(since.changed, "{count} cell changed", "{count} cells changed"),
        counted_message(since.removed, "{count} row removed", "{count} rows removed"),
    ]
    return in_own_language(joined([text for text in counts if text.number]))


def _print_changes(done: Run, stream: TextIO) -> None:
    """What people typed, and what a run would have written."""
    from sheetflow.domain.messages import in_own_language, own_text
    from sheetflow.writing.changes import RUN

    for sheet, key, column, before, after, by in done.changes:
        empty = own_text("(empty)")
        now = in_own_language(after)
        change = f"{in_own_language(before)} → {now or empty}" if before else now
        who = "" if by == RUN else f"{in_own_language(by)}: "
        where = f"{_title(sheet)} {key}  {_column_title(sheet, column)}"
        click.echo(f"{who}{where}: {change}", file=stream)


def _title(sheet: str) -> str:
    """What the workbook calls a sheet; a row that is of none has no name."""
    from sheetflow.domain.catalogue import sheet_schema

    return sheet_schema(sheet).title if sheet else ""


def _column_title(sheet: str, column: str) -> str:
    """What the workbook calls a column of a sheet, or `(new row)` in its language."""
    from sheetflow.domain.catalogue import sheet_schema
    from sheetflow.domain.messages import in_own_language

    own = in_own_language(column)
    return sheet_schema(sheet).title_of(own) if sheet else own


def _print_failures(done: Run) -> None:
    """The checks of the books that failed, which is our mistake, on stderr."""
    from sheetflow.controls.reconciliation.reconcile import failures
    from sheetflow.domain.messages import own_text

    for check in failures(done.checks):
        text = own_text(
            "{check}: the books do not reconcile ({failure}); please report this",
            check=check.name,
            failure=check.failure,
        )
        click.echo(text, err=True)


def print_written(written: Written, documents: str, stream: TextIO) -> None:
    """Print what was written: the workbook, and the folder of its documents."""
    from sheetflow.domain.messages import in_own_language, own_text

    for folder in written.finished:
        what = own_text("from a run that was interrupted")
        click.echo(f"{shown_folder(folder)}   {what}", file=stream)
    click.echo(_written_line(written), file=stream)
    if written.folder is not None:
        shown = in_own_language(documents)
        click.echo(f"{shown_folder(written.folder)}   {shown}", file=stream)


def _written_line(written: Written) -> str:
    """The workbook, and where the version before it is."""
    from sheetflow.domain.messages import own_text

    if written.backup is None:
        return own_text("{workbook} written", workbook=str(written.workbook))
    kept = written.workbook.parent / ".sheetflow" / "backups"
    return own_text(
        "{workbook} updated; the version before is in {folder}",
        workbook=str(written.workbook),
        folder=shown_folder(kept),
    )


def print_receipt(done: Run, file: Path | None, stream: TextIO) -> None:
    """Print the receipt of a run that was written, and the file that has it."""
    if done.receipt is None:
        return
    from sheetflow.domain.messages import in_own_language, own_text

    if file is not None:
        what = own_text("the receipt")
        click.echo(f"{file}   {what}", file=stream)
    click.echo(in_own_language(done.receipt.line), file=stream)


def summary(done: Run) -> str:
    """`Read 12 orders: 10 applied, 1 on hold, 1 untouched. All 14 checks agree.`"""
    from sheetflow.domain.messages import counted_message, in_own_language, whole

    untouched = done.read - done.applied - done.on_hold
    counts = counted_message(
        done.read,
        "Read {count} order: {applied} applied, {on_hold} on hold, {untouched} untouched.",
        "Read {count} orders: {applied} applied, {on_hold} on hold, {untouched} untouched.",
        applied=whole(done.applied),
        on_hold=whole(done.on_hold),
        untouched=whole(untouched),
    )
    return " ".join(
        [
            f"{in_own_language(counts)}{_waiting_for_credit(done)}",
            *_purchases(done),
            checks_line(done),
        ]
    )


def _purchases(done: Run) -> list[str]:
    """`3 purchase orders: 2 applied, 0 on hold, 1 untouched.`; nothing where there are none."""
    from sheetflow.domain.messages import counted_message, in_own_language, whole

    result = done.result
    size = len(result.book.purchase_orders)
    if not size:
        return []
    on_hold = set(result.purchase_hold_reasons)
    applied = len(result.purchases_applied - on_hold)
    text = counted_message(
        size,
        "{count} purchase order: {applied} applied, {on_hold} on hold, {untouched} untouched.",
        "{count} purchase orders: {applied} applied, {on_hold} on hold, {untouched} untouched.",
        applied=whole(applied),
        on_hold=whole(len(on_hold)),
        untouched=whole(size - applied - len(on_hold)),
    )
    return [in_own_language(text)]


def _waiting_for_credit(done: Run) -> str:
    """` 1 is waiting for credit.`; empty where none is."""
    from sheetflow.domain.messages import counted_message, in_own_language
    from sheetflow.writing.first_line import waiting_for_credit

    count = len(waiting_for_credit(done.result))
    if not count:
        return ""
    text = counted_message(
        count, "{count} is waiting for credit.", "{count} are waiting for credit."
    )
    return f" {in_own_language(text)}"


def checks_line(done: Run) -> str:
    """How many checks agree, as the sheet Checks shows it, and what differs."""
    from sheetflow.domain.messages import (
        counted_message,
        in_own_language,
        joined,
        message,
    )

    total = len(done.checks)
    differing = [check for check in done.checks if not check.agrees]
    if not differing:
        agreed = counted_message(
            total, "All {count} checks agree.", "All {count} checks agree."
        )
        return in_own_language(agreed)
    shown = joined(list(_shown_differences(differing)), "; ")
    agreeing = total - len(differing)
    text = message(
        "{agreeing} of {total} checks agree: {differences}",
        agreeing=str(agreeing),
        total=str(total),
        differences=shown,
    )
    return in_own_language(text)


def _shown_differences(differing: Sequence[Check]) -> Iterator[str]:
    """The first checks that differ, and how many more the sheet Checks has."""
    from sheetflow.domain.messages import counted_message

    yield from map(_difference, differing[:MOST_DIFFERENCES])
    more = len(differing) - MOST_DIFFERENCES
    if more > 0:
        yield counted_message(
            more,
            "and {count} more: see the sheet [Checks]",
            "and {count} more: see the sheet [Checks]",
        )


def _difference(check: Check) -> str:
    """`Debits = credits differs by 54.36, because SO-000113 is on hold`."""
    from sheetflow.domain.messages import message

    if not check.passes:
        return message("{check} failed", check=check.name)
    if check.workbook is None:
        return message(
            "{check} cannot be worked out: a cell has an Excel error", check=check.name
        )
    by = shown_difference(check)
    if not check.because:
        return message("{check} differs by {amount}", check=check.name, amount=by)
    return message(
        "{check} differs by {amount}, because {reason}",
        check=check.name,
        amount=by,
        reason=check.because,
    )


def shown_difference(check: Check) -> str:
    """The difference as a person reads it: without its sign or trailing zeros."""
    difference = abs(check.difference or Decimal(0))
    text = f"{difference:,f}"
    return _without_trailing_zeros(text) if "." in text else text


def _without_trailing_zeros(text: str) -> str:
    """A number without them; one that then still has decimals has at least two."""
    whole, decimals = text.split(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals:0<2}" if decimals else whole
