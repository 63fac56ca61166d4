"""The boxes in which Excel shows notes: shapes in a VML drawing, one for each note.

Source: [MS-OI29500] 2.1.1719 ff.; ECMA-376 part 4, 19.4 (ClientData). The row and
column of its note identify a shape, because programs renumber shapes when they save.
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
WIDTH = 300
"""The width of a box in pixels."""

LINE = 16
"""The height of a line of text in pixels."""

CHARACTERS = 44
"""How many characters fit on a line of a box."""

ROW = 20
"""The height of a row in pixels."""

COLUMN = 64
"""The width of a column in pixels, if the sheet does not give one."""

_ANCHOR_NUMBERS = 8
_ANCHOR_ROWS = (2, 6)
"""Which numbers of the position of a box are its first and last row."""

Cell = tuple[int, int]


def no_shapes() -> bytes:
    """A drawing without shapes."""
    layout = (
        '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    )
    return f"<xml{_DECLARED}>{layout}</xml>".encode()


def is_well_formed(data: bytes) -> bool:
    """Whether a drawing is well-formed XML: Excel's own old ones may contain HTML."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError:
        return False
    return True


# -- moving


def moved(data: bytes, rows: Mapping[int, int]) -> bytes:
    """The drawing with the boxes of these rows' notes at the rows that they go to."""
    part = XmlPart(data)
    for shape in part.all("shape"):
        cell = _cell_of(part, shape)
        box = _note_data(part, shape)
        if cell is not None and box is not None and cell[0] in rows:
            _move_box(part, box, rows[cell[0]] - cell[0])
    return part.result()


def _move_box(part: XmlPart, box: Element, down: int) -> None:
    """Move a box; rows count from 0 here."""
    row = part.first("Row", box)
    assert row is not None, "a box that names its row"
    part.set_text(row, str(int(part.text(row)) + down))
    anchor = part.first("Anchor", box)
    numbers = part.text(anchor).split(",") if anchor else []
    if anchor and len(numbers) == _ANCHOR_NUMBERS:
        for at in _ANCHOR_ROWS:
            numbers[at] = f" {int(numbers[at]) + down}"
        part.set_text(anchor, ",".join(numbers))


# -- removing


def without_shapes(data: bytes, cells: Iterable[str]) -> tuple[bytes, bool]:
    """The drawing without the boxes of these cells, and whether nothing is left in it."""
    part = XmlPart(data)
    wanted = {parse_cell(ref) for ref in cells}
    for shape in part.all("shape"):
        if _cell_of(part, shape) in wanted:
            part.remove(shape)
    if wanted:
        _drop_unused_type(part)
    settings = ("shapelayout", "shapetype")
    left = [item for item in part.children(part.root) if item.local not in settings]
    return part.result(), not left


def _drop_unused_type(part: XmlPart) -> None:
    """Remove the declaration of the boxes of notes if no shape uses it."""
    if _is_type_used(part):
        return
    for kind in part.all("shapetype"):
        if kind.get("id") == _TYPE:
            part.remove(kind)


def _is_type_used(part: XmlPart) -> bool:
    types = {shape.get("type").lstrip("#") for shape in part.all("shape")}
    return _TYPE in types


def _cell_of(part: XmlPart, shape: Element) -> Cell | None:
    """The cell whose note a shape shows."""
    data = _note_data(part, shape)
    if data is None:
        return None
    row = _number(part, data, "Row")
    column = _number(part, data, "Column")
    if row is None or column is None:
        return None
    return row + 1, column + 1


def _note_data(part: XmlPart, shape: Element) -> Element | None:
    """The element that says that a shape is the box of a note."""
    for data in part.all("ClientData", shape):
        if data.get("ObjectType") == "Note":
            return data
    return None


def _number(part: XmlPart, data: Element, name: str) -> int | None:
    element = part.first(name, data)
    text = part.text(element).strip() if element else ""
    return int(text) if text.isdigit() else None


# -- adding


def with_shapes(
    data: bytes, notes: Mapping[Cell, str], widths: Mapping[int, int]
) -> bytes:
    """The drawing with a box for each note. `widths` are the columns' in pixels."""
    part = XmlPart(data)
    declared = "" if _has_namespaces(part) else _DECLARED
    known = any(kind.get("id") == _TYPE for kind in part.all("shapetype"))
    xml = [] if known else [_SHAPE_TYPE.format(declared)]
    first = _last_number(data) + 1
    for number, (cell, text) in enumerate(sorted(notes.items()), first):
        xml.append(_shape_xml(cell, text, widths, declared, number))
    part.append_child(part.root, "".join(xml))
    return part.result()


def _has_namespaces(part: XmlPart) -> bool:
    """Whether the drawing declares all prefixes that we use."""
    root = part.root
    return all(root.get(f"xmlns:{name}") == uri for name, uri in _NAMESPACES.items())


def _last_number(data: bytes) -> int:
    """The highest number of a shape."""
    taken = re.findall(rb"_x0000_s([0-9]{1,9})\b", data)
    return max([_FIRST_NUMBER, *map(int, taken)])


def _shape_xml(
    cell: Cell, text: str, widths: Mapping[int, int], declared: str, number: int
) -> str:
    height = _height(text)
    row, column = cell
    return _SHAPE.format(
        declared=declared,
        number=number,
        width=WIDTH * 3 / 4,
        height=height * 3 / 4,
        order=number - _FIRST_NUMBER,
        anchor=_anchor(cell, height, widths),
        row=row - 1,
        column=column - 1,
    )


def _height(text: str) -> int:
    """The height in pixels of a box with this text."""
    return sum(map(_line_count, text.split("\n"))) * LINE + 12


def _line_count(text: str) -> int:
    """How many lines of a box a line of text takes."""
    return max(1, math.ceil(len(text) / CHARACTERS))


def _anchor(cell: Cell, height: int, widths: Mapping[int, int]) -> str:
    """The position of a box: right of its cell and a little higher.

    Columns and rows count from 0; after each is an offset in pixels.
    """
    row = max(cell[0] - 2, 0)
    column = cell[1] + 1
    right, rest = _right_edge(column, widths)
    rows, below = divmod(height + 10, ROW)
    return f"{column - 1}, 12, {row}, 10, {right - 1}, {rest}, {row + rows}, {below}"


def _right_edge(column: int, widths: Mapping[int, int]) -> tuple[int, int]:
    """The column in which a box that begins in a column ends, and the pixels in it."""
    right = column
    rest = WIDTH + 12
    while rest > widths.get(right, COLUMN):
        rest -= widths.get(right, COLUMN)
        right += 1
    return right, rest
