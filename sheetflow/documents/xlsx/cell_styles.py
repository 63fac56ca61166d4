"""Cell styles: a few named ones in one family of type, in the seller's colour."""

from __future__ import annotations

from typing import Any, TypeAlias

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

Properties: TypeAlias = dict[str, Any]
"""Properties of a cell's format, as xlsxwriter calls them; the colour "brand" is the seller's."""

FONT = "Arial"
INK = "#222222"
GREY = "#6B6B6B"
LINE = "#DDDDDD"
SHADE = "#F4F4F2"
BOX = "#9A9A9A"
RULE = "#444444"
BRAND = "brand"

_TEXT: Properties = {"align": "left"}
"""Text is on the left whatever its script: text from right to left would otherwise run over the left edge."""

_SENTENCE: Properties = {"align": "left", "reading_order": 1}
"""Our own words: a name from right to left within them must not turn them around."""

_RIGHT: Properties = {"align": "right"}
_NUMBER: Properties = {"align": "right", "shrink": True}
_WRAP: Properties = {"text_wrap": True}
_LINE: Properties = {"bottom": 1, "bottom_color": LINE}
_GREY: Properties = {"font_size": 8, "font_color": GREY}
_HEAD: Properties = {
    "font_size": 8, "bold": True, "font_color": BRAND, "bottom": 2, "bottom_color": BRAND,
}  # fmt: skip
_TOTAL: Properties = {
    "font_size": 11,
    "bold": True,
    "font_color": BRAND,
    "top": 2,
    "top_color": BRAND,
}
_DUE: Properties = {"font_size": 10, "bold": True, "top": 1, "top_color": LINE}
_FOOT: Properties = {"font_size": 7.5, "font_color": GREY}

CELL_STYLES: dict[str, Properties] = {
    "company": {"bold": True, "font_size": 17, "font_color": BRAND, **_TEXT},
    "company two": {
        "bold": True,
        "font_size": 13,
        "font_color": BRAND,
        **_TEXT,
        **_WRAP,
    },
    "company three": {
        "bold": True,
        "font_size": 9.5,
        "font_color": BRAND,
        **_TEXT,
        **_WRAP,
    },
    "title": {"font_size": 18, "font_color": BRAND, **_RIGHT},
    "seller": {**_GREY, **_TEXT},
    "buyer": {"font_size": 10, **_TEXT},
    "buyer name": {"font_size": 10, "bold": True, **_TEXT},
    "buyer small": {"font_size": 8.5, **_TEXT},
    "buyer small name": {"font_size": 8.5, "bold": True, **_TEXT},
    "label": {**_GREY, **_TEXT},
    "label right": {**_GREY, **_RIGHT},
    "fact": {"font_size": 9, **_RIGHT},
    "fact bold": {"font_size": 9, "bold": True, **_RIGHT},
    "fact number": {"font_size": 9, **_NUMBER},
    "fact bold number": {"font_size": 9, "bold": True, **_NUMBER},
    "text": {"font_size": 9, **_SENTENCE},
    "text bold": {"font_size": 9, "bold": True, **_TEXT},
    "note": {"font_size": 8.5, **_TEXT},
    "note bold": {"font_size": 8.5, "bold": True, **_SENTENCE},
    "head": {**_HEAD, **_TEXT},
    "head right": {**_HEAD, **_RIGHT},
    "head pick": {**_HEAD, **_RIGHT, "indent": 1},
    "head unit": {**_HEAD, **_TEXT, "indent": 1},
    "line": {"font_size": 9, **_TEXT, **_LINE},
    "line wrap": {"font_size": 9, **_TEXT, **_LINE, **_WRAP},
    "line strong": {"font_size": 9, "bold": True, **_TEXT, **_LINE},
    "line strong wrap": {"font_size": 9, "bold": True, **_TEXT, **_LINE, **_WRAP},
    "line grey": {**_GREY, **_TEXT, **_LINE},
    "line grey wrap": {**_GREY, **_TEXT, **_LINE, **_WRAP},
    "line unit": {**_GREY, **_TEXT, **_LINE, "indent": 1, "shrink": True},
    "line number": {"font_size": 9, **_LINE, **_NUMBER},
    "line right": {"font_size": 8.5, "font_color": GREY, **_LINE, **_NUMBER},
    "line bold": {"font_size": 9, "bold": True, **_LINE, **_NUMBER},
    "line pick": {"font_size": 10, "bold": True, "indent": 1, **_LINE, **_NUMBER},
    "line box": {"font_size": 11, "align": "center", **_LINE},
    "line blank": {
        "font_size": 9,
        "indent": 1,
        "border": 1,
        "border_color": BOX,
        **_NUMBER,
    },
    "group": {
        "font_size": 9.5,
        "bold": True,
        "bg_color": SHADE,
        "font_color": BRAND,
        "indent": 1,
        **_SENTENCE,
    },
    "sum label": {"font_size": 9, **_TEXT},
    "sum label wrap": {"font_size": 9, **_TEXT, **_WRAP},
    "sum note": {"font_size": 8.5, "font_color": GREY, **_NUMBER},
    "sum": {"font_size": 9, **_NUMBER},
    "total label": {**_TOTAL, **_TEXT},
    "total": {**_TOTAL, **_NUMBER},
    "due label": {**_DUE, **_TEXT},
    "due": {**_DUE, **_NUMBER},
    "foot": {**_FOOT, "top": 1, "top_color": LINE, **_SENTENCE},
    "foot more": {**_FOOT, **_SENTENCE},
    "foot right": {**_FOOT, "top": 1, "top_color": LINE, **_RIGHT},
    "to name": {"font_size": 14, "bold": True, **_TEXT},
    "big": {"font_size": 15, "bold": True, **_SENTENCE},
    "order": {"font_size": 15, "bold": True, **_TEXT, "shrink": True},
    "count": {"font_size": 24, "bold": True, **_RIGHT, "shrink": True},
    "squeezed bold": {"font_size": 9, "bold": True, **_TEXT, "shrink": True},
    "label text": {"font_size": 11, **_TEXT},
    "rule": {"bottom": 1, "bottom_color": RULE},
}


_USUAL_PROPERTIES = {"font_name": FONT, "font_color": INK, "valign": "vcenter"}
"""What every cell has, unless its style says otherwise."""


class CellStyles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook, colour: str) -> None:
        self._workbook = workbook
        self._brand = f"#{colour}"
        self._formats: dict[tuple[str, str], Format] = {}

    def get(self, style: str, number_format: str = "") -> Format:
        """A style by its name, with a number format."""
        key = (style, number_format)
        found = self._formats.get(key)
        if found is None:
            found = self._add(style, number_format)
            self._formats[key] = found
        return found

    def _add(self, style: str, number_format: str) -> Format:
        properties = self._properties(style)
        if number_format:
            properties["num_format"] = number_format
        return self._workbook.add_format(properties)

    def _properties(self, style: str) -> dict[str, Any]:
        """The properties of a style, with the seller's colour where it has the brand's."""
        properties = {**_USUAL_PROPERTIES, **CELL_STYLES[style]}
        return {
            name: self._brand if value == BRAND else value
            for name, value in properties.items()
        }
