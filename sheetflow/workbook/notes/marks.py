"""Marks: the cells of a sheet that people are to look at, filled and with a note each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.notes.notes import SheetNotes
from sheetflow.workbook.styles.highlights import add_highlights, clear_highlights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.archive.xml_part import XmlPart
    from sheetflow.workbook.model import Mark
    from sheetflow.workbook.package.document import Document


def put_marks(
    document: Document, sheet_part: str, part: XmlPart, marks: Sequence[Mark]
) -> None:
    """Have exactly these marks in a sheet: those from before go first, so that none is left when its cell is mended.

    To be called before conditional formats are added, which come after ours.
    """
    clear_highlights(part)
    add_highlights(part, document.ensure_styles(), marks)
    SheetNotes(document, sheet_part, part).put(
        {mark[:2]: mark.text for mark in marks if mark.text}
    )
