"""Have Excel recalculate the workbook, and refresh its pivot tables, on opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.cells.formula_text import references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheetflow.workbook.archive.xml_part import Element
    from sheetflow.workbook.package.document import Document

# The elements before the calculation settings in a workbook, the last of them first.
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


def recalculate_on_open(document: Document) -> None:
    """Have the workbook recalculated on opening.

    The calculation chain goes, because it lists cells as they were.
    """
    _set_full_calculation(document)
    package = document.package
    for relation in list(package.relationships(package.workbook).values()):
        if relation.is_a("calcChain") and package.has(relation.target):
            package.remove(package.part_name(relation.target))


def _set_full_calculation(document: Document) -> None:
    part = document.workbook
    calculation = part.first("calcPr", part.root)
    if calculation:
        part.set_attribute(calculation, "fullCalcOnLoad", "1")
        return
    elements = (part.first(name, part.root) for name in _BEFORE_CALCULATION)
    after = next(element for element in elements if element)
    settings = f'<{part.prefix}calcPr calcId="0" fullCalcOnLoad="1"/>'
    part.insert_after(after, settings)


def refresh_pivots(document: Document, sheets: Iterable[str]) -> None:
    """Have the pivot tables over changed sheets refreshed on opening."""
    changed = set(sheets)
    names = _names_over(document, changed)
    for name in document.parts_related("/pivotCacheDefinition"):
        part = document.xml(name)
        for source in part.all("worksheetSource"):
            if source.get("sheet") in changed or source.get("name") in names:
                part.set_attribute(part.root, "refreshOnLoad", "1")


def _names_over(document: Document, sheets: set[str]) -> set[str]:
    """The tables of these sheets, and the defined names that refer to any of them."""
    found = {table.info.name for sheet in sheets for table in document.tables(sheet)}
    for element in document.workbook.all("definedName"):
        if _refers_to_any(document, element, sheets):
            found.add(element.get("name"))
    return found


def _refers_to_any(document: Document, name: Element, sheets: set[str]) -> bool:
    """Whether a defined name refers to any of these sheets."""
    formula = document.workbook.text(name)
    return any(reference.sheet in sheets for reference in references(formula))
