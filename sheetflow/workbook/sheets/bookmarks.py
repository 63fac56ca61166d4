"""Hidden names that identify a sheet of ours, even after its owner renames or moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.cells.formula_text import references
from sheetflow.workbook.sheets.hidden_texts import workbook_name

if TYPE_CHECKING:
    from sheetflow.workbook.package.document import Document


def bookmarked_sheet(document: Document, bookmark: str) -> str | None:
    """The worksheet with this bookmark; None if there is none, or it was deleted."""
    element = workbook_name(document, bookmark)
    if element is None:
        return None
    for reference in references(document.workbook.text(element)):
        if reference.sheet in document.sheet_parts:
            return reference.sheet
    return None


def bookmark_formula(sheet: str) -> str:
    """What the name of a bookmark refers to; the sheet's name is as in formulas."""
    return f"{sheet}!$A$1"


def quoted_name(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"
