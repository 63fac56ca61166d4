"""Hidden names by which a sheet of ours is known again, whatever its owner calls it and wherever they move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import escape
from sheetflow.workbook.cells.formula_text import references

if TYPE_CHECKING:
    from sheetflow.workbook.archive.xml_part import Element
    from sheetflow.workbook.package.document import Document

_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")


def bookmarked_sheet(document: Document, bookmark: str) -> str | None:
    """The worksheet that a bookmark names; None where there is none, or it was deleted."""
    element = _element(document, bookmark)
    if element is None:
        return None
    names = (
        reference.sheet for reference in references(document.workbook.text(element))
    )
    return next((name for name in names if name in document.sheet_parts), None)


def put_bookmark(document: Document, bookmark: str, sheet: str) -> None:
    """Let a bookmark name a sheet (as formulas write it), instead of what it named before."""
    part, element, target = (
        document.workbook,
        _element(document, bookmark),
        f"{sheet}!$A$1",
    )
    if element is not None:
        part.set_text(element, target)
        return
    px = part.prefix
    name = f'<{px}definedName name="{bookmark}" hidden="1">{escape(target)}</{px}definedName>'
    box = part.first("definedNames", part.root)
    if box:
        part.append_child(box, name)
    else:
        after = next(e for tag in _BEFORE_NAMES if (e := part.first(tag, part.root)))
        part.insert_after(after, f"<{px}definedNames>{name}</{px}definedNames>")


def _element(document: Document, bookmark: str) -> Element | None:
    names = document.workbook.all("definedName")
    return next(
        (e for e in names if e.get("name") == bookmark and not e.get("localSheetId")),
        None,
    )
