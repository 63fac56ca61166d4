"""How cells look: the style that serves, or a new one derived from what is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import XmlPart, with_attribute
from sheetflow.workbook.archive.xml_text import parse_attributes, quoted
from sheetflow.workbook.styles.number_formats import (
    DATE_NUMBERS,
    GENERAL,
    PERCENT_NUMBERS,
    TEXT,
    shows_dates,
    shows_percent,
)
from sheetflow.workbook.styles.stylesheet import StyleSheet, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheetflow.workbook.cells.page_layout import CellStyle
    from sheetflow.workbook.model import Look, RuleStyle

GREY_FILL, GREY_TEXT, GREY_HEADER_TEXT = "D9D9D9", "595959", "404040"
FACT_FILL, FACT_TEXT, LINK_TEXT = "1F3864", "FFFFFF", "0563C1"

_ALIGNMENT = re.compile(rb"<[^>]*alignment\b[^>]*/>")
_WRAPPED = {"vertical": "top", "wrapText": "1"}
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
               "name", "family", "charset", "scheme")  # fmt: skip


class Styles:
    """The cell formats of a workbook, and new ones as they are asked for."""

    def __init__(self, part: XmlPart) -> None:
        self._sheet = StyleSheet(part)
        self._memo: dict[tuple[object, ...], str] = {}
        self.finish = self._sheet.finish

    # -- what a style shows

    def _format_id(self, style: str) -> int:
        return int(
            parse_attributes(self._sheet.head("cellXfs", int(style or 0))).get(
                "numFmtId"
            )
            or 0
        )

    def is_date(self, style: str) -> bool:
        number = self._format_id(style)
        return (
            shows_dates(self._sheet.codes[number])
            if number in self._sheet.codes
            else number in DATE_NUMBERS
        )

    def is_percent(self, style: str) -> bool:
        number = self._format_id(style)
        return (
            shows_percent(self._sheet.codes[number])
            if number in self._sheet.codes
            else number in PERCENT_NUMBERS
        )

    def matching(self, date: bool) -> set[str]:
        """All styles that show dates (or, if not asked for dates, percentages)."""
        test = self.is_date if date else self.is_percent
        return {str(i) for i in range(self._sheet.count("cellXfs")) if test(str(i))}

    # -- styles to use

    def served(self, style: str, look: Look, is_date: bool) -> str:
        """The style if it already shows such a value well, else one with the look's number format."""
        key = ("served", style, look.number_format, is_date)
        if key not in self._memo:
            kept = self._serves(style, look.number_format, is_date)
            self._memo[key] = (
                style
                if kept
                else self.with_format(style, look.number_format or _default(is_date))
            )
        return self._memo[key]

    def _serves(self, style: str, code: str, is_date: bool) -> bool:
        if is_date or shows_dates(code):
            return self.is_date(style)
        if self.is_date(style) or self.is_percent(style):
            return False
        return code in ("", "General") or self._format_id(style) not in (GENERAL, TEXT)

    def fresh(self, style: str, look: Look, is_date: bool) -> str:
        """The style of a new cell beside or below cells of this style."""
        if look.derived:
            style = self._derived(style, look)
        elif look.wrap:
            style = self.with_wrap(style)
        return self.served(style, look, is_date)

    def _derived(self, style: str, look: Look) -> str:
        """As the cells of the program's own columns look: grey, on no fill, numbers at the right, texts as texts."""
        font = (
            {"u": "/", "color": _colour(LINK_TEXT)}
            if look.link
            else {"color": _colour(GREY_TEXT)}
        )
        attributes = {
            "fontId": self._font_like(style, {"b": "", "i": "", **font}),
            "applyFont": "1",
        }
        if self._fill_id(style):
            attributes["fillId"] = "0"
        if not look.right and not look.number_format:
            attributes |= {"numFmtId": str(GENERAL), "applyNumberFormat": "1"}
        aligned = self._alignment(
            style, {**_side(look.right), **(_WRAPPED if look.wrap else {})}
        )
        if aligned:
            attributes["applyAlignment"] = "1"
        return self._changed(style, attributes, aligned)

    def header(self, style: str, derived: bool) -> str:
        """A header's style: as its neighbour's, but grey over a derived column."""
        if not derived:
            return style
        return self.with_fill(
            self.with_font(style, b="/", i="/", color=_colour(GREY_HEADER_TEXT)),
            GREY_FILL,
        )

    def new_header(self, look: Look) -> str:
        """The header of a sheet that the program makes."""
        if look.derived:
            return self.with_wrap(
                self.on_side(self.header("0", derived=True), look.right)
            )
        return self.with_wrap(
            self.with_fill(
                self.with_font("0", b="/", color=_colour(FACT_TEXT)), FACT_FILL
            )
        )

    def title(self) -> str:
        return self.with_font("0", b="/", color=_colour(FACT_FILL), sz='val="14"')

    def with_format(self, style: str, code: str) -> str:
        number = str(self._sheet.format_number(code))
        return self._changed(style, {"numFmtId": number, "applyNumberFormat": "1"})

    def with_font(self, style: str, **changes: str) -> str:
        """The style with its font changed: the attribute of each child element, '' to leave the element out."""
        key = ("font", style, *sorted(changes.items()))
        if key not in self._memo:
            self._memo[key] = self._changed(
                style, {"fontId": self._font_like(style, changes), "applyFont": "1"}
            )
        return self._memo[key]

    def _font_like(self, style: str, changes: Mapping[str, str]) -> str:
        """The number of the style's font with these changes."""
        base = (
            parse_attributes(self._sheet.head("cellXfs", int(style or 0))).get("fontId")
            or "0"
        )
        return str(self._sheet.found("fonts", self._font(int(base), changes)))

    def link(self, style: str) -> str:
        """The style as Excel shows what can be clicked."""
        return self.with_font(style, u="/", color=_colour(LINK_TEXT))

    def with_fill(self, style: str, colour: str) -> str:
        """The style with a solid fill, or with none."""
        if not colour:
            return (
                self._changed(style, {"fillId": "0"}) if self._fill_id(style) else style
            )
        px = self._sheet.part.prefix
        fill = self._sheet.found(
            "fills", f"<{px}fill>{solid(px, colour, 'fgColor')}</{px}fill>"
        )
        return self._changed(style, {"fillId": str(fill), "applyFill": "1"})

    def _fill_id(self, style: str) -> int:
        return int(
            parse_attributes(self._sheet.head("cellXfs", int(style or 0))).get("fillId")
            or 0
        )

    def with_wrap(self, style: str) -> str:
        return self._changed(
            style, {"applyAlignment": "1"}, self._alignment(style, _WRAPPED)
        )

    def on_side(self, style: str, right: bool) -> str:
        """The style with its cells at the right, a little distance from what follows; or where Excel puts them."""
        return self._changed(
            style, {"applyAlignment": "1"}, self._alignment(style, _side(right))
        )

    def is_right(self, style: str) -> bool:
        """Whether its cells stand at the right."""
        return b'horizontal="right"' in self._sheet.inside("cellXfs", int(style or 0))

    def _alignment(self, style: str, changes: Mapping[str, str]) -> bytes:
        """What is inside the style, with its alignment changed: '' leaves an attribute out."""
        inside = self._sheet.inside("cellXfs", int(style or 0))
        found = _ALIGNMENT.search(inside)
        old = parse_attributes(found[0]) if found else {}
        said = "".join(
            f' {name}="{quoted(value)}"'
            for name, value in {**old, **changes}.items()
            if value
        )
        xml = f"<{self._sheet.part.prefix}alignment{said}/>".encode() if said else b""
        return xml + _ALIGNMENT.sub(b"", inside)

    # -- cells of pages

    def page_cell(self, look: CellStyle) -> str:
        """The style of a page's cell: the workbook's plain one, changed by what the look says."""
        font = {
            "b": "/" * look.bold,
            "color": _colour(look.colour) if look.colour else "",
        }
        font["sz"] = f'val="{look.size:g}"' if look.size else ""
        style = self.with_font(
            "0", **{name: value for name, value in font.items() if value}
        )
        style = (
            self.with_format(style, look.number_format) if look.number_format else style
        )
        style = self.with_fill(style, look.fill) if look.fill else style
        style = (
            self._with_line_below(style, look.line_below) if look.line_below else style
        )
        return self._with_alignment(style, look)

    def _with_line_below(self, style: str, colour: str) -> str:
        px = self._sheet.part.prefix
        sides = f'<{px}left/><{px}right/><{px}top/><{px}bottom style="thin"><{px}color {_colour(colour)}/></{px}bottom>'
        border = self._sheet.found(
            "borders", f"<{px}border>{sides}<{px}diagonal/></{px}border>"
        )
        return self._changed(style, {"borderId": str(border), "applyBorder": "1"})

    def _with_alignment(self, style: str, look: CellStyle) -> str:
        across = f' horizontal="{look.align}"' if look.align else ""
        indent = f' indent="{look.indent}"' if look.indent else ""
        inside = (
            f'<{self._sheet.part.prefix}alignment{across} vertical="center"{indent}/>'
        )
        return self._changed(style, {"applyAlignment": "1"}, inside.encode())

    # -- conditional formats

    def dxf(self, style: RuleStyle) -> str:
        """The number of a differential format, found or appended."""
        px = self._sheet.part.prefix
        code = style.number_format
        xml = f"<{px}dxf>{self._dxf_font(style)}"
        if code:
            xml += f'<{px}numFmt numFmtId="{self._sheet.format_number(code)}" formatCode="{quoted(code)}"/>'
        if style.fill:
            xml += f"<{px}fill>{solid(px, style.fill, 'bgColor')}</{px}fill>"
        return str(self._sheet.found("dxfs", f"{xml}</{px}dxf>"))

    def _dxf_font(self, style: RuleStyle) -> str:
        px = self._sheet.part.prefix
        xml = f'<{px}b val="1"/>' * style.bold + f'<{px}strike val="1"/>' * style.strike
        if style.font_colour:
            xml += f'<{px}color rgb="FF{style.font_colour}"/>'
        return f"<{px}font>{xml}</{px}font>" if xml else ""

    # -- deriving

    def _changed(
        self, style: str, attributes: dict[str, str], inside: bytes | None = None
    ) -> str:
        key = ("changed", style, *sorted(attributes.items()), inside)
        if key not in self._memo:
            head = self._sheet.head("cellXfs", int(style or 0))
            for name, value in attributes.items():
                head = with_attribute(head, name, value)
            inside = (
                self._sheet.inside("cellXfs", int(style or 0))
                if inside is None
                else inside
            )
            self._memo[key] = str(
                self._sheet.found(
                    "cellXfs", whole(head, inside, f"{self._sheet.part.prefix}xf")
                )
            )
        return self._memo[key]

    def _font(self, base: int, changes: Mapping[str, str]) -> str:
        px = self._sheet.part.prefix
        inside = (
            self._sheet.inside("fonts", base).decode()
            if self._sheet.count("fonts")
            else ""
        )
        parts = {
            m[1]: m[0] for m in re.finditer(rf"<{re.escape(px)}(\w+)\b[^>]*/>", inside)
        }
        for name, attributes in changes.items():
            parts.pop(name, None)
            if attributes:
                parts[name] = f"<{px}{name} {attributes.lstrip('/')}".rstrip() + "/>"
        return f"<{px}font>{''.join(parts[name] for name in _FONT_ORDER if name in parts)}</{px}font>"


def _side(right: bool) -> dict[str, str]:
    """The alignment of a derived column's cells."""
    return {"horizontal": "right" * right, "indent": "1" * right}


def _colour(rgb: str) -> str:
    return f'rgb="FF{rgb}"'


def _default(is_date: bool) -> str:
    return "yyyy-mm-dd" if is_date else "General"


def solid(px: str, colour: str, kind: str) -> str:
    """A solid pattern; a cell's colour is its fgColor, a differential format's its bgColor."""
    pattern = ' patternType="solid"'
    background = f'<{px}bgColor indexed="64"/>' if kind == "fgColor" else ""
    return f'<{px}patternFill{pattern}><{px}{kind} rgb="FF{colour}"/>{background}</{px}patternFill>'
