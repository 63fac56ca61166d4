"""The program's conditional formats: each once, over the right cells, after every run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_part import required
from sheetflow.workbook.archive.xml_text import escape
from sheetflow.workbook.cells.cell_references import LAST_ROW, Area, parse_areas

if TYPE_CHECKING:
    from sheetflow.workbook.archive.xml_part import Element, XmlPart
    from sheetflow.workbook.model import ConditionalRule
    from sheetflow.workbook.styles.styles import Styles

# The elements before the conditional formats in a worksheet, the last of them first.
_BEFORE_CONDITIONAL = (
    "phoneticPr",
    "mergeCells",
    "customSheetViews",
    "dataConsolidate",
    "sortState",
    "autoFilter",
    "scenarios",
    "protectedRanges",
    "sheetProtection",
    "sheetCalcPr",
    "sheetData",
)


LARGEST_PRIORITY = 2_147_483_647
"""The priorities of a sheet are 32-bit integers; the smallest comes first."""


class _Condition(NamedTuple):
    """When a rule applies, as the file has it."""

    kind: str
    operator: str
    formula: str


def ensure_rule(
    part: XmlPart, styles: Styles, rule: ConditionalRule, last_row: int
) -> None:
    """Have the rule in the sheet, from below its header to `last_row`.

    0 is the end of the sheet.
    """
    area = _area(rule, last_row or LAST_ROW)
    dxf = styles.dxf(rule.style)
    found = _same_rule(part, rule, dxf, area)
    if found is None:
        _add(part, rule_xml(part.prefix, rule, dxf, _next_priority(part)), area)
        return
    parent = required(found.parent, "conditional format")
    if not any(present.contains(area) for present in parse_areas(parent.get("sqref"))):
        part.set_attribute(parent, "sqref", area.text)


def last_before_conditional(part: XmlPart) -> Element:
    """The element after which the first conditional format of a sheet belongs."""
    elements = (part.first(name, part.root) for name in _BEFORE_CONDITIONAL)
    return next(element for element in elements if element)


def rule_xml(px: str, rule: ConditionalRule, dxf: str, priority: int) -> str:
    """The rule without its cells. `px` is the prefix of the part's elements."""
    kind, operator, formula = _condition(rule)
    operator_attribute = f' operator="{operator}"' if operator else ""
    return (
        f'<{px}cfRule type="{kind}" dxfId="{dxf}" priority="{priority}"{operator_attribute}>'
        f"<{px}formula>{escape(formula)}</{px}formula></{px}cfRule>"
    )


def conditional_format_xml(px: str, area: Area, rules: str) -> str:
    """Rules over an area."""
    return (
        f'<{px}conditionalFormatting sqref="{area.text}">'
        f"{rules}</{px}conditionalFormatting>"
    )


def _area(rule: ConditionalRule, last_row: int) -> Area:
    first_row = rule.header_row + 1
    return Area(first_row, rule.first_column, last_row, rule.last_column)


def _condition(rule: ConditionalRule) -> _Condition:
    if rule.formula:
        return _formula_condition(rule)
    text = rule.text.replace('"', '""')
    return _Condition("cellIs", "equal", f'"{text}"')


def _formula_condition(rule: ConditionalRule) -> _Condition:
    first_row = str(rule.header_row + 1)
    return _Condition("expression", "", rule.formula.replace("{row}", first_row))


def _same_rule(
    part: XmlPart, rule: ConditionalRule, dxf: str, area: Area
) -> Element | None:
    """The rule of the sheet with the same condition, format and columns."""
    condition = _condition(rule)
    for element in part.all("cfRule"):
        same_kind = element.get("type") == condition.kind
        if not same_kind or element.get("dxfId") != dxf or not _is_over(element, area):
            continue
        formula = part.first("formula", element)
        if formula and part.text(formula) == condition.formula:
            return element
    return None


def _is_over(element: Element, area: Area) -> bool:
    """Whether the rule is over the same columns, from the same row on."""
    sqref = element.parent.get("sqref") if element.parent else ""
    starts = [
        present._replace(last_row=area.last_row) for present in parse_areas(sqref)
    ]
    return area in starts


def _next_priority(part: XmlPart) -> int:
    """A priority after those of all rules in the sheet, new ones included."""
    part.new_rules += 1
    priorities = (rule.number("priority") for rule in part.all("cfRule"))
    return min(max(priorities, default=0) + part.new_rules, LARGEST_PRIORITY)


def _add(part: XmlPart, rule: str, area: Area) -> None:
    present = part.all("conditionalFormatting", part.root)
    after = present[-1] if present else last_before_conditional(part)
    part.insert_after(after, conditional_format_xml(part.prefix, area, rule))
