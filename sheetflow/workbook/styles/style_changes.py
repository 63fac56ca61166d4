"""Styles derived from others: with another font, fill, number format or alignment.

A style is the number of a cell format as text; '' is the first one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import XmlPart, with_attribute
from sheetflow.workbook.archive.xml_text import parse_attributes, quoted
from sheetflow.workbook.styles.stylesheet import StyleSheet, element_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALIGNMENT = re.compile(rb"<[^>]*alignment\b[^>]*/>")
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)

WRAPPED = {"vertical": "top", "wrapText": "1"}
"""The alignment of cells whose text breaks into lines."""


class StyleChanges:
    """Finds the style with a change, or adds it to the style sheet."""

    def __init__(self, part: XmlPart) -> None:
        self._sheet = StyleSheet(part)
        self._memo: dict[tuple[object, ...], str] = {}
        self.finish = self._sheet.finish

    # -- what a style has

    def _number(self, style: str, attribute: str) -> int:
        """The number of a style's font, fill or number format."""
        head = self._sheet.head("cellXfs", int(style or 0))
        return int(parse_attributes(head).get(attribute) or 0)

    def _inside(self, style: str) -> bytes:
        return self._sheet.inside("cellXfs", int(style or 0))

    def is_right(self, style: str) -> bool:
        """Whether cells of this style are aligned right."""
        return b'horizontal="right"' in self._inside(style)

    # -- changes

    def with_format(self, style: str, code: str) -> str:
        """The style with a number format."""
        number = str(self._sheet.format_number(code))
        return self._changed(style, {"numFmtId": number, "applyNumberFormat": "1"})

    def with_font(self, style: str, **changes: str) -> str:
        """The style with its font changed.

        `changes` are the attributes of the font's child elements; '' removes one.
        """
        key = ("font", style, *sorted(changes.items()))
        if key not in self._memo:
            font = self._font_like(style, changes)
            self._memo[key] = self._changed(style, {"fontId": font, "applyFont": "1"})
        return self._memo[key]

    def _font_like(self, style: str, changes: Mapping[str, str]) -> str:
        """The number of the style's font with these changes."""
        xml = self._font_xml(self._number(style, "fontId"), changes)
        return str(self._sheet.find_or_add("fonts", xml))

    def _font_xml(self, base: int, changes: Mapping[str, str]) -> str:
        px = self._sheet.part.prefix
        parts = self._font_parts(base)
        for name, attributes in changes.items():
            parts.pop(name, None)
            if attributes:
                parts[name] = f"<{px}{name} {attributes.lstrip('/')}".rstrip() + "/>"
        ordered = [parts[name] for name in _FONT_ORDER if name in parts]
        return f"<{px}font>{''.join(ordered)}</{px}font>"

    def _font_parts(self, font: int) -> dict[str, str]:
        """The child elements of a font by their names."""
        if not self._sheet.count("fonts"):
            return {}
        inside = self._sheet.inside("fonts", font).decode()
        pattern = rf"<{re.escape(self._sheet.part.prefix)}(\w+)\b[^>]*/>"
        return {match[1]: match[0] for match in re.finditer(pattern, inside)}

    def with_fill(self, style: str, colour: str) -> str:
        """The style with a solid fill; without a fill if `colour` is ''."""
        if not colour:
            return self._without_fill(style)
        px = self._sheet.part.prefix
        xml = f"<{px}fill>{solid_xml(px, colour, 'fgColor')}</{px}fill>"
        fill = self._sheet.find_or_add("fills", xml)
        return self._changed(style, {"fillId": str(fill), "applyFill": "1"})

    def _without_fill(self, style: str) -> str:
        if self._number(style, "fillId"):
            return self._changed(style, {"fillId": "0"})
        return style

    def with_line_below(self, style: str, colour: str) -> str:
        """The style with a thin bottom border."""
        px = self._sheet.part.prefix
        bottom = f'<{px}bottom style="thin"><{px}color {colour_attribute(colour)}/></{px}bottom>'
        sides = f"<{px}left/><{px}right/><{px}top/>{bottom}"
        xml = f"<{px}border>{sides}<{px}diagonal/></{px}border>"
        border = self._sheet.find_or_add("borders", xml)
        return self._changed(style, {"borderId": str(border), "applyBorder": "1"})

    def with_wrap(self, style: str) -> str:
        """The style with text that breaks into lines."""
        return self._aligned(style, WRAPPED)

    def on_side(self, style: str, right: bool) -> str:
        """The style aligned right with a small indent, or as Excel aligns values."""
        return self._aligned(style, side(right))

    def _aligned(self, style: str, changes: Mapping[str, str]) -> str:
        inside = self._alignment(style, changes)
        return self._changed(style, {"applyAlignment": "1"}, inside)

    def _alignment(self, style: str, changes: Mapping[str, str]) -> bytes:
        """The content of the style with its alignment changed; '' removes an attribute."""
        inside = self._inside(style)
        found = _ALIGNMENT.search(inside)
        old = parse_attributes(found[0]) if found else {}
        attributes = "".join(
            f' {name}="{quoted(value)}"'
            for name, value in {**old, **changes}.items()
            if value
        )
        px = self._sheet.part.prefix
        xml = f"<{px}alignment{attributes}/>".encode() if attributes else b""
        return xml + _ALIGNMENT.sub(b"", inside)

    def _changed(
        self, style: str, attributes: dict[str, str], inside: bytes | None = None
    ) -> str:
        """The style with these attributes and, if given, this content."""
        key = ("changed", style, *sorted(attributes.items()), inside)
        if key not in self._memo:
            self._memo[key] = self._add(style, attributes, inside)
        return self._memo[key]

    def _add(self, style: str, attributes: dict[str, str], inside: bytes | None) -> str:
        head = self._sheet.head("cellXfs", int(style or 0))
        for name, value in attributes.items():
            head = with_attribute(head, name, value)
        content = self._inside(style) if inside is None else inside
        xml = element_xml(head, content, f"{self._sheet.part.prefix}xf")
        return str(self._sheet.find_or_add("cellXfs", xml))


def side(right: bool) -> dict[str, str]:
    """The alignment of a derived column's cells."""
    return {"horizontal": "right" * right, "indent": "1" * right}


def colour_attribute(rgb: str) -> str:
    """An opaque colour as an attribute."""
    return f'rgb="FF{rgb}"'


def solid_xml(px: str, colour: str, kind: str) -> str:
    """A solid pattern.

    The colour of a cell is its fgColor, that of a differential format its bgColor.
    """
    colours = f'<{px}{kind} rgb="FF{colour}"/>'
    if kind == "fgColor":
        colours += f'<{px}bgColor indexed="64"/>'
    return f'<{px}patternFill patternType="solid">{colours}</{px}patternFill>'
