"""`sheetflow trace`: how a figure came about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from sheetflow.cli.doing.garbage import no_garbage
from sheetflow.domain.phrases import day
from sheetflow.errors import SheetflowError
from sheetflow.inspection.trace.finding import find_traces
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.tree import Trace, as_data, as_lines
from sheetflow.pipeline import check


def trace(
    file: Path, key: str, location: str | None, as_of: date | None, output: Path | None
) -> list[Trace]:
    """The traces of a number in a workbook, written as a workbook too where one is asked for.

    Raises SheetflowError where nothing has that number, or the workbook cannot be written.
    """
    if output:
        _refuse(output)
    with no_garbage():
        source = Source(check(file, as_of=as_of))
        found = find_traces(source, key, location)
        if output:
            _write(source, found, file, output)
    return found


def _refuse(output: Path) -> None:
    """The trace is a new workbook. Raises SheetflowError."""
    if not output.parent.is_dir():
        raise SheetflowError(f"{output.parent}: there is no such folder; make it first")
    if output.suffix.lower() != ".xlsx" or output.exists():
        why = "is there already" if output.exists() else "is no .xlsx"
        raise SheetflowError(f"{output} {why}; give -o the name of a new .xlsx")


def _write(source: Source, traces: Sequence[Trace], file: Path, output: Path) -> None:
    from sheetflow.inspection.trace.sheet import Told, write_traces
    from sheetflow.workbook.publishing.publish import publish

    book = source.book
    told = Told(file, day(book.as_of), book.settings.texts.get("Paper", "A4"))
    publish(lambda target: write_traces(traces, told, target, output.parent), output)


def show(traces: Sequence[Trace], output: Path | None, *, as_json: bool) -> None:
    """Print traces, and the name of the workbook that holds them."""
    if as_json:
        click.echo(
            json.dumps([as_data(each) for each in traces], ensure_ascii=False, indent=2)
        )
    else:
        click.echo("\n".join(line for each in traces for line in as_lines(each)))
    if output:
        click.echo(str(output), err=True)
