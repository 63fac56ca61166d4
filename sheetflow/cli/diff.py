"""`sheetflow diff`: what changed from one workbook to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click

from sheetflow.cli.options import FILE, json_option
from sheetflow.cli.output import print_json, text_stream
from sheetflow.cli.program import errors_as_json
from sheetflow.errors import SheetflowError
from sheetflow.running.garbage import no_garbage_collection

if TYPE_CHECKING:
    from sheetflow.inspection.diff import Change, Difference, SheetDifference

COLOURS = {
    "changed": "yellow",
    "voided": "bright_black",
    "added": "green",
    "removed": "red",
}
"""How cells are coloured, by the kind of change."""


class DiffOptions(NamedTuple):
    """What a person typed after `sheetflow diff`."""

    old: Path
    new: Path
    facts: bool
    output: Path | None
    as_json: bool

    @property
    def pair(self) -> tuple[Path, Path]:
        """The two workbooks, the old one first."""
        return self.old, self.new


@click.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option(
    "--facts",
    is_flag=True,
    help="Compare only what people typed, not what was derived from it.",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="FILE",
    help="Write the comparison as a workbook (.xlsx) as well.",
)
@json_option
def diff_command(**options: Any) -> None:
    """List what changed between two workbooks, cell by cell.

    Records are matched by their keys, even where rows and columns have moved. Cells are
    those of NEW; for removed rows, those of OLD. Formats and your own sheets are not
    compared. The exit status is 0 whether the workbooks differ or not.
    """
    chosen = DiffOptions(**options)
    with errors_as_json(chosen.as_json):
        diff(chosen)


def diff(options: DiffOptions) -> None:
    """Compare two workbooks and print what differs.

    Raises SheetflowError where one cannot be read, or the comparison not written.
    """
    _refuse_output(options)
    from sheetflow.domain.catalogue import declared_by
    from sheetflow.inspection.diff import difference

    with no_garbage_collection():
        found = difference(*options.pair, facts_only=options.facts)
        with declared_by(found.names):
            _show(found, options)
    if options.as_json:
        print_json(_document(found, options.output))


def _show(found: Difference, options: DiffOptions) -> None:
    """Print what differs, and write it where that is wanted."""
    stream = text_stream(options.as_json)
    print_difference(found, options.pair, stream)
    if options.output is not None:
        _write(found, options.pair, options.output)
        click.echo(str(options.output), file=stream)


def _refuse_output(options: DiffOptions) -> None:
    """Raises SheetflowError where the comparison would replace one of the workbooks."""
    output = options.output
    if output is None:
        return
    if output.suffix.lower() != ".xlsx":
        raise SheetflowError(
            f"{output}: the comparison is an Excel workbook; choose a name that ends in"
            " .xlsx"
        )
    if output.resolve() in [path.resolve() for path in options.pair]:
        raise SheetflowError(
            f"{output}: this is one of the two workbooks; choose another name"
        )


def _write(found: Difference, pair: tuple[Path, Path], output: Path) -> None:
    from sheetflow.inspection.diff.difference_workbook import write_difference
    from sheetflow.workbook.publishing.publish import publish

    old, new = map(str, pair)
    publish(lambda file: write_difference(found, (old, new), file), output)


def print_difference(
    found: Difference, pair: tuple[Path, Path], stream: TextIO
) -> None:
    """A block per sheet, then the sheets that only one workbook has, then the counts."""
    old, new = pair
    for sheet in found.sheets:
        # All at once: a line each takes seconds where there are very many.
        click.echo("\n".join((*sheet_lines(sheet), "")), file=stream)
    _print_only_in(old, found.sheets_in_old, stream)
    _print_only_in(new, found.sheets_in_new, stream)
    click.echo(summary(found), file=stream)


def _print_only_in(path: Path, sheets: Sequence[str], stream: TextIO) -> None:
    if sheets:
        from sheetflow.domain.messages import own_text

        only = own_text(
            "Only in {file}: {sheets}", file=str(path), sheets=", ".join(sheets)
        )
        click.echo(only, file=stream)


def sheet_lines(sheet: SheetDifference) -> Iterator[str]:
    """The name of a sheet, then one line per change: cell, record, what happened."""
    yield click.style(sheet.sheet, bold=True)
    yield from _columns_only_in_one(sheet)
    width = max((len(change.cell) for change in sheet.changes), default=0)
    for change in sheet.changes:
        yield _change_line(sheet, change, width)


def _columns_only_in_one(sheet: SheetDifference) -> Iterator[str]:
    from sheetflow.domain.messages import own_text

    if sheet.columns_in_old:
        columns = ", ".join(map(sheet.title_of, sheet.columns_in_old))
        yield own_text("  Columns only in OLD: {columns}", columns=columns)
    if sheet.columns_in_new:
        columns = ", ".join(map(sheet.title_of, sheet.columns_in_new))
        yield own_text("  Columns only in NEW: {columns}", columns=columns)


def _change_line(sheet: SheetDifference, change: Change, width: int) -> str:
    cell = click.style(change.cell.ljust(width), fg=COLOURS[change.kind])
    from sheetflow.domain.messages import own_text

    key = change.key or own_text("(no key)")
    return f"  {cell}  {key}  {_what_happened(sheet, change)}"


def _what_happened(sheet: SheetDifference, change: Change) -> str:
    """What happened to a cell or a record."""
    from sheetflow.domain.messages import own_text
    from sheetflow.inspection.diff.value_text import text_of

    before = text_of(sheet.own_text(change, change.before))
    after = text_of(sheet.own_text(change, change.after))
    match change.kind:
        case "voided":
            return own_text("voided {day}", day=after)
        case "removed":
            return own_text("(removed, row of OLD) {record}", record=before)
        case "added":
            return own_text("(added) {record}", record=after)
    blank = own_text("(blank)")
    return f"{sheet.title_of(change.column)}: {before or blank} → {after or blank}"


def summary(found: Difference) -> str:
    """`3 sheets differ: 12 cells changed, 1 row voided, 2 rows added, 0 rows removed.`"""
    from sheetflow.domain.messages import counted_message, joined, own_text

    if not found:
        return own_text("Nothing differs.")
    count = found.count
    parts = [
        counted_message(
            count("changed"), "{count} cell changed", "{count} cells changed"
        ),
        counted_message(count("voided"), "{count} row voided", "{count} rows voided"),
        counted_message(count("added"), "{count} row added", "{count} rows added"),
        counted_message(
            count("removed"), "{count} row removed", "{count} rows removed"
        ),
    ]
    sheets = counted_message(
        len(found.sheets), "{count} sheet differs", "{count} sheets differ"
    )
    return own_text("{sheets}: {changes}.", sheets=sheets, changes=joined(parts))


def _document(found: Difference, output: Path | None) -> dict[str, object]:
    """The comparison for `--json`; values are exact texts, empty for blank cells."""
    return {
        "status": 0,
        "differs": bool(found),
        "sheets": [_sheet_document(sheet) for sheet in found.sheets],
        "sheets_only_in_old": found.sheets_in_old,
        "sheets_only_in_new": found.sheets_in_new,
        "files": [str(output)] if output else [],
    }


def _sheet_document(sheet: SheetDifference) -> dict[str, object]:
    return {
        "sheet": sheet.sheet,
        "changes": [_change_fields(change) for change in sheet.changes],
        "columns_only_in_old": sheet.columns_in_old,
        "columns_only_in_new": sheet.columns_in_new,
    }


def _change_fields(change: Change) -> dict[str, object]:
    from sheetflow.inspection.diff.value_text import text_of

    fields = change._asdict()
    fields["before"] = text_of(change.before)
    fields["after"] = text_of(change.after)
    return fields
