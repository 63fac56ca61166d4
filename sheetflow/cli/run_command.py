"""`sheetflow run`: what is typed after it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from sheetflow.cli.options import FILE, FOLDER, as_of_option, json_option, pdf_option
from sheetflow.cli.program import also_as_json


@click.command("run")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="The folder to write to (default: out/ beside the workbook).",
)
@click.option(
    "--in-place",
    is_flag=True,
    help="Replace the workbook; the old one is kept in .sheetflow/backups/.",
)
@click.option(
    "--dry-run", is_flag=True, help="Print what would change, and write nothing."
)
@click.option("--strict", is_flag=True, help="Write nothing if anything is in error.")
@click.option(
    "--adopt",
    is_flag=True,
    help="On a first run: overwrite what bears the name of a derived column or sheet.",
)
@pdf_option
@click.option(
    "--no-print",
    is_flag=True,
    help="Write the workbook alone, and nothing that is printed.",
)
@as_of_option
@json_option
def run_command(
    file: Path,
    output: Path | None,
    in_place: bool,
    dry_run: bool,
    strict: bool,
    adopt: bool,
    as_pdf: bool,
    no_print: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Do what a workbook asks for, and write it updated.

    Checks every sheet, does what the column Action of Orders asks for, works out stock, money and the status of every
    order, and writes the result to out/ beside the workbook, which stays as it is (but see --in-place).

    \b
    Exit status: 0  done (warnings are no errors)
                 1  something is in error; all other orders went on
                 3  the workbook cannot be processed; nothing was written
                 4  the books do not reconcile; nothing was written
    """
    from sheetflow.cli.doing import run

    if in_place and output is not None:
        raise click.UsageError("--in-place and --output exclude each other: choose one")
    if as_pdf and no_print:
        raise click.UsageError("--pdf and --no-print exclude each other: choose one")
    day = as_of.date() if as_of else None
    wishes = run.Wishes(
        file,
        output,
        in_place=in_place,
        dry_run=dry_run,
        strict=strict,
        adopt=adopt,
        as_of=day,
        as_json=as_json,
        as_pdf=as_pdf,
        no_print=no_print,
    )
    with also_as_json(as_json):
        sys.exit(run.run(wishes))
