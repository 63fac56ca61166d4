"""`sheetflow new`: what is typed after it."""

from __future__ import annotations

from pathlib import Path

import click

from sheetflow.cli.options import FILE
from sheetflow.errors import SheetflowError


@click.command("new")
@click.argument("file", type=FILE)
@click.option(
    "--like",
    type=FILE,
    metavar="FILE",
    help="Take over Settings, Customers, Products, Locations, Tax codes.",
)
def new_command(file: Path, like: Path | None) -> None:
    """Write an empty workbook: every sheet, with dropdowns and help."""
    from sheetflow.starters.new import new_workbook

    if file.exists():
        raise SheetflowError(f"{file}: it exists already; choose another name")
    new_workbook(file, like)
    click.echo(
        f"{file}\nFill in Customers, Products and Orders, then: sheetflow run {file}"
    )
