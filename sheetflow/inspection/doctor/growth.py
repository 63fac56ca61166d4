"""What of the owner's holds a range over our sheets that will not take in the rows to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sheetflow.inspection.doctor.finding import Finding, listed
from sheetflow.inspection.doctor.patient import Patient
from sheetflow.workbook.cells.cell_references import (
    LAST_ROW,
    Area,
    cell_name,
    column_name,
    parse_areas,
    parse_loose,
)
from sheetflow.workbook.cells.formula_text import with_places
from sheetflow.workbook.package.document import Document
from sheetflow.writing.ranges import quoted

_ROOM = 500
"""A range with room for so many new rows, and for as many as there are now, is let pass."""

_RULES = {
    "conditionalFormatting": "conditional format",
    "dataValidation": "dropdown or validation",
}


class Fixed(NamedTuple):
    """A range that will not grow: of which of our sheets, as it is written, where it ends."""

    sheet: str
    text: str
    area: Area


def look_at_ranges(patient: Patient) -> Iterator[Finding]:
    """Formulas, names, charts, pivot tables and rules over our sheets whose range stays as it is."""
    yield from _formulas(patient)
    yield from _names(patient)
    yield from _charts(patient)
    yield from _pivots(patient)
    yield from _rules(patient)


def _finding(
    patient: Patient, place: tuple[str, str], subject: str, fixed: Fixed
) -> Finding:
    """What is said of a fixed range: of whom, and how far its sheet's rows reach."""
    last = patient.growth(fixed.sheet).growth.last
    end = f"ends at row {fixed.area.last_row:,}, the rows of {fixed.sheet} at row {last:,}"
    if fixed.area.last_row == last:
        end = f"ends with the rows of {fixed.sheet}, at row {last:,}"
    words = {
        "subject": subject,
        "range": fixed.text,
        "end": end,
        "remedy": _remedy(patient, place, fixed),
    }
    return Finding("fixed-range", *place, words)


def _remedy(patient: Patient, place: tuple[str, str], fixed: Fixed) -> str:
    """A formula in a cell grows only over a table; all else over any rows, if it ends with them."""
    growth, in_cell = patient.growth(fixed.sheet), bool(place[1])
    columns = [
        column_name(column)
        for column in (fixed.area.first_column, fixed.area.last_column)
    ]
    whole = f"take whole columns ({_prefix(fixed.sheet)}{':'.join(columns)})"
    if in_cell and not growth.is_table:
        return f"Make {fixed.sheet} a table (Ctrl+T) and name its columns, or {whole}."
    return f"Let it end at row {growth.growth.last:,}, with the rows: then it grows."


# -- does it grow?


def _fixed_in(
    patient: Patient, own_sheet: str, text: str, row: int = 0, *, in_cell: bool = False
) -> list[Fixed]:
    """The ranges over rows of our sheets in a formula that will not grow. `row` is where the formula stands."""
    found: list[Fixed] = []

    def look(sheet: str, place: str) -> str:
        name = _ours(patient, sheet or own_sheet)
        area = parse_loose(place)
        if (
            name
            and area
            and not (row and area.last_row == row and (sheet or own_sheet) == own_sheet)
        ):
            grows = (not in_cell or patient.growth(name).is_table) and _grows(
                patient, own_sheet, sheet, place
            )
            if not grows and _is_over_rows(patient, name, area):
                found.append(
                    Fixed(name, f"{_prefix(name)}{place.replace('$', '')}", area)
                )
        return place

    with_places(text, look)
    return found


def _grows(patient: Patient, own_sheet: str, sheet: str, place: str) -> bool:
    name = _ours(patient, sheet or own_sheet)
    return patient.growth(name).place(own_sheet, sheet, place) != place


def _ours(patient: Patient, sheet: str) -> str:
    """The name of a sheet of ours as the workbook spells it; '' for the owner's."""
    return next(
        (name for name in patient.regions if name.casefold() == sheet.casefold()), ""
    )


def _prefix(sheet: str) -> str:
    return f"{sheet if sheet.isidentifier() else quoted(sheet)}!"


