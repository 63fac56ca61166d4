"""styles.xml: formats are found again or appended; what stands there never moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.xml import Element, XmlPart, needed, parse_attributes, quoted, with_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheetflow.workbook.model import Look, RuleStyle

GREY_FILL, GREY_TEXT, GREY_HEADER_TEXT = "D9D9D9", "595959", "404040"
FACT_FILL, FACT_TEXT, LINK_TEXT = "1F3864", "FFFFFF", "0563C1"
LAST_STYLE = 64_000

# The numbers of the formats that Excel builds in, and the ones that show dates and percentages.
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_IDS = {9, 10}
_QUOTED_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
               "name", "family", "charset", "scheme")  # fmt: skip
_CONTAINERS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")

# What Excel asks for in a part that holds any format at all.
_LEAST = {
    "fonts": ('<{0}font><{0}sz val="11"/><{0}name val="Calibri"/></{0}font>',),
    "fills": (
        '<{0}fill><{0}patternFill patternType="none"/></{0}fill>',
        '<{0}fill><{0}patternFill patternType="gray125"/></{0}fill>',
    ),
    "borders": ("<{0}border><{0}left/><{0}right/><{0}top/><{0}bottom/><{0}diagonal/></{0}border>",),
    "cellStyleXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
}

Canonical = tuple[str, tuple[tuple[str, str], ...], tuple["Canonical", ...]]


def shows_dates(code: str) -> bool:
    """Does a number format code show dates or times?"""
    bare = _QUOTED_CODE.sub("", code.split(";")[0])
    return bare != "General" and bool(re.search("[dmyhs]", bare, re.IGNORECASE))


def shows_percent(code: str) -> bool:
    """Does a number format code show percentages: has it a `%` outside of quotes?"""
    return "%" in _QUOTED_CODE.sub("", code)


class Styles:
    """The cell formats of a workbook, and new ones as they are asked for."""

    def __init__(self, part: XmlPart) -> None:
        self._part = part
        root = part.root
        self._boxes = {name: part.first(name, root) for name in _CONTAINERS}
        self._items = {name: part.children(box) if box else [] for name, box in self._boxes.items()}
        self._new: dict[str, list[str]] = {name: [] for name in _CONTAINERS}
        self._seen: dict[str, dict[Canonical, int]] = {}
        self._codes = {e.number("numFmtId"): e.get("formatCode") for e in self._items["numFmts"]}
        self._memo: dict[tuple[object, ...], str] = {}
        self._least = {name: [] if self._items[name] else list(xml) for name, xml in _LEAST.items()}

    # -- what a style shows

    def _format_id(self, style: str) -> int:
        return int(parse_attributes(self._head("cellXfs", int(style or 0))).get("numFmtId") or 0)

    def is_date(self, style: str) -> bool:
        number = self._format_id(style)
        return shows_dates(self._codes[number]) if number in self._codes else number in _DATE_IDS

    def is_percent(self, style: str) -> bool:
        number = self._format_id(style)
        return shows_percent(self._codes[number]) if number in self._codes else number in _PERCENT_IDS

    def matching(self, date: bool) -> set[str]:
        """All styles that show dates (or, if not asked for dates, percentages)."""
        test = self.is_date if date else self.is_percent
        return {str(i) for i in range(self._count("cellXfs")) if test(str(i))}

    # -- styles to use

    def served(self, style: str, look: Look, is_date: bool) -> str:
        """The style if it already shows such a value well, else one with the look's number format."""
        key = ("served", style, look.number_format, is_date)
        if key not in self._memo:
            kept = self._serves(style, look.number_format, is_date)
            self._memo[key] = style if kept else self.with_format(style, look.number_format or _default(is_date))
        return self._memo[key]

    def _serves(self, style: str, code: str, is_date: bool) -> bool:
        if is_date or shows_dates(code):
            return self.is_date(style)
        if self.is_date(style) or self.is_percent(style):
            return False
        return code in ("", "General") or self._format_id(style) not in (0, 49)

    def fresh(self, style: str, look: Look, is_date: bool) -> str:
        """The style of a new cell beside or below cells of this style."""
        if look.derived:
            style = self.with_font(style, b="", i="", color=_colour(GREY_TEXT))
            style = self.with_fill(style, "")
        if look.wrap:
            style = self.with_wrap(style)
        return self.served(style, look, is_date)

    def header(self, style: str, derived: bool) -> str:
        """A header's style: as its neighbour's, but grey over a derived column."""
        if not derived:
            return style
        return self.with_fill(self.with_font(style, b="/", i="/", color=_colour(GREY_HEADER_TEXT)), GREY_FILL)

    def new_header(self, derived: bool) -> str:
        """The header of a sheet that the program makes."""
        if derived:
            return self.with_wrap(self.header("0", derived=True))
        return self.with_wrap(self.with_fill(self.with_font("0", b="/", color=_colour(FACT_TEXT)), FACT_FILL))

    def title(self) -> str:
        return self.with_font("0", b="/", color=_colour(FACT_FILL), sz='val="14"')

    def with_format(self, style: str, code: str) -> str:
        number = str(self._format_number(code))
        return self._changed(style, {"numFmtId": number, "applyNumberFormat": "1"})

    def with_font(self, style: str, **changes: str) -> str:
        """The style with its font changed: the attribute of each child element, '' to leave the element out."""
        key = ("font", style, *sorted(changes.items()))
        if key not in self._memo:
            base = parse_attributes(self._head("cellXfs", int(style or 0))).get("fontId") or "0"
            font = self._found("fonts", self._font(int(base), changes))
            self._memo[key] = self._changed(style, {"fontId": str(font), "applyFont": "1"})
        return self._memo[key]

    def link(self, style: str) -> str:
        """The style as Excel shows what can be clicked."""
        return self.with_font(style, u="/", color=_colour(LINK_TEXT))

    def with_fill(self, style: str, colour: str) -> str:
        """The style with a solid fill, or with none."""
        if not colour:
            return self._changed(style, {"fillId": "0"}) if self._fill_id(style) else style
        px = self._part.prefix
        fill = self._found("fills", f"<{px}fill>{solid(px, colour, 'fgColor')}</{px}fill>")
        return self._changed(style, {"fillId": str(fill), "applyFill": "1"})

    def _fill_id(self, style: str) -> int:
        return int(parse_attributes(self._head("cellXfs", int(style or 0))).get("fillId") or 0)

    def with_wrap(self, style: str) -> str:
        key = ("wrap", style)
        if key not in self._memo:
            px = self._part.prefix
            inside = self._inside("cellXfs", int(style or 0))
            inside = re.sub(rb"<[^>]*alignment\b[^>]*/>", b"", inside)
            wrap = f'<{px}alignment vertical="top" wrapText="1"/>'.encode() + inside
            self._memo[key] = self._changed(style, {"applyAlignment": "1"}, wrap)
        return self._memo[key]

    # -- conditional formats

    def dxf(self, style: RuleStyle) -> str:
        """The number of a differential format, found or appended."""
        px = self._part.prefix
        code = style.number_format
        xml = f"<{px}dxf>{self._dxf_font(style)}"
        if code:
            xml += f'<{px}numFmt numFmtId="{self._format_number(code)}" formatCode="{quoted(code)}"/>'
        if style.fill:
            xml += f"<{px}fill>{solid(px, style.fill, 'bgColor')}</{px}fill>"
        return str(self._found("dxfs", f"{xml}</{px}dxf>"))

    def _dxf_font(self, style: RuleStyle) -> str:
        px = self._part.prefix
        xml = f'<{px}b val="1"/>' * style.bold + f'<{px}strike val="1"/>' * style.strike
        if style.font_colour:
            xml += f'<{px}color rgb="FF{style.font_colour}"/>'
        return f"<{px}font>{xml}</{px}font>" if xml else ""

    # -- finding and appending

    def _count(self, box: str) -> int:
        return len(self._items[box]) + len(self._new[box]) + len(self._least.get(box, ()))

    def _xml(self, box: str, index: int) -> bytes:
        items = self._items[box]
        if index >= self._count(box):
            index = 0
        if index < len(items):
            return self._part.data[items[index].start : items[index].end]
        added = self._new[box] or [xml.format(self._part.prefix) for xml in self._least.get(box, ())]
        return added[index - len(items)].encode() if added else b"<none/>"

    def _head(self, box: str, index: int) -> bytes:
        xml = self._xml(box, index)
        return xml[: xml.index(b">") + 1]

    def _inside(self, box: str, index: int) -> bytes:
        xml = self._xml(box, index)
        head = xml.index(b">") + 1
        return b"" if xml[head - 2 : head] == b"/>" else xml[head : xml.rindex(b"</")]

    def _format_number(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        number = next((n for n, known in self._codes.items() if known == code), 0)
        if not number:
            number = max([163, *self._codes]) + 1
            self._codes[number] = code
            px = self._part.prefix
            self._new["numFmts"].append(f'<{px}numFmt numFmtId="{number}" formatCode="{quoted(code)}"/>')
        return number

    def _changed(self, style: str, attributes: dict[str, str], inside: bytes | None = None) -> str:
        key = ("changed", style, *sorted(attributes.items()), inside)
        if key not in self._memo:
            head = self._head("cellXfs", int(style or 0))
            for name, value in attributes.items():
                head = with_attribute(head, name, value)
            inside = self._inside("cellXfs", int(style or 0)) if inside is None else inside
            self._memo[key] = str(self._found("cellXfs", whole(head, inside, f"{self._part.prefix}xf")))
        return self._memo[key]

    def _font(self, base: int, changes: dict[str, str]) -> str:
        px = self._part.prefix
        inside = self._inside("fonts", base).decode() if self._items["fonts"] else ""
        parts = {m[1]: m[0] for m in re.finditer(rf"<{re.escape(px)}(\w+)\b[^>]*/>", inside)}
        for name, attributes in changes.items():
            parts.pop(name, None)
            if attributes:
                parts[name] = f"<{px}{name} {attributes.lstrip('/')}".rstrip() + "/>"
        return f"<{px}font>{''.join(parts[name] for name in _FONT_ORDER if name in parts)}</{px}font>"

    def _found(self, box: str, xml: str) -> int:
        """The number of an equal item of the container, or of a new one with this XML."""
        if box not in self._seen:
            seen: dict[Canonical, int] = {}
            for index in reversed(range(self._count(box))):
                seen[canonical(self._xml(box, index))] = index
            self._seen[box] = seen
        key = canonical(xml.encode())
        if key not in self._seen[box]:
            self._seen[box][key] = self._append(box, xml)
        return self._seen[box][key]

    def _append(self, box: str, xml: str) -> int:
        if box == "cellXfs" and self._count(box) >= LAST_STYLE:
            raise SheetflowError("the workbook uses all 64,000 cell formats there are: remove unused styles in Excel")
        for name, least in self._least.items():
            self._new[name] += [item.format(self._part.prefix) for item in least]
        self._least = {}
        self._new[box].append(xml)
        return self._count(box) - 1

    def finish(self) -> None:
        """Put everything new into the part. To be called once, before the part is written."""
        for name in _CONTAINERS:
            if self._new[name]:
                self._extend(name)

    def _extend(self, name: str) -> None:
        part, box, xml = self._part, self._boxes[name], "".join(self._new[name])
        if box:
            part.append_child(box, xml)
            part.set_attribute(box, "count", str(self._count(name)))
            return
        px = part.prefix
        whole_box = f'<{px}{name} count="{self._count(name)}">{xml}</{px}{name}>'
        if part.root.head == part.root.end:
            part.append_child(part.root, whole_box)
            return
        before = [e for n in _CONTAINERS[: _CONTAINERS.index(name)] if (e := self._boxes[n])]
        at = before[-1].end if before else needed(part.root, "styles").head
        part.replace(at, at, whole_box.encode())


def _colour(rgb: str) -> str:
    return f'rgb="FF{rgb}"'


def _default(is_date: bool) -> str:
    return "yyyy-mm-dd" if is_date else "General"


def solid(px: str, colour: str, kind: str) -> str:
    """A solid pattern; a cell's colour is its fgColor, a differential format's its bgColor."""
    pattern = ' patternType="solid"'
    background = f'<{px}bgColor indexed="64"/>' if kind == "fgColor" else ""
    return f'<{px}patternFill{pattern}><{px}{kind} rgb="FF{colour}"/>{background}</{px}patternFill>'


def whole(head: bytes, inside: bytes, name: str) -> str:
    """An element from its start tag (open or self-closing) and its content."""
    start = head[: -2 if head.endswith(b"/>") else -1].decode().rstrip()
    return f"{start}>{inside.decode()}</{name}>" if inside else f"{start}/>"


def canonical(xml: bytes) -> Canonical:
    """An element so that equal ones compare equal: attributes sorted, numbers of custom formats left out."""
    part = XmlPart(xml)
    return _canonical(part, part.root) if part.elements else ("", (), ())


def _canonical(part: XmlPart, element: Element) -> Canonical:
    attributes = _telling(element, element.attributes.items())
    return element.local, attributes, tuple(_canonical(part, child) for child in part.children(element))


def _telling(element: Element, items: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    skip = {"numFmtId"} if element.local == "numFmt" else set()
    if element.local in ("b", "i", "strike") and element.get("val") in ("1", "true"):
        skip.add("val")
    return tuple(sorted((k, v) for k, v in items if k not in skip and not k.startswith("xmlns")))
