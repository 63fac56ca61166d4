"""`sheetflow map`: what the sheets and columns of an own workbook are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetflow.cli.options import FILE
from sheetflow.cli.output import typed_path
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.importing.mapping.proposals import Proposal, Proposals


@click.command("map")
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Put every proposal in force at once.")
@click.option(
    "-o", "folder", type=FILE, metavar="DIR", help="Write a copy there instead."
)
def map_command(file: Path, yes: bool, folder: Path | None) -> None:
    """Say which of your sheets and columns are which.

    The sheet Mapping lists them. Nothing of yours is renamed or moved. What is certain
    counts at once; what is only likely is marked with ? and counts once you type Yes. Rows
    that are there already stay.
    """
    from sheetflow.importing.mapping.mapping_sheet import map_names
    from sheetflow.reading.own_names import own_catalogue
    from sheetflow.workbook import Workbook
    from sheetflow.workbook.publishing.backups import backup
    from sheetflow.workbook.publishing.locks import exclusive_lock

    target = _target(file, folder)
    with exclusive_lock(file):
        workbook = Workbook.open(file)
        proposals, added = map_names(workbook, own_catalogue(workbook), accepts=yes)
        if added:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target == file:
                backup(file.resolve())
            workbook.save(target, replacing=target == file)
    for line in _lines(proposals, yes):
        click.echo(line)
    click.echo(_what_next(target, proposals, added, yes))


def _target(file: Path, folder: Path | None) -> Path:
    """The workbook that is written. Raises SheetflowError where a copy would replace a file."""
    if folder is None:
        return file
    target = folder / file.name
    if target.exists():
        raise SheetflowError(
            f"{target}: this file already exists; choose another folder, or leave out -o"
        )
    return target


def _lines(proposals: Proposals, yes: bool) -> Iterator[str]:
    """One line for each name that is not the contract's, then what is not used and missing."""
    for each in proposals.found:
        if not each.is_same:
            yield _line(each, yes)
    if proposals.unused:
        yield f"Not used: {'; '.join(proposals.unused)}"
    if proposals.missing:
        yield f"Missing: {'; '.join(proposals.missing)}"


def _line(found: Proposal, yes: bool) -> str:
    name = f"{found.sheet}, {found.column}" if found.column else found.sheet
    use = "Yes" if found.is_certain or yes else "?"
    return f"{use:>3}  {found.here} is {name}   {found.why}"


def _what_next(target: Path, proposals: Proposals, added: int, yes: bool) -> str:
    command = f"sheetflow run {typed_path(target)}"
    if not added:
        return f"{target}: Mapping needs no more rows. Now run: {command}"
    written = f"{target}: Mapping is written."
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
