"""A sheet's notes: their parts are added if there are none, removed if only ours are left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_part import namespace_prefix
from sheetflow.workbook.archive.xml_text import RELATIONS, STRICT_RELATIONS
from sheetflow.workbook.notes import note_shapes, note_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheetflow.workbook.archive.xml_part import Element, XmlPart
    from sheetflow.workbook.package.document import Document

_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

# The elements of a worksheet that come after the one that names the drawing.
_AFTER_SHAPES = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)

_DEFAULT_WIDTH = 8.43
"""The width of a column in characters, if the sheet does not give one."""

_MOST_WIDTHS = 256
"""How many columns are looked at in one declaration of widths, after the first."""

Cell = tuple[int, int]


class _Parts(NamedTuple):
    """The bytes of both parts; empty for a part that there is not."""

    texts: bytes
    shapes: bytes


class SheetNotes:
    """The notes of one sheet."""

    def __init__(self, document: Document, sheet_part: str, xml: XmlPart) -> None:
        self._document = document
        self._package = document.package
        self._sheet_part = sheet_part
        self._xml = xml
        self._texts = self._related("/comments")
        self._shapes = self._drawing()

    def put(self, notes: Mapping[Cell, str]) -> None:
        """Have exactly these notes of ours in the sheet.

        Nothing is written where the drawing is not well-formed.
        """
        parts = _Parts(self._read(self._texts), self._read(self._shapes))
        if not notes and note_texts.FIRST_LINE.encode() not in parts.texts:
            return
        if parts.shapes and not note_shapes.is_well_formed(parts.shapes):
            return
        parts = _without_ours(parts)
        if notes:
            parts = self._with_ours(parts, notes)
        self._write_texts(parts.texts)
        self._write_shapes(parts.shapes)

    def cells(self) -> set[Cell]:
        """The cells that have a note or a thread of comments."""
        parts = filter(None, (self._texts, self._related("/threadedComment")))
        found = map(note_texts.noted_cells, map(self._package.read, parts))
        return {cell for cells in found for cell in cells}

    def move(self, rows: Mapping[int, int]) -> None:
        """Move the notes and comments of these rows to others.

        Nothing moves where the drawing is not well-formed, or where one would go to a
        cell that has one that stays.
        """
        shapes = self._read(self._shapes)
        cells = self.cells()
        moved = {(rows.get(row, row), column) for row, column in cells}
        if len(moved) < len(cells) or not _any_moves(cells, rows):
            return
        if shapes and not note_shapes.is_well_formed(shapes):
            return
        for name in filter(None, (self._texts, self._related("/threadedComment"))):
            texts = self._package.read(name)
            self._package.write(name, note_texts.moved(texts, rows))
        if shapes:
            self._package.write(self._shapes, note_shapes.moved(shapes, rows))

    def _with_ours(self, parts: _Parts, notes: Mapping[Cell, str]) -> _Parts:
        """Both parts with our notes."""
        texts = parts.texts or note_texts.no_notes(self._document.namespace)
        texts, fresh = note_texts.with_ours(texts, notes, self._threads())
        if not fresh:
            return parts._replace(texts=texts)
        framed = {cell: note_texts.framed(notes[cell]) for cell in fresh}
        shapes = parts.shapes or note_shapes.no_shapes()
        shapes = note_shapes.with_shapes(shapes, framed, self._widths())
        return _Parts(texts, shapes)

    # -- finding

    def _related(self, kind: str) -> str:
        """The part that the sheet names by a relationship of this kind; '' if none."""
        for relation in self._package.relationships(self._sheet_part).values():
            if relation.type.endswith(kind) and not relation.external:
                return self._existing(relation.target)
        return ""

    def _existing(self, target: str) -> str:
        """The name of a part; '' if there is no such part."""
        if target and self._package.has(target):
            return self._package.part_name(target)
        return ""

    def _drawing(self) -> str:
        """The drawing with the boxes of the notes; '' if there is none."""
        element = self._xml.first("legacyDrawing", self._xml.root)
        if element is None:
            return ""
        relations = self._package.relationships(self._sheet_part)
        found = relations.get(_relation_of(element))
        return self._existing(found.target) if found else ""

    def _threads(self) -> set[str]:
        """The cells with a thread of comments."""
        part = self._related("/threadedComment")
        if not part:
            return set()
        comments = self._document.xml(part).all("threadedComment")
        return {comment.get("ref") for comment in comments}

    def _read(self, part: str) -> bytes:
        return self._package.read(part) if part else b""

    def _widths(self) -> dict[int, int]:
        """The widths in pixels of the columns that have one."""
        widths: dict[int, int] = {}
        for element in self._xml.all("col"):
            widths.update(dict.fromkeys(_columns_of(element), _pixels(element)))
        return widths

    # -- writing

    def _write_texts(self, data: bytes) -> None:
        if data:
            self._keep_texts(data)
        else:
            self._drop(self._texts)

    def _keep_texts(self, data: bytes) -> None:
        if self._texts:
            self._package.write(self._texts, data)
        else:
            self._add_texts(data)

    def _add_texts(self, data: bytes) -> None:
        name = self._document.free_name("xl/sheetflow_notes{}.xml")
        self._package.add(name, data, _NOTES_TYPE)
        self._document.relate(self._sheet_part, "comments", name)

    def _write_shapes(self, data: bytes) -> None:
        if not data:
            self._drop_shapes()
        elif self._shapes:
            self._package.write(self._shapes, data)
        else:
            name = self._document.free_name("xl/drawings/sheetflow_notes{}.vml")
            self._package.add(name, data, _SHAPES_TYPE)
            relation = self._document.relate(self._sheet_part, "vmlDrawing", name)
            self._name_drawing(relation)

    def _name_drawing(self, relation: str) -> None:
        """Name the drawing with the boxes in the sheet."""
        part = self._xml
        xml = self._drawing_xml(relation)
        children = part.children(part.root)
        after = next((item for item in children if item.local in _AFTER_SHAPES), None)
        if after is None:
            part.append_child(part.root, xml)
        else:
            part.replace(after.start, after.start, xml.encode())

    def _drawing_xml(self, relation: str) -> str:
        part = self._xml
        namespace = STRICT_RELATIONS if self._package.strict else RELATIONS
        prefix = namespace_prefix(part.root, namespace)
        declared = "" if prefix else f' xmlns:r="{namespace}"'
        return (
            f'<{part.prefix}legacyDrawing{declared} {prefix or "r"}:id="{relation}"/>'
        )

    def _drop_shapes(self) -> None:
        element = self._xml.first("legacyDrawing", self._xml.root)
        if self._shapes and element is not None:
            self._xml.remove(element)
            self._drop(self._shapes)

    def _drop(self, part: str) -> None:
        """Remove a part that had only notes of ours, and the sheet's relations if empty."""
        if part:
            self._package.remove(part)
            self._package.remove_empty_rels(self._sheet_part)


