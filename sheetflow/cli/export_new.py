"""`sheetflow export --new`: what no export of a format has had yet, remembered in the workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetflow.cli.export import (
    default_folder,
    refuse_unprocessed,
    status_of,
    write_control,
    write_files,
)
from sheetflow.cli.output import print_files

if TYPE_CHECKING:
    from sheetflow.cli.export import ExportOptions
    from sheetflow.exporting.formats import Export

NOTHING_NEW = "Nothing is new since the last export"


def export_new(options: ExportOptions) -> int:
    """Write what is new into a folder of its own, and note it on the sheet Exported.

    Returns the exit status: 1 where rows with errors are left out. Raises SheetflowError
    where the workbook cannot be exported or written.
    """
    from sheetflow import pipeline
    from sheetflow.exporting import formats
    from sheetflow.exporting.new_entries import earlier_exports

    last = options.last_day or date.today()
    done = pipeline.inspect(options.file, as_of=last)
    refuse_unprocessed(done.result, options.file)
    form = options.made
    made = formats.export_new(done.result, form, options.name, options.entry_filter)
    click.echo("\n".join(made.control))
    if not made.entries:
        click.echo(NOTHING_NEW)
        return status_of(done, options.file)
    number = earlier_exports(done.result.book, options.name).count + 1
    folder = _folder_of(options, number, last)
    targets = _targets(options, made, folder)
    write_files(made.files, targets, form.encoding)
    write_control(made.control, options, folder)
    _remember(options, made, (number, last), targets)
    print_files(targets)
    return status_of(done, options.file)


def _period_text(options: ExportOptions, last: date) -> str:
    return f"{last:%Y-%m}" if options.month else f"to {last}"


def _folder_of(options: ExportOptions, number: int, last: date) -> Path:
    """The folder of this export: files of two exports are never mixed."""
    parent = options.output or default_folder(options.file)
    return parent / options.stem / f"{number:03d} {_period_text(options, last)}"


def _targets(options: ExportOptions, made: Export, folder: Path) -> list[Path]:
    """The files; none where all that is new has to be entered by hand."""
    count = len(made.files)
    if count == 1:
        return [folder / f"{options.stem}{made.ending}"]
    numbers = range(1, count + 1)
    return [folder / f"{options.stem}-{at}{made.ending}" for at in numbers]


def _remember(
    options: ExportOptions,
    made: Export,
    numbered: tuple[int, date],
    targets: list[Path],
) -> None:
    """Note the export in the workbook; where that fails, its files are removed again.

    `numbered` are its number and its last day.
    """
    from sheetflow.exporting.remembering import exported_rows, remember_export

    number, last = numbered
    name = f"{targets[0].parent.name}/{targets[0].name}" if targets else ""
    period = (last, _period_text(options, last), name)
    rows = exported_rows(made.entries, options.name, number, period)
    try:
        remember_export(options.file, rows)
    except BaseException:
        for target in targets:
            target.unlink(missing_ok=True)
        raise
