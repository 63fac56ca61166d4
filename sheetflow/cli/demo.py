"""`sheetflow demo`: a small business with two deliberate mistakes, and its first run."""

from __future__ import annotations

from pathlib import Path

import click

from sheetflow.cli.options import FILE

NEXT = """
Open {result}: Orders shows the status of every order, Issues lists what to fix.
The two mistakes are in {workbook}. Correct the cells named above, save, and run it again:

  sheetflow run {workbook}"""


@click.command("demo")
@click.argument("folder", type=FILE, default=Path("sheetflow-demo"), metavar="[DIR]")
def demo_command(folder: Path) -> None:
    """Write a sample business with two mistakes in it, and run it."""
    demo(folder)


def demo(folder: Path) -> None:
    """Write the sample, run it, and explain where to look and what to do next.

    The mistakes are deliberate, so this is no failure whatever the run returns.
    """
    from sheetflow.cli.run import RunOptions, run
    from sheetflow.starters.demo import AS_OF, write_demo

    workbook = write_demo(folder)
    click.echo(f"A small business: {workbook}\n\n$ sheetflow run {workbook}")
    run(RunOptions(workbook, as_of=AS_OF))
    result = workbook.parent / "out" / workbook.name
    click.echo(NEXT.format(result=result, workbook=workbook))
