"""`sheetflow map`: what the sheets and columns of an own workbook are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sheetflow.cli.options import FILE
from sheetflow.cli.output import print_json, typed_path
from sheetflow.cli.program import errors_as_json
from sheetflow.cli.updated_workbook import known_locale, save_to, target_of

if TYPE_CHECKING:
    from sheetflow.importing.mapping.mapping_sheet import Mapped
    from sheetflow.importing.mapping.proposals import Proposal, Proposals


@click.command("map")
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Put every proposal in force at once.")
@click.option(
    "-o", "folder", type=FILE, metavar="DIR", help="Write a copy there instead."
)
@click.option(
    "--locale",
    metavar="LOCALE",
    help="How numbers and dates are written that are text, such as en_GB.",
)
@click.option(
    "--answers",
    type=FILE,
    metavar="FILE",
    help="Write these names, a JSON list of sheet, column and here, instead of proposals.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the proposals as JSON, with three values of each column; write nothing.",
)
def map_command(file: Path, as_json: bool, **typed: Any) -> None:
    """Say which of your sheets and columns are which.

    The sheet Mapping lists them. Nothing of yours is renamed or moved. What is certain
    counts at once; what is only likely is marked with ? and counts once you type Yes. Rows
    that are there already stay. Where numbers or dates are text and can only be meant in one
    way, the sheet Settings gets the Locale and Currency that they are written in.
    """
    if as_json:
        with errors_as_json(True):
            _print_proposals(file)
    else:
        _map_and_report(file, MapOptions(**typed))


class MapOptions(NamedTuple):
    """What a person typed after `sheetflow map`."""

    yes: bool
    folder: Path | None
    locale: str | None
    answers: Path | None


def _map_and_report(file: Path, typed: MapOptions) -> None:
    """Write the sheet Mapping, and say what it proposes."""
    target = target_of(file, typed.folder)
    mapped = _map(file, typed, target)
    if typed.answers is None:
        for line in _lines(mapped, typed.yes):
            click.echo(line)
    click.echo(_what_next(target, mapped.proposals, mapped.added, typed.yes))


def _map(file: Path, typed: MapOptions, target: Path) -> Mapped:
    """Write the sheet Mapping where it changes."""
    from sheetflow.importing.mapping.chosen_names import read_chosen_names
    from sheetflow.importing.mapping.mapping_sheet import map_names
    from sheetflow.reading.own_names import own_catalogue
    from sheetflow.workbook import Workbook
    from sheetflow.workbook.publishing.locks import exclusive_lock

    chosen = read_chosen_names(typed.answers) if typed.answers else None
    locale = known_locale(typed.locale)
    with exclusive_lock(file):
        workbook = Workbook.open(file)
        names = own_catalogue(workbook)
        mapped = map_names(
            workbook, names, accepts=typed.yes, locale=locale, chosen=chosen
        )
        if mapped.added:
            save_to(target, workbook)
    return mapped


def _print_proposals(file: Path) -> None:
    """Print the proposals for a workbook as JSON."""
    from sheetflow.importing.mapping.document import mapping_document
    from sheetflow.reading.own_names import own_catalogue
    from sheetflow.workbook import Workbook

    workbook = Workbook.open(file, read_only=True)
    print_json(mapping_document(workbook, own_catalogue(workbook)))


def _lines(mapped: Mapped, yes: bool) -> Iterator[str]:
    """One line for each name that is not the contract's, then what is not used and missing."""
    proposals = mapped.proposals
    for each in proposals.found:
        if not each.is_same:
            yield _line(each, yes)
    if proposals.unused:
        yield f"Not used: {'; '.join(proposals.unused)}"
    if proposals.missing:
        yield f"Missing: {'; '.join(proposals.missing)}"
    for setting, value in mapped.settings.items():
        yield f"Settings: {setting} is {value}, as in the texts of your columns"
    if mapped.unclear:
        yield (
            f"{mapped.unclear} may be read in several ways: say how with --locale, such as "
            "--locale en_GB"
        )


MOST_MISSING = 3
"""How much may be missing of a workbook that only needs other names."""


def _line(found: Proposal, yes: bool) -> str:
    name = f"{found.sheet}, {found.column}" if found.column else found.sheet
    use = "Yes" if found.is_certain or yes else "?"
    return f"{use:>3}  {found.here} is {name}   {found.why}"


def _what_next(target: Path, proposals: Proposals, added: int, yes: bool) -> str:
    shown = typed_path(target)
    command = f"sheetflow run {shown}"
    if len(proposals.missing) >= MOST_MISSING:
        return (
            f"{target}: this is not a workbook of orders yet. A list with one row per line comes in "
            f"with: sheetflow new shop.xlsx, then: sheetflow import shop.xlsx {shown} --new-products"
        )
    written = f"{target}: Mapping is written."
    if not added:
        written = f"{target}: Mapping needs no more rows."
    if proposals.missing:
        return (
            f"{written} Type what is missing there: in Here, your own name. "
            f"Then run: {command}"
        )
    if _has_open(proposals) and not yes:
        return f"{written} Where it says ?, type Yes or No. Then run: {command}"
    return f"{written} Now run: {command}"


def _has_open(proposals: Proposals) -> bool:
    return any(not each.is_certain and not each.is_same for each in proposals.found)
