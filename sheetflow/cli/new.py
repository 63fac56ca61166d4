"""`sheetflow new`: an empty workbook to start with."""

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
    help="Copy Settings, Customers, Products, Locations and Tax codes from this one.",
)
def new_command(file: Path, like: Path | None) -> None:
    """Write an empty workbook: every sheet, with dropdowns and help."""
    if file.exists():
        raise SheetflowError(f"{file}: this file already exists; choose another name")
    from sheetflow.starters.new import new_workbook

    new_workbook(file, like)
    click.echo(str(file))
    shown = f'"{file}"' if " " in str(file) else str(file)
    click.echo(
        "Fill in Customers, Products and Orders, save and close it, then run: sheetflow run "
        f"{shown}"
    )
