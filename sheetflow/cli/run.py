"""`sheetflow run`: do what a workbook requests, and write the updated workbook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

import click

from sheetflow.cli.options import (
    FILE,
    FOLDER,
    as_of_option,
    json_option,
    overwrite_option,
    pdf_option,
    refuse_to_print_and_not,
)
from sheetflow.cli.output import print_json, run_document, text_stream
from sheetflow.cli.program import errors_as_json
from sheetflow.cli.progress import progress
from sheetflow.cli.run_report import print_receipt, print_report, print_written
from sheetflow.running.destination import Destination
from sheetflow.running.run_options import RunOptions, SingleRunOptions, options_among
from sheetflow.running.whole_run import NOT_RECONCILED, RunRequest, WholeRun, whole_run


class RunArguments(NamedTuple):
    """What a person typed after `sheetflow run`."""

    file: Path
    output: Path | None = None
    as_json: bool = False
    options: RunOptions = RunOptions()
    single: SingleRunOptions = SingleRunOptions()

    def validate(self) -> None:
        """Raises UsageError where two options contradict each other."""
        if self.options.in_place and self.output is not None:
            raise click.UsageError("use either --in-place or --output, not both")
        refuse_to_print_and_not(self.options)


@click.command("run")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="Write a copy to this folder, and leave the workbook as it is.",
)
@click.option(
    "--in-place",
    is_flag=True,
    help="Replace the workbook, which is what a run does anyway.",
)
@overwrite_option
@click.option("--dry-run", is_flag=True, help="Print the changes and write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing if there are any errors.")
@click.option(
    "--adopt",
    is_flag=True,
    help="On a first run: overwrite your own columns and sheets that have the name of a"
    " derived one.",
)
@click.option(
    "--forget",
    multiple=True,
    metavar="NAME",
    help='Run although this sheet ("Payments") or column ("Orders!Quote") is gone since'
    " the last run (may be repeated).",
)
@click.option(
    "--against",
    type=FILE,
    metavar="FILE",
    help="List what was typed since the last run by this copy of the workbook as that"
    " run wrote it, for where .sheetflow/last/ has none.",
)
@click.option(
    "--back-dated",
    is_flag=True,
    help="Allow a date before that of an earlier run.",
)
@click.option(
    "--receipt",
    type=FILE,
    metavar="FILE",
    help="Write the receipt of the run to this new text file, to mail or print.",
)
@pdf_option
@click.option("--no-print", is_flag=True, help="Write only the workbook, no documents.")
@as_of_option
@json_option
def run_command(file: Path, output: Path | None, as_json: bool, **typed: Any) -> None:
    """Do what a workbook requests, and update the workbook.

    Checks every sheet, does the actions in the column Action of Orders, works out
    stock, money and the status of every order, and updates the workbook. The previous
    version is kept in .sheetflow/backups/; `sheetflow undo` puts it back. The documents
    to print go into a folder of this run, next to the workbook.

    \b
    Exit status: 0  done (there may be warnings)
                 1  there are errors; all other orders were processed
                 3  the workbook cannot be processed; nothing was written
                 4  the books do not reconcile; nothing was written
    """
    options = options_among(RunOptions, typed)
    single = options_among(SingleRunOptions, typed)
    arguments = RunArguments(file, output, as_json, options, single)
    arguments.validate()
    with errors_as_json(as_json):
        sys.exit(run(arguments))


def run(arguments: RunArguments) -> int:
    """Run a workbook, write the results, report; returns the exit status.

    Raises SheetflowError where the workbook cannot be processed or written.
    """
    with progress(arguments.file) as clock:
        finished = whole_run(_request(arguments), clock)
    _report(finished, arguments)
    return finished.status


def _request(arguments: RunArguments) -> RunRequest:
    """The run that a person typed."""
    destination = Destination.of(arguments.file, arguments.output)
    return RunRequest(destination, arguments.options, arguments.single)


def _report(finished: WholeRun, arguments: RunArguments) -> None:
    done, status, printout, written = finished
    stream = text_stream(arguments.as_json)
    single = arguments.single
    if printout.note:
        click.echo(printout.note, err=True)
    print_report(done, stream, changes=single.dry_run)
    with done.in_own_names():
        if written is None:
            click.echo(_why_nothing(single, status), file=stream)
        else:
            print_written(written, printout.summary, stream)
            print_receipt(done, single.receipt, stream)
    if arguments.as_json:
        files = written.files if written else []
        print_json(run_document(done, files, status))


def _why_nothing(single: SingleRunOptions, status: int) -> str:
    """Why no file was written."""
    from sheetflow.domain.messages import own_text

    if single.dry_run:
        return own_text("Nothing was written: this was a dry run.")
    if status == NOT_RECONCILED:
        return own_text("Nothing was written: a check of the books failed.")
    return own_text("Nothing was written: there are errors, and you used --strict.")
