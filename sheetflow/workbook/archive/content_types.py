"""What each part of a package is: [Content_Types].xml, spliced, never rewritten.

Source: ECMA-376 part 2 (Open Packaging Conventions), 5th edition, clause 7.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from sheetflow.workbook.archive.relationships import resolve, same_part
from sheetflow.workbook.archive.xml_elements import (
    FoundElement,
    find_elements,
    without,
)
from sheetflow.workbook.archive.xml_text import as_utf8

CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class ContentTypes:
    """Media types by part name, else by extension, both in lower case."""

    overrides: dict[str, str]
    defaults: dict[str, str]

    def of(self, part: str) -> str:
        """The media type of a part, "" where none is declared."""
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        return self.overrides.get(part.lower()) or self.defaults.get(extension, "")

    def may_override(self, part: str) -> bool:
        """Whether a part may have an entry of its own; % begins a character's code."""
        names = {part.lower(), *self.overrides}
        return part.lower() in self.overrides or any("%" in name for name in names)

    def with_override(self, part: str, media_type: str) -> ContentTypes:
        """The same with an entry for one part."""
        overrides = {**self.overrides, part.lower(): media_type}
        return ContentTypes(overrides, self.defaults)


def read_content_types(data: bytes) -> ContentTypes:
    """Read [Content_Types].xml."""
    overrides = {}
    defaults = {}
    for element in find_elements(CONTENT_TYPES, as_utf8(data)):
        media_type = element.attributes.get("ContentType", "")
        if element.local == "Override":
            overrides[_part_name(element).lower()] = media_type
        elif element.local == "Default":
            extension = element.attributes.get("Extension", "")
            defaults[extension.lower()] = media_type
    return ContentTypes(overrides, defaults)


def _part_name(override: FoundElement) -> str:
    return resolve("", override.attributes.get("PartName", ""))


def without_override(data: bytes, part: str) -> bytes:
    """[Content_Types].xml without the entry of one part."""
    plain = as_utf8(data)
    if not _may_name(plain, part):
        return data
    removed = _overrides_of(plain, part)
    return without(plain, removed) if removed else data


def _overrides_of(data: bytes, part: str) -> list[FoundElement]:
    """The entries of one part."""
    return [
        element
        for element in find_elements(CONTENT_TYPES, data)
        if element.local == "Override" and same_part(_part_name(element), part)
    ]


def _may_name(content: bytes, part: str) -> bool:
    """Whether a part may be named in it; % begins a character written as its code."""
    name = posixpath.basename(part).lower().encode()
    return b"%" in content or b"&#" in content or name in content.lower()


def override_attributes(part: str, media_type: str) -> dict[str, str]:
    """The attributes of the entry of one part."""
    return {"PartName": f"/{part}", "ContentType": media_type}