def _any_moves(cells: set[Cell], rows: Mapping[int, int]) -> bool:
    """Whether any of these cells is in a row that moves."""
    return any(rows.get(row, row) != row for row, _ in cells)


def _without_ours(parts: _Parts) -> _Parts:
    """Both parts without our notes; empty where nothing else was in them."""
    if not parts.texts:
        return parts
    left = note_texts.without_ours(parts.texts)
    if not left.freed:
        return parts._replace(texts=left.data)
    texts = b"" if left.is_empty else left.data
    if not parts.shapes:
        return parts._replace(texts=texts)
    shapes, is_empty = note_shapes.without_shapes(parts.shapes, left.freed)
    return _Parts(texts, b"" if is_empty else shapes)


def _relation_of(element: Element) -> str:
    """The id of the relation that an element names; '' if it names none."""
    for name, value in element.attributes.items():
        if name.endswith(":id"):
            return value
    return ""


def _pixels(column: Element) -> int:
    """The width of a column in pixels."""
    if column.get("hidden") in ("1", "true"):
        return 0
    return round(_characters(column) * 7 + 5)


def _characters(column: Element) -> float:
    """The width of a column in characters."""
    return float(column.get("width") or _DEFAULT_WIDTH)


def _columns_of(element: Element) -> range:
    """The columns that one element gives a width."""
    first = element.number("min")
    last = min(element.number("max"), first + _MOST_WIDTHS)
    return range(first, last + 1)
