"""The boxes in which Excel shows notes: shapes in a drawing of the old kind (VML), one for each note.

Source: [MS-OI29500] 2.1.1719 ff.; ECMA-376 part 4, 19.4 (ClientData). A shape is found by the row and column of its
note, since programs number shapes anew when they save.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from sheetflow.workbook.archive.xml_part import XmlPart
from sheetflow.workbook.cells.cell_references import parse_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sheetflow.workbook.archive.xml_part import Element

_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED = "".join(f' xmlns:{name}="{uri}"' for name, uri in _NAMESPACES.items())
_TYPE = "_x0000_t202"
_SHAPE_TYPE = (
    f'<v:shapetype{{}} id="{_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    f'<v:shape{{declared}} id="_x0000_s{{number}}" type="#{_TYPE}" style="position:absolute;margin-left:60pt;'
    'margin-top:2pt;width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_FIRST_NUMBER = 1024
WIDTH, LINE, LETTERS = 300, 16, 44
"""A box's width and the height of its lines in pixels, and how many letters a line takes."""
ROW = 20
"""A row's height in pixels."""

Cell = tuple[int, int]


def no_shapes() -> bytes:
    """A drawing that holds nothing."""
    layout = (
        '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    )
    return f"<xml{_DECLARED}>{layout}</xml>".encode()


def is_sound(data: bytes) -> bool:
    """Whether a drawing is well-formed: old ones by Excel itself may hold HTML that is not."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError:
        return False
    return True


def without_shapes(data: bytes, cells: Iterable[str]) -> tuple[bytes, bool]:
    """The drawing without the boxes of these cells' notes, and whether nothing is left in it."""
    part, gone = XmlPart(data), {parse_cell(ref) for ref in cells}
    for shape in part.all("shape"):
        if _cell_of(part, shape) in gone:
            part.remove(shape)
    used = {shape.get("type").lstrip("#") for shape in part.all("shape")}
    for kind in part.all("shapetype"):
        if gone and kind.get("id") == _TYPE and _TYPE not in used:
            part.remove(kind)
    left = [
        e
        for e in part.children(part.root)
        if e.local not in ("shapelayout", "shapetype")
    ]
    return part.result(), not left


def _cell_of(part: XmlPart, shape: Element) -> Cell | None:
    """The cell whose note a shape shows."""
    data = next(
        (e for e in part.all("ClientData", shape) if e.get("ObjectType") == "Note"),
        None,
    )
    row, column = (
        part.first(name, data) if data else None for name in ("Row", "Column")
    )
    if row is None or column is None:
        return None
    place = part.text(row).strip(), part.text(column).strip()
    return (
        (int(place[0]) + 1, int(place[1]) + 1)
        if all(text.isdigit() for text in place)
        else None
    )


def with_shapes(
    data: bytes, notes: Mapping[Cell, str], widths: Mapping[int, int]
) -> bytes:
    """The drawing with a box for each of these notes; `widths` are those of the columns in pixels."""
    part = XmlPart(data)
    bound = {
        name
        for name, uri in _NAMESPACES.items()
        if part.root.get(f"xmlns:{name}") == uri
    }
    declared = "" if len(bound) == len(_NAMESPACES) else _DECLARED
    known = any(kind.get("id") == _TYPE for kind in part.all("shapetype"))
    xml = "" if known else _SHAPE_TYPE.format(declared)
    taken = [int(number) for number in re.findall(rb"_x0000_s([0-9]{1,9})\b", data)]
    first = max([_FIRST_NUMBER, *taken]) + 1
    for order, (cell, text) in enumerate(sorted(notes.items())):
        xml += _shape(cell, text, widths, declared, first + order)
    part.append_child(part.root, xml)
    return part.result()


def _shape(
    cell: Cell, text: str, widths: Mapping[int, int], declared: str, number: int
) -> str:
    lines = sum(max(1, math.ceil(len(line) / LETTERS)) for line in text.split("\n"))
    height = lines * LINE + 12
    return _SHAPE.format(
        declared=declared,
        number=number,
        width=WIDTH * 3 / 4,
        height=height * 3 / 4,
        order=number - _FIRST_NUMBER,
        anchor=_anchor(cell, height, widths),
        row=cell[0] - 1,
        column=cell[1] - 1,
    )


def _anchor(cell: Cell, height: int, widths: Mapping[int, int]) -> str:
    """Where the box lies: right of its cell, a little higher; in columns and rows from 0, each with an offset."""
    row, column = max(cell[0] - 2, 0), cell[1] + 1
    right, rest = column, WIDTH + 12
    while rest > widths.get(right, 64):
        rest -= widths.get(right, 64)
        right += 1
    bottom, under = divmod(height + 10, ROW)
    return f"{column - 1}, 12, {row}, 10, {right - 1}, {rest}, {row + bottom}, {under}"
