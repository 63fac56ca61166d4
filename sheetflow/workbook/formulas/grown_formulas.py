"""The formulas in the cells of a sheet, once the ranges that they read have grown.

A formula that is filled down is the same in every row of its column, so it must be so
afterwards: in a running total, `SUM(D$2:D4)`, the last row is that of its own cell and no
end of the data, even in the last row. Only a fixed end, `D$4`, is an end of the data.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sheetflow.workbook.cells.cell_references import is_running
from sheetflow.workbook.cells.formula_text import located_references, shifted
from sheetflow.workbook.formulas.growing_ranges import filled_formula, grown_formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.cells.sheet_xml import FormulaCell, SheetXml
    from sheetflow.workbook.formulas.growing_ranges import Grown


class GrownFormulas:
    """Gives the formulas of one sheet after all growths."""

    def __init__(self, xml: SheetXml, sheet: str, grown: Sequence[Grown]) -> None:
        self._xml = xml
        self._sheet = sheet
        self._grown = grown
        self._last_rows = {
            str(last)
            for one in grown
            for last in (one.growth.last, one.growth.last + one.totals_rows)
        }

    def text(self, cell: FormulaCell) -> str:
        """The formula of a cell; that of a follower of a shared one is worked out."""
        text = self._xml.formula_text(cell)
        if not any(last in text for last in self._last_rows):
            return text
        if self._is_filled_down(cell, text):
            return filled_formula(self._grown, self._sheet, text)
        return grown_formula(self._grown, self._sheet, text)

    def _is_filled_down(self, cell: FormulaCell, text: str) -> bool:
        """Whether a cell above or below has the same formula, or it is a running total."""
        kind = cell.attributes.get("t", "")
        if kind:
            return kind == "shared"
        if self._is_below(cell, -1, text) or self._is_below(cell, 1, text):
            return True
        return any(
            is_running(token["cells"], cell.row)
            for reference, token in located_references(text)
            if token and not reference.sheet
        )

    def _is_below(self, cell: FormulaCell, rows: int, text: str) -> bool:
        """Whether the cell so many rows below has the same formula for its row."""
        other = self._cells.get((cell.row + rows, cell.column))
        if other is None or other.attributes.get("t", "shared") != "shared":
            return False
        other_text = self._xml.formula_text(other)
        # Nearly all differ in their row's number alone, which is seen at once.
        if _without(other_text, other.row) == _without(text, cell.row):
            return True
        return shifted(other_text, -rows) == text

    @cached_property
    def _cells(self) -> dict[tuple[int, int], FormulaCell]:
        """The formulas by row and column."""
        return {(cell.row, cell.column): cell for cell in self._xml.formulas}


def _without(text: str, row: int) -> str:
    """A formula without the number of its row."""
    return text.replace(str(row), "#")
