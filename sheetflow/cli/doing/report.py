"""What a run says: problems, what it did, the summary, the files; or all of it as one JSON document."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click

from sheetflow.pipeline import Run
from sheetflow.writing.issues import Located

MOST = 200
"""How many problems are printed; all of them are on the sheet Issues."""


def print_problems(problems: Sequence[Located], stream: TextIO) -> None:
    """One line a problem: cell, what is wrong, code."""
    shown = problems[:MOST]
    wide = min(max((len(item.where) for item in shown), default=0), 32)
    long = min(max((len(item.problem.text) for item in shown), default=0), 90)
    for item in shown:
        colour = "red" if item.problem.rule.is_error else "yellow"
        where = click.style(item.where.ljust(wide), fg=colour)
        click.echo(
            f"{where}  {item.problem.text.ljust(long)}  {item.problem.code}",
            file=stream,
        )
    if len(problems) > MOST:
        click.echo(
            f"… and {len(problems) - MOST:,} more: see the sheet Issues", file=stream
        )


def print_notes(done: Run, stream: TextIO) -> None:
    """What the run did that a person should know."""
    import numpy as np

    from sheetflow.engine.edits import keys_of

    for note in done.result.notes:
        frame = done.result.book[note.sheet]
        click.echo(
            f"{keys_of(frame, np.array([note.record]))[0]}: {note.text}", file=stream
        )


def summary(done: Run) -> str:
    """`Read 12 orders: 10 applied, 1 held, 1 untouched. 14 of 14 checks hold.`"""
    untouched = done.read - done.applied - done.held
    hold = sum(check.holds for check in done.checks)
    orders = "order" if done.read == 1 else "orders"
    return (
        f"Read {done.read:,} {orders}: {done.applied:,} applied, {done.held:,} held, {untouched:,} untouched. "
        f"{hold} of {len(done.checks)} checks hold."
    )


def print_changes(done: Run, stream: TextIO) -> None:
    """What a dry run would write."""
    for sheet, key, column, before, after in done.changes:
        arrow = f"{before} → {after or '(empty)'}" if before else after
        click.echo(f"{sheet} {key}  {column}: {arrow}", file=stream)


def as_json(done: Run, files: Sequence[Path], status: int) -> str:
    """A run as one JSON document."""
    import json

    document = {
        "status": status,
        "read": done.read,
        "applied": done.applied,
        "held": done.held,
        "problems": [_problem(item) for item in done.problems],
        "notes": [note.text for note in done.result.notes],
        "changes": [
            dict(zip(("sheet", "key", "column", "before", "after"), row, strict=True))
            for row in done.changes
        ],
        "checks": [
            {"check": check.name, "holds": bool(check.holds)} for check in done.checks
        ],
        "files": [str(path) for path in files],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _problem(item: Located) -> dict[str, str]:
    problem = item.problem
    return {
        "severity": "error" if problem.rule.is_error else "warning",
        "sheet": item.sheet,
        "cell": item.cell,
        "column": problem.column,
        "value": problem.value,
        "problem": problem.text,
        "remedy": problem.remedy,
        "code": problem.code,
    }


def stream_for(json_asked: bool) -> TextIO:
    """Where lines for people go."""
    return sys.stderr if json_asked else sys.stdout
