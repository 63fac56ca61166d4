"""Ranges over the rows of our sheets that will not include new rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sheetflow.inspection.doctor.examined_workbook import ExaminedWorkbook
from sheetflow.workbook.cells.cell_references import (
    LAST_ROW,
    Area,
    Growth,
    parse_areas,
    parse_reference,
)
from sheetflow.workbook.cells.formula_text import replace_references
from sheetflow.writing.ranges import quoted

_ROOM = 500
"""A range with room for this many new rows, or for as many as there are, is fine."""


class FixedRange(NamedTuple):
    """A range that will not grow: over which of our sheets, as text, and its cells."""

    sheet: str
    text: str
    area: Area


@dataclass(frozen=True)
class FormulaAt:
    """A formula and its position: `row` is 0 for one that is not in a cell."""

    text: str
    sheet: str = ""
    row: int = 0

    @property
    def in_cell(self) -> bool:
        return self.row > 0


def fixed_ranges(examined: ExaminedWorkbook, formula: FormulaAt) -> list[FixedRange]:
    """The ranges over the rows of our sheets in a formula that will not grow."""
    found: list[FixedRange] = []
    for sheet, reference in references_in(formula.text):
        fixed = _fixed_range(examined, formula, sheet, reference)
        if fixed:
            found.append(fixed)
    return found


def references_in(text: str) -> list[tuple[str, str]]:
    """The references to cells in a formula: the sheet ('' for its own), the cells."""
    found: list[tuple[str, str]] = []

    def note(sheet: str, reference: str) -> str:
        found.append((sheet, reference))
        return reference

    replace_references(text, note)
    return found


def _fixed_range(
    examined: ExaminedWorkbook, formula: FormulaAt, sheet: str, reference: str
) -> FixedRange | None:
    """The range of a reference, if it is over the rows of our sheet and will not grow."""
    ours = our_sheet(examined, sheet or formula.sheet)
    area = parse_reference(reference)
    if not ours or not area or _ends_at_formula(formula, sheet, area):
        return None
    if _grows(examined, formula, sheet, reference):
        return None
    if not _is_over_rows(examined, ours, area):
        return None
    return FixedRange(ours, f"{sheet_prefix(ours)}{reference.replace('$', '')}", area)


def _ends_at_formula(formula: FormulaAt, sheet: str, area: Area) -> bool:
    """Whether the range ends in the formula's own row, as a running total's does."""
    on_own_sheet = (sheet or formula.sheet) == formula.sheet
    return formula.in_cell and on_own_sheet and area.last_row == formula.row


def _grows(
    examined: ExaminedWorkbook, formula: FormulaAt, sheet: str, reference: str
) -> bool:
    """Whether a run makes the range longer. Formulas in cells grow only over a table."""
    growth = examined.growth(our_sheet(examined, sheet or formula.sheet))
    if formula.in_cell and not growth.is_table:
        return False
    return growth.reference(formula.sheet, sheet, reference) != reference


def fixed_areas(examined: ExaminedWorkbook, sheet: str, sqref: str) -> Iterator[Area]:
    """The areas of a list (`A2:A9 C2:C9`) over our sheet's rows that will not grow."""
    growth = examined.growth(sheet)
    for area in parse_areas(sqref):
        grows = growth.ranges(area.text) != area.text
        if not grows and _is_over_rows(examined, sheet, area):
            yield area


def our_sheet(examined: ExaminedWorkbook, sheet: str) -> str:
    """The name of a sheet of ours as the workbook spells it; '' for the owner's."""
    wanted = sheet.casefold()
    return next((name for name in examined.regions if name.casefold() == wanted), "")


def sheet_prefix(sheet: str) -> str:
    """`Orders!`, or `'Order lines'!`."""
    return f"{sheet if sheet.isidentifier() else quoted(sheet)}!"


def _is_over_rows(examined: ExaminedWorkbook, sheet: str, area: Area) -> bool:
    """Whether it is several rows of records, the first included, with little room."""
    growth = examined.growth(sheet).growth
    if not _starts_at_records(area, growth) or area.last_row >= LAST_ROW:
        return False
    return _shares_columns(area, growth) and _has_little_room(area, growth)


def _starts_at_records(area: Area, growth: Growth) -> bool:
    return area.first_row <= growth.first < area.last_row


def _shares_columns(area: Area, growth: Growth) -> bool:
    begins_before_end = area.first_column <= growth.last_column
    return begins_before_end and area.last_column >= growth.first_column


def _has_little_room(area: Area, growth: Growth) -> bool:
    """Whether there are hardly more blank rows below the records than records."""
    rows = growth.last - growth.first + 1
    return area.last_row - growth.last < max(_ROOM, rows)
