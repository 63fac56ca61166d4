"""Conditional formats that the program asks for: each once, over the right cells, however often it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import escape
from sheetflow.workbook.cells.cell_references import LAST_ROW, Area, parse_areas

if TYPE_CHECKING:
    from sheetflow.workbook.archive.xml_part import Element, XmlPart
    from sheetflow.workbook.model import ConditionalRule
    from sheetflow.workbook.styles.styles import Styles

# What the schema of a worksheet puts before the conditional formats, the last of them first.
BEFORE_CONDITIONAL = ("phoneticPr", "mergeCells", "customSheetViews", "dataConsolidate", "sortState", "autoFilter",
                      "scenarios", "protectedRanges", "sheetProtection", "sheetCalcPr", "sheetData")  # fmt: skip


def ensure(part: XmlPart, styles: Styles, rule: ConditionalRule, last_row: int) -> None:
    """Have the rule in the sheet, from below its header to `last_row` (0: to the end of the sheet)."""
    area = Area(
        rule.header_row + 1, rule.first_column, last_row or LAST_ROW, rule.last_column
    )
    found = _same_rule(part, rule, styles.dxf(rule.style), area)
    if found is None:
        _add(
            part,
            rule_xml(part.prefix, rule, styles.dxf(rule.style), _next_priority(part)),
            area,
        )
        return
    box = found.parent
    assert box is not None
    if not any(present.contains(area) for present in parse_areas(box.get("sqref"))):
        part.set_attribute(box, "sqref", area.text)


def condition(rule: ConditionalRule) -> tuple[str, str, str]:
    """The rule's type, operator and formula."""
    if rule.formula:
        return "expression", "", rule.formula.replace("{row}", str(rule.header_row + 1))
    text = rule.text.replace('"', '""')
    return "cellIs", "equal", f'"{text}"'


def rule_xml(px: str, rule: ConditionalRule, dxf: str, priority: int) -> str:
    kind, operator, formula = condition(rule)
    said = f' operator="{operator}"' if operator else ""
    return (
        f'<{px}cfRule type="{kind}" dxfId="{dxf}" priority="{priority}"{said}>'
        f"<{px}formula>{escape(formula)}</{px}formula></{px}cfRule>"
    )


def box_xml(px: str, area: Area, rules: str) -> str:
    return f'<{px}conditionalFormatting sqref="{area.text}">{rules}</{px}conditionalFormatting>'


def _same_rule(
    part: XmlPart, rule: ConditionalRule, dxf: str, area: Area
) -> Element | None:
    kind, _, formula = condition(rule)
    for element in part.all("cfRule"):
        if (
            element.get("type") != kind
            or element.get("dxfId") != dxf
            or not _is_over(element, area)
        ):
            continue
        text = part.first("formula", element)
        if text and part.text(text) == formula:
            return element
    return None


def _is_over(element: Element, area: Area) -> bool:
    """Is the rule over the same columns, from the same row on?"""
    sqref = element.parent.get("sqref") if element.parent else ""
    return any(
        (p.first_row, p.first_column, p.last_column)
        == (area.first_row, area.first_column, area.last_column)
        for p in parse_areas(sqref)
    )


def _next_priority(part: XmlPart) -> int:
    """After every rule that is there; each new one counts itself in."""
    part.new_rules += 1
    return (
        max((e.number("priority") for e in part.all("cfRule")), default=0)
        + part.new_rules
    )


def _add(part: XmlPart, rule: str, area: Area) -> None:
    present = part.all("conditionalFormatting", part.root)
    after = (
        present[-1]
        if present
        else next(e for n in BEFORE_CONDITIONAL if (e := part.first(n, part.root)))
    )
    part.insert_after(after, box_xml(part.prefix, area, rule))
