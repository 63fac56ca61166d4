"""What an edit makes stale: the values of formulas and the pivot tables that depend on changed cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.cells.changed_cells import ChangedCells
from sheetflow.workbook.formulas.recalculation import (
    formula_patches,
    recalculate_on_open,
    refresh_pivots,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheetflow.workbook.archive.xml_part import Splice
    from sheetflow.workbook.formulas.growing_ranges import Grown
    from sheetflow.workbook.package.document import Document
    from sheetflow.workbook.sheets.sheet import SheetEditor


def renew_stale(
    document: Document,
    editors: Mapping[str, SheetEditor],
    grown: list[Grown],
    *,
    anew: bool,
) -> dict[str, list[Splice]]:
    """Have everything stale worked out again when the workbook is opened; `anew` where sheets were added too.

    Returns the edits of formula cells, by sheet: values that nobody must trust any more are taken out.
    """
    changed = ChangedCells()
    sheets = {name for name, editor in editors.items() if editor.changed}
    for sheet in sheets:
        for column, rows in editors[sheet].changed:
            changed.add_rows(sheet, column, rows)
    if not changed and not anew:
        return {}
    recalculate_on_open(document)
    refresh_pivots(document, sheets)
    settled = {name: editor.settled_formulas for name, editor in editors.items()}
    return formula_patches(document, changed, settled, grown)
