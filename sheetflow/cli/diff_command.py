"""`sheetflow diff`: what is typed after it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sheetflow.cli.options import FILE, json_option
from sheetflow.cli.program import also_as_json


@click.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option(
    "--facts",
    is_flag=True,
    help="Compare what people typed only, not what was derived from it.",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="FILE",
    help="Write the comparison as a workbook (.xlsx) too.",
)
@json_option
def diff_command(
    old: Path, new: Path, facts: bool, output: Path | None, as_json: bool
) -> None:
    """Say what changed from one workbook to another, by sheet, key and column.

    Records are found by their keys, wherever rows and columns have moved to. Cells are named as in NEW, those of
    removed rows as in OLD. Formats and sheets of your own are not compared. Exit status 0, whether they differ or not.
    """
    from sheetflow.cli.doing import diff

    with also_as_json(as_json):
        sys.exit(diff.diff((old, new), facts, output, as_json))
