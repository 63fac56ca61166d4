"""styles.xml as a collection of items: equal ones are found again, new ones appended, none ever moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_part import Element, XmlPart, required
from sheetflow.workbook.archive.xml_text import quoted
from sheetflow.workbook.styles.number_formats import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST_STYLE = 64_000
_CONTAINERS = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
)

# What Excel asks for in a part that holds any format at all.
_LEAST = {
    "fonts": ('<{0}font><{0}sz val="11"/><{0}name val="Calibri"/></{0}font>',),
    "fills": (
        '<{0}fill><{0}patternFill patternType="none"/></{0}fill>',
        '<{0}fill><{0}patternFill patternType="gray125"/></{0}fill>',
    ),
    "borders": (
        "<{0}border><{0}left/><{0}right/><{0}top/><{0}bottom/><{0}diagonal/></{0}border>",
    ),
    "cellStyleXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
}

Canonical = tuple[str, tuple[tuple[str, str], ...], tuple["Canonical", ...]]


class StyleSheet:
    """The fonts, fills, formats of a workbook by their numbers."""

    def __init__(self, part: XmlPart) -> None:
        self.part = part
        root = part.root
        self._boxes = {name: part.first(name, root) for name in _CONTAINERS}
        self._items = {
            name: part.children(box) if box else [] for name, box in self._boxes.items()
        }
        self._new: dict[str, list[str]] = {name: [] for name in _CONTAINERS}
        self._seen: dict[str, dict[Canonical, int]] = {}
        self.codes = {
            e.number("numFmtId"): e.get("formatCode") for e in self._items["numFmts"]
        }
        self._least = {
            name: [] if self._items[name] else list(xml) for name, xml in _LEAST.items()
        }

    def count(self, box: str) -> int:
        return (
            len(self._items[box]) + len(self._new[box]) + len(self._least.get(box, ()))
        )

    def xml(self, box: str, index: int) -> bytes:
        items = self._items[box]
        if index >= self.count(box):
            index = 0
        if index < len(items):
            return self.part.data[items[index].start : items[index].end]
        added = self._new[box] or [
            xml.format(self.part.prefix) for xml in self._least.get(box, ())
        ]
        return added[index - len(items)].encode() if added else b"<none/>"

    def head(self, box: str, index: int) -> bytes:
        xml = self.xml(box, index)
        return xml[: xml.index(b">") + 1]

    def inside(self, box: str, index: int) -> bytes:
        xml = self.xml(box, index)
        head = xml.index(b">") + 1
        return b"" if xml[head - 2 : head] == b"/>" else xml[head : xml.rindex(b"</")]

    def format_number(self, code: str) -> int:
        if code in BUILT_IN:
            return BUILT_IN[code]
        number = next((n for n, known in self.codes.items() if known == code), 0)
        if not number:
            number = max([163, *self.codes]) + 1
            self.codes[number] = code
            px = self.part.prefix
            self._new["numFmts"].append(
                f'<{px}numFmt numFmtId="{number}" formatCode="{quoted(code)}"/>'
            )
        return number

    def found(self, box: str, xml: str) -> int:
        """The number of an equal item of the container, or of a new one with this XML."""
        if box not in self._seen:
            seen: dict[Canonical, int] = {}
            for index in reversed(range(self.count(box))):
                seen[canonical(self.xml(box, index))] = index
            self._seen[box] = seen
        key = canonical(xml.encode())
        if key not in self._seen[box]:
            self._seen[box][key] = self._append(box, xml)
        return self._seen[box][key]

    def _append(self, box: str, xml: str) -> int:
        if box == "cellXfs" and self.count(box) >= LAST_STYLE:
            raise SheetflowError(
                "the workbook uses all 64,000 cell formats there are: remove unused styles in Excel"
            )
        for name, least in self._least.items():
            self._new[name] += [item.format(self.part.prefix) for item in least]
        self._least = {}
        self._new[box].append(xml)
        return self.count(box) - 1

    def finish(self) -> None:
        """Put everything new into the part. To be called once, before the part is written."""
        for name in _CONTAINERS:
            if self._new[name]:
                self._extend(name)

    def _extend(self, name: str) -> None:
        part, box, xml = self.part, self._boxes[name], "".join(self._new[name])
        if box:
            part.append_child(box, xml)
            part.set_attribute(box, "count", str(self.count(name)))
            return
        px = part.prefix
        whole_box = f'<{px}{name} count="{self.count(name)}">{xml}</{px}{name}>'
        if part.root.head == part.root.end:
            part.append_child(part.root, whole_box)
            return
        before = [
            e for n in _CONTAINERS[: _CONTAINERS.index(name)] if (e := self._boxes[n])
        ]
        at = before[-1].end if before else required(part.root, "styles").head
        part.replace(at, at, whole_box.encode())


def whole(head: bytes, inside: bytes, name: str) -> str:
    """An element from its start tag (open or self-closing) and its content."""
    start = head[: -2 if head.endswith(b"/>") else -1].decode().rstrip()
    return f"{start}>{inside.decode()}</{name}>" if inside else f"{start}/>"


def canonical(xml: bytes) -> Canonical:
    """An element so that equal ones compare equal: attributes sorted, numbers of custom formats left out."""
    part = XmlPart(xml)
    return _canonical(part, part.root) if part.elements else ("", (), ())


def _canonical(part: XmlPart, element: Element) -> Canonical:
    attributes = _telling(element, element.attributes.items())
    return (
        element.local,
        attributes,
        tuple(_canonical(part, child) for child in part.children(element)),
    )


def _telling(
    element: Element, items: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    skip = {"numFmtId"} if element.local == "numFmt" else set()
    if element.local in ("b", "i", "strike") and element.get("val") in ("1", "true"):
        skip.add("val")
    return tuple(
        sorted((k, v) for k, v in items if k not in skip and not k.startswith("xmlns"))
    )
