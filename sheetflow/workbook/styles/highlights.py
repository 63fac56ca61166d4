"""The fill of marked cells: a conditional format above all others, so that no cell's own style is touched.

It is known by its formula, which is always true and which Excel and LibreOffice keep as it is. While it is there the
owner's rules come after it; when it goes they have the priorities again that they had.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import escape
from sheetflow.workbook.cells.cell_references import Area, cell_name, parse_areas
from sheetflow.workbook.model import RuleStyle
from sheetflow.workbook.styles.conditional_formats import BEFORE_CONDITIONAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.archive.xml_part import Element, XmlPart
    from sheetflow.workbook.model import Mark
    from sheetflow.workbook.styles.styles import Styles

SIGNATURE = 'N("sheetflow")=0'
ERROR, WARNING = RuleStyle(fill="FFC7CE"), RuleStyle(fill="FFEB9C")
"""The colours of Excel's own styles Bad and Neutral."""


def clear_highlights(part: XmlPart) -> None:
    """Take every fill of ours out of a sheet."""
    ours = _ours(part)
    if not ours:
        return
    gone = [rule.number("priority") for rule in ours]
    for rule in ours:
        box = rule.parent
        assert box is not None
        alone = all(child in ours for child in part.children(box))
        if box in part.elements:
            part.remove(box if alone else rule)
    for rule in _rules(part):
        before = sum(priority < rule.number("priority") for priority in gone)
        part.set_attribute(rule, "priority", str(rule.number("priority") - before))


def add_highlights(part: XmlPart, styles: Styles, marks: Sequence[Mark]) -> None:
    """Fill the marked cells. A workbook gets both formats always, so that its styles do not tell of past mistakes."""
    formats = {True: styles.dxf(ERROR), False: styles.dxf(WARNING)}
    by_kind = {
        kind: [mark for mark in marks if mark.is_error == kind] for kind in formats
    }
    kinds = [kind for kind, some in by_kind.items() if some]
    if not kinds:
        return
    others = _rules(part)
    for rule in others:
        part.set_attribute(rule, "priority", str(rule.number("priority") + len(kinds)))
    if not others:
        part.new_rules = len(kinds)
    boxes = [
        _box(part.prefix, by_kind[kind], formats[kind], at)
        for at, kind in enumerate(kinds, 1)
    ]
    start = _before_all(part)
    part.replace(start, start, "".join(boxes).encode())


def _before_all(part: XmlPart) -> int:
    """Where the first conditional format stands or would stand: LibreOffice goes by their order in the file."""
    first = part.first("conditionalFormatting", part.root)
    return (
        first.start
        if first
        else next(e for n in BEFORE_CONDITIONAL if (e := part.first(n, part.root))).end
    )


def _box(px: str, marks: Sequence[Mark], dxf: str, priority: int) -> str:
    rule = f'<{px}cfRule type="expression" dxfId="{dxf}" priority="{priority}">'
    formula = f"<{px}formula>{escape(SIGNATURE)}</{px}formula></{px}cfRule>"
    return f'<{px}conditionalFormatting sqref="{_cells(marks)}">{rule}{formula}</{px}conditionalFormatting>'


def _cells(marks: Sequence[Mark]) -> str:
    """The marked cells as a list of ranges, each down one column."""
    places = sorted({(mark.column, mark.row) for mark in marks})
    runs = (
        list(run)
        for _, run in groupby(
            enumerate(places), lambda item: (item[1][0], item[1][1] - item[0])
        )
    )
    return " ".join(_run(run[0][1], run[-1][1]) for run in runs)


def _run(first: tuple[int, int], last: tuple[int, int]) -> str:
    if first == last:
        return cell_name(first[1], first[0])
    return Area(first[1], first[0], last[1], last[0]).text


def highlighted(part: XmlPart) -> set[tuple[int, int]]:
    """The cells, by row and column, that our fill is over."""
    boxes = [rule.parent.get("sqref") for rule in _ours(part) if rule.parent]
    areas = [area for sqref in boxes for area in parse_areas(sqref)]
    return {
        (row, column)
        for area in areas
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    }


def _rules(part: XmlPart) -> list[Element]:
    """Every conditional format that has a priority, Excel's later kinds too."""
    return [rule for rule in part.all("cfRule") if rule.number("priority")]


def _ours(part: XmlPart) -> list[Element]:
    found = []
    for rule in part.all("cfRule"):
        formula = part.first("formula", rule)
        if formula and part.text(formula).replace(" ", "") == SIGNATURE:
            found.append(rule)
    return found
