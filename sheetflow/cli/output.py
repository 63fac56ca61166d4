"""What commands print: problems, files, and JSON documents."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from decimal import Decimal

    from sheetflow.controls.known_facts.since_last_run import SinceLastRun
    from sheetflow.controls.reconciliation.reconcile import Check
    from sheetflow.domain.catalogue import Catalogue
    from sheetflow.pipeline import Run
    from sheetflow.writing.issues import Located

MOST_PROBLEMS = 200
"""How many problems are printed; the sheet Issues lists all."""

WIDEST_CELL = 32
WIDEST_TEXT = 90
"""How wide the columns of cells and texts become, in characters."""


def text_stream(as_json: bool) -> TextIO:
    """Where text for people goes: stdout, unless that is for JSON alone."""
    return sys.stderr if as_json else sys.stdout


def widest(texts: Sequence[str], most: int) -> int:
    """The width of a column that holds these texts, at most `most` characters."""
    longest = max(map(len, texts), default=0)
    return min(longest, most)


def print_problems(problems: Sequence[Located], stream: TextIO) -> None:
    """One line per problem: cell, what is wrong, code."""
    shown = problems[:MOST_PROBLEMS]
    cell_width = widest([item.where for item in shown], WIDEST_CELL)
    text_width = widest([item.text for item in shown], WIDEST_TEXT)
    for item in shown:
        click.echo(_problem_line(item, cell_width, text_width), file=stream)
    more = sum(item.problem.count for item in problems[MOST_PROBLEMS:])
    _print_more(more, stream)


def _problem_line(item: Located, cell_width: int, text_width: int) -> str:
    cell = click.style(item.where.ljust(cell_width), fg=_colour(item))
    text = item.text.ljust(text_width)
    return f"{cell}  {text}  {item.problem.code}"


def _print_more(more: int, stream: TextIO) -> None:
    """Print how many problems were not printed, and the sheet that has all of them."""
    from sheetflow.domain.messages import counted_message

    if more > 0:
        text = counted_message(
            more,
            "… and {count} more: see the sheet [Issues]",
            "… and {count} more: see the sheet [Issues]",
        )
        click.echo(text.translated(), file=stream)


def _colour(item: Located) -> str:
    return "red" if item.problem.rule.is_error else "yellow"


def print_files(files: Sequence[Path]) -> None:
    """The files that a command wrote, on one line."""
    click.echo(files_line(files))


def files_line(files: Sequence[Path]) -> str:
    """File names on one line, three spaces apart."""
    return "   ".join(map(str, files))


def print_json(document: Mapping[str, object] | Sequence[object]) -> None:
    """One JSON document on stdout."""
    import json

    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


CHANGE_FIELDS = ("sheet", "key", "column", "before", "after", "by")


def run_document(done: Run, files: Sequence[Path], status: int) -> dict[str, object]:
    """What a run or a check found and did, for `--json`.

    Its texts are in English. In a workbook of another language, `own` has them in that one.
    """
    return {
        "status": status,
        "read": done.read,
        "applied": done.applied,
        "held": done.on_hold,
        "problems": [_problem_fields(item) for item in done.problems],
        "notes": [note.text for note in done.result.notes],
        "changes": [_change_fields(row) for row in done.changes],
        "checks": [_check_fields(check, done) for check in done.checks],
        "figures": _figures(done),
        "language": done.names.language,
        "typed": _typed_fields(done.since),
        "receipt": _receipt_fields(done),
        "files": [str(path) for path in files],
    }


def _figures(done: Run) -> list[dict[str, object]]:
    """The dashboard's key figures; none of a check."""
    if done.dashboard is None:
        return []
    from sheetflow.writing.dashboard.key_numbers import key_numbers

    figures = key_numbers(done.dashboard, done.result.book.settings.currency)
    with done.in_own_names():
        own = [figure.own_fields() for figure in figures]
    english = [figure.fields() for figure in figures]
    return [
        _with_own(fields, texts, done.names)
        for fields, texts in zip(english, own, strict=True)
    ]


def _with_own(
    fields: Mapping[str, object], own: Mapping[str, str], names: Catalogue
) -> dict[str, object]:
    """Fields, and some of them in the workbook's language where it is not English."""
    from sheetflow.domain.messages import ENGLISH

    if names.language == ENGLISH:
        return {**fields}
    return {**fields, "own": own}


def _typed_fields(since: SinceLastRun) -> dict[str, object]:
    return {
        "since_run": since.run,
        "known": since.is_known,
        "rows_added": since.added,
        "cells_changed": since.changed,
        "rows_removed": since.removed,
    }


def _receipt_fields(done: Run) -> dict[str, object] | None:
    if done.receipt is None:
        return None
    return {
        "run": done.receipt.run,
        "as_of": done.receipt.day,
        "sha256": done.receipt.sha256,
    }


def _change_fields(row: Sequence[str]) -> dict[str, str]:
    return dict(zip(CHANGE_FIELDS, row, strict=True))


def _check_fields(check: Check, done: Run) -> dict[str, object]:
    from sheetflow.domain.messages import in_own_language

    fields = {
        "check": check.name,
        "holds": bool(check.passes),
        "agrees": check.agrees,
        "difference": _plain(check.difference),
    }
    with done.in_own_names():
        own = {"check": in_own_language(check.name)}
    return _with_own(fields, own, done.names)


def _plain(number: Decimal | None) -> str | None:
    """An exact number as text."""
    return None if number is None else f"{number:f}"


def typed_path(path: Path) -> str:
    """A path as people type it into a command."""
    return f'"{path}"' if " " in str(path) else str(path)


def _problem_fields(item: Located) -> dict[str, object]:
    from msgspec import to_builtins

    from sheetflow.running.problem_lines import problem_line

    fields: dict[str, object] = to_builtins(problem_line(item))
    own = {"problem": item.said, "remedy": item.remedy}
    return _with_own(fields, own, item.names)
