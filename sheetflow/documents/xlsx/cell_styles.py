"""How cells look: a few named looks in one family of type, in the colour of the seller."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

FONT = "Arial"
INK, GREY, LINE, SHADE = "#222222", "#6B6B6B", "#DDDDDD", "#F4F4F2"

_TEXT: dict[str, Any] = {"align": "left"}
"""Text stands at the left whatever its script: text from right to left would otherwise run over the left edge."""

_SENTENCE: dict[str, Any] = {"align": "left", "reading_order": 1}
"""Our own words, which a name from right to left within them must not turn around."""

_RIGHT: dict[str, Any] = {"align": "right"}
_NUMBER: dict[str, Any] = {"align": "right", "shrink": True}
_WRAP: dict[str, Any] = {"text_wrap": True}
_LINE: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
_GREY: dict[str, Any] = {"font_size": 8, "font_color": GREY}
_HEAD: dict[str, Any] = {
    "font_size": 8, "bold": True, "font_color": "brand", "bottom": 2, "bottom_color": "brand",
}  # fmt: skip
_TOTAL: dict[str, Any] = {
    "font_size": 11,
    "bold": True,
    "font_color": "brand",
    "top": 2,
    "top_color": "brand",
}
_DUE: dict[str, Any] = {"font_size": 10, "bold": True, "top": 1, "top_color": LINE}
_FOOT: dict[str, Any] = {"font_size": 7.5, "font_color": GREY}

CELL_STYLES: dict[str, dict[str, Any]] = {
    "company": {"bold": True, "font_size": 17, "font_color": "brand", **_TEXT},
    "company two": {
        "bold": True,
        "font_size": 13,
        "font_color": "brand",
        **_TEXT,
        **_WRAP,
    },
    "company three": {
        "bold": True,
        "font_size": 9.5,
        "font_color": "brand",
        **_TEXT,
        **_WRAP,
    },
    "title": {"font_size": 18, "font_color": "brand", **_RIGHT},
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
        "border_color": "#9A9A9A",
        **_NUMBER,
    },
    "group": {
        "font_size": 9.5,
        "bold": True,
        "bg_color": SHADE,
        "font_color": "brand",
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
    "rule": {"bottom": 1, "bottom_color": "#444444"},
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook, colour: str) -> None:
        self._book, self._brand = book, f"#{colour}"
        self._made: dict[tuple[str, str], Format] = {}

    def of(self, look: str, form: str = "") -> Format:
        """A look, with a number format."""
        key = (look, form)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._make(look, form)
        return found

    def _make(self, look: str, form: str) -> Format:
        words = {
            "font_name": FONT,
            "font_color": INK,
            "valign": "vcenter",
            **CELL_STYLES[look],
        }
        filled = {
            name: self._brand if value == "brand" else value
            for name, value in words.items()
        }
        return self._book.add_format({**filled, "num_format": form} if form else filled)
