"""styles.xml as lists of items: equal ones are used again, new ones appended, none moves.

A list is an element such as `fonts` or `cellXfs`; other parts refer to its items by
their position.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_part import Element, XmlPart, required
from sheetflow.workbook.archive.xml_text import quoted
from sheetflow.workbook.styles.number_formats import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST_STYLE = 64_000
"""Microsoft, "Excel specifications and limits", Unique cell formats."""

_LAST_BUILT_IN_FORMAT = 163

_REMEMBERED = 4096
_LONGEST_REMEMBERED = 1024
"""How many elements are remembered for the next workbook, and of how many bytes."""

_LISTS = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
)

# What Excel requires in a part that has any format at all.
_MINIMUM = {
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

Attributes = tuple[tuple[str, str], ...]
Canonical = tuple[str, Attributes, tuple["Canonical", ...]]
"""An element's name, its sorted attributes, its children."""


class StyleSheet:
    """The fonts, fills and formats of a workbook by their numbers."""

    def __init__(self, part: XmlPart) -> None:
        self.part = part
        self._elements = {name: part.first(name, part.root) for name in _LISTS}
        self._items = {name: self._present(name) for name in _LISTS}
        self._new: dict[str, list[str]] = {name: [] for name in _LISTS}
        self._numbers: dict[str, dict[Canonical, int]] = {}
        self._minimum = {name: self._missing(name) for name in _MINIMUM}
        self.codes = {
            item.number("numFmtId"): item.get("formatCode")
            for item in self._items["numFmts"]
        }

    def _present(self, name: str) -> list[Element]:
        """The items that a list has in the file."""
        element = self._elements[name]
        return self.part.children(element) if element else []

    def _missing(self, name: str) -> list[str]:
        """What Excel requires in a list that is empty."""
        return [] if self._items[name] else list(_MINIMUM[name])

    # -- reading

    def count(self, name: str) -> int:
        """How many items a list has."""
        present = len(self._items[name]) + len(self._new[name])
        return present + len(self._minimum.get(name, ()))

    def xml(self, name: str, number: int) -> bytes:
        """The XML of an item of a list; of the first one for a number that is too high."""
        items = self._items[name]
        if number >= self.count(name):
            number = 0
        if number < len(items):
            item = items[number]
            return self.part.data[item.start : item.end]
        added = self._new[name] or self._minimum_xml(name)
        return added[number - len(items)].encode() if added else b"<none/>"

    def _minimum_xml(self, name: str) -> list[str]:
        return [xml.format(self.part.prefix) for xml in self._minimum.get(name, ())]

    def head(self, name: str, number: int) -> bytes:
        """The start tag of an item."""
        xml = self.xml(name, number)
        return xml[: xml.index(b">") + 1]

    def inside(self, name: str, number: int) -> bytes:
        """The XML between the start tag and the end tag of an item."""
        xml = self.xml(name, number)
        head = xml.index(b">") + 1
        if xml[head - 2 : head] == b"/>":
            return b""
        return xml[head : xml.rindex(b"</")]

    # -- adding

    def format_number(self, code: str) -> int:
        """The number of a number format, a new one if need be."""
        if code in BUILT_IN:
            return BUILT_IN[code]
        return self._present_format(code) or self._add_format(code)

    def _present_format(self, code: str) -> int:
        """The number of a format that the workbook has; 0 for none."""
        for number, known in self.codes.items():
            if known == code and number:
                return number
        return 0

    def _add_format(self, code: str) -> int:
        number = max([_LAST_BUILT_IN_FORMAT, *self.codes]) + 1
        self.codes[number] = code
        px = self.part.prefix
        attributes = f'numFmtId="{number}" formatCode="{quoted(code)}"'
        self._new["numFmts"].append(f"<{px}numFmt {attributes}/>")
        return number

    def find_or_add(self, name: str, xml: str) -> int:
        """The number of an item of the list equal to this XML, a new one if need be.

        Raises SheetflowError if Excel allows no more cell formats.
        """
        if name not in self._numbers:
            self._numbers[name] = self._numbers_of(name)
        numbers = self._numbers[name]
        key = canonical(xml.encode())
        if key not in numbers:
            numbers[key] = self._append(name, xml)
        return numbers[key]

    def _numbers_of(self, name: str) -> dict[Canonical, int]:
        """The number of each item of a list, of the first among equal ones."""
        numbers: dict[Canonical, int] = {}
        for number in reversed(range(self.count(name))):
            numbers[canonical(self.xml(name, number))] = number
        return numbers

    def _append(self, name: str, xml: str) -> int:
        self._check_room(name)
        self._add_minimum()
        self._new[name].append(xml)
        return self.count(name) - 1

    def _check_room(self, name: str) -> None:
        """Raises SheetflowError if Excel allows no more cell formats."""
        if name == "cellXfs" and self.count(name) >= LAST_STYLE:
            raise SheetflowError(
                "the workbook uses all 64,000 cell formats that Excel allows; "
                "remove unused styles in Excel"
            )

    def _add_minimum(self) -> None:
        """Add the items that a list must have."""
        for minimum in self._minimum:
            self._new[minimum] += self._minimum_xml(minimum)
        self._minimum = {}

    # -- writing

    def finish(self) -> None:
        """Put everything new into the part. Call it once, before the part is written."""
        for name in _LISTS:
            if self._new[name]:
                self._extend(name)

    def _extend(self, name: str) -> None:
        """Put the new items of a list into the part."""
        element = self._elements[name]
        xml = "".join(self._new[name])
        if element:
            self.part.append_child(element, xml)
            self.part.set_attribute(element, "count", str(self.count(name)))
        else:
            self._add_list(name, xml)

    def _add_list(self, name: str, items: str) -> None:
        """Put a list that the part lacks in its position."""
        part = self.part
        px = part.prefix
        xml = f'<{px}{name} count="{self.count(name)}">{items}</{px}{name}>'
        if part.root.head == part.root.end:
            part.append_child(part.root, xml)
            return
        earlier = _LISTS[: _LISTS.index(name)]
        before = [self._elements[other] for other in earlier]
        present = [element for element in before if element]
        at = present[-1].end if present else required(part.root, "styles").head
        part.replace(at, at, xml.encode())


