"""The fill of marked cells: a conditional format, so that no cell's own style changes.

It comes before all others. Its formula identifies it: the formula is always true, and
Excel and LibreOffice keep it as it is. While it is there, the owner's rules come after
it; when it goes, they get their old priorities back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import required
from sheetflow.workbook.archive.xml_text import escape
from sheetflow.workbook.cells.cell_references import Area, cell_name
from sheetflow.workbook.model import RuleStyle
from sheetflow.workbook.styles.conditional_formats import (
    LARGEST_PRIORITY,
    last_before_conditional,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.archive.xml_part import Element, XmlPart
    from sheetflow.workbook.model import Mark
    from sheetflow.workbook.styles.styles import Styles

SIGNATURE = 'N("sheetflow")=0'

ERROR = RuleStyle(fill="FFC7CE")
"""The colour of Excel's own style Bad."""

WARNING = RuleStyle(fill="FFEB9C")
"""The colour of Excel's own style Neutral."""


def clear_highlights(part: XmlPart) -> None:
    """Remove every fill of ours from a sheet."""
    ours = _our_rules(part)
    if not ours:
        return
    gone = [rule.number("priority") for rule in ours]
    for rule in ours:
        _remove(part, rule, ours)
    for rule in _prioritized(part):
        priority = rule.number("priority")
        gone_before = sum(other < priority for other in gone)
        part.set_attribute(rule, "priority", str(priority - gone_before))


def _remove(part: XmlPart, rule: Element, ours: list[Element]) -> None:
    """Remove a rule of ours; its conditional format too, if only ours are in it."""
    parent = required(rule.parent, "conditional format")
    if parent in part.elements:
        only_ours = all(child in ours for child in part.children(parent))
        part.remove(parent if only_ours else rule)


def add_highlights(part: XmlPart, styles: Styles, marks: Sequence[Mark]) -> None:
    """Fill the marked cells.

    A workbook always gets both formats, so that its styles do not depend on whether it
    had mistakes.
    """
    errors = [mark for mark in marks if mark.is_error]
    warnings = [mark for mark in marks if not mark.is_error]
    kinds = [(errors, styles.dxf(ERROR)), (warnings, styles.dxf(WARNING))]
    used = [(some, dxf) for some, dxf in kinds if some]
    if not used:
        return
    _make_room(part, len(used))
    formats = [
        _format_xml(part.prefix, some, dxf, priority)
        for priority, (some, dxf) in enumerate(used, 1)
    ]
    start = _before_all(part)
    part.replace(start, start, "".join(formats).encode())


def _make_room(part: XmlPart, count: int) -> None:
    """Free the first priorities of a sheet."""
    others = _prioritized(part)
    old = sorted({rule.number("priority") for rule in others})
    new = _moved(old, count)
    for rule in others:
        part.set_attribute(rule, "priority", str(new[rule.number("priority")]))
    if not others:
        part.new_rules = count


def _moved(priorities: list[int], count: int) -> dict[int, int]:
    """What the priorities become behind `count` new ones, in the same order."""
    if not priorities or priorities[-1] + count <= LARGEST_PRIORITY:
        return {priority: priority + count for priority in priorities}
    return _moved_as_needed(priorities, count)


def _moved_as_needed(priorities: list[int], count: int) -> dict[int, int]:
    """Only those move that have to: the largest would not be a priority any more."""
    moved = {}
    last = count
    for priority in priorities:
        last = max(priority, last + 1)
        moved[priority] = last
    return moved


def _before_all(part: XmlPart) -> int:
    """The offset of the first conditional format.

    LibreOffice goes by their order in the file.
    """
    first = part.first("conditionalFormatting", part.root)
    return first.start if first else last_before_conditional(part).end


def _format_xml(px: str, marks: Sequence[Mark], dxf: str, priority: int) -> str:
    return (
        f'<{px}conditionalFormatting sqref="{_cells(marks)}">'
        f'<{px}cfRule type="expression" dxfId="{dxf}" priority="{priority}">'
        f"<{px}formula>{escape(SIGNATURE)}</{px}formula></{px}cfRule>"
        f"</{px}conditionalFormatting>"
    )


def _cells(marks: Sequence[Mark]) -> str:
    """The marked cells as a list of ranges, each down one column."""
    cells = sorted({(mark.column, mark.row) for mark in marks})
    ranges: list[Area] = []
    for column, row in cells:
        last = ranges[-1] if ranges else None
        if last and last.first_column == column and last.last_row == row - 1:
            ranges[-1] = last._replace(last_row=row)
        else:
            ranges.append(Area(row, column, row, column))
    return " ".join(map(_range_text, ranges))


def _range_text(area: Area) -> str:
    if area.first_row == area.last_row:
        return cell_name(area.first_row, area.first_column)
    return area.text


def _prioritized(part: XmlPart) -> list[Element]:
    """Every conditional format with a priority, Excel's newer kinds included."""
    return [rule for rule in part.all("cfRule") if rule.number("priority")]


def _our_rules(part: XmlPart) -> list[Element]:
    return [rule for rule in part.all("cfRule") if _is_ours(part, rule)]


def _is_ours(part: XmlPart, rule: Element) -> bool:
    formula = part.first("formula", rule)
    return formula is not None and part.text(formula).replace(" ", "") == SIGNATURE
