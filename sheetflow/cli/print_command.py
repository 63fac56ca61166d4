"""`sheetflow print`: what is typed after it."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import click

from sheetflow.cli.options import FILE, FOLDER, Words, as_of_option, pdf_option

PRINTED = (
    "quotes",
    "orders",
    "picks",
    "packing",
    "labels",
    "invoices",
    "credits",
    "statements",
)
FURTHEST = 20
"""How far labels may be nudged, in millimetres: more is a mistake."""

_NUDGE = re.compile(
    r"\s*([+-]?\d{1,3}(?:\.\d{1,3})?)\s*,\s*([+-]?\d{1,3}(?:\.\d{1,3})?)\s*", re.ASCII
)


@click.command("print")
@click.argument("file", type=FILE)
@click.option(
    "--only",
    metavar="KINDS",
    help="Some kinds only, with commas: " + ", ".join(PRINTED) + ".",
)
@click.option(
    "--order",
    "orders",
    multiple=True,
    metavar="ORDER",
    help="Those of this order (may be repeated).",
)
@click.option(
    "--customer",
    "customers",
    multiple=True,
    metavar="CODE",
    help="Those of this customer (may be repeated).",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Those dated on or after this day.",
)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="The folder to write to (default: out/ beside the workbook).",
)
@pdf_option
@click.option(
    "--einvoice",
    is_flag=False,
    flag_value="facturx",
    type=Words(["facturx", "cii", "ubl"]),
    help="Electronic invoices and credit notes (EN 16931), a file each: Factur-X/ZUGFeRD (a PDF with the XML in it), or"
    " with =cii or =ubl the XML alone. With --pdf, the other documents too.",
)
@click.option(
    "--start-at",
    type=click.IntRange(min=1),
    metavar="N",
    help="Labels: begin a sheet at its N-th label.",
)
@click.option(
    "--nudge",
    metavar="X,Y",
    help="Labels: X mm further to the right, Y mm down, for a printer that is off.",
)
@click.option(
    "--calibrate",
    is_flag=True,
    help="Write a page that shows where your printer puts the labels.",
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
    start_at: int | None,
    nudge: str | None,
    calibrate: bool,
    as_of: datetime | None,
) -> None:
    """Write the documents that stand in a workbook, ready to print.

    Quotes, order confirmations, pick lists, packing slips, labels, invoices, credit notes and statements of account:
    one workbook for each kind, in out/ beside the workbook. Nothing in the workbook itself is done or changed.
    """
    from sheetflow.cli.doing import print as printing
    from sheetflow.documents.gather import Wanted
    from sheetflow.documents.labels import LabelPlacement

    wanted = Wanted(
        only=frozenset(kinds_of(only)),
        orders=frozenset(orders) if orders else None,
        customers=frozenset(customers) if customers else None,
        since=since.date() if since else None,
        typed=True,
    )
    if (start_at or nudge) and not (as_pdf or calibrate):
        raise click.UsageError(
            "--start-at and --nudge are for labels as PDF: add --pdf"
        )
    placing = LabelPlacement(start_at or 1, lengths_of(nudge))
    wishes = printing.Wishes(
        file, output, wanted, as_of.date() if as_of else None, as_pdf, placing
    )
    if einvoice:
        from sheetflow.cli.doing.einvoice import write_einvoices

        sys.exit(write_einvoices(wishes, einvoice))
    sys.exit(
        printing.calibrate(wishes) if calibrate else printing.print_documents(wishes)
    )


def lengths_of(nudge: str | None) -> tuple[Fraction, Fraction]:
    """The two lengths of `--nudge`, in millimetres. Raises UsageError where it has others."""
    found = _NUDGE.fullmatch(nudge or "0,0")
    if (
        found is None
        or max(abs(Fraction(length)) for length in found.groups()) > FURTHEST
    ):
        raise click.UsageError(
            f"--nudge {nudge}: two lengths in mm of at most {FURTHEST}, such as 1.5,-0.5"
        )
    return Fraction(found[1]), Fraction(found[2])


def kinds_of(only: str | None) -> list[str]:
    """The kinds that `--only` names. Raises UsageError at one that does not exist."""
    kinds = (
        [word.strip().casefold() for word in only.split(",")] if only else list(PRINTED)
    )
    unknown = [kind for kind in kinds if kind not in PRINTED]
    if unknown:
        from sheetflow.domain.suggestions import did_you_mean

        near = (
            did_you_mean(unknown[0], PRINTED) or f"; choose from {', '.join(PRINTED)}"
        )
        raise click.UsageError(f"--only {unknown[0]}: there is no such kind{near}")
    return kinds
