"""The text of XML: encodings, escapes, attributes, and what a search must not see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ATTRIBUTES = rb"""((?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*"""
_ATTRIBUTE = re.compile(rb"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENCODING = re.compile(rb"""^(<\?xml[^>]*?encoding\s*=\s*["'])([^"']*)""")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]+);|&#([0-9]+);|&[a-z]+;")
_QUOTED = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_WIDE_STARTS = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARATION = len(b"<?xml")

STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# ------------------------------------------------------------------ encodings


def as_utf8(data: bytes) -> bytes:
    """The part in UTF-8, with a declaration that says so.

    The same object where it is UTF-8 already.
    """
    wide = _wide_encoding(data)
    if wide:
        return _declared_utf8(data.decode(wide).encode())
    declared = _ENCODING.match(data)
    if not declared or declared[2].lower() in (
        b"utf-8",
        b"us-ascii",
        b"ascii",
        b"utf8",
    ):
        return data
    encoding = declared[2].decode("ascii")
    return _declared_utf8(data.decode(encoding).encode())


def _wide_encoding(data: bytes) -> str:
    first_two = data[:2]
    if first_two in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return _WIDE_STARTS.get(first_two, "")


def _declared_utf8(data: bytes) -> bytes:
    return _ENCODING.sub(rb"\1UTF-8", data, count=1)


# ------------------------------------------------------------------ escapes


def escape(text: str) -> str:
    """Text as an element contains it.

    (The standard library's own function imports half of its network code.)
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(value: str) -> str:
    """A value as an attribute contains it, between the quotes."""
    return escape(value).translate(_QUOTED)


def attributes_text(attributes: Mapping[str, str]) -> str:
    """Attributes as a start tag contains them, each with a space before it."""
    return "".join(f' {name}="{quoted(value)}"' for name, value in attributes.items())


def plain_text(raw: bytes) -> str:
    """The characters that escaped XML text represents."""
    if b"<![CDATA[" in raw:
        raw = _CDATA.sub(_escaped_cdata, raw)
    text = raw.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    return _REFERENCE.sub(_referenced_character, text)


def _escaped_cdata(match: re.Match[bytes]) -> bytes:
    return escape(match[1].decode()).encode()


def _referenced_character(match: re.Match[str]) -> str:
    hexadecimal, decimal = match.groups()
    if hexadecimal:
        return chr(int(hexadecimal, 16))
    if decimal:
        return chr(int(decimal))
    return _ENTITIES.get(match[0], match[0])


def parse_attributes(raw: bytes) -> dict[str, str]:
    """The attributes of a start tag, by their qualified names."""
    found = _ATTRIBUTE.findall(raw)
    return {
        name.decode(): plain_text(double or single) for name, double, single in found
    }


# ------------------------------------------------------------------ what a search must not see


def visible(data: bytes) -> bytes:
    """The same bytes, comments, CDATA and processing instructions replaced by spaces."""
    if not _may_hide(data):
        return data
    return _HIDDEN.sub(lambda match: b" " * len(match[0]), data)


def without_hidden(data: bytes) -> bytes:
    """The same XML without comments and processing instructions, CDATA as plain text.

    The same object where there are none.
    """
    if not _may_hide(data):
        return data
    return _HIDDEN.sub(_revealed, data)


def _may_hide(data: bytes) -> bool:
    return b"<!" in data or data.find(b"<?", _DECLARATION) >= 0


def _revealed(match: re.Match[bytes]) -> bytes:
    if match[0].startswith(b"<![CDATA["):
        return _CDATA.sub(_escaped_cdata, match[0])
    is_declaration = match.start() < _DECLARATION
    return match[0] if is_declaration else b""
