"""What an edit puts out of date: values of formulas, and pivot tables over its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.cells.changed_cells import ChangedCells
from sheetflow.workbook.formulas.recalculation import (
    recalculate_on_open,
    refresh_pivots,
)
from sheetflow.workbook.formulas.stale_formulas import formula_patches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheetflow.workbook.archive.xml_part import Splice
    from sheetflow.workbook.formulas.growing_ranges import Grown
    from sheetflow.workbook.package.document import Document
    from sheetflow.workbook.sheets.sheet_editor import SheetEditor


def refresh_formulas(
    document: Document,
    editors: Mapping[str, SheetEditor],
    grown: list[Grown],
    *,
    sheets_added: bool,
) -> dict[str, list[Splice]]:
    """Have everything that is out of date recalculated when the workbook is opened.

    Returns the edits of formula cells, by sheet: values that are out of date go.
    """
    sheets = {name for name, editor in editors.items() if editor.changed}
    changed = ChangedCells()
    for sheet in sheets:
        for column, rows in editors[sheet].changed:
            changed.add_rows(sheet, column, rows)
    if not changed and not sheets_added:
        return {}
    recalculate_on_open(document)
    refresh_pivots(document, sheets)
    settled = {name: editor.settled_formulas for name, editor in editors.items()}
    return formula_patches(document, changed, settled, grown)
