"""`sheetflow check`: validate, and do nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sheetflow.cli.doing.report import as_json as json_of
from sheetflow.cli.doing.report import print_problems, stream_for
from sheetflow.errors import SheetflowError
from sheetflow.pipeline import check as check_workbook
from sheetflow.workbook.guards.file_kinds import name_of_result

HELD = 1


def check(file: Path, output: Path | None, as_of: date | None, as_json: bool) -> int:
    """Say what is wrong in a workbook; with a folder, also write a copy that lists it on Issues.

    Returns the exit status.
    """
    done = check_workbook(file, as_of=as_of, annotate=output is not None)
    status = HELD if done.has_errors else 0
    files = []
    if output is not None:
        target = output / name_of_result(file.name)
        if target.resolve() == file.resolve():
            raise SheetflowError(
                f"{target}: that is the workbook itself; choose another folder"
            )
        done.save(target)
        files = [target]
    stream = stream_for(as_json)
    print_problems(done.problems, stream)
    errors = sum(item.problem.rule.is_error for item in done.problems)
    warnings = len(done.problems) - errors
    click.echo(
        f"Read {done.read:,} orders: {errors:,} errors, {warnings:,} warnings, {done.held:,} orders held.",
        file=stream,
    )
    for path in files:
        click.echo(str(path), file=stream)
    if as_json:
        click.echo(json_of(done, files, status))
    return status
