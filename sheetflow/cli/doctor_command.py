"""`sheetflow doctor`: what is typed after it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sheetflow.cli.options import FILE, json_option
from sheetflow.cli.program import also_as_json


@click.command("doctor")
@click.argument("file", type=FILE)
@json_option
def doctor_command(file: Path, as_json: bool) -> None:
    """Say what in a workbook needs attention, before a first run.

    Looks for what would stop a run, what may be read otherwise than meant, and what of your own (formulas, charts,
    names, pivot tables) will not grow with the rows. Nothing is written. What is wrong in the rows: sheetflow check.
    """
    from sheetflow.cli.doing import doctor

    with also_as_json(as_json):
        sys.exit(doctor.doctor(file, as_json))
