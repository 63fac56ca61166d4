"""`sheetflow export`: what is typed after it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from sheetflow.cli.options import FILE, FOLDER, Words

FORMATS = (
    "journal", "beancount", "hledger", "xero-invoices", "quickbooks-invoices", "xero-journal", "quickbooks-journal",
)  # fmt: skip
DAY = click.DateTime(["%Y-%m-%d"])
FACTS = ("invoices", "credits", "payments", "stock")


@click.command("export")
@click.argument("file", type=FILE)
@click.option(
    "--format", "name", type=Words(FORMATS), required=True, help="What it is for."
)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="The folder to write to (default: out/ beside the workbook).",
)
@click.option(
    "--from",
    "since",
    type=DAY,
    metavar="DATE",
    help="Journals: entries from this day on.",
)
@click.option(
    "--to", "until", type=DAY, metavar="DATE", help="Journals: entries up to this day."
)
@click.option(
    "--only",
    metavar=",".join(FACTS),
    help="Journals: the entries of these facts alone.",
)
def export_command(
    file: Path,
    name: str,
    output: Path | None,
    since: datetime | None,
    until: datetime | None,
    only: str | None,
) -> None:
    """Write the books of a workbook for an accounting program.

    A journal in double entry (invoices, credit notes, payments, stock at cost), or lists of invoices. The accounts are
    named in Settings. Its control totals are printed, with what they balance to.
    """
    from sheetflow.cli.doing.export import Wishes, export_books
    from sheetflow.exporting.formats import Wanted

    if name.endswith("-invoices") and (since or until or only):
        raise click.UsageError("--from, --to and --only are for journals")
    days = (since.date() if since else None, until.date() if until else None)
    sys.exit(export_books(Wishes(file, name, output, Wanted(*days, _facts(only)))))


def _facts(only: str | None) -> tuple[str, ...]:
    """The kinds of facts that --only names."""
    named = tuple(word.strip() for word in only.split(",")) if only else FACTS
    if unknown := [word for word in named if word not in FACTS]:
        raise click.UsageError(f"--only: {unknown[0]!r} is none of {', '.join(FACTS)}")
    return named
