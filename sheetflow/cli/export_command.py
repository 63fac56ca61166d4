"""`sheetflow export`: what is typed after it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from sheetflow.cli.options import FILE

FORMATS = (
    "journal", "beancount", "hledger", "xero-invoices", "quickbooks-invoices", "xero-journal", "quickbooks-journal",
)  # fmt: skip
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export")
@click.argument("file", type=FILE)
@click.option("--format", "name", type=click.Choice(FORMATS), required=True, help="What it is for.")
@click.option(
    "-o", "--output", type=FILE, metavar="DIR", help="The folder to write to (default: out/ beside the workbook)."
)
@click.option("--from", "since", type=DAY, metavar="DATE", help="Journals: entries from this day on.")
@click.option("--to", "until", type=DAY, metavar="DATE", help="Journals: entries up to this day.")
def export_command(
    file: Path, name: str, output: Path | None, since: datetime | None, until: datetime | None
) -> None:
    """Write the books of a workbook for an accounting program.

    A journal in double entry (invoices, credit notes, payments, stock at cost), or lists of invoices. The accounts are
    named in Settings. Its control totals are printed, with what they balance to.
    """
    from sheetflow.commands.export import Wishes, export_books

    if name.endswith("-invoices") and (since or until):
        raise click.UsageError("--from and --to are for journals")
    wishes = Wishes(file, name, output, since.date() if since else None, until.date() if until else None)
    sys.exit(export_books(wishes))
