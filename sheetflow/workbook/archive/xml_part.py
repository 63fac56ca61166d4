"""One XML part as bytes, and the edits to make in them: a part is never re-serialised.

Elements are found by their byte offsets; an edit is (start, end, new bytes). Whatever
no edit names keeps its bytes. The guards have checked that every part is well-formed
and free of DTDs before it comes here, so a regular expression may find the tags once
comments, CDATA and processing instructions are out of sight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_text import (
    ATTRIBUTES,
    as_utf8,
    escape,
    parse_attributes,
    plain_text,
    quoted,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(rb"<(/?)([^\s/>?!]+)" + ATTRIBUTES + rb"(/?)>")
_ROOT = re.compile(rb"<([^\s/>?!:]+:)?[^\s/>?!:]+[\s/>]")


@dataclass(slots=True, eq=False)
class Element:
    """An element by its offsets: start tag start..head, the whole of it start..end."""

    name: str
    start: int
    head: int
    end: int
    attributes: dict[str, str]
    parent: Element | None

    @property
    def local(self) -> str:
        """Its name without the prefix."""
        return self.name.rpartition(":")[2]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        text = self.attributes.get(name, "")
        return int(text) if text.isdigit() else default


class Splice(NamedTuple):
    """An edit: the bytes [start, end) become `new`."""

    start: int
    end: int
    new: bytes

    def moved(self, by: int) -> Splice:
        """The same edit where all bytes are `by` further on."""
        return self._replace(start=self.start + by, end=self.end + by)


def spliced(data: bytes, splices: list[Splice]) -> bytes:
    """The data with every splice made; splices must not overlap."""
    pieces: list[bytes] = []
    position = 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        assert start >= position, "overlapping edits of one part"
        pieces += (data[position:start], new)
        position = end
    return b"".join((*pieces, data[position:]))


class XmlPart:
    """The bytes of one part, its elements, and the edits collected for it."""

    def __init__(
        self, data: bytes, skip: tuple[str, ...] = (), hides: bool = True
    ) -> None:
        """`skip` names elements whose content is not looked at.

        A part that `hides` nothing is in UTF-8, without comments and CDATA.
        """
        self.data = as_utf8(data) if hides else data
        self.visible = visible(self.data) if hides else data
        self._splices: list[Splice] = []
        self._attributes: dict[int, dict[str, str]] = {}
        self._children: dict[int, list[bytes]] = {}
        self._texts: dict[int, str] = {}
        self.new_rules = 0  # conditional formats inserted so far
        self.elements = list(self._walk(skip))
        self._children_by_start: dict[int, list[Element]] | None = None
        self._by_start = {element.start: element for element in self.elements}

    @property
    def root(self) -> Element:
        return self.elements[0]

    @property
    def prefix(self) -> str:
        """The prefix of the root's namespace, with its colon: `x:` or nothing."""
        found = _ROOT.search(self.visible)
        return (found[1] or b"").decode() if found else ""

    @property
    def changed(self) -> bool:
        return bool(self._splices or self._attributes or self._children or self._texts)

    def _walk(self, skip: tuple[str, ...]) -> Iterator[Element]:
        open_elements: list[Element] = []
        position = 0
        while match := _TAG.search(self.visible, position):
            position = match.end()
            is_end_tag = match[1]
            is_empty = match[4]
            if is_end_tag:
                open_elements.pop().end = position
                continue
            element = _element(match, open_elements[-1] if open_elements else None)
            yield element
            if is_empty:
                continue
            if element.local in skip:
                position = element.end = self._end_of(match[2], position)
            else:
                open_elements.append(element)

    def _end_of(self, name: bytes, position: int) -> int:
        """Where the element of that name ends that is open at this position."""
        end_tag = self.visible.index(b"</" + name, position)
        return self.visible.index(b">", end_tag) + 1

    # -- looking

    def all(self, local: str, parent: Element | None = None) -> list[Element]:
        """The elements of that name (of that parent, if given), in document order."""
        candidates = self.elements if parent is None else self.children(parent)
        return [element for element in candidates if element.local == local]

    def first(self, local: str, parent: Element | None = None) -> Element | None:
        return next(iter(self.all(local, parent)), None)

    def children(self, parent: Element) -> list[Element]:
        if self._children_by_start is None:
            self._children_by_start = self._find_children()
        return self._children_by_start.get(parent.start, [])

    def _find_children(self) -> dict[int, list[Element]]:
        """The children of every element, by where that starts."""
        found: dict[int, list[Element]] = {}
        for element in self.elements:
            if element.parent is not None:
                found.setdefault(element.parent.start, []).append(element)
        return found

    def inner(self, element: Element) -> bytes:
        """The bytes between the element's tags, as they are in the file."""
        if element.end == element.head:
            return b""
        return self.data[element.head : self._end_tag(element)]

    def text(self, element: Element) -> str:
        """The element's text, an edit of it included."""
        if element.start in self._texts:
            return self._texts[element.start]
        return plain_text(self.inner(element))

    def _end_tag(self, element: Element) -> int:
        """Where the element's end tag begins."""
        return self.visible.rindex(b"</", element.head, element.end)

    # -- editing

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._splices.append(Splice(start, end, new))

    def insert_after(self, element: Element, xml: str) -> None:
        self.replace(element.end, element.end, xml.encode())

    def remove(self, element: Element) -> None:
        """Remove an element with its content and the edits made in it."""
        self._drop_edits_in(element)
        self.replace(element.start, element.end, b"")
        self.elements = [
            other for other in self.elements if not _is_inside(other.start, element)
        ]
        self._children_by_start = None

    def _drop_edits_in(self, element: Element) -> None:
        for edits in (self._attributes, self._children, self._texts):
            _drop_inside(edits, element)
        self._splices = [
            splice
            for splice in self._splices
            if not _is_inside(splice.start, element) or splice.end > element.end
        ]

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Change or add one attribute, unless it has that value already."""
        if element.attributes.get(name) == value:
            return
        element.attributes[name] = value
        self._attributes.setdefault(element.start, {})[name] = value

    def append_child(self, element: Element, xml: str) -> None:
        """Add XML as the element's last child."""
        self._children.setdefault(element.start, []).append(xml.encode())

    def set_text(self, element: Element, text: str) -> None:
        """Replace the text of an element that has no children."""
        if text != self.text(element):
            self._texts[element.start] = text

    def result(self) -> bytes:
        """The part with every edit made; the same bytes where there was none."""
        if not self.changed:
            return self.data
        splices = list(self._splices)
        for start in {*self._attributes, *self._children, *self._texts}:
            splices += self._element_splices(self._by_start[start])
        return spliced(self.data, splices)

    def _element_splices(self, element: Element) -> Iterator[Splice]:
        head = self._edited_head(element)
        content = self._new_content(element)
        is_empty = element.end == element.head
        if is_empty and content:
            head = _filled(head, element.name, content)
        if head != self.data[element.start : element.head]:
            yield Splice(element.start, element.head, head)
        has_new_text = element.start in self._texts
        if not is_empty and (content or has_new_text):
            end = self._end_tag(element)
            yield Splice(element.head if has_new_text else end, end, content)

    def _new_content(self, element: Element) -> bytes:
        """The element's new text or, without one, its new children."""
        if element.start in self._texts:
            return escape(self._texts[element.start]).encode()
        return b"".join(self._children.get(element.start, ()))

    def _edited_head(self, element: Element) -> bytes:
        """The start tag with the edits of its attributes."""
        head = self.data[element.start : element.head]
        for name, value in self._attributes.get(element.start, {}).items():
            head = with_attribute(head, name, value)
        return head


