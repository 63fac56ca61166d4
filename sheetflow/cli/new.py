"""`sheetflow new`: an empty workbook to start with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetflow.cli.options import FILE
from sheetflow.cli.output import typed_path
from sheetflow.domain.phrases import counted
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.starters.carry_over import CarriedOver


@click.command("new")
@click.argument("file", type=FILE)
@click.option(
    "--like",
    type=FILE,
    metavar="FILE",
    help="Copy Settings, Customers, Products, Prices, Locations, Tax codes and Suppliers from this one.",
)
@click.option(
    "--carry-over",
    "carries_over",
    is_flag=True,
    help="With --like: take over its stock, and all orders that are open or not paid.",
)
@click.option(
    "--language",
    metavar="CODE",
    help="The language of its sheets, columns and words, such as de or fr.",
)
@click.option(
    "--with",
    "parts",
    metavar="PARTS",
    default="",
    help="Parts to add, separated by commas: prices, credit, deposits, reminders,"
    " accounts, purchasing, einvoices, fees.",
)
def new_command(
    file: Path, like: Path | None, carries_over: bool, language: str | None, parts: str
) -> None:
    """Write an empty workbook with every sheet and its help.

    With --carry-over, it goes on where another one ends: what is on hand comes over as
    opening stock, and an order with anything open comes over whole, with its picks, shipments,
    invoices, payments and returns. So does one with a row after the Closing date in Settings.
    The other workbook stays as it is.
    """
    if file.exists():
        raise SheetflowError(f"{file}: this file already exists; choose another name")
    from sheetflow.domain.catalogue import declared_by
    from sheetflow.starters.new import new_workbook

    if language is not None:
        refuse_unknown_language(language)
    found = _read_carry_over(like) if carries_over else None
    rows = found.rows if found else {}
    own = new_workbook(file, like, language, _parts(parts), rows)
    click.echo(str(file))
    with declared_by(own):
        if language and not like:
            click.echo(_usual_settings(own.language))
        click.echo(_what_came_over(found, file, like) if found else _what_next(file))


def _usual_settings(code: str) -> str:
    """The settings that come with a language: they may be those of another country."""
    from sheetflow.domain.languages import language_of
    from sheetflow.domain.messages import own_text

    language = language_of(code)
    if language is None:
        return own_text("[Settings]: [Currency] is blank, so amounts are in USD")
    return own_text(
        "[Settings]: [Currency] is {currency} and [Locale] {locale}; change them if yours "
        "are others",
        currency=language.currency,
        locale=language.locale,
    )


def _what_next(file: Path) -> str:
    """What to do with a new workbook."""
    from sheetflow.domain.messages import own_text

    return own_text(
        "Fill in [Customers], [Products] and [Orders], save and close it, then run: "
        "sheetflow run {file}",
        file=typed_path(file),
    )


def _read_carry_over(like: Path | None) -> CarriedOver:
    """What comes over. Raises UsageError without a workbook to go on from."""
    from sheetflow.starters.carry_over import read_carry_over

    if like is None:
        raise click.UsageError("--carry-over needs --like: the workbook to go on from.")
    return read_carry_over(like)


def _what_came_over(found: CarriedOver, file: Path, like: Path | None) -> str:
    """How much came over, what stayed, and what to do next."""
    from sheetflow.domain.catalogue import sheet_schema

    moves = sheet_schema("Stock moves").title
    return (
        f"{counted(found.orders, 'order')} carried over; "
        f"{counted(found.left_out, 'finished order')} left in {like}. "
        f"Opening stock: {counted(found.openings, 'row')} on {moves}.\n"
        f"From now on, work only in {file}. Next: sheetflow run {typed_path(file)}"
    )


def _parts(text: str) -> list[str]:
    """The parts that a text names. Raises BadParameter at one that there is not."""
    from sheetflow.domain.parts import PARTS

    named = [part.strip().lower() for part in text.split(",") if part.strip()]
    unknown = [part for part in named if part not in PARTS]
    if unknown:
        raise click.BadParameter(
            f"there is no part {unknown[0]}; choose from {', '.join(PARTS)}",
            param_hint="--with",
        )
    return named


def refuse_unknown_language(text: str) -> None:
    """Raises BadParameter at a language that does not come with the program."""
    from sheetflow.domain.languages import ENGLISH, language_code, language_codes

    if not language_code(text):
        known = ", ".join((ENGLISH, *language_codes()))
        raise click.BadParameter(
            f"there is no language {text}; choose one of {known}",
            param_hint="--language",
        )
