"""`sheetflow trace`: what is typed after it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sheetflow.cli.options import FILE, as_of_option, json_option
from sheetflow.cli.program import also_as_json


@click.command("trace")
@click.argument("file", type=FILE)
@click.argument("key")
@click.option("--location", help="Of a SKU: its stock at this location only.")
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="FILE",
    help="Write the trace as a new workbook (.xlsx) too.",
)
@as_of_option
@json_option
def trace_command(
    file: Path,
    key: str,
    location: str | None,
    output: Path | None,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Show how the figures of an order, invoice, customer or SKU came about.

    KEY is any number that stands in the workbook: of a payment, return, credit note, shipment or pick, too. Each fact
    is shown with its cell, each rounding, each movement with the balance after it, what settles each invoice and why.
    """
    from sheetflow.cli.doing.trace import show, trace

    with also_as_json(as_json):
        traces = trace(file, key, location, as_of.date() if as_of else None, output)
        show(traces, output, as_json=as_json)
