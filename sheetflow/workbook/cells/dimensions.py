"""The widths of a sheet's columns, and the extent that it states for its content."""

from __future__ import annotations

from typing import NamedTuple

from sheetflow.workbook.archive.xml_part import Element, XmlPart, required
from sheetflow.workbook.cells.cell_references import Area, parse_reference


def set_widths(part: XmlPart, widths: dict[int, float]) -> None:
    """Give new columns their width; a column whose width its owner set keeps it."""
    box = part.first("cols", part.root)
    columns = part.all("col", box) if box else []
    new_widths = [
        (column, widths[column])
        for column in sorted(widths)
        if not _has_width(columns, column)
    ]
    if not box and new_widths:
        _add_box(part, new_widths)
        return
    for column, width in new_widths:
        position = _position_for(columns, column)
        xml = _column_xml(part.prefix, column, width)
        part.replace(position, position, xml.encode())


def _position_for(columns: list[Element], column: int) -> int:
    """Where a new `<col>` goes: before the first later column, else at the end."""
    for each in columns:
        if each.number("min") > column:
            return each.start
    return columns[-1].end


def _has_width(columns: list[Element], column: int) -> bool:
    return any(each.number("min") <= column <= each.number("max") for each in columns)


def _column_xml(px: str, column: int, width: float) -> str:
    return f'<{px}col min="{column}" max="{column}" width="{width:g}" customWidth="1"/>'


def _add_box(part: XmlPart, widths: list[tuple[int, float]]) -> None:
    """Add a `<cols>` with these columns before the sheet's cells."""
    px = part.prefix
    columns = "".join(_column_xml(px, column, width) for column, width in widths)
    cells = required(part.first("sheetData", part.root), "cells in one of its sheets")
    xml = f"<{px}cols>{columns}</{px}cols>"
    part.replace(cells.start, cells.start, xml.encode())


class _Stated(NamedTuple):
    """The element that states a sheet's extent, and that extent."""

    element: Element
    area: Area


def set_dimension(part: XmlPart, areas: list[Area]) -> None:
    """Extend the sheet's stated extent to these changed cells."""
    stated = _stated_dimension(part)
    if not stated or not areas:
        return
    union = _union([stated.area, *areas])
    if union != stated.area:
        part.set_attribute(stated.element, "ref", union.text)


def _union(areas: list[Area]) -> Area:
    """The smallest area with all of these."""
    return Area(
        min(area.first_row for area in areas),
        min(area.first_column for area in areas),
        max(area.last_row for area in areas),
        max(area.last_column for area in areas),
    )


def cut_dimension(part: XmlPart, last: int) -> None:
    """Let the sheet's stated extent end with this row."""
    stated = _stated_dimension(part)
    if stated and stated.area.last_row > last:
        area = stated.area._replace(last_row=last)
        part.set_attribute(stated.element, "ref", area.text)


def _stated_dimension(part: XmlPart) -> _Stated | None:
    element = part.first("dimension", part.root)
    area = parse_reference(element.get("ref")) if element else None
    return _Stated(element, area) if element and area else None
