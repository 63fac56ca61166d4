"""`sheetflow template`: what is typed after it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sheetflow.cli.options import FILE

USUAL = Path("templates")
STARTED = (
    "quote", "confirmation", "pick-list", "packing-slip", "invoice", "credit-note", "statement", "looks", "letterhead",
)  # fmt: skip
"""The layouts that can be started: those of documents, and what all letters share."""


@click.group("template")
def template_command() -> None:
    """Layouts of your own for PDFs: start one, and check it."""


@template_command.command("new")
@click.argument("name", type=click.Choice(STARTED), metavar="NAME")
@click.option(
    "-o",
    "--output",
    "folder",
    type=FILE,
    default=USUAL,
    metavar="DIR",
    help="Default: templates.",
)
def new_command(name: str, folder: Path) -> None:
    """Write the layout to start from: it prints what the usual one prints.

    \b
    NAME: quote, confirmation, pick-list, packing-slip, invoice, credit-note or statement;
          looks (colours and type) or letterhead (logo, sender, title, foot) of all of them
    """
    from sheetflow.cli.doing.template import new_layout

    path = new_layout(name, folder)
    click.echo(f"{path}\nChange it as you like, then: sheetflow template check {path}")


@template_command.command("check")
@click.argument("path", type=FILE, default=USUAL, metavar="[FILE|DIR]")
def check_command(path: Path) -> None:
    """List what is wrong in layouts, with file and line.

    They are tried on sample documents: fields that do not exist are found, what typst finds wrong, and what a document
    must show and does not. FILE is a layout, or a workbook: then its layouts are tried on its own documents too. Exit
    status 1 where anything is wrong.
    """
    from sheetflow.cli.doing.template import check

    sys.exit(check(path))
