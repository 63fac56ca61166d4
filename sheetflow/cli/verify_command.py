"""`sheetflow verify`: what is typed after it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sheetflow.cli.options import FILE, json_option
from sheetflow.cli.program import also_as_json


@click.command("verify")
@click.argument("file", type=FILE)
@json_option
def verify_command(file: Path, as_json: bool) -> None:
    """Say whether a workbook's log, numbers and figures can be trusted.

    Whether the Run log is whole; every invoice and credit note number that is used again or missing; every cell of
    Stock, Movements, Receivables, Checks and the grey columns that is not what the facts give; every change to a
    closed period, and every other error.

    Removed last rows leave no trace in the log itself: keep the fingerprint that is printed. Exit status 1 where
    anything does not hold. Nothing is written.
    """
    from sheetflow.cli.doing.verify import verify

    with also_as_json(as_json):
        sys.exit(verify(file, as_json=as_json))
