"""The row that new rows look like, and the formulas that it hands down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.cells.formula_text import references, shifted
from sheetflow.workbook.model import Formula, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sheetflow.workbook.cells.data_region import DataRegion
    from sheetflow.workbook.cells.sheet_xml import FormulaCell
    from sheetflow.workbook.sheets.sheet import SheetEditor

# What a new row takes over from the row above it.
_ROW_ATTRIBUTES = ("ht", "customHeight", "s", "customFormat")


class RowTemplate:
    """The row that new rows look like."""

    def __init__(self, editor: SheetEditor, region: DataRegion) -> None:
        self._editor, self._region, self._row = editor, region, region.template_row
        self._styles = editor.xml.styles_in_row(self._row) if self._row else {}
        self.row_attributes = (
            kept(editor.xml.row_attributes(self._row)) if self._row else {}
        )

    def style(self, column: int, look: Look | None) -> str:
        """The style of a new cell, its kind of value left aside."""
        if column in self._styles:
            return self._styles[column]
        base = self._editor.base_styles.get(column) or self._editor.xml.column_style(
            column
        )
        return (
            base
            if look is None
            else self._editor.document.ensure_styles().new_cell(
                base, look, is_date=False
            )
        )

    def carried(self, column: int) -> Callable[[int], Formula] | None:
        """The formula of a row, where the column's cells hold one."""
        there = self._editor.formulas.get((self._row, column))
        table = self._region.table
        calculated = table.formulas.get(column) if table else None
        if there and there.attributes.get("t") not in ("array", "dataTable"):
            text, row = self._editor.xml.formula_text(there), self._row
            if calculated is not None or self._is_filled_down(there, text):
                return lambda new: Formula(shifted(text, new - row))
        elif calculated is not None and not there:
            formula = Formula(calculated)
            return lambda _: formula
        return None

    def _is_filled_down(self, there: FormulaCell, text: str) -> bool:
        """Is it the formula of the column, not one that somebody typed into this cell alone?"""
        row = there.row
        above = self._editor.formulas.get((row - 1, there.column))
        if row - 1 > self._region.header_row:
            return (
                above is not None
                and shifted(self._editor.xml.formula_text(above), 1) == text
            )
        places = [reference.area for reference in references(text) if reference.area]
        return any(area.first_row <= row <= area.last_row for area in places)

    def totals_in(self, rows: range) -> range | None:
        """The rows where the table's totals stand so far, if any of the new rows reaches them."""
        first = self._region.last_row + 1
        if not self._region.totals_rows or rows[-1] < first:
            return None
        return range(first, first + self._region.totals_rows)


def kept(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: attributes[name] for name in _ROW_ATTRIBUTES if name in attributes}