def _is_over_rows(patient: Patient, sheet: str, area: Area) -> bool:
    """Is it several rows of the records from the first one on, with no room for many more?"""
    growth = patient.growth(sheet).growth
    if (
        area.last_row >= LAST_ROW
        or area.first_row > growth.first
        or area.last_row <= growth.first
    ):
        return False
    columns = (
        area.first_column <= growth.last_column
        and growth.first_column <= area.last_column
    )
    rows = growth.last - growth.first + 1
    return columns and area.last_row - growth.last < max(_ROOM, rows)


# -- what holds ranges


def _formulas(patient: Patient) -> Iterator[Finding]:
    """Formulas in cells, the like of one column together; those on derived sheets are the engine's."""
    derived = set(patient.derived_names.values())
    for sheet in patient.workbook.sheets:
        if sheet in derived:
            continue
        xml = patient.workbook.document.sheet(sheet)
        cells: dict[tuple[int, Fixed], list[str]] = defaultdict(list)
        for formula in xml.formulas:
            for fixed in _fixed_in(
                patient, sheet, xml.formula_text(formula), formula.row, in_cell=True
            ):
                cells[formula.column, fixed].append(
                    cell_name(formula.row, formula.column)
                )
        for (_, fixed), names in cells.items():
            also = f" (also in {listed(names[1:])})" if names[1:] else ""
            yield _finding(
                patient, (sheet, names[0]), f"In the formula{also}, the range", fixed
            )


def _names(patient: Patient) -> Iterator[Finding]:
    part = patient.workbook.document.workbook
    for element in part.all("definedName"):
        for fixed in _fixed_in(patient, "", part.text(element)):
            yield _finding(
                patient, ("", ""), f"the name {element.get('name')} for", fixed
            )


def _charts(patient: Patient) -> Iterator[Finding]:
    document = patient.workbook.document
    where = _sheets_of_charts(document)
    for suffix in ("/chart", "/chartEx"):
        for name in document.parts_related(suffix):
            part = document.xml(name)
            found = {
                fixed
                for element in part.all("f")
                for fixed in _fixed_in(patient, "", part.text(element))
            }
            for fixed in sorted(found):
                yield _finding(
                    patient, (where.get(name, ""), ""), "a chart over", fixed
                )


def _sheets_of_charts(document: Document) -> dict[str, str]:
    """Chart part → the worksheet on which it stands."""
    package, found = document.package, {}
    for sheet, part in document.sheet_parts.items():
        drawings = [
            r.target
            for r in package.rels(part).values()
            if r.is_a("drawing") and package.has(r.target)
        ]
        for drawing in drawings:
            charts = (
                r.target
                for r in package.rels(drawing).values()
                if not r.external and package.has(r.target)
            )
            found.update({package.part_name(chart): sheet for chart in charts})
    return found


def _pivots(patient: Patient) -> Iterator[Finding]:
    document = patient.workbook.document
    for name in document.parts_related("/pivotCacheDefinition"):
        for source in document.xml(name).all("worksheetSource"):
            sheet = _ours(patient, source.get("sheet"))
            for area in (
                _fixed_areas(patient, sheet, source.get("ref")) if sheet else ()
            ):
                fixed = Fixed(sheet, f"{_prefix(sheet)}{area.text}", area)
                yield _finding(patient, ("", ""), "a pivot table over", fixed)


def _rules(patient: Patient) -> Iterator[Finding]:
    """Conditional formats and validations of our sheets, those of one kind together."""
    for sheet in patient.regions:
        part = patient.workbook.document.sheet(sheet).part
        for element_name, kind in _RULES.items():
            lists = [element.get("sqref") for element in part.all(element_name)]
            fixed = [
                area for sqref in lists for area in _fixed_areas(patient, sheet, sqref)
            ]
            if fixed:
                first = Fixed(sheet, listed([area.text for area in fixed]), fixed[0])
                yield _finding(patient, (sheet, ""), f"a {kind} over", first)


def _fixed_areas(patient: Patient, sheet: str, sqref: str) -> list[Area]:
    """The areas of a list that stay as they are."""
    growth = patient.growth(sheet)
    areas = parse_areas(sqref)
    return [
        a
        for a in areas
        if growth.ranges(a.text) == a.text and _is_over_rows(patient, sheet, a)
    ]
