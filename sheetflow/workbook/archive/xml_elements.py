"""The elements of a small XML part, found by expat with their byte offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple
from xml.parsers import expat

from sheetflow.workbook.archive.xml_text import attributes_text
from sheetflow.workbook.refusal import REPAIR, RESAVE, RefusedError, printable

_START_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")


class FoundElement(NamedTuple):
    """An element of a part: [start, end) are its bytes, end tag included."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int

    @property
    def local(self) -> str:
        """Its name without the prefix."""
        return self.tag.rpartition(":")[2]


class _OpenElement(NamedTuple):
    """An element whose end tag is still to come, and its place in document order."""

    order: int
    tag: str
    attributes: dict[str, str]
    start: int


@dataclass
class _Finder:
    """Collects elements in document order, from the events of expat."""

    data: bytes
    parser: expat.XMLParserType
    found: list[FoundElement | None] = field(default_factory=list)
    open: list[_OpenElement] = field(default_factory=list)

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """expat is at the beginning of the start tag when it reports one."""
        start = self.parser.CurrentByteIndex
        self.open.append(_OpenElement(len(self.found), tag, attributes, start))
        self.found.append(None)

    def closed(self, _: str) -> None:
        element = self.open.pop()
        end = self._end(self.parser.CurrentByteIndex, element.start)
        self.found[element.order] = FoundElement(
            element.tag, element.attributes, element.start, end
        )

    def _end(self, position: int, start: int) -> int:
        """expat is before the end tag, or somewhere on an empty element."""
        tag_end = _start_tag_end(self.data, start)
        if self.data[tag_end - 2 : tag_end] == b"/>":
            return tag_end
        return self.data.index(b">", position) + 1


def find_elements(part: str, data: bytes) -> list[FoundElement]:
    """All elements of a part in UTF-8, the root first.

    Raises RefusedError for bad XML and for a DTD.
    """
    parser = expat.ParserCreate()
    finder = _Finder(data, parser)
    parser.StartElementHandler = finder.opened
    parser.EndElementHandler = finder.closed
    try:
        parse(part, data, parser)
    finally:
        _release(parser)
    return [element for element in finder.found if element]


def _release(parser: expat.XMLParserType) -> None:
    """Let go of a parser's handlers, which refer to it: nobody collects such a circle."""
    parser.StartElementHandler = None
    parser.EndElementHandler = None


def root_element(part: str, data: bytes) -> FoundElement:
    """The root of a part in UTF-8, without a look at what is in it.

    Raises RefusedError for bad XML and for a DTD.
    """
    parser = expat.ParserCreate()
    finder = _Finder(data, parser)
    depth = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            finder.opened(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            finder.closed(tag)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parse(part, data, parser)
    finally:
        _release(parser)
    [root] = finder.found
    assert root is not None, "expat found the end of the root"
    return root


def parse(part: str, data: bytes, parser: expat.XMLParserType) -> None:
    """Run a parser over a part.

    A DTD, the only place where entities can be declared, is refused where it begins.
    """
    parser.StartDoctypeDeclHandler = partial(_refuse_dtd, part)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise RefusedError(
            f"the part {printable(part)} is not valid XML ({error}); {REPAIR}"
        ) from None


def _refuse_dtd(part: str, *_: object) -> None:
    problem = "has a DTD, which no workbook needs and harmful files use"
    raise RefusedError(f"the part {printable(part)} {problem}; {RESAVE}")


def _start_tag_end(data: bytes, start: int) -> int:
    """Where the start tag at `start` ends; a '>' inside quotes does not end it."""
    match = _START_TAG.match(data, start)
    assert match is not None, "expat found a start tag here"
    return match.end()


def without(data: bytes, removed: list[FoundElement]) -> bytes:
    """The part without some of its elements, none of them inside another."""
    for element in sorted(removed, key=lambda each: each.start, reverse=True):
        data = data[: element.start] + data[element.end :]
    return data


def with_child(
    data: bytes, root: FoundElement, name: str, attributes: dict[str, str]
) -> bytes:
    """The part with one more empty element at the end of its root."""
    prefix = root.tag.removesuffix(root.local)
    child = f"<{prefix}{name}{attributes_text(attributes)}/>".encode()
    before_slash = root.end - 2
    if data[before_slash : root.end] == b"/>":
        end_tag = f"</{root.tag}>".encode()
        return data[:before_slash] + b">" + child + end_tag + data[root.end :]
    end_tag_start = data.rindex(b"</", root.start, root.end)
    return data[:end_tag_start] + child + data[end_tag_start:]
