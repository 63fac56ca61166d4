"""`sheetflow demo`: a small business with two deliberate mistakes, and its first run."""

from __future__ import annotations

from pathlib import Path

import click

from sheetflow.cli.options import FILE
from sheetflow.cli.output import typed_path
from sheetflow.running.destination import documents_folder, shown_folder

NEXT = """
Open {workbook}: Orders shows the status of every order, Issues lists what to fix.
Correct the two cells named above, save and close the workbook, and run it again:

  sheetflow run {typed}

The documents to print are in {papers}
To undo the run: sheetflow undo {typed}"""


@click.command("demo")
@click.argument("folder", type=FILE, default=Path("sheetflow-demo"), metavar="[DIR]")
def demo_command(folder: Path) -> None:
    """Write a sample business with two mistakes, and run it."""
    demo(folder)


def demo(folder: Path) -> None:
    """Write the sample, run it, and explain where to look and what to do next.

    The mistakes are deliberate, so whatever the run returns is not a failure.
    """
    from sheetflow.cli.run import RunArguments, run
    from sheetflow.running.run_options import RunOptions
    from sheetflow.starters.demo import AS_OF, write_demo

    workbook = write_demo(folder)
    typed = typed_path(workbook)
    click.echo(f"A small business: {workbook}\n\n$ sheetflow run {typed}")
    run(RunArguments(workbook, options=RunOptions(AS_OF)))
    papers = shown_folder(documents_folder(workbook))
    click.echo(NEXT.format(workbook=workbook, typed=typed, papers=papers))
