"""The one list of everything that holds a range and must grow when rows are appended to it."""

from __future__ import annotations

from functools import partial, reduce
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_references import Growth, parse_reference
from sheetflow.workbook.cells.formula_text import replace_references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheetflow.workbook.archive.xml_part import Element, XmlPart
    from sheetflow.workbook.package.document import Document

# In the sheet itself: the element, and the attribute that holds ranges of that very sheet.
_RANGE_ATTRIBUTES = {
    "autoFilter": "ref",
    "sortState": "ref",
    "conditionalFormatting": "sqref",
    "dataValidation": "sqref",
    "ignoredError": "sqref",
    "protectedRange": "sqref",
}
# In any sheet, around its cells: elements whose text is a formula (x14 formats and sparklines say `f`).
_FORMULA_ELEMENTS = ("formula", "formula1", "formula2", "f")
# Other parts: how a relationship to them ends, and the element whose text is a formula.
_FORMULA_PARTS = {"/chart": "f", "/chartEx": "f"}
_SOURCE_PARTS = {"/pivotCacheDefinition": "worksheetSource"}


class Grown(NamedTuple):
    """Data rows of a sheet that have become more; its totals rows have moved down with them."""

    sheet: str
    growth: Growth
    totals_rows: int
    is_table: bool

    def _totals(self) -> Growth:
        growth, rows = self.growth, self.totals_rows
        return growth._replace(last=growth.last + rows, new=growth.new + rows)

    def ranges(self, sqref: str) -> str:
        """A list of ranges of this sheet."""
        grown = self.growth.grown_list(sqref)
        return (
            self._totals().grown_list(sqref)
            if grown == sqref and self.totals_rows
            else grown
        )

    def reference(self, own_sheet: str, sheet: str, place: str) -> str:
        """A reference inside of a formula that stands in `own_sheet`."""
        if (sheet or own_sheet).casefold() != self.sheet.casefold():
            return place
        grown = self.growth.grown_reference(place)
        if grown != place or not self.totals_rows:
            return grown
        return self._moved_totals(place)

    def _moved_totals(self, place: str) -> str:
        area, growth = parse_reference(place), self.growth
        if area is None or area.last_row != growth.last + self.totals_rows:
            return place
        if not growth.first_column <= area.first_column <= growth.last_column:
            return place
        if area.first_row <= growth.first:
            return self._totals().grown_reference(place)
        if area.first_row <= growth.last:
            return place
        return place.replace(
            str(area.last_row), str(area.last_row + growth.new - growth.last)
        )


def grown_formula(grown: Iterable[Grown], own_sheet: str, text: str) -> str:
    """A formula of `own_sheet` after all growths, one after the other."""
    return reduce(
        lambda formula, one: replace_references(
            formula, partial(one.reference, own_sheet)
        ),
        grown,
        text,
    )


def grow_everywhere(document: Document, grown: list[Grown]) -> None:
    """Let all that holds a range over the old rows hold the new ones too."""
    if not grown:
        return
    for sheet in document.sheet_parts:
        part = document.sheet(sheet).part
        _grow_own_ranges(part, [one for one in grown if one.sheet == sheet])
        for name in _FORMULA_ELEMENTS:
            _grow_texts(part, part.all(name), grown, sheet)
    _grow_texts(document.workbook, document.workbook.all("definedName"), grown, "")
    for suffix, element in _FORMULA_PARTS.items():
        for part in map(document.xml, document.parts_related(suffix)):
            _grow_texts(part, part.all(element), grown, "")
    for suffix, element in _SOURCE_PARTS.items():
        for part in map(document.xml, document.parts_related(suffix)):
            _grow_sources(part, part.all(element), grown)


def _grow_own_ranges(part: XmlPart, grown: list[Grown]) -> None:
    for one in grown:
        for name, attribute in _RANGE_ATTRIBUTES.items():
            for element in part.all(name):
                if attribute in element.attributes:
                    part.set_attribute(
                        element, attribute, one.ranges(element.get(attribute))
                    )
        for element in part.all("sqref"):
            if element.parent and element.parent.local != "sparkline":
                part.set_text(element, one.ranges(part.text(element)))


def _grow_texts(
    part: XmlPart, elements: list[Element], grown: list[Grown], own_sheet: str
) -> None:
    for element in elements:
        part.set_text(element, grown_formula(grown, own_sheet, part.text(element)))


def _grow_sources(part: XmlPart, elements: list[Element], grown: list[Grown]) -> None:
    for element in elements:
        for one in grown:
            if element.get("sheet") == one.sheet and "ref" in element.attributes:
                part.set_attribute(element, "ref", one.ranges(element.get("ref")))
