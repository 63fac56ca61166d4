"""`sheetflow diff`: what changed between two workbooks, as lines, as JSON, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import click

from sheetflow.cli.doing.garbage import no_garbage
from sheetflow.cli.doing.report import stream_for
from sheetflow.errors import SheetflowError
from sheetflow.inspection.diff import Change, Difference, SheetDifference, difference
from sheetflow.inspection.diff.value_text import text_of

COLOURS = {
    "changed": "yellow",
    "voided": "bright_black",
    "added": "green",
    "removed": "red",
}


def diff(
    pair: tuple[Path, Path], facts_only: bool, output: Path | None, as_json: bool
) -> int:
    """Compare an old and a new workbook; returns the exit status. Raises SheetflowError where one cannot be read."""
    if output is not None:
        _refuse(output, pair)
    stream = stream_for(as_json)
    with no_garbage():
        found = difference(*pair, facts_only=facts_only)
        print_difference(found, pair, stream)
        if output is not None:
            _write(found, pair, output)
    if output is not None:
        click.echo(str(output), file=stream)
    if as_json:
        click.echo(json_of(found, output))
    return 0


def _refuse(output: Path, pair: Sequence[Path]) -> None:
    """The comparison takes no workbook's place, and is one that Excel opens. Raises SheetflowError."""
    if output.suffix.lower() != ".xlsx":
        raise SheetflowError(
            f"{output}: the comparison is an Excel workbook; give a name that ends in .xlsx"
        )
    if any(output.resolve() == path.resolve() for path in pair):
        raise SheetflowError(
            f"{output}: that is one of the two workbooks; choose another name"
        )


def _write(found: Difference, pair: tuple[Path, Path], output: Path) -> None:
    from sheetflow.inspection.diff.difference_workbook import write_difference
    from sheetflow.workbook.publishing.publish import publish

    old, new = map(str, pair)
    publish(lambda file: write_difference(found, (old, new), file), output)


def print_difference(
    found: Difference, pair: tuple[Path, Path], stream: TextIO
) -> None:
    """A block for each sheet, then the sheets that only one workbook has, then the sum of it."""
    for sheet in found.sheets:
        click.echo("\n".join([*sheet_lines(sheet), ""]), file=stream)
    for path, sheets in zip(
        pair, (found.sheets_in_old, found.sheets_in_new), strict=True
    ):
        if sheets:
            click.echo(f"Only in {path}: {', '.join(sheets)}", file=stream)
    click.echo(summary(found), file=stream)


def sheet_lines(sheet: SheetDifference) -> Iterator[str]:
    """One line a change, below the sheet's name: where, which record, what."""
    yield click.style(sheet.sheet, bold=True)
    for side, columns in (("OLD", sheet.columns_in_old), ("NEW", sheet.columns_in_new)):
        if columns:
            yield f"  Columns only in {side}: {', '.join(columns)}"
    wide = max((len(change.cell) for change in sheet.changes), default=0)
    for change in sheet.changes:
        where = click.style(change.cell.ljust(wide), fg=COLOURS[change.kind])
        yield f"  {where}  {change.key or '(no key)'}  {_said(change)}"


def _said(change: Change) -> str:
    """What became of a cell or a record."""
    before, after = text_of(change.before), text_of(change.after)
    if change.kind == "voided":
        return f"voided {after}"
    if change.kind == "changed":
        return f"{change.column}: {before or '(blank)'} → {after or '(blank)'}"
    where = ", row of OLD" if change.kind == "removed" else ""
    return f"({change.kind}{where}) {before or after}"


def summary(found: Difference) -> str:
    """`3 sheets differ: 12 cells changed, 1 row voided, 2 rows added, 0 rows removed.`"""
    if not found:
        return "Nothing differs."
    counts = [("cell", found.count("changed"), "changed")]
    counts += [
        ("row", found.count(kind), kind) for kind in ("voided", "added", "removed")
    ]
    said = ", ".join(
        f"{number:,} {noun}{'' if number == 1 else 's'} {word}"
        for noun, number, word in counts
    )
    sheets = len(found.sheets)
    return f"{sheets} {'sheet differs' if sheets == 1 else 'sheets differ'}: {said}."


def json_of(found: Difference, output: Path | None) -> str:
    """A comparison as one JSON document; values are texts, exact, an empty one where there is nothing."""
    import json

    document = {
        "status": 0,
        "differs": bool(found),
        "sheets": [_sheet_json(sheet) for sheet in found.sheets],
        "sheets_only_in_old": found.sheets_in_old,
        "sheets_only_in_new": found.sheets_in_new,
        "files": [str(output)] if output else [],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _sheet_json(sheet: SheetDifference) -> dict[str, object]:
    changes = [
        {
            **change._asdict(),
            "before": text_of(change.before),
            "after": text_of(change.after),
        }
        for change in sheet.changes
    ]
    columns = {
        "columns_only_in_old": sheet.columns_in_old,
        "columns_only_in_new": sheet.columns_in_new,
    }
    return {"sheet": sheet.sheet, "changes": changes, **columns}