def element_xml(head: bytes, inside: bytes, name: str) -> str:
    """An element from its start tag (open or self-closing) and its content."""
    end = -2 if head.endswith(b"/>") else -1
    start = head[:end].decode().rstrip()
    if not inside:
        return f"{start}/>"
    return f"{start}>{inside.decode()}</{name}>"


def canonical(xml: bytes) -> Canonical:
    """An element in a form in which equal ones are equal.

    Attributes are sorted; numbers of custom number formats are left out.
    """
    if len(xml) > _LONGEST_REMEMBERED:
        return _parsed(xml)
    return _remembered(xml)


@lru_cache(_REMEMBERED)
def _remembered(xml: bytes) -> Canonical:
    """A short element, parsed once: workbooks have the same few fonts and fills."""
    return _parsed(xml)


def _parsed(xml: bytes) -> Canonical:
    part = XmlPart(xml)
    return _canonical(part, part.root) if part.elements else ("", (), ())


def _canonical(part: XmlPart, element: Element) -> Canonical:
    attributes = _significant(element, element.attributes.items())
    children = tuple(_canonical(part, child) for child in part.children(element))
    return element.local, attributes, children


def _significant(element: Element, items: Iterable[tuple[str, str]]) -> Attributes:
    """The attributes that change how something looks, sorted."""
    skipped = {"numFmtId"} if element.local == "numFmt" else set()
    if element.local in ("b", "i", "strike") and element.get("val") in ("1", "true"):
        skipped.add("val")
    kept = [item for item in items if item[0] not in skipped]
    return tuple(sorted(item for item in kept if not item[0].startswith("xmlns")))
