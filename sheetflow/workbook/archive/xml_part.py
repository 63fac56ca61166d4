"""One XML part as bytes, and the edits to make in them: a part is never re-serialised.

Elements are found by their byte offsets; an edit is (start, end, new bytes). Whatever no edit names keeps
its bytes. The guards have proved every part well-formed and free of DTDs before it comes here, so a
regular expression may find the tags once comments, CDATA and processing instructions are out of sight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTRIBUTES = rb"""((?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*"""
_TAG = re.compile(rb"<(/?)([^\s/>?!]+)" + ATTRIBUTES + rb"(/?)>")
_ATTRIBUTE = re.compile(rb"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ROOT = re.compile(rb"<([^\s/>?!:]+:)?[^\s/>?!:]+[\s/>]")
_ENCODING = re.compile(rb"""^(<\?xml[^>]*?encoding\s*=\s*["'])([^"']*)""")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]+);|&#([0-9]+);|&[a-z]+;")
_QUOTED = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}

STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def as_utf8(data: bytes) -> bytes:
    """The part in UTF-8, its declaration saying so; the same object where it is UTF-8 already."""
    wide = _wide_encoding(data)
    if wide:
        return _declared_utf8(data.decode(wide).encode())
    found = _ENCODING.match(data)
    if not found or found[2].lower() in (b"utf-8", b"us-ascii", b"ascii", b"utf8"):
        return data
    return _declared_utf8(data.decode(found[2].decode("ascii")).encode())


def _wide_encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(data[:2], "")


def _declared_utf8(data: bytes) -> bytes:
    return _ENCODING.sub(rb"\1UTF-8", data, count=1)


def escape(text: str) -> str:
    """Text as an element holds it. (The standard library's own function brings in half of its network code.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_text(raw: bytes) -> str:
    """The characters that escaped XML text stands for."""
    if b"<![CDATA[" in raw:
        raw = re.sub(
            rb"<!\[CDATA\[(.*?)\]\]>",
            lambda m: escape(m[1].decode()).encode(),
            raw,
            flags=re.DOTALL,
        )
    text = raw.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    return _REFERENCE.sub(_referred, text)


def _referred(match: re.Match[str]) -> str:
    if match[1] or match[2]:
        return chr(int(match[1], 16) if match[1] else int(match[2]))
    return _ENTITIES.get(match[0], match[0])


def parse_attributes(raw: bytes) -> dict[str, str]:
    """The attributes of a start tag, by their qualified names."""
    return {name.decode(): plain_text(a or b) for name, a, b in _ATTRIBUTE.findall(raw)}


def quoted(value: str) -> str:
    """A value as an attribute's text, between the quotes."""
    return escape(value).translate(_QUOTED)


def visible(data: bytes) -> bytes:
    """The same bytes with comments, CDATA and processing instructions blanked out, offset for offset."""
    if b"<!" not in data and data.find(b"<?", 5) < 0:
        return data
    return _HIDDEN.sub(lambda m: b" " * len(m[0]), data)


def without_hidden(data: bytes) -> bytes:
    """The same XML, comments and processing instructions left out, CDATA made text; the same object if none."""
    if b"<!" not in data and data.find(b"<?", 5) < 0:
        return data
    return _HIDDEN.sub(_revealed, data)


def _revealed(match: re.Match[bytes]) -> bytes:
    if match[0].startswith(b"<![CDATA["):
        return escape(match[0][9:-3].decode()).encode()
    return match[0] if match.start() < 5 else b""


@dataclass(slots=True, eq=False)
class Element:
    """Where an element stands: its start tag is start..head, the whole of it start..end."""

    name: str
    start: int
    head: int
    end: int
    attributes: dict[str, str]
    parent: Element | None

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        text = self.attributes.get(name, "")
        return int(text) if text.isdigit() else default


class Splice(NamedTuple):
    start: int
    end: int
    new: bytes


def spliced(data: bytes, splices: list[Splice]) -> bytes:
    """The data with every splice made; splices must not overlap."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        assert start >= at, "overlapping edits of one part"
        pieces += (data[at:start], new)
        at = end
    return b"".join((*pieces, data[at:]))


class XmlPart:
    """The bytes of one part, its elements, and the edits collected for it."""

    def __init__(self, data: bytes, skip: tuple[str, ...] = ()) -> None:
        self.data = as_utf8(data)
        self.visible = visible(self.data)
        self._splices: list[Splice] = []
        self._attributes: dict[int, dict[str, str]] = {}
        self._children: dict[int, list[bytes]] = {}
        self._texts: dict[int, str] = {}
        self.new_rules = 0  # conditional formats inserted so far
        self.elements = list(self._walk(skip))
        self._at = {element.start: element for element in self.elements}

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
        stack: list[Element] = []
        at = 0
        while match := _TAG.search(self.visible, at):
            at = match.end()
            if match[1]:
                stack.pop().end = at
                continue
            parent = stack[-1] if stack else None
            element = Element(
                match[2].decode(),
                match.start(),
                at,
                at,
                parse_attributes(match[3]),
                parent,
            )
            yield element
            if match[4]:
                continue
            if element.local in skip:
                at = element.end = self._end_of(match[2], at)
            else:
                stack.append(element)

    def _end_of(self, name: bytes, at: int) -> int:
        return self.visible.index(b">", self.visible.index(b"</" + name, at)) + 1

    # -- looking

    def all(self, local: str, parent: Element | None = None) -> list[Element]:
        """The elements of that name (under that parent, if given), in document order."""
        return [
            e
            for e in self.elements
            if e.local == local and (parent is None or e.parent is parent)
        ]

    def first(self, local: str, parent: Element | None = None) -> Element | None:
        return next(iter(self.all(local, parent)), None)

    def children(self, parent: Element) -> list[Element]:
        return [element for element in self.elements if element.parent is parent]

    def inner(self, element: Element) -> bytes:
        """What stands between the element's tags, as it is written."""
        if element.end == element.head:
            return b""
        return self.data[element.head : self._close(element)]

    def text(self, element: Element) -> str:
        """The element's text, an edit of it included."""
        if element.start in self._texts:
            return self._texts[element.start]
        return plain_text(self.inner(element))

    def _close(self, element: Element) -> int:
        return self.visible.rindex(b"</", element.head, element.end)

    # -- editing

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._splices.append(Splice(start, end, new))

    def insert_after(self, element: Element, xml: str) -> None:
        self.replace(element.end, element.end, xml.encode())

    def remove(self, element: Element) -> None:
        """Take an element out, with all that is in it and was to be edited in it: nothing looks it up any more."""
        for edits in (self._attributes, self._children, self._texts):
            for start in [
                start for start in edits if element.start <= start < element.end
            ]:
                del edits[start]
        self._splices = [
            s
            for s in self._splices
            if not element.start <= s.start < element.end or s.end > element.end
        ]
        self.replace(element.start, element.end, b"")
        self.elements = [
            e for e in self.elements if not element.start <= e.start < element.end
        ]

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Change or add one attribute; nothing happens where it has that value already."""
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
        touched = {*self._attributes, *self._children, *self._texts}
        splices = [
            splice
            for start in touched
            for splice in self._element_splices(self._at[start])
        ]
        return spliced(self.data, [*self._splices, *splices])

    def _element_splices(self, element: Element) -> Iterator[Splice]:
        head = self._edited_head(element)
        inside = b"".join(self._children.get(element.start, ()))
        if element.start in self._texts:
            inside = escape(self._texts[element.start]).encode()
        empty = element.end == element.head
        if empty and inside:
            head = (
                head[: head.rindex(b"/")]
                + b">"
                + inside
                + b"</"
                + element.name.encode()
                + b">"
            )
        if head != self.data[element.start : element.head]:
            yield Splice(element.start, element.head, head)
        if not empty and (inside or element.start in self._texts):
            close = self._close(element)
            yield Splice(
                element.head if element.start in self._texts else close, close, inside
            )

    def _edited_head(self, element: Element) -> bytes:
        head = self.data[element.start : element.head]
        for name, value in self._attributes.get(element.start, {}).items():
            head = with_attribute(head, name, value)
        return head


def with_attribute(head: bytes, name: str, value: str) -> bytes:
    """A start tag with one attribute changed or added."""
    new = f'"{quoted(value)}"'.encode()
    found = re.search(
        rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % re.escape(name.encode()), head
    )
    if found:
        return head[: found.start(1)] + new + head[found.end(1) :]
    at = len(head) - (2 if head.endswith(b"/>") else 1)
    return head[:at] + b" " + name.encode() + b"=" + new + head[at:]


def namespace_prefix(root: Element, namespace: str) -> str:
    """The prefix that the root declares for a namespace; '' where it declares none."""
    names = (key for key, value in root.attributes.items() if value == namespace)
    return next(
        (key.partition(":")[2] for key in names if key.startswith("xmlns:")), ""
    )


def needed(element: Element | None, what: str) -> Element:
    """The element, which a workbook must have. Raises SheetflowError where it has not."""
    if element is None:
        raise SheetflowError(
            f"the workbook has no {what}: open it in Excel and save it anew"
        )
    return element
