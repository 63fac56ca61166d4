"""Which parts a workbook has that its owner may do without (domain/parts.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from sheetflow.domain.catalogue import Catalogue
from sheetflow.domain.parts import (
    PARTS_BY_COLUMN,
    PARTS_BY_HEADER,
    PARTS_BY_NUMBERS,
)
from sheetflow.domain.schema import Column, Part, Setting, SheetSchema, loose
from sheetflow.reading.locate import find_layout, header_row_of
from sheetflow.reading.sheet_names import match_sheets
from sheetflow.workbook import Workbook
from sheetflow.workbook.model import Grid


def parts_in(
    workbook: Workbook, sheets: Catalogue, *, of_facts: bool = True
) -> set[str]:
    """The parts that a workbook has: by their sheets, by columns of master data, by Settings.

    A sheet of its owner's that only has the name of one does not count. With `of_facts`, some
    columns of other sheets count too, which reads those sheets.
    """
    matched = match_sheets(workbook.sheets, sheets)
    parts: set[str] = {
        sheets[sheet].part
        for sheet, name in matched.items()
        if sheets[sheet].part
        and not sheets[sheet].derived
        and header_row_of(workbook.read(name), sheets[sheet]) is not None
    }
    parts |= _parts_of_masters(workbook, matched, sheets)
    if of_facts:
        parts |= set(_parts_with_numbers(workbook, matched, sheets))
        parts |= set(_parts_with_headers(workbook, matched, sheets))
    return parts


def _parts_of_masters(
    workbook: Workbook, matched: Mapping[str, str], sheets: Catalogue
) -> set[str]:
    """The parts of which master data has a column, or Settings a row."""
    found: set[str] = set()
    for sheet, name in matched.items():
        if sheets[sheet].master_data and not sheets[sheet].derived:
            names = _texts(workbook.read(name), sheets[sheet])
            found |= {
                part
                for part in PARTS_BY_COLUMN
                if names & _names_of(sheets[sheet], part)
            }
    return found


def _parts_with_numbers(
    workbook: Workbook, matched: Mapping[str, str], sheets: Catalogue
) -> Iterator[Part]:
    """The parts of which a sheet has a column with a number: a column of texts is its owner's."""
    for part, sheet in PARTS_BY_NUMBERS.items():
        if sheet in matched:
            grid = workbook.read(matched[sheet])
            if _has_number(grid, sheets[sheet], _names_of(sheets[sheet], part)):
                yield part


def _parts_with_headers(
    workbook: Workbook, matched: Mapping[str, str], sheets: Catalogue
) -> Iterator[Part]:
    """The parts of which a sheet has a column, whatever is in it."""
    for part, sheet in PARTS_BY_HEADER.items():
        if sheet in matched:
            headers = _texts(workbook.read(matched[sheet]), sheets[sheet])
            if headers & _names_of(sheets[sheet], part):
                yield part


def _has_number(grid: Grid, schema: SheetSchema, names: set[str]) -> bool:
    """Whether a column with one of these headers has a number."""
    row = header_row_of(grid, schema)
    if row is None:
        return False
    return any(
        _is_number(cell)
        for column, header in enumerate(grid.rows[row - 1], 1)
        if isinstance(header, str) and loose(header) in names
        for cell in grid.column(column)[row:]
    )


def _is_number(cell: object) -> bool:
    """Whether a cell is a number, or a text that may be meant as one."""
    if isinstance(cell, str):
        return cell.strip()[:1].isdigit()
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def _texts(grid: Grid, schema: SheetSchema) -> set[str]:
    """The headers of a sheet as names are compared; of Settings the names of the settings."""
    row = header_row_of(grid, schema)
    if row is None:
        return set()
    if schema.settings:
        column = find_layout(grid, schema).columns["Setting"]
        cells: Sequence[object] = grid.column(column)[row:]
    else:
        cells = grid.rows[row - 1]
    return {loose(cell) for cell in cells if isinstance(cell, str) and cell}


def _names_of(schema: SheetSchema, part: str) -> set[str]:
    """The names of the typed columns and the settings of a part, as names are compared."""
    columns = [column for column in schema.facts if column.part == part]
    settings = [setting for setting in schema.settings if setting.part == part]
    declared: list[Column | Setting] = [*columns, *settings]
    return {loose(name) for each in declared for name in each.names}
