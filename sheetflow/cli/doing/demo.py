"""`sheetflow demo`: a small business with two deliberate mistakes, and its first run."""

from __future__ import annotations

from pathlib import Path

import click

from sheetflow.cli.doing import run as run_command
from sheetflow.starters.demo import AS_OF, write_demo


def demo(folder: Path) -> int:
    """Write the sample, run it, say where to look and what to do next.

    The mistakes are meant: the exit status is 0 all the same.
    """
    workbook = write_demo(folder)
    click.echo(f"A small business: {workbook}\n\n$ sheetflow run {workbook}")
    wishes = run_command.Wishes(
        workbook,
        None,
        in_place=False,
        dry_run=False,
        strict=False,
        adopt=False,
        as_of=AS_OF,
        as_json=False,
    )
    run_command.run(wishes)
    click.echo(
        f"\nOpen {workbook.parent / 'out' / workbook.name}: Orders shows where every order stands, Issues what to mend."
        f"\nThe two mistakes are in {workbook}. Correct the cells named above, save, and run it again:"
        f"\n\n  sheetflow run {workbook}"
    )
    return 0
