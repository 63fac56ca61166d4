"""`sheetflow export`: the books for an accounting program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from sheetflow.documents.files import output_folder
from sheetflow.engine.edits import find_edits
from sheetflow.errors import SheetflowError
from sheetflow.exporting.formats import Wanted, export
from sheetflow.pipeline import Run
from sheetflow.pipeline import check as check_workbook
from sheetflow.workbook.publishing.publish import publish


@dataclass(frozen=True)
class Wishes:
    """What a person asked to have exported."""

    file: Path
    format: str
    output: Path | None
    wanted: Wanted


def export_books(wishes: Wishes) -> int:
    """Write the export, print its control totals; returns the exit status: 1 where rows in error are left out."""
    done = check_workbook(wishes.file, as_of=None)
    _refuse_unfinished(done, wishes.file)
    made = export(done.result, wishes.format, wishes.wanted)
    folder = output_folder(wishes.file, wishes.output)
    stem = f"{wishes.file.stem}-{wishes.format}"
    names = (
        [f"{stem}-{at}" for at in range(1, len(made.files) + 1)]
        if len(made.files) > 1
        else [stem]
    )
    targets = [folder / (name + made.ending) for name in names]
    for text, target in zip(made.files, targets, strict=True):
        publish(partial(_write, text), target)
    click.echo("\n".join(made.control))
    click.echo("   ".join(map(str, targets)))
    if done.has_errors:
        click.echo(
            f"Rows in error are not in it: sheetflow check {wishes.file}", err=True
        )
    return int(done.has_errors)


def _write(text: str, target: BinaryIO) -> None:
    target.write(text.encode())


def _refuse_unfinished(done: Run, file: Path) -> None:
    """What a run would fill has no number and no amount yet: books are exported as they stand in the workbook."""
    edits = find_edits(done.result.before, done.result.book)
    if edits.cells or edits.rows:
        raise SheetflowError(
            f"{file}: it holds rows that no run has filled in; first: sheetflow run {file}"
        )
