"""The relationships between the parts of a package: spliced, never rewritten.

Source: ECMA-376 part 2 (Open Packaging Conventions), 5th edition, clauses 6 to 8.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from sheetflow.workbook.archive.xml_elements import (
    FoundElement,
    find_elements,
    without,
)
from sheetflow.workbook.archive.xml_text import as_utf8

RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
NO_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class Relationship(NamedTuple):
    """A relationship from one part to another.

    `target` is the other part's name or, when external, the address as written.
    """

    type: str
    target: str
    rels_part: str
    external: bool

    def is_a(self, kind: str) -> bool:
        """Whether its type, strict or transitional, ends in `kind` ("worksheet")."""
        return self.type.endswith(f"/{kind}")


def rels_part(source: str) -> str:
    """The part with the relationships of `source` ("" is the package itself)."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def source_of(rels: str) -> str:
    """The part whose relationships are in `rels`."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def read_relationships(rels: str, data: bytes) -> dict[str, Relationship]:
    """The relationships of one rels part, by id."""
    found = _relationship_elements(rels, as_utf8(data))
    return {
        element.attributes.get("Id", ""): relationship_of(element.attributes, rels)
        for element in found
    }


def _relationship_elements(rels: str, data: bytes) -> list[FoundElement]:
    found = find_elements(rels, data)
    return [element for element in found if element.local == "Relationship"]


def relationship_of(attributes: dict[str, str], rels: str) -> Relationship:
    kind = attributes.get("Type", "")
    target = attributes.get("Target", "")
    external = attributes.get("TargetMode") == "External"
    if not external:
        target = resolve(source_of(rels), target)
    return Relationship(kind, target, rels, external)


def resolve(source: str, target: str) -> str:
    """The part that `source` means by `target`.

    That may be relative or absolute, written with slashes or backslashes.
    """
    path = target.replace("\\", "/").partition("#")[0]
    joined = posixpath.join("/", posixpath.dirname(source), path)
    return posixpath.normpath(joined).lstrip("/")


def without_target(rels: str, data: bytes, part: str) -> bytes:
    """The rels part without its relationships to `part`."""
    plain = as_utf8(data)
    removed = _relationships_to(part, rels, plain)
    return without(plain, removed) if removed else data


def _relationships_to(part: str, rels: str, data: bytes) -> list[FoundElement]:
    return [
        element
        for element in _relationship_elements(rels, data)
        if _leads_to(relationship_of(element.attributes, rels), part)
    ]


def _leads_to(relationship: Relationship, part: str) -> bool:
    return not relationship.external and same_part(relationship.target, part)


def new_relationship(rels: str, new_id: str, kind: str, target: str) -> dict[str, str]:
    """The attributes of one more relationship in a rels part."""
    folder = posixpath.dirname(source_of(rels))
    relative = posixpath.relpath(f"/{target}", f"/{folder}")
    return {"Id": new_id, "Type": kind, "Target": relative}


def free_id(ids: Iterable[str]) -> str:
    """The first of rId1, rId2 … that is not taken, whatever the case."""
    taken = {each.lower() for each in ids}
    number = 1
    while f"rid{number}" in taken:
        number += 1
    return f"rId{number}"


def same_part(one: str, other: str) -> bool:
    """Part names are equal without regard to case, as written or percent-decoded."""
    as_written = one.lower() == other.lower()
    return as_written or unquote(one).lower() == unquote(other).lower()
