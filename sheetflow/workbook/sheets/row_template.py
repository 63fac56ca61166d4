"""The row that new rows look like, and the formulas that they take over from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.cells.formula_text import references, shifted
from sheetflow.workbook.model import CellLook, Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sheetflow.workbook.cells.data_region import DataRegion
    from sheetflow.workbook.cells.sheet_xml import FormulaCell
    from sheetflow.workbook.sheets.sheet_editor import SheetEditor

# What a new row takes over from the row above it.
_ROW_ATTRIBUTES = ("ht", "customHeight", "s", "customFormat")


class RowTemplate:
    """The row that new rows look like."""

    def __init__(self, editor: SheetEditor, region: DataRegion) -> None:
        self._editor = editor
        self._region = region
        self._row = region.template_row
        self._styles: dict[int, str] = {}
        self.row_attributes: dict[str, str] = {}
        if self._row:
            self._styles = editor.xml.styles_in_row(self._row)
            self.row_attributes = kept_attributes(editor.xml.row_attributes(self._row))

    def style(self, column: int, look: CellLook | None) -> str:
        """The style of a new cell, before it is adapted to the type of its value."""
        if column in self._styles:
            return self._styles[column]
        editor = self._editor
        base = editor.base_styles.get(column) or editor.xml.column_style(column)
        if look is None:
            return base
        return editor.document.ensure_styles().new_cell(base, look, is_date=False)

    def carried(self, column: int) -> Callable[[int], Formula] | None:
        """The formula of a new row, if the column's cells have one."""
        there = self._editor.formulas.get((self._row, column))
        table = self._region.table
        calculated = table.formulas.get(column) if table else None
        if there is None:
            return None if calculated is None else _constant(calculated)
        if there.attributes.get("t") in ("array", "dataTable"):
            return None
        text = self._editor.xml.formula_text(there)
        if calculated is None and not self._is_filled_down(there, text):
            return None
        row = self._row
        return lambda new: Formula(shifted(text, new - row))

    def is_carried_to(self, row: int, column: int) -> bool:
        """Whether a cell below the data has the column's formula already."""
        carried = self.carried(column)
        there = self._editor.formulas.get((row, column))
        if carried is None or there is None:
            return False
        return carried(row).text == self._editor.xml.formula_text(there)

    def _is_filled_down(self, there: FormulaCell, text: str) -> bool:
        """Whether it is the column's formula, not one that is in this cell alone."""
        row = there.row
        if row - 1 > self._region.header_row:
            above = self._editor.formulas.get((row - 1, there.column))
            if above is None:
                return False
            return shifted(self._editor.xml.formula_text(above), 1) == text
        areas = [reference.area for reference in references(text) if reference.area]
        return any(area.first_row <= row <= area.last_row for area in areas)

    def totals_in(self, rows: range) -> range | None:
        """The rows of the table's totals, if any of the new rows reaches them."""
        first = self._region.last_row + 1
        if not self._region.totals_rows or rows[-1] < first:
            return None
        return range(first, first + self._region.totals_rows)

    def totals_positions(self, rows: range) -> tuple[int, int]:
        """The positions of the totals among these rows: the first, and after the last."""
        totals = self.totals_in(rows)
        if totals is None:
            return len(rows), len(rows)
        start = max(0, totals.start - rows.start)
        end = min(len(rows), totals.stop - rows.start)
        return start, end


def _constant(text: str) -> Callable[[int], Formula]:
    """The same formula for every row: it names columns of its table."""
    formula = Formula(text)
    return lambda _: formula


def kept_attributes(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes of a row that a new row takes over."""
    return {name: attributes[name] for name in _ROW_ATTRIBUTES if name in attributes}
