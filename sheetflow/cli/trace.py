"""`sheetflow trace`: how the figures of an order, invoice, customer or SKU came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sheetflow.cli.options import FILE, facts_as_of_option, json_option
from sheetflow.cli.output import print_json
from sheetflow.cli.program import errors_as_json
from sheetflow.errors import SheetflowError
from sheetflow.running.garbage import no_garbage_collection

if TYPE_CHECKING:
    from sheetflow.inspection.trace.source import Source
    from sheetflow.inspection.trace.tree import Trace
    from sheetflow.pipeline import Run


class TraceOptions(NamedTuple):
    """What a person typed after `sheetflow trace`."""

    file: Path
    key: str
    location: str | None
    output: Path | None
    as_of: date | None
    as_json: bool


@click.command("trace")
@click.argument("file", type=FILE)
@click.argument("key")
@click.option("--location", help="For a SKU: only its stock at this location.")
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="FILE",
    help="Write the trace as a new workbook (.xlsx) as well.",
)
@facts_as_of_option
@json_option
def trace_command(**options: Any) -> None:
    """Show how figures of an order, invoice or SKU came about.

    KEY is any number in the workbook: of an order, invoice, customer, SKU, payment,
    return, credit note, shipment or pick. Each fact is shown with its cell, each amount with its rounding,
    each movement with the balance after it, and each invoice with what paid it.
    """
    chosen = TraceOptions(**options)
    with errors_as_json(chosen.as_json):
        _print(trace(chosen), chosen)


def trace(options: TraceOptions) -> list[Trace]:
    """The traces of a number; written as a workbook too where one is requested.

    Raises SheetflowError where nothing has that number, or the workbook cannot be
    written.
    """
    _refuse_output(options.output)
    from sheetflow import pipeline

    with no_garbage_collection():
        inspected = pipeline.inspect(options.file, as_of=options.as_of)
        return _traces_of(inspected, options)


def _traces_of(inspected: Run, options: TraceOptions) -> list[Trace]:
    """The traces of the record in a workbook, in its own names, written where wanted."""
    from sheetflow.domain.catalogue import catalogue, declared_by
    from sheetflow.inspection.trace.lookup import find_traces
    from sheetflow.inspection.trace.source import Source

    with declared_by(inspected.names):
        source = Source(inspected, at_date=options.as_of is not None)
        found = find_traces(source, options.key, options.location)
        if not (options.as_json or catalogue().is_plain):
            found = [each.in_own_language() for each in found]
        if options.output:
            _write(source, found, options.file, options.output)
    return found


def _refuse_output(output: Path | None) -> None:
    """Raises SheetflowError unless the trace goes into a new .xlsx file."""
    if output is None:
        return
    if not output.parent.is_dir():
        raise SheetflowError(
            f"{output.parent}: this folder does not exist; create it first"
        )
    if output.exists():
        raise SheetflowError(
            f"{output} already exists; give -o the name of a new .xlsx file"
        )
    if output.suffix.lower() != ".xlsx":
        raise SheetflowError(
            f"{output} does not end in .xlsx; give -o the name of a new .xlsx file"
        )


def _write(source: Source, traces: Sequence[Trace], file: Path, output: Path) -> None:
    from sheetflow.domain.phrases import day
    from sheetflow.inspection.trace.trace_workbook import Heading, write_traces
    from sheetflow.workbook.publishing.publish import publish

    book = source.book
    paper = book.settings.texts.get("Paper", "A4")
    heading = Heading(file, day(book.as_of), paper)
    publish(lambda target: write_traces(traces, heading, target, output.parent), output)


def _print(traces: Sequence[Trace], options: TraceOptions) -> None:
    """Print the traces, and the name of the workbook they were written to."""
    from sheetflow.inspection.trace.tree import as_data, as_lines

    if options.as_json:
        print_json([as_data(each) for each in traces])
    else:
        lines = (line for each in traces for line in as_lines(each))
        click.echo("\n".join(lines))
    if options.output:
        click.echo(str(options.output), err=True)
