"""`sheetflow print`: what is typed after it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from sheetflow.cli.options import FILE, as_of_option, pdf_option

PRINTED = ("quotes", "orders", "picks", "packing", "labels", "invoices", "credits", "statements")


@click.command("print")
@click.argument("file", type=FILE)
@click.option("--only", metavar="KINDS", help="Some kinds only, with commas: " + ", ".join(PRINTED) + ".")
@click.option("--order", "orders", multiple=True, metavar="ORDER", help="Those of this order (may be repeated).")
@click.option(
    "--customer", "customers", multiple=True, metavar="CODE", help="Those of this customer (may be repeated)."
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Those dated on or after this day.")
@click.option(
    "-o", "--output", type=FILE, metavar="DIR", help="The folder to write to (default: out/ beside the workbook)."
)
@pdf_option
@click.option(
    "--einvoice",
    is_flag=False,
    flag_value="facturx",
    type=click.Choice(["facturx", "cii", "ubl"]),
    help="Electronic invoices and credit notes (EN 16931), a file each: Factur-X/ZUGFeRD (a PDF with the XML in it), or"
    " with =cii or =ubl the XML alone.",
)
@as_of_option
def print_command(
    file: Path,
    only: str | None,
    orders: tuple[str, ...],
    customers: tuple[str, ...],
    since: datetime | None,
    output: Path | None,
    as_pdf: bool,
    einvoice: str | None,
    as_of: datetime | None,
) -> None:
    """Write the documents that stand in a workbook, ready to print.

    Quotes, order confirmations, pick lists, packing slips, labels, invoices, credit notes and statements of account:
    one workbook for each kind, in out/ beside the workbook. Nothing in the workbook itself is done or changed.
    """
    from sheetflow.commands import print as printing
    from sheetflow.printing.gather import Wanted

    wanted = Wanted(
        only=frozenset(kinds_of(only)),
        orders=frozenset(orders) if orders else None,
        customers=frozenset(customers) if customers else None,
        since=since.date() if since else None,
        typed=True,
    )
    wishes = printing.Wishes(file, output, wanted, as_of.date() if as_of else None, as_pdf)
    if einvoice:
        from sheetflow.commands.einvoice import write_einvoices

        sys.exit(write_einvoices(wishes, einvoice))
    sys.exit(printing.print_documents(wishes))


def kinds_of(only: str | None) -> list[str]:
    """The kinds that `--only` names. Raises UsageError at one that does not exist."""
    kinds = [word.strip().casefold() for word in only.split(",")] if only else list(PRINTED)
    unknown = [kind for kind in kinds if kind not in PRINTED]
    if unknown:
        raise click.UsageError(f"--only {unknown[0]}: there is no such kind; choose from {', '.join(PRINTED)}")
    return kinds
