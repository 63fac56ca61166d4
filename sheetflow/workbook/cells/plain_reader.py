"""A plain reader of cells, for the sheets that the fast one cannot read: slow, and right.

Its results are those of the fast reader, so that nobody needs to know which of them read a sheet.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import XmlPart
from sheetflow.workbook.archive.xml_text import parse_attributes, plain_text
from sheetflow.workbook.cells.cell_references import column_number
from sheetflow.workbook.model import CellError

if TYPE_CHECKING:
    from sheetflow.workbook.cells.sheet_xml import SheetXml

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shared_strings(part: XmlPart) -> list[str]:
    """The texts of sharedStrings.xml, phonetic readings left out."""
    found: list[list[str]] = []
    for element in part.elements:
        if element.local == "si":
            found.append([])
        elif (
            element.local == "t"
            and element.parent
            and element.parent.local in ("si", "r")
        ):
            found[-1].append(part.text(element))
    return ["".join(runs) for runs in found]


class PlainReader:
    """Reads the cells of sheets from their XML."""

    def __init__(
        self, strings: list[str], date_styles: set[str], date1904: bool
    ) -> None:
        self._strings = strings
        self._date_styles = date_styles
        self._date1904 = date1904

    def rows(self, sheet: SheetXml) -> list[list[object]]:
        """All rows from row 1 on, each as long as the widest."""
        cells = dict(self._cells(sheet))
        height = max((row for row, _ in cells), default=0)
        width = max((column for _, column in cells), default=0)
        return [
            [cells.get((row, column), "") for column in range(1, width + 1)]
            for row in range(1, height + 1)
        ]

    def _cells(self, sheet: SheetXml) -> list[tuple[tuple[int, int], object]]:
        close = b"</%sc>" % sheet.prefix.encode()
        found = []
        for match in sheet.cell_pattern.finditer(sheet.data, *sheet.span):
            if not match[3].endswith(b"/"):
                inside = sheet.data[match.end() : sheet.data.index(close, match.end())]
                place = int(match[2]), column_number(match[1].decode())
                found.append(
                    (
                        place,
                        self._value(parse_attributes(match[3]), inside, sheet.prefix),
                    )
                )
        return [(place, value) for place, value in found if value != ""]

    def _value(self, attributes: dict[str, str], inside: bytes, prefix: str) -> object:
        kind = attributes.get("t", "n")
        if kind == "inlineStr":
            return unescaped("".join(_texts(inside, prefix, "t")))
        text = "".join(_texts(inside, prefix, "v"))
        if kind == "str":
            return unescaped(text)
        text = text.strip()
        if text == "" or kind == "e":
            return ""
        return self._typed(kind, text, attributes.get("s", ""))

    def _typed(self, kind: str, text: str, style: str) -> object:
        """A value by its kind; the text itself where it is no such value, so that it is seen and not lost."""
        if kind == "s":
            return self._shared(text)
        if kind == "b":
            return {"1": True, "true": True, "0": False, "false": False}.get(text, text)
        if kind == "d":
            return iso_value(text)
        number = as_number(text)
        if isinstance(number, float) and (style or "0") in self._date_styles:
            return from_serial(number, self._date1904)
        return number

    def _shared(self, text: str) -> object:
        index = int(text) if text.isdigit() else len(self._strings)
        return (
            unescaped(self._strings[index])
            if index < len(self._strings)
            else CellError("#REF!")
        )


def as_number(text: str) -> float | str:
    """The number, or the text where it is none that a cell can hold."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _texts(inside: bytes, prefix: str, name: str) -> list[str]:
    px = re.escape(prefix.encode())
    bare = re.sub(rb"<%srPh\b.*?</%srPh>" % (px, px), b"", inside, flags=re.DOTALL)
    tag = px + name.encode()
    return [
        plain_text(t)
        for t in re.findall(
            rb"<%s(?:\s[^>]*)?>(.*?)</%s>" % (tag, tag), bare, re.DOTALL
        )
    ]


def unescaped(text: str) -> str:
    """Text with Excel's `_x000D_` escapes made characters."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def from_serial(number: float, date1904: bool) -> object:
    """A date, a date and time, a time of day, or the number itself where it is no date of either system."""
    if not 0 <= number < 2_958_466:
        return number
    epoch = (
        dt.datetime(1904, 1, 1)
        if date1904
        else dt.datetime(1899, 12, 30 if number >= 60 else 31)
    )
    moment = epoch + dt.timedelta(milliseconds=round(number * 86_400_000))
    if number < 1:
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment


def iso_value(text: str) -> object:
    """An ISO date cell's value; the text itself where it is none."""
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return moment.date() if moment.time() == dt.time() else moment
