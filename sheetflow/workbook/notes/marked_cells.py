"""The marked cells of a sheet: each has a fill, and a note that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.notes.sheet_notes import SheetNotes
from sheetflow.workbook.styles.highlights import add_highlights, clear_highlights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.archive.xml_part import XmlPart
    from sheetflow.workbook.model import Mark
    from sheetflow.workbook.package.document import Document


def put_marks(
    document: Document, sheet_part: str, part: XmlPart, marks: Sequence[Mark]
) -> None:
    """Have exactly these marks in a sheet.

    Earlier marks go first, so that none stays once its cell is fixed. Call this before
    conditional formats are added, because they come after ours.
    """
    clear_highlights(part)
    add_highlights(part, document.ensure_styles(), marks)
    SheetNotes(document, sheet_part, part).put(_notes(marks))


def _notes(marks: Sequence[Mark]) -> dict[tuple[int, int], str]:
    """The texts of the marks that have one, by cell."""
    return {(mark.row, mark.column): mark.text for mark in marks if mark.text}
