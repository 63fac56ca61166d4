"""Everything that has a range and must grow when rows are appended to the range."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_references import Growth, parse_reference
from sheetflow.workbook.cells.formula_text import replace_references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheetflow.workbook.archive.xml_part import Element, XmlPart
    from sheetflow.workbook.cells.cell_references import Area
    from sheetflow.workbook.package.document import Document

# In the sheet itself: the element, and its attribute with ranges of that very sheet.
_RANGE_ATTRIBUTES = {
    "autoFilter": "ref",
    "sortState": "ref",
    "conditionalFormatting": "sqref",
    "dataValidation": "sqref",
    "ignoredError": "sqref",
    "protectedRange": "sqref",
}
# In any sheet, outside of its cells: elements whose text is a formula (`f` in x14
# formats and sparklines).
_FORMULA_ELEMENTS = ("formula", "formula1", "formula2", "f")
# Other parts: how a relationship to them ends, and the element whose text is a formula.
_FORMULA_PARTS = {"/chart": "f", "/chartEx": "f"}
_SOURCE_PARTS = {"/pivotCacheDefinition": "worksheetSource"}


class Grown(NamedTuple):
    """The rows of a sheet that have become more; its totals rows have moved down."""

    sheet: str
    growth: Growth
    totals_rows: int
    is_table: bool

    def ranges(self, sqref: str) -> str:
        """A list of ranges of this sheet after the growth."""
        grown = self.growth.grown_list(sqref)
        if grown != sqref or not self.totals_rows:
            return grown
        return self._with_totals().grown_list(sqref)

    def reference(self, own_sheet: str, sheet: str, reference: str) -> str:
        """A reference in a formula on `own_sheet` after the growth.

        `sheet` is the one that it names; '' if it names none.
        """
        if (sheet or own_sheet).casefold() != self.sheet.casefold():
            return reference
        grown = self.growth.grown_reference(reference)
        if grown != reference or not self.totals_rows:
            return grown
        return self._with_moved_totals(reference)

    def filled_reference(self, own_sheet: str, sheet: str, reference: str) -> str:
        """As `reference`, for a formula that is filled down."""
        if (sheet or own_sheet).casefold() != self.sheet.casefold():
            return reference
        return self.growth.grown_filled(reference)

    def _with_totals(self) -> Growth:
        """The same growth of the rows and the totals rows together."""
        growth = self.growth
        last = growth.last + self.totals_rows
        return growth._replace(last=last, new=growth.new + self.totals_rows)

    def _with_moved_totals(self, reference: str) -> str:
        """A reference that ends with the totals rows, after these have moved."""
        area = parse_reference(reference)
        growth = self.growth
        if area is None or not self._ends_with_totals(area):
            return reference
        if area.first_row <= growth.first:
            return self._with_totals().grown_reference(reference)
        if area.first_row <= growth.last:
            return reference
        moved = area.last_row + growth.new - growth.last
        return reference.replace(str(area.last_row), str(moved))

    def _ends_with_totals(self, area: Area) -> bool:
        growth = self.growth
        if area.last_row != growth.last + self.totals_rows:
            return False
        return growth.first_column <= area.first_column <= growth.last_column


def grown_formula(grown: Iterable[Grown], own_sheet: str, text: str) -> str:
    """A formula of `own_sheet` after all growths, one after the other."""
    for one in grown:
        text = replace_references(text, partial(one.reference, own_sheet))
    return text


def filled_formula(grown: Iterable[Grown], own_sheet: str, text: str) -> str:
    """A formula of `own_sheet` that is filled down, after all growths."""
    for one in grown:
        text = replace_references(text, partial(one.filled_reference, own_sheet))
    return text


def grow_everywhere(document: Document, grown: list[Grown]) -> None:
    """Make every range over the old rows include the new ones."""
    if not grown:
        return
    _grow_sheets(document, grown)
    _grow_tables(document, grown)
    names = document.workbook.all("definedName")
    _grow_texts(document.workbook, names, grown, "")
    _grow_parts(document, grown)


def _grow_tables(document: Document, grown: list[Grown]) -> None:
    """Grow the ranges in the formulas that tables keep for their columns."""
    for sheet in document.sheet_parts:
        for table in document.tables(sheet):
            part = table.part
            for element in part.all("calculatedColumnFormula"):
                text = filled_formula(grown, sheet, part.text(element))
                part.set_text(element, text)
            _grow_texts(part, part.all("totalsRowFormula"), grown, sheet)


def _grow_parts(document: Document, grown: list[Grown]) -> None:
    """Grow the ranges of charts and pivot tables."""
    for suffix, element in _FORMULA_PARTS.items():
        for part in map(document.xml, document.parts_related(suffix)):
            _grow_texts(part, part.all(element), grown, "")
    for suffix, element in _SOURCE_PARTS.items():
        for part in map(document.xml, document.parts_related(suffix)):
            _grow_sources(part, part.all(element), grown)


def _grow_sheets(document: Document, grown: list[Grown]) -> None:
    """Grow the ranges of the sheets, those in cells excepted."""
    for sheet in document.sheet_parts:
        part = document.sheet(sheet).part
        for one in grown:
            if one.sheet == sheet:
                _grow_own_ranges(part, one)
        for name in _FORMULA_ELEMENTS:
            _grow_texts(part, part.all(name), grown, sheet)


def _grow_own_ranges(part: XmlPart, one: Grown) -> None:
    """Grow the ranges of a sheet over its own cells."""
    for name, attribute in _RANGE_ATTRIBUTES.items():
        for element in part.all(name):
            if attribute in element.attributes:
                ranges = one.ranges(element.get(attribute))
                part.set_attribute(element, attribute, ranges)
    for element in part.all("sqref"):
        if element.parent and element.parent.local != "sparkline":
            part.set_text(element, one.ranges(part.text(element)))


def _grow_texts(
    part: XmlPart, elements: list[Element], grown: list[Grown], own_sheet: str
) -> None:
    """Grow the ranges of elements whose text is a formula.

    The `formula1` of an extended dropdown has an element with the text instead.
    """
    for element in elements:
        if b"<" in part.inner(element):
            continue
        part.set_text(element, grown_formula(grown, own_sheet, part.text(element)))


def _grow_sources(part: XmlPart, elements: list[Element], grown: list[Grown]) -> None:
    """Grow the sources of pivot tables."""
    for element in elements:
        for one in grown:
            if element.get("sheet") == one.sheet and "ref" in element.attributes:
                part.set_attribute(element, "ref", one.ranges(element.get("ref")))
