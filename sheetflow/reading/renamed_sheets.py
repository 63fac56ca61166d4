"""Sheets that are not read although they have the columns of a sheet of ours: they have another name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sheetflow.domain.catalogue import catalogue, fact_sheets, sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import SheetSchema, loose
from sheetflow.reading.locate import find_closest
from sheetflow.workbook import Workbook

_ROWS = 30
"""How far down headers are looked for in a sheet without a table."""

_LARGEST = 1_000_000
"""The bytes of the largest sheet that is read only for its headers."""

_LEAST = 4
"""How many columns a sheet must have in common with one of ours."""


def problems_of_renamed_sheets(
    workbook: Workbook, read: Collection[str], *, is_first_run: bool
) -> list[Problem]:
    """A warning for each missing sheet whose columns another sheet has.

    `read` are the sheets that were found, by their names in the contract. The headers are
    those of tables; before the first run, also those of small sheets without one.
    """
    missing = [sheet_schema(sheet) for sheet in fact_sheets() if sheet not in read]
    schemas = [schema for schema in missing if schema.in_template]
    known = {loose(name) for schema in catalogue().values() for name in schema.names}
    others = [name for name in workbook.sheets if loose(name) not in known]
    problems: list[Problem] = []
    for name in others if schemas else ():
        rows = list(_header_rows(workbook, name, is_first_run=is_first_run))
        like = next((schema for schema in schemas if _has_columns(rows, schema)), None)
        if like is not None:
            words = {"name": like.title}
            problems.append(Problem("SHT01", like.sheet, -1, "", name, words))
    return [*problems, *_problems_of_unused_parts(workbook)]


def _problems_of_unused_parts(workbook: Workbook) -> Iterator[Problem]:
    """A warning for a sheet of an optional part that lacks required headers but has half of all.

    One that has fewer is its owner's, who gave it the same name.
    """
    for sheet in fact_sheets():
        schema = sheet_schema(sheet)
        if not schema.in_use:
            for name in _named(workbook, schema):
                missing = _missing_headers(workbook, name, schema)
                if missing:
                    words = {"columns": ", ".join(missing)}
                    yield Problem("SHT02", sheet, -1, "", name, words)


def _named(workbook: Workbook, schema: SheetSchema) -> list[str]:
    """The workbook's sheets with the name of this one."""
    known = schema.own.known if schema.own else (schema.sheet,)
    names = {loose(name) for name in known}
    return [name for name in workbook.sheets if loose(name) in names]


def _missing_headers(
    workbook: Workbook, name: str, schema: SheetSchema
) -> Sequence[str]:
    """The required headers that a sheet lacks; none where it has fewer than half of all."""
    layout = find_closest(workbook.read(name), schema)
    if layout is None or 2 * len(layout.columns) < len(schema.facts):
        return ()
    lacking = [
        header for header in schema.required_headers if header not in layout.columns
    ]
    return [schema.title_of(header) for header in lacking]


def _header_rows(
    workbook: Workbook, name: str, *, is_first_run: bool
) -> Iterator[Sequence[object]]:
    """The rows of a sheet that may be its headers."""
    tables = workbook.document.tables(name)
    for table in tables:
        yield table.info.columns
    is_small = len(workbook.document.sheet(name).data) <= _LARGEST
    if is_first_run and is_small and not tables:
        yield from workbook.read(name).rows[:_ROWS]


def _has_columns(rows: Sequence[Sequence[object]], schema: SheetSchema) -> bool:
    """Whether a row has the required headers of a sheet, and enough of its others."""
    return any(_are_headers(row, schema) for row in rows)


def _are_headers(row: Sequence[object], schema: SheetSchema) -> bool:
    texts = {loose(cell) for cell in row if isinstance(cell, str) and cell}
    found = {
        column.header
        for column in schema.facts
        if any(loose(name) in texts for name in column.names)
    }
    is_whole = set(schema.required_headers) <= found
    least = min(_LEAST, len(schema.facts))
    return is_whole and len(found) >= least
