"""The parts that say how a package hangs together, relationships and content types: spliced, never rewritten.

Source: ECMA-376 part 2 (Open Packaging Conventions), 5th edition, clauses 6 to 8.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from sheetflow.workbook.archive.xml_part import as_utf8, quoted
from sheetflow.workbook.refusal import REPAIR, RESAVE, RefusedError, shown

_HEAD = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_EMPTY_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class Relationship(NamedTuple):
    """An arrow from one part to another: `target` is its name, or, when external, the address as written."""

    type: str
    target: str
    rels_part: str
    external: bool

    def is_a(self, kind: str) -> bool:
        """Whether its type, strict or transitional, ends in `kind`, as in "worksheet"."""
        return self.type.endswith(f"/{kind}")


class Element(NamedTuple):
    """An element found in a part: [start, end) are its bytes, end tag included."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int

    @property
    def local(self) -> str:
        return self.tag.rpartition(":")[2]


@dataclass
class _Finder:
    """Collects elements in document order. expat stands at the start of a start tag when it tells of it."""

    data: bytes
    parser: expat.XMLParserType
    found: list[Element | None] = field(default_factory=list)
    open: list[tuple[int, str, dict[str, str], int]] = field(default_factory=list)

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        self.open.append(
            (len(self.found), tag, attributes, self.parser.CurrentByteIndex)
        )
        self.found.append(None)

    def closed(self, _: str) -> None:
        place, tag, attributes, start = self.open.pop()
        self.found[place] = Element(
            tag, attributes, start, self._end(self.parser.CurrentByteIndex, start)
        )

    def _end(self, at: int, start: int) -> int:
        """`at` is where expat stands on closing: before the end tag, or somewhere on an empty element."""
        head = _head_end(self.data, start)
        return (
            head
            if self.data[head - 2 : head] == b"/>"
            else self.data.index(b">", at) + 1
        )


def elements(part: str, data: bytes) -> list[Element]:
    """All elements of a part in UTF-8, the root first. Raises RefusedError for bad XML and for a DTD."""
    parser = expat.ParserCreate()
    finder = _Finder(data, parser)
    parser.StartElementHandler, parser.EndElementHandler = finder.opened, finder.closed
    parse(part, data, parser)
    return [element for element in finder.found if element]


def parse(part: str, data: bytes, parser: expat.XMLParserType) -> None:
    """Run a parser over a part. A DTD, which alone could declare entities, is refused where it begins."""

    def refuse(*_: object) -> None:
        raise RefusedError(
            f"the part {shown(part)} has a DTD, as files made to do harm have; {RESAVE}"
        )

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise RefusedError(
            f"the part {shown(part)} is not valid XML ({error}); {REPAIR}"
        ) from None


def _head_end(data: bytes, start: int) -> int:
    """Where the start tag at `start` ends; a '>' inside quotes does not end it."""
    match = _HEAD.match(data, start)
    assert match is not None, "expat found a start tag here"
    return match.end()


# ------------------------------------------------------------------ splices


def without(data: bytes, gone: list[Element]) -> bytes:
    """The part less some elements, none inside another."""
    for element in sorted(gone, key=lambda each: each.start, reverse=True):
        data = data[: element.start] + data[element.end :]
    return data


def with_child(
    data: bytes, root: Element, name: str, attributes: dict[str, str]
) -> bytes:
    """The part with one more empty element at the end of its root, under the root's prefix."""
    prefix = root.tag[: -len(root.local)]
    written = "".join(f' {key}="{quoted(value)}"' for key, value in attributes.items())
    child = f"<{prefix}{name}{written}/>".encode()
    if data[root.end - 2 : root.end] == b"/>":
        return (
            data[: root.end - 2]
            + b">"
            + child
            + f"</{root.tag}>".encode()
            + data[root.end :]
        )
    at = data.rindex(b"</", root.start, root.end)
    return data[:at] + child + data[at:]


# ------------------------------------------------------------------ relationships


