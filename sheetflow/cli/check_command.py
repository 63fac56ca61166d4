"""`sheetflow check`: what is typed after it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from sheetflow.cli.options import FILE, FOLDER, as_of_option, json_option
from sheetflow.cli.program import also_as_json


@click.command("check")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="Write a copy that lists what is wrong on its sheet Issues.",
)
@as_of_option
@json_option
def check_command(
    file: Path, output: Path | None, as_of: datetime | None, as_json: bool
) -> None:
    """Say what is wrong in a workbook; do nothing.

    Nothing is written, but for the copy that --output asks for. Exit status 1 if anything is in error.
    """
    from sheetflow.cli.doing import check

    with also_as_json(as_json):
        sys.exit(check.check(file, output, as_of.date() if as_of else None, as_json))
