"""How cells look: a few named looks in one family of type, in the colour of the house."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

FONT = "Arial"
INK, GREY, LINE, SHADE = "#222222", "#6B6B6B", "#DDDDDD", "#F4F4F2"

_RIGHT: dict[str, Any] = {"align": "right"}
_LINE: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
_NUMBER: dict[str, Any] = {"align": "right", "shrink": True}

LOOKS: dict[str, dict[str, Any]] = {
    "company": {"bold": True, "font_size": 17, "font_color": "brand", "valign": "vcenter"},
    "title": {"font_size": 20, "font_color": "brand", "align": "right", "valign": "vcenter"},
    "seller": {"font_size": 8, "font_color": GREY},
    "buyer": {"font_size": 10},
    "buyer name": {"font_size": 10, "bold": True},
    "label": {"font_size": 8, "font_color": GREY},
    "label top": {"font_size": 8, "font_color": GREY, "valign": "top"},
    "fact": {"font_size": 9, "align": "right"},
    "fact bold": {"font_size": 9, "align": "right", "bold": True},
    "text": {"font_size": 9},
    "text bold": {"font_size": 9, "bold": True},
    "note": {"font_size": 8.5},
    "note bold": {"font_size": 8.5, "bold": True},
    "head": {"font_size": 8, "bold": True, "font_color": "brand", "bottom": 2, "bottom_color": "brand"},
    "head right": {
        "font_size": 8, "bold": True, "font_color": "brand", "bottom": 2, "bottom_color": "brand", **_RIGHT,
    },
    "head centre": {
        "font_size": 8, "bold": True, "font_color": "brand", "bottom": 2, "bottom_color": "brand", "align": "center",
    },
    "line": {"font_size": 9, "align": "left", **_LINE},
    "line strong": {"font_size": 9, "bold": True, **_LINE},
    "line wrap": {"font_size": 9, "align": "left", "text_wrap": True, **_LINE},
    "line grey wrap": {"font_size": 8, "font_color": GREY, "text_wrap": True, **_LINE},
    "line grey": {"font_size": 8, "font_color": GREY, **_LINE},
    "line unit": {"font_size": 8, "font_color": GREY, "indent": 1, **_LINE},
    "head unit": {
        "font_size": 8, "bold": True, "font_color": "brand", "bottom": 2, "bottom_color": "brand", "indent": 1,
    },
    "line number": {"font_size": 9, **_LINE, **_NUMBER},
    "line right": {"font_size": 8.5, "font_color": GREY, **_LINE, **_NUMBER},
    "line bold": {"font_size": 9, "bold": True, **_LINE, **_NUMBER},
    "line pick": {"font_size": 10, "bold": True, "align": "right", "indent": 1, **_LINE},
    "line box": {"font_size": 11, "align": "center", **_LINE},
    "line blank": {"font_size": 9, "align": "right", "indent": 1, "border": 1, "border_color": "#9A9A9A"},
    "group": {"font_size": 9.5, "bold": True, "bg_color": SHADE, "font_color": "brand"},
    "group right": {"font_size": 8.5, "bg_color": SHADE, "font_color": GREY, **_RIGHT},
    "sum label": {"font_size": 9},
    "sum note": {"font_size": 8.5, "font_color": GREY, **_NUMBER},
    "sum": {"font_size": 9, **_NUMBER},
    "total label": {"font_size": 11, "bold": True, "font_color": "brand", "top": 2, "top_color": "brand"},
    "total": {"font_size": 11, "bold": True, "font_color": "brand", "top": 2, "top_color": "brand", **_NUMBER},
    "due label": {"font_size": 10, "bold": True, "top": 1, "top_color": LINE},
    "due": {"font_size": 10, "bold": True, "top": 1, "top_color": LINE, **_NUMBER},
    "foot": {"font_size": 7.5, "font_color": GREY, "top": 1, "top_color": LINE},
    "foot right": {"font_size": 7.5, "font_color": GREY, "top": 1, "top_color": LINE, **_RIGHT},
    "label right": {"font_size": 8, "font_color": GREY, **_RIGHT},
    "to name": {"font_size": 14, "bold": True},
    "big": {"font_size": 15, "bold": True},
    "order": {"font_size": 15, "bold": True, "align": "left", "shrink": True},
    "count": {"font_size": 24, "bold": True, "align": "right", "shrink": True},
    "squeezed bold": {"font_size": 9, "bold": True, "align": "left", "shrink": True},
    "label text": {"font_size": 11},
    "rule": {"bottom": 1, "bottom_color": "#444444"},
}  # fmt: skip


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
        words = {"font_name": FONT, "font_color": INK, "valign": "vcenter", **LOOKS[look]}
        filled = {name: self._brand if value == "brand" else value for name, value in words.items()}
        return self._book.add_format({**filled, "num_format": form} if form else filled)