def rels_part(source: str) -> str:
    """The part that holds the relationships of `source` ("" is the package itself)."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def source_of(rels: str) -> str:
    """The part whose relationships `rels` holds."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def relationships(rels: str, data: bytes) -> dict[str, Relationship]:
    """The relationships of one rels part, by id."""
    return {
        element.attributes.get("Id", ""): _relationship(element.attributes, rels)
        for element in elements(rels, as_utf8(data))
        if element.local == "Relationship"
    }


def _relationship(attributes: dict[str, str], rels: str) -> Relationship:
    target, external = (
        attributes.get("Target", ""),
        attributes.get("TargetMode") == "External",
    )
    resolved = target if external else resolve(source_of(rels), target)
    return Relationship(attributes.get("Type", ""), resolved, rels, external)


def resolve(source: str, target: str) -> str:
    """The part that `target` means in the mouth of `source`: relative or absolute, with / or backslash."""
    path = target.replace("\\", "/").partition("#")[0]
    joined = posixpath.join("/", posixpath.dirname(source), path)
    return posixpath.normpath(joined).lstrip("/")


def without_target(rels: str, data: bytes, part: str) -> bytes:
    """The rels part less every relationship to `part`."""
    plain = as_utf8(data)
    gone = [
        element
        for element in elements(rels, plain)
        if element.local == "Relationship"
        and not _relationship(element.attributes, rels).external
        and same_part(_relationship(element.attributes, rels).target, part)
    ]
    return without(plain, gone) if gone else data


def with_relationship(
    rels: str, data: bytes, kind: str, target: str
) -> tuple[bytes, str]:
    """The rels part (empty: a new one) with one more relationship, and the id that it got."""
    plain = as_utf8(data or _EMPTY_RELATIONSHIPS)
    found = elements(rels, plain)
    taken = {element.attributes.get("Id", "").lower() for element in found}
    fresh = next(
        name
        for number in range(1, len(taken) + 2)
        if (name := f"rId{number}").lower() not in taken
    )
    relative = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(source_of(rels))}")
    attributes = {"Id": fresh, "Type": kind, "Target": relative}
    return with_child(plain, found[0], "Relationship", attributes), fresh


def same_part(one: str, other: str) -> bool:
    """Part names are compared without regard to case, and as written or percent-decoded."""
    return (
        one.lower() == other.lower() or unquote(one).lower() == unquote(other).lower()
    )


# ------------------------------------------------------------------ content types


@dataclass(frozen=True)
class ContentTypes:
    """What each part is: by its own name, else by its extension, both in lower case."""

    overrides: dict[str, str]
    defaults: dict[str, str]

    def of(self, part: str) -> str:
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        return self.overrides.get(part.lower()) or self.defaults.get(extension, "")


def content_types(data: bytes) -> ContentTypes:
    """Read [Content_Types].xml."""
    overrides, defaults = {}, {}
    for element in elements(CONTENT_TYPES, as_utf8(data)):
        kind = element.attributes.get("ContentType", "")
        if element.local == "Override":
            overrides[resolve("", element.attributes.get("PartName", "")).lower()] = (
                kind
            )
        elif element.local == "Default":
            defaults[element.attributes.get("Extension", "").lower()] = kind
    return ContentTypes(overrides, defaults)


def without_override(data: bytes, part: str) -> bytes:
    """[Content_Types].xml less the entry of one part."""
    plain = as_utf8(data)
    overrides = [
        element
        for element in elements(CONTENT_TYPES, plain)
        if element.local == "Override"
    ]
    gone = [
        each
        for each in overrides
        if same_part(resolve("", each.attributes.get("PartName", "")), part)
    ]
    return without(plain, gone) if gone else data


def with_override(data: bytes, part: str, kind: str) -> bytes:
    """[Content_Types].xml with an entry for one part."""
    plain = as_utf8(without_override(data, part))
    root = elements(CONTENT_TYPES, plain)[0]
    return with_child(
        plain, root, "Override", {"PartName": f"/{part}", "ContentType": kind}
    )
