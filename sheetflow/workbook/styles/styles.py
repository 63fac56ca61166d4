"""How cells look: a style that is there already, or a new one derived from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import quoted
from sheetflow.workbook.styles.number_formats import (
    DATE_NUMBERS,
    GENERAL,
    PERCENT_NUMBERS,
    TEXT,
    shows_dates,
    shows_percent,
)
from sheetflow.workbook.styles.style_changes import (
    WRAPPED,
    StyleChanges,
    colour_attribute,
    side,
    solid_xml,
)

if TYPE_CHECKING:
    from sheetflow.workbook.cells.page_layout import CellStyle
    from sheetflow.workbook.model import CellLook, RuleStyle

GREY_FILL = "D9D9D9"
GREY_TEXT = "595959"
GREY_HEADER_TEXT = "404040"
FACT_FILL = "1F3864"
FACT_TEXT = "FFFFFF"
LINK_TEXT = "0563C1"

DATES = "yyyy-mm-dd"
CENTRED = {"horizontal": "center", "indent": ""}


class Styles(StyleChanges):
    """The cell formats of a workbook, and new ones on request."""

    # -- what a style shows

    def is_date(self, style: str) -> bool:
        """Whether a style shows dates or times."""
        number = self._number(style, "numFmtId")
        code = self._sheet.codes.get(number)
        return number in DATE_NUMBERS if code is None else shows_dates(code)

    def is_percent(self, style: str) -> bool:
        """Whether a style shows percentages."""
        number = self._number(style, "numFmtId")
        code = self._sheet.codes.get(number)
        return number in PERCENT_NUMBERS if code is None else shows_percent(code)

    def matching(self, date: bool) -> set[str]:
        """All styles that show dates; if not `date`, those that show percentages."""
        matches = self.is_date if date else self.is_percent
        styles = map(str, range(self._sheet.count("cellXfs")))
        return {style for style in styles if matches(style)}

    # -- cells with values

    def for_value(self, style: str, look: CellLook, is_date: bool) -> str:
        """The style if it shows such a value well, else with the look's number format."""
        key = ("value", style, look.number_format, is_date)
        if key not in self._memo:
            self._memo[key] = self._for_value(style, look.number_format, is_date)
        return self._memo[key]

    def _for_value(self, style: str, code: str, is_date: bool) -> str:
        if self._fits(style, code, is_date):
            return style
        default = DATES if is_date else "General"
        return self.with_format(style, code or default)

    def _fits(self, style: str, code: str, is_date: bool) -> bool:
        """Whether a style shows values of this number format well."""
        if is_date or shows_dates(code):
            return self.is_date(style)
        if self.is_date(style) or self.is_percent(style):
            return False
        if code in ("", "General"):
            return True
        return self._number(style, "numFmtId") not in (GENERAL, TEXT)

    def new_cell(self, style: str, look: CellLook, is_date: bool) -> str:
        """The style of a new cell next to or below cells of this style."""
        key = ("cell", style, look, is_date)
        if key not in self._memo:
            self._memo[key] = self._new_cell(style, look, is_date)
        return self._memo[key]

    def _new_cell(self, style: str, look: CellLook, is_date: bool) -> str:
        if look.derived:
            style = self._derived(style, look)
        elif look.wrap:
            style = self.with_wrap(style)
        return self.for_value(style, look, is_date)

    def _derived(self, style: str, look: CellLook) -> str:
        """The style of the program's own columns: grey, without a fill or bold text.

        Numbers are aligned right, and dates centred, away from the text beside them; texts are formatted as General.
        """
        attributes = {"fontId": self._derived_font(style, look), "applyFont": "1"}
        if self._number(style, "fillId"):
            attributes["fillId"] = "0"
        if not look.right and not look.number_format:
            attributes |= {"numFmtId": str(GENERAL), "applyNumberFormat": "1"}
        wrapped = WRAPPED if look.wrap else {}
        across = CENTRED if look.number_format == DATES else side(look.right)
        aligned = self._alignment(style, {**across, **wrapped})
        if aligned:
            attributes["applyAlignment"] = "1"
        return self._changed(style, attributes, aligned)

    def _derived_font(self, style: str, look: CellLook) -> str:
        font = {"b": "", "i": ""}
        if look.link:
            font["u"] = "/"
        font["color"] = colour_attribute(LINK_TEXT if look.link else GREY_TEXT)
        return self._font_like(style, font)

    def link(self, style: str) -> str:
        """The style as Excel shows links."""
        return self.with_font(style, u="/", color=colour_attribute(LINK_TEXT))

    # -- headers

    def header(self, style: str, derived: bool) -> str:
        """A header's style: that of its neighbour, but grey over a derived column."""
        if not derived:
            return style
        colour = colour_attribute(GREY_HEADER_TEXT)
        grey = self.with_font(style, b="/", i="/", color=colour)
        return self.with_fill(grey, GREY_FILL)

    def new_header(self, look: CellLook) -> str:
        """The header of a sheet that the program makes."""
        key = ("header", look.derived, look.right)
        if key not in self._memo:
            self._memo[key] = self._new_header(look)
        return self._memo[key]

    def _new_header(self, look: CellLook) -> str:
        if look.derived:
            return self._derived_header(look)
        return self._fact_header()

    def _derived_header(self, look: CellLook) -> str:
        grey = self.header("0", derived=True)
        return self.with_wrap(self.on_side(grey, look.right))

    def _fact_header(self) -> str:
        bold = self.with_font("0", b="/", color=colour_attribute(FACT_TEXT))
        return self.with_wrap(self.with_fill(bold, FACT_FILL))

    def title(self) -> str:
        """The title above the header of a sheet that the program makes."""
        colour = colour_attribute(FACT_FILL)
        return self.with_font("0", b="/", color=colour, sz='val="14"')

    # -- cells of pages

    def page_cell(self, look: CellStyle) -> str:
        """The style of a page's cell: the workbook's first one with the look's changes."""
        key = ("page", look)
        if key not in self._memo:
            self._memo[key] = self._page_cell(look)
        return self._memo[key]

    def _page_cell(self, look: CellStyle) -> str:
        style = self.with_font("0", **_page_font(look))
        if look.number_format:
            style = self.with_format(style, look.number_format)
        if look.fill:
            style = self.with_fill(style, look.fill)
        if look.line_below:
            style = self.with_line_below(style, look.line_below)
        return self._with_page_alignment(style, look)

    def _with_page_alignment(self, style: str, look: CellStyle) -> str:
        across = f' horizontal="{look.align}"' if look.align else ""
        indent = f' indent="{look.indent}"' if look.indent else ""
        px = self._sheet.part.prefix
        shrink = ' shrinkToFit="1"' if look.shrink else ""
        xml = f'<{px}alignment{across} vertical="center"{indent}{shrink}/>'
        return self._changed(style, {"applyAlignment": "1"}, xml.encode())

    # -- conditional formats

    def dxf(self, style: RuleStyle) -> str:
        """The number of a differential format, a new one if need be."""
        px = self._sheet.part.prefix
        parts = [self._dxf_font(style), self._dxf_format(style.number_format)]
        if style.fill:
            pattern = solid_xml(px, style.fill, "bgColor")
            parts.append(f"<{px}fill>{pattern}</{px}fill>")
        xml = f"<{px}dxf>{''.join(parts)}</{px}dxf>"
        return str(self._sheet.find_or_add("dxfs", xml))

    def _dxf_font(self, style: RuleStyle) -> str:
        px = self._sheet.part.prefix
        xml = f'<{px}b val="1"/>' * style.bold
        xml += f'<{px}strike val="1"/>' * style.strike
        if style.font_colour:
            xml += f"<{px}color {colour_attribute(style.font_colour)}/>"
        return f"<{px}font>{xml}</{px}font>" if xml else ""

    def _dxf_format(self, code: str) -> str:
        if not code:
            return ""
        px = self._sheet.part.prefix
        number = self._sheet.format_number(code)
        return f'<{px}numFmt numFmtId="{number}" formatCode="{quoted(code)}"/>'


def _page_font(look: CellStyle) -> dict[str, str]:
    """What a page's cell changes in the workbook's first font."""
    font: dict[str, str] = {}
    if look.bold:
        font["b"] = "/"
    if look.colour:
        font["color"] = colour_attribute(look.colour)
    if look.size:
        font["sz"] = f'val="{look.size:g}"'
    return font
