"""`sheetflow export`: the books for an accounting program, shipments for a carrier's."""

from __future__ import annotations

import glob
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
from sheetflow.exporting.format_list import FORMATS, GENERIC, SPANS

if TYPE_CHECKING:
    from sheetflow.engine.process import Result
    from sheetflow.exporting.format_list import Format
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

    summary: str | None
    profile: str | None

    @property
    def stem(self) -> str:
        """How the names of files begin."""
        return "-".join([self.file.stem, *self.name.split()])

    @property
    def name(self) -> str:
        """The format by its name on the sheet Exported: each profile is one of its own."""
        profile = self.profile if self.profile != GENERIC else None
        return f"{self.format} {profile}" if profile else self.format

    @property
    def made(self) -> Format:
        """The format. Raises SheetflowError where its profile cannot be read."""
        if self.format != GENERIC:
            return FORMATS[self.format]
        from sheetflow.exporting.profiles import generic_format

        return generic_format(self.file, self.profile)

    @property
    def last_day(self) -> date | None:
        """The day up to which facts count for --new."""
        month_end = self.month.until if self.month else None
        return self.as_of or month_end or self.until

    def validate(self) -> None:
        """Raises UsageError where an option is not for this format."""
        made = FORMATS[self.format]
        if self.profile and self.format != GENERIC:
            raise click.UsageError(f"--as goes with --format {GENERIC}")
        if self.month and (self.since or self.until):
            raise click.UsageError("--month goes without --from and --to")
        if self.is_new and self.since:
            raise click.UsageError(
                "--new exports all that no export has had: it goes without --from"
            )
        is_part = self.is_part or self.is_new or bool(self.summary)
        if made.kind == "table of shipments" and is_part:
            raise click.UsageError(
                "--format shipments lists all that waits for a label"
            )
        if made.is_list and (self.only or self.summary):
            raise click.UsageError("--only and --summary are for journals")

    @property
    def is_part(self) -> bool:
        """Whether only a part of the books is requested."""
        return bool(self.since or self.until or self.month or self.only)

    @property
    def entry_filter(self) -> EntryFilter:
        """What to export."""
        from sheetflow.exporting.formats import EntryFilter

        days = self.month or Period(self.since, self.until)
        facts = self.only or FACTS
        return EntryFilter(days.since, days.until, facts, self.summary or "")

    @property
    def period_name(self) -> str:
        """The folder of an export of a period."""
        if self.month and self.month.since:
            return f"{self.month.since:%Y-%m}"
        until = self.until or self.as_of
        since_text = f"from {self.since}" if self.since else ""
        until_text = f"to {until}" if until else ""
        return f"{since_text} {until_text}".strip() or "all"


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
    help="Only what is dated on or after this date.",
)
@click.option(
    "--to",
    "until",
    type=day,
    metavar="DATE",
    help="Only what is dated on or before this date.",
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
    help="Only what is dated in this month (2026-03); with --new, up to its end.",
)
@click.option(
    "--new",
    "is_new",
    is_flag=True,
    help="Only what no export of this format has had, and reversals of what was voided"
    " or changed since. The sheet Exported keeps what was exported.",
)
@click.option(
    "--summary",
    type=WordChoice(SPANS),
    metavar="SPAN",
    help="Journals: one entry for each month or day, with one line per account.",
)
@click.option(
    "--as",
    "profile",
    metavar="PROFILE",
    help=f"{GENERIC}: the profile with the columns, from the folder exports beside the workbook.",
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
    form = options.made
    made = formats.export(done.result, form, options.entry_filter)
    targets = _targets(options, len(made.files), made.ending)
    write_files(made.files, targets, form.encoding)
    write_control(made.control, options, targets[0].parent)
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
    folder = _folder_of(options)
    stem = options.stem
    if count == 1:
        return [folder / f"{stem}{ending}"]
    return [folder / f"{stem}-{number}{ending}" for number in range(1, count + 1)]


def _folder_of(options: ExportOptions) -> Path:
    """The folder of this export: files of two exports are never mixed.

    That is the requested one, as long as it has no export of this format; a list of
    shipments is one file, which replaces the one before.
    """
    parent = options.output or default_folder(options.file)
    is_taken = any(parent.glob(f"{glob.escape(options.stem)}[-.]*"))
    if FORMATS[options.format].kind == "table of shipments":
        return parent
    if options.output and not is_taken:
        return parent
    return _free_folder(parent / options.stem / options.period_name)


def _free_folder(folder: Path) -> Path:
    """The folder, or the first with a number that is not there yet."""
    number = 2
    free = folder
    while free.exists():
        free = folder.with_name(f"{folder.name} ({number})")
        number += 1
    return free


def write_control(control: Sequence[str], options: ExportOptions, folder: Path) -> None:
    """Write the control totals beside the files of an export."""
    if FORMATS[options.format].kind == "table of shipments":
        return
    text = "\n".join(control) + "\n"
    write_files([text], [folder / f"control-{options.stem}.txt"], "utf-8")


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
