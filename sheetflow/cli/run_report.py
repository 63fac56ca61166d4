"""What `sheetflow run` prints: problems, notes, changes, the summary, the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from sheetflow.cli.output import print_problems

if TYPE_CHECKING:
    from sheetflow.pipeline import Run


def print_report(done: Run, stream: TextIO, *, changes: bool) -> None:
    """Print what a run found and did; `changes` where it was a dry run."""
    print_problems(done.problems, stream)
    _print_notes(done, stream)
    if changes:
        _print_changes(done, stream)
    _print_failures(done)
    click.echo(summary(done), file=stream)


def _print_notes(done: Run, stream: TextIO) -> None:
    """What the run did that a person should know, each with its order."""
    import numpy as np

    from sheetflow.engine.edits import keys_of

    for note in done.result.notes:
        frame = done.result.book[note.sheet]
        [key] = keys_of(frame, np.array([note.record]))
        click.echo(f"{key}: {note.text}", file=stream)


def _print_changes(done: Run, stream: TextIO) -> None:
    """What a run would have written."""
    for sheet, key, column, before, after in done.changes:
        change = f"{before} → {after or '(empty)'}" if before else after
        click.echo(f"{sheet} {key}  {column}: {change}", file=stream)


def _print_failures(done: Run) -> None:
    """The checks of the books that failed, which is our mistake, on stderr."""
    from sheetflow.controls.reconciliation.reconcile import failures

    for check in failures(done.checks):
        why = f"the books do not reconcile ({check.failure}); please report this"
        click.echo(f"{check.name}: {why}", err=True)


def summary(done: Run) -> str:
    """`Read 12 orders: 10 applied, 1 on hold, 1 untouched. All 14 checks pass.`"""
    from sheetflow.domain.phrases import counted

    untouched = done.read - done.applied - done.on_hold
    orders = counted(done.read, "order")
    counts = (
        f"{done.applied:,} applied, {done.on_hold:,} on hold, {untouched:,} untouched"
    )
    return f"Read {orders}: {counts}. {_checks_passed(done)}"


def _checks_passed(done: Run) -> str:
    total = len(done.checks)
    passed = sum(bool(check.passes) for check in done.checks)
    if passed == total:
        return f"All {total} checks pass."
    return f"{passed} of {total} checks pass."