def _element(tag: re.Match[bytes], parent: Element | None) -> Element:
    """The element of a start tag; where it ends is not known yet."""
    start, head = tag.span()
    return Element(tag[2].decode(), start, head, head, parse_attributes(tag[3]), parent)


def _filled(empty: bytes, name: str, content: bytes) -> bytes:
    """An empty element (`<a/>`) with this content."""
    start_tag = empty[: empty.rindex(b"/")] + b">"
    return start_tag + content + b"</" + name.encode() + b">"


def _is_inside(position: int, element: Element) -> bool:
    return element.start <= position < element.end


def _drop_inside(edits: dict[int, Any], element: Element) -> None:
    """Drop the edits, by offset, that are inside an element."""
    inside = [start for start in edits if _is_inside(start, element)]
    for start in inside:
        del edits[start]


def with_attribute(head: bytes, name: str, value: str) -> bytes:
    """A start tag with one attribute changed or added."""
    key = name.encode()
    new = f'"{quoted(value)}"'.encode()
    present = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % re.escape(key), head)
    if present:
        return head[: present.start(1)] + new + head[present.end(1) :]
    closing = b"/>" if head.endswith(b"/>") else b">"
    return head.removesuffix(closing) + b" " + key + b"=" + new + closing


def namespace_prefix(root: Element, namespace: str) -> str:
    """The prefix that the root declares for a namespace; '' where it declares none."""
    for key, value in root.attributes.items():
        if value == namespace and key.startswith("xmlns:"):
            return key.partition(":")[2]
    return ""


def required(element: Element | None, what: str) -> Element:
    """The element, which a workbook must have. Raises SheetflowError without it."""
    if element is None:
        raise SheetflowError(
            f"the workbook has no {what}; open it in Excel, save it and try again"
        )
    return element
