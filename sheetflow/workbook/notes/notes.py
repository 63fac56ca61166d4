"""Notes on marked cells: the parts that hold them, added where there are none, taken away where only ours were in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import namespace_prefix
from sheetflow.workbook.archive.xml_text import RELATIONS, STRICT_RELATIONS
from sheetflow.workbook.notes import note_shapes as noteshapes
from sheetflow.workbook.notes import note_texts as notetexts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheetflow.workbook.archive.xml_part import XmlPart
    from sheetflow.workbook.package.document import Document

_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_SHAPES = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
                 "extLst")  # fmt: skip

Cell = tuple[int, int]


class SheetNotes:
    """The notes of one sheet."""

    def __init__(self, document: Document, sheet_part: str, xml: XmlPart) -> None:
        self._document, self._package = document, document.package
        self._sheet_part, self._xml = sheet_part, xml
        self._texts = self._related("/comments")
        self._shapes = self._drawing()

    def put(self, notes: Mapping[Cell, str]) -> None:
        """Have exactly these notes of ours in the sheet. Nothing is written where a drawing cannot be edited safely."""
        texts, shapes = self._read(self._texts), self._read(self._shapes)
        if not (notes or notetexts.FIRST_LINE.encode() in texts) or (
            shapes and not noteshapes.is_sound(shapes)
        ):
            return
        texts, shapes = self._cleared(texts, shapes)
        if notes:
            texts = texts or notetexts.no_notes(self._document.namespace)
            texts, fresh = notetexts.with_ours(texts, notes, self._threads())
            if fresh:
                framed = {cell: notetexts.framed(notes[cell]) for cell in fresh}
                shapes = noteshapes.with_shapes(
                    shapes or noteshapes.no_shapes(), framed, self._widths()
                )
        self._write_texts(texts)
        self._write_shapes(shapes)

    def _cleared(self, texts: bytes, shapes: bytes) -> tuple[bytes, bytes]:
        """Both parts without what is ours; empty where only ours was in them."""
        if not texts:
            return texts, shapes
        left = notetexts.without_ours(texts)
        if shapes and left.freed:
            shapes, is_empty = noteshapes.without_shapes(shapes, left.freed)
            shapes = b"" if is_empty else shapes
        return b"" if left.freed and left.is_empty else left.data, shapes

    # -- finding

    def _related(self, kind: str) -> str:
        """The part that the sheet names by a relationship of this kind; '' where there is none."""
        relations = self._package.relationships(self._sheet_part).values()
        found = next(
            (r.target for r in relations if r.type.endswith(kind) and not r.external),
            "",
        )
        return (
            self._package.part_name(found) if found and self._package.has(found) else ""
        )

    def _drawing(self) -> str:
        element = self._xml.first("legacyDrawing", self._xml.root)
        if element is None:
            return ""
        relation = next(
            (
                value
                for name, value in element.attributes.items()
                if name.endswith(":id")
            ),
            "",
        )
        found = self._package.relationships(self._sheet_part).get(relation)
        return (
            self._package.part_name(found.target)
            if found and self._package.has(found.target)
            else ""
        )

    def _threads(self) -> set[str]:
        """The cells on which a thread of comments stands."""
        part = self._related("/threadedComment")
        return (
            {e.get("ref") for e in self._document.xml(part).all("threadedComment")}
            if part
            else set()
        )

    def _read(self, part: str) -> bytes:
        return self._package.read(part) if part else b""

    def _widths(self) -> dict[int, int]:
        """The columns' widths in pixels, of those that say one."""
        widths = {}
        for element in self._xml.all("col"):
            hidden = element.get("hidden") in ("1", "true")
            pixels = 0 if hidden else round(float(element.get("width") or 8.43) * 7 + 5)
            for column in range(
                element.number("min"),
                min(element.number("max"), element.number("min") + 256) + 1,
            ):
                widths[column] = pixels
        return widths

    # -- writing

    def _write_texts(self, data: bytes) -> None:
        if not data:
            self._drop(self._texts)
        elif self._texts:
            self._package.write(self._texts, data)
        else:
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
            self._name_drawing(
                self._document.relate(self._sheet_part, "vmlDrawing", name)
            )

    def _name_drawing(self, relation: str) -> None:
        """Say in the sheet which drawing holds the boxes."""
        part = self._xml
        namespace = STRICT_RELATIONS if self._package.strict else RELATIONS
        prefix = namespace_prefix(part.root, namespace)
        declared = "" if prefix else f' xmlns:r="{namespace}"'
        xml = f'<{part.prefix}legacyDrawing{declared} {prefix or "r"}:id="{relation}"/>'
        after = next(
            (e for e in part.children(part.root) if e.local in _AFTER_SHAPES), None
        )
        if after is None:
            part.append_child(part.root, xml)
        else:
            part.replace(after.start, after.start, xml.encode())

    def _drop_shapes(self) -> None:
        element = self._xml.first("legacyDrawing", self._xml.root)
        if self._shapes and element is not None:
            self._xml.remove(element)
            self._drop(self._shapes)

    def _drop(self, part: str) -> None:
        """Take away a part that held only what was ours, and the list of the sheet's relations if it was the last."""
        if part:
            self._package.remove(part)
            self._package.remove_empty_rels(self._sheet_part)
