"""The owner's formulas, names, charts, pivot tables and rules that ignore new rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.domain.grouping import grouped
from sheetflow.inspection.doctor.examined_workbook import ExaminedWorkbook
from sheetflow.inspection.doctor.findings import Finding, listed
from sheetflow.inspection.doctor.fixed_ranges import (
    FixedRange,
    FormulaAt,
    fixed_areas,
    fixed_ranges,
    our_sheet,
    sheet_prefix,
)
from sheetflow.workbook.cells.cell_references import Area, cell_name, column_name
from sheetflow.workbook.package.document import Document

_RULES = {
    "conditionalFormatting": "conditional format",
    "dataValidation": "dropdown or validation",
}
"""XML elements of a sheet that apply to ranges, and what people call them."""

_Alike = dict[tuple[int, FixedRange], list[str]]
"""Column and range → the cells of the column whose formulas have that range."""


def range_findings(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Everything over the rows of our sheets whose range will not include new rows."""
    yield from _formulas(examined)
    yield from _names(examined)
    yield from _charts(examined)
    yield from _pivots(examined)
    yield from _rules(examined)


# -- what has ranges


def _formulas(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Formulas in cells, those of one column with one range together.

    Formulas on derived sheets are the program's.
    """
    derived = set(examined.derived_names.values())
    for sheet in examined.workbook.sheets:
        if sheet not in derived:
            yield from _formulas_on(examined, sheet)


def _formulas_on(examined: ExaminedWorkbook, sheet: str) -> Iterator[Finding]:
    for (_, fixed), names in _alike_formulas(examined, sheet).items():
        also = f" (also in {listed(names[1:])})" if names[1:] else ""
        subject = f"In the formula{also}, the range"
        yield _finding(examined, (sheet, names[0]), subject, fixed)


def _alike_formulas(examined: ExaminedWorkbook, sheet: str) -> _Alike:
    return grouped(_fixed_formulas(examined, sheet))


def _fixed_formulas(
    examined: ExaminedWorkbook, sheet: str
) -> Iterator[tuple[tuple[int, FixedRange], str]]:
    """The fixed ranges in the formulas of a sheet, with their column, and the cell."""
    xml = examined.workbook.document.sheet(sheet)
    for cell in xml.formulas:
        formula = FormulaAt(xml.formula_text(cell), sheet, cell.row)
        for fixed in fixed_ranges(examined, formula):
            yield (cell.column, fixed), cell_name(cell.row, cell.column)


def _names(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Defined names."""
    part = examined.workbook.document.workbook
    for element in part.all("definedName"):
        subject = f"the name {element.get('name')} for"
        for fixed in fixed_ranges(examined, FormulaAt(part.text(element))):
            yield _finding(examined, ("", ""), subject, fixed)


def _charts(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Charts, old and new."""
    document = examined.workbook.document
    sheets = _sheets_of_charts(document)
    for suffix in ("/chart", "/chartEx"):
        for name in document.parts_related(suffix):
            where = (sheets.get(name, ""), "")
            for fixed in sorted(_ranges_of_chart(examined, name)):
                yield _finding(examined, where, "a chart over", fixed)


def _ranges_of_chart(examined: ExaminedWorkbook, name: str) -> set[FixedRange]:
    """The ranges of a chart's series and categories that will not grow."""
    part = examined.workbook.document.xml(name)
    found: set[FixedRange] = set()
    for element in part.all("f"):
        found.update(fixed_ranges(examined, FormulaAt(part.text(element))))
    return found


def _sheets_of_charts(document: Document) -> dict[str, str]:
    """Chart part → the worksheet that shows it."""
    package = document.package
    found: dict[str, str] = {}
    for sheet, part in document.sheet_parts.items():
        for relation in package.relationships(part).values():
            if relation.is_a("drawing") and package.has(relation.target):
                charts = _charts_of_drawing(document, relation.target)
                found.update(dict.fromkeys(charts, sheet))
    return found


def _charts_of_drawing(document: Document, drawing: str) -> list[str]:
    """The parts that a drawing shows."""
    package = document.package
    return [
        package.part_name(relation.target)
        for relation in package.relationships(drawing).values()
        if not relation.external and package.has(relation.target)
    ]


def _pivots(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Sources of pivot tables."""
    document = examined.workbook.document
    for name in document.parts_related("/pivotCacheDefinition"):
        for source in document.xml(name).all("worksheetSource"):
            sheet = our_sheet(examined, source.get("sheet"))
            if sheet:
                yield from _pivot_source(examined, sheet, source.get("ref"))


def _pivot_source(
    examined: ExaminedWorkbook, sheet: str, sqref: str
) -> Iterator[Finding]:
    for area in fixed_areas(examined, sheet, sqref):
        fixed = _range_of(sheet, area)
        yield _finding(examined, ("", ""), "a pivot table over", fixed)


def _range_of(sheet: str, area: Area) -> FixedRange:
    return FixedRange(sheet, f"{sheet_prefix(sheet)}{area.text}", area)


def _rules(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Conditional formats and validations of our sheets, those of one kind together."""
    for sheet in examined.regions:
        for element_name, kind in _RULES.items():
            fixed = _fixed_rules(examined, sheet, element_name)
            if fixed:
                yield _finding(examined, (sheet, ""), f"a {kind} over", fixed)


def _fixed_rules(
    examined: ExaminedWorkbook, sheet: str, element_name: str
) -> FixedRange | None:
    """The ranges of all rules of a kind that will not grow, as one; None if there are none."""
    areas = _fixed_rule_areas(examined, sheet, element_name)
    return _as_one_range(sheet, areas) if areas else None


def _fixed_rule_areas(
    examined: ExaminedWorkbook, sheet: str, element_name: str
) -> list[Area]:
    part = examined.workbook.document.sheet(sheet).part
    return [
        area
        for element in part.all(element_name)
        for area in fixed_areas(examined, sheet, element.get("sqref"))
    ]


def _as_one_range(sheet: str, areas: Sequence[Area]) -> FixedRange:
    return FixedRange(sheet, listed([area.text for area in areas]), areas[0])


# -- what the findings say


def _finding(
    examined: ExaminedWorkbook, where: tuple[str, str], subject: str, fixed: FixedRange
) -> Finding:
    """A fixed range: where it is (sheet and cell), what has it, how far it reaches."""
    remedy = _remedy(examined, fixed, in_cell=bool(where[1]))
    words = {
        "subject": subject,
        "range": fixed.text,
        "end": _end(examined, fixed),
        "remedy": remedy,
    }
    return Finding("fixed-range", *where, words)


def _end(examined: ExaminedWorkbook, fixed: FixedRange) -> str:
    """Where the range ends, compared with the rows of its sheet."""
    last = examined.growth(fixed.sheet).growth.last
    end = fixed.area.last_row
    if end == last:
        return f"ends at row {last:,}, the last row of {fixed.sheet}"
    return f"ends at row {end:,}, and the rows of {fixed.sheet} at row {last:,}"


def _remedy(examined: ExaminedWorkbook, fixed: FixedRange, *, in_cell: bool) -> str:
    """A formula in a cell grows only over a table; a rule or chart grows over any rows."""
    growth = examined.growth(fixed.sheet)
    if in_cell and not growth.is_table:
        return _table_remedy(fixed)
    last = growth.growth.last
    return f"Make it end at row {last:,}, the last row. Then it grows."


def _table_remedy(fixed: FixedRange) -> str:
    first_column = column_name(fixed.area.first_column)
    last_column = column_name(fixed.area.last_column)
    columns = f"{sheet_prefix(fixed.sheet)}{first_column}:{last_column}"
    return (
        f"Make {fixed.sheet} a table (Ctrl+T) and name its columns in the formula, "
        f"or use whole columns ({columns})."
    )
