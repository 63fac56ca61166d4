"""`sheetflow check`: list what is wrong in a workbook, and change nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sheetflow.cli.options import (
    FILE,
    FOLDER,
    as_of_option,
    json_option,
    overwrite_option,
)
from sheetflow.cli.output import print_json, print_problems, run_document, text_stream
from sheetflow.cli.program import errors_as_json
from sheetflow.running.destination import Destination

if TYPE_CHECKING:
    from sheetflow.pipeline import Run
    from sheetflow.writing.issues import Located

HAS_ERRORS = 1
"""Exit status."""


class CheckOptions(NamedTuple):
    """What a person typed after `sheetflow check`."""

    file: Path
    output: Path | None
    overwrite: bool
    as_of: date | None
    as_json: bool


@click.command("check")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="Write a copy to this folder, with the problems listed on its sheet Issues.",
)
@overwrite_option
@as_of_option
@json_option
def check_command(**options: Any) -> None:
    """List what is wrong in a workbook, and change nothing.

    Nothing is written except the copy that --output requests. The exit status is 1 if
    there are errors.
    """
    chosen = CheckOptions(**options)
    with errors_as_json(chosen.as_json):
        sys.exit(check(chosen))


def check(options: CheckOptions) -> int:
    """Print the problems of a workbook, write the annotated copy; returns the exit status.

    Raises SheetflowError where the workbook cannot be read or the copy not written.
    """
    from sheetflow import pipeline

    annotate = options.output is not None
    done = pipeline.check(options.file, as_of=options.as_of, annotate=annotate)
    status = HAS_ERRORS if done.has_errors else 0
    files = []
    if options.output is not None:
        destination = Destination.of(options.file, options.output)
        files = [_write_copy(done, destination, options.overwrite)]
    _report(done, options, files, status)
    return status


def _write_copy(done: Run, destination: Destination, overwrite: bool) -> Path:
    """Write the annotated copy.

    Raises SheetflowError where it would replace what somebody typed, or a newer run
    wrote.
    """
    from sheetflow.running.run_files import RunWriter
    from sheetflow.workbook.publishing.locks import exclusive_lock
    from sheetflow.workbook.publishing.replacing import refuse_changed, refuse_newer

    target = destination.target
    with exclusive_lock(target):
        if not overwrite:
            refuse_newer(target, refuse_changed(target), done.number)
        RunWriter(done, destination).write_workbook()
    return target


def _report(done: Run, options: CheckOptions, files: list[Path], status: int) -> None:
    stream = text_stream(options.as_json)
    with done.in_own_names():
        print_problems(done.problems, stream)
        click.echo(summary(done), file=stream)
    for path in files:
        click.echo(str(path), file=stream)
    if options.as_json:
        print_json(run_document(done, files, status))


def summary(done: Run) -> str:
    """`Read 12 orders: 2 errors, 0 warnings, 1 order on hold.`"""
    from sheetflow.domain.messages import counted_message, in_own_language

    on_hold = counted_message(
        done.on_hold, "{count} order on hold", "{count} orders on hold"
    )
    text = counted_message(
        done.read,
        "Read {count} order: {errors}, {warnings}, {on_hold}.",
        "Read {count} orders: {errors}, {warnings}, {on_hold}.",
        **_counted_problems(done.problems),
        on_hold=on_hold,
    )
    return in_own_language(text)


def _counted_problems(problems: Sequence[Located]) -> dict[str, str]:
    """`2 errors` and `0 warnings`."""
    from sheetflow.domain.messages import counted_message

    found = [item.problem for item in problems]
    errors = sum(each.count for each in found if each.rule.is_error)
    warnings = sum(each.count for each in found) - errors
    return {
        "errors": counted_message(errors, "{count} error", "{count} errors"),
        "warnings": counted_message(warnings, "{count} warning", "{count} warnings"),
    }
