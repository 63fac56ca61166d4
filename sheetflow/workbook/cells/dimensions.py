"""What a sheet says about its cells as a whole: the widths of its columns, the extent of its content."""

from __future__ import annotations

from sheetflow.workbook.archive.xml_part import Element, XmlPart, required
from sheetflow.workbook.cells.cell_references import Area, parse_reference


def set_widths(part: XmlPart, widths: dict[int, float]) -> None:
    """Give new columns their width; a column whose width its owner set keeps it."""
    box = part.first("cols", part.root)
    columns = part.all("col", box) if box else []
    fresh = {
        column: width
        for column, width in widths.items()
        if not _is_set(columns, column)
    }
    if not box and fresh:
        _add_box(
            part,
            "".join(
                _xml(part.prefix, column, fresh[column]) for column in sorted(fresh)
            ),
        )
        return
    for column in sorted(fresh):
        later = next((c for c in columns if c.number("min") > column), None)
        at = later.start if later else columns[-1].end
        part.replace(at, at, _xml(part.prefix, column, fresh[column]).encode())


def _is_set(columns: list[Element], column: int) -> bool:
    return any(c.number("min") <= column <= c.number("max") for c in columns)


def _xml(px: str, column: int, width: float) -> str:
    return f'<{px}col min="{column}" max="{column}" width="{width:g}" customWidth="1"/>'


def _add_box(part: XmlPart, columns: str) -> None:
    at = required(
        part.first("sheetData", part.root), "cells in one of its sheets"
    ).start
    part.replace(at, at, f"<{part.prefix}cols>{columns}</{part.prefix}cols>".encode())


def set_dimension(part: XmlPart, areas: list[Area]) -> None:
    """Let the sheet's stated extent hold the changed cells too."""
    element = part.first("dimension", part.root)
    stated = parse_reference(element.get("ref")) if element else None
    if not element or not stated or not areas:
        return
    union = Area(
        min(stated.first_row, *(a.first_row for a in areas)),
        min(stated.first_column, *(a.first_column for a in areas)),
        max(stated.last_row, *(a.last_row for a in areas)),
        max(stated.last_column, *(a.last_column for a in areas)),
    )
    if union != stated:
        part.set_attribute(element, "ref", union.text)


def cut_dimension(part: XmlPart, last: int) -> None:
    """Let the sheet's stated extent end with this row."""
    element = part.first("dimension", part.root)
    stated = parse_reference(element.get("ref")) if element else None
    if element and stated and stated.last_row > last:
        part.set_attribute(element, "ref", stated._replace(last_row=last).text)
