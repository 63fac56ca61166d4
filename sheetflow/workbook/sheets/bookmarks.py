"""Hidden names that identify a sheet of ours, even after its owner renames or moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import escape
from sheetflow.workbook.cells.formula_text import references

if TYPE_CHECKING:
    from sheetflow.workbook.archive.xml_part import Element
    from sheetflow.workbook.package.document import Document

# The elements before the list of names in a workbook, the last of them first.
_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")


def bookmarked_sheet(document: Document, bookmark: str) -> str | None:
    """The worksheet with this bookmark; None if there is none, or it was deleted."""
    element = _element(document, bookmark)
    if element is None:
        return None
    for reference in references(document.workbook.text(element)):
        if reference.sheet in document.sheet_parts:
            return reference.sheet
    return None


def put_bookmark(document: Document, bookmark: str, sheet: str) -> None:
    """Set a bookmark to a sheet, whose name is as in formulas."""
    target = f"{sheet}!$A$1"
    element = _element(document, bookmark)
    if element is None:
        _add_name(document, bookmark, target)
    else:
        document.workbook.set_text(element, target)


def _add_name(document: Document, bookmark: str, target: str) -> None:
    part = document.workbook
    px = part.prefix
    name = f'<{px}definedName name="{bookmark}" hidden="1">{escape(target)}</{px}definedName>'
    names = part.first("definedNames", part.root)
    if names:
        part.append_child(names, name)
        return
    elements = (part.first(before, part.root) for before in _BEFORE_NAMES)
    after = next(element for element in elements if element)
    part.insert_after(after, f"<{px}definedNames>{name}</{px}definedNames>")


def _element(document: Document, bookmark: str) -> Element | None:
    for element in document.workbook.all("definedName"):
        if element.get("name") == bookmark and not element.get("localSheetId"):
            return element
    return None
