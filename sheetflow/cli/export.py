"""`sheetflow export`: the books for an accounting program, shipments for a carrier's."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import click

from sheetflow.cli.options import (
    FILE,
    WordChoice,
    day,
    facts_as_of_option,
    month,
    output_option,
    word_list,
)
from sheetflow.cli.output import print_files
from sheetflow.domain.periods import Period
from sheetflow.errors import SheetflowError
from sheetflow.exporting.format_list import FORMATS

if TYPE_CHECKING:
    from sheetflow.engine.process import Result
    from sheetflow.exporting.formats import EntryFilter
    from sheetflow.pipeline import Run

FACTS = ("invoices", "credits", "payments", "stock")
LEFT_OUT = "Rows with errors are not included. To see them, run: sheetflow check {file}"
HAS_ERRORS = 1
"""Exit status."""


class ExportOptions(NamedTuple):
    """What a person typed after `sheetflow export`."""

    file: Path
    format: str
    output: Path | None
    since: date | None
    until: date | None
    only: tuple[str, ...] | None
    as_of: date | None
    month: Period | None
    is_new: bool

    @property
    def last_day(self) -> date | None:
        """The day up to which facts count for --new."""
        month_end = self.month.until if self.month else None
        return self.as_of or month_end or self.until

    def validate(self) -> None:
        """Raises UsageError where an option is not for this format."""
        kind = FORMATS[self.format].kind
        if self.month and (self.since or self.until):
            raise click.UsageError("--month goes without --from and --to")
        if self.is_new and self.since:
            raise click.UsageError(
                "--new exports all that no export has had: it goes without --from"
            )
        is_list = kind in ("table of invoices", "table of shipments")
        if is_list and (self.is_part or self.is_new):
            raise click.UsageError(
                "--from, --to, --month, --only and --new are for journals"
            )

    @property
    def is_part(self) -> bool:
        """Whether only a part of the journal is requested."""
        return bool(self.since or self.until or self.month or self.only)

    @property
    def entry_filter(self) -> EntryFilter:
        """Which entries of a journal to export."""
        from sheetflow.exporting.formats import EntryFilter

        days = self.month or Period(self.since, self.until)
        return EntryFilter(days.since, days.until, self.only or FACTS)


@click.command("export")
@click.argument("file", type=FILE)
@click.option(
    "--format",
    type=WordChoice(tuple(FORMATS)),
    required=True,
    metavar="FORMAT",
    help=f"What to write: {', '.join(FORMATS)}.",
)
@output_option
@click.option(
    "--from",
    "since",
    type=day,
    metavar="DATE",
    help="Journals: only entries on or after this date.",
)
@click.option(
    "--to",
    "until",
    type=day,
    metavar="DATE",
    help="Journals: only entries on or before this date.",
)
@click.option(
    "--only",
    type=word_list(FACTS),
    metavar="FACTS",
    help=f"Journals: only these entries, separated by commas: {', '.join(FACTS)}.",
)
@click.option(
    "--month",
    type=month,
    metavar="MONTH",
    help="Journals: only entries of this month (2026-03); with --new, up to its end.",
)
@click.option(
    "--new",
    "is_new",
    is_flag=True,
    help="Journals: only what no export of this format has had, and reversals of what"
    " was voided or changed since. The sheet Exported keeps what was exported.",
)
@facts_as_of_option
def export_command(**options: Any) -> None:
    """Export the books of a workbook for an accounting program.

    Writes a journal in double entry (invoices, credit notes, payments, stock at cost)
    or lists of invoices. The sheet Settings names the accounts. Prints control totals,
    and what they must balance to. The format shipments lists the containers without a
    tracking number for a carrier's program.
    """
    chosen = ExportOptions(**options)
    chosen.validate()
    sys.exit(export(chosen))


def export(options: ExportOptions) -> int:
    """Write the export and print its control totals.

    Returns the exit status: 1 where rows with errors are left out. Raises
    SheetflowError where the workbook cannot be exported.
    """
    if options.is_new:
        from sheetflow.cli.export_new import export_new

        return export_new(options)
    from sheetflow import pipeline
    from sheetflow.exporting import formats

    done = pipeline.inspect(options.file, as_of=options.as_of)
    refuse_unprocessed(done.result, options.file)
    made = formats.export(done.result, options.format, options.entry_filter)
    targets = _targets(options, len(made.files), made.ending)
    write_files(made.files, targets, FORMATS[options.format].encoding)
    click.echo("\n".join(made.control))
    print_files(targets)
    return status_of(done, options.file)


def status_of(done: Run, file: Path) -> int:
    """The exit status; with errors, print that their rows are left out."""
    if not done.has_errors:
        return 0
    click.echo(LEFT_OUT.format(file=file), err=True)
    return HAS_ERRORS


def refuse_unprocessed(result: Result, file: Path) -> None:
    """Raises SheetflowError where a run would fill in numbers and amounts first."""
    if _has_edits(result):
        raise SheetflowError(
            f"{file}: some rows have not been processed yet; first run: "
            f"sheetflow run {file}"
        )


def _has_edits(result: Result) -> bool:
    from sheetflow.engine.edits import find_edits

    edits = find_edits(result.before, result.book)
    return bool(edits.cells or edits.rows)


def _targets(options: ExportOptions, count: int, ending: str) -> list[Path]:
    """Where the files go; where there are several, they are numbered from 1."""
    folder = options.output or default_folder(options.file)
    stem = f"{options.file.stem}-{options.format}"
    if count == 1:
        return [folder / f"{stem}{ending}"]
    return [folder / f"{stem}-{number}{ending}" for number in range(1, count + 1)]


def default_folder(workbook: Path) -> Path:
    """out/ next to the workbook; for a workbook that is in such a folder, that one."""
    if workbook.resolve().parent.name == "out":
        return workbook.parent
    return workbook.parent / "out"


def write_files(texts: Sequence[str], targets: list[Path], encoding: str) -> None:
    """Write the files; a character that the encoding lacks becomes a question mark."""
    from sheetflow.workbook.publishing.publish import publish

    for text, target in zip(texts, targets, strict=True):
        publish(partial(_write_bytes, text.encode(encoding, "replace")), target)


def _write_bytes(content: bytes, target: BinaryIO) -> None:
    target.write(content)
