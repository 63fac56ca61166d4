"""A plain reader of cells, for the sheets that the fast one cannot read: slow, and right.

Its results are those of the fast reader, so that nobody needs to know which of them
read a sheet.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import Element, XmlPart
from sheetflow.workbook.archive.xml_text import parse_attributes, plain_text
from sheetflow.workbook.cells.cell_references import column_number
from sheetflow.workbook.model import CellError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sheetflow.workbook.cells.sheet_xml import SheetXml

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_ANY_ITEM = re.compile(rb"<(?:[^\s/>?!:]+:)?si[\s/>]")
_SIMPLE_TEXT = re.compile(rb'<t(?: xml:space="preserve")?>([^<]*)</t>')
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_EPOCH_1904 = dt.datetime(1904, 1, 1)
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_EPOCH_BEFORE_MARCH_1900 = dt.datetime(1899, 12, 31)  # Excel counts a 29 February
_MARCH_1900 = 60
_YEAR_10000 = 2_958_466
_MILLISECONDS_OF_A_DAY = 86_400_000


# ------------------------------------------------------------------ cells


def quick_shared_strings(data: bytes) -> list[str] | None:
    """As `shared_strings`, from a part in UTF-8; None where it is written unusually."""
    items = _ITEM.findall(data)
    is_usual = b"<!" not in data and len(items) == len(_ANY_ITEM.findall(data))
    return list(map(_text_of_item, items)) if is_usual else None


def _text_of_item(item: bytes) -> str:
    simple = _SIMPLE_TEXT.fullmatch(item)
    return plain_text(simple[1]) if simple else "".join(_texts(item, "", "t"))


def shared_strings(part: XmlPart) -> list[str]:
    """The texts of sharedStrings.xml, phonetic readings left out."""
    found: list[list[str]] = []
    for element in part.elements:
        if element.local == "si":
            found.append([])
        elif element.local == "t" and _is_text(element):
            found[-1].append(part.text(element))
    return ["".join(runs) for runs in found]


def _is_text(element: Element) -> bool:
    """Whether a `<t>` is a text or one of its runs, not a phonetic reading."""
    return element.parent is not None and element.parent.local in ("si", "r")


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
        height, width = _size(cells)
        columns = range(1, width + 1)
        return [
            [cells.get((row, column), "") for column in columns]
            for row in range(1, height + 1)
        ]

    def _cells(self, sheet: SheetXml) -> Iterator[tuple[tuple[int, int], object]]:
        """((row, column), value) of every cell that is not blank."""
        end_tag = b"</%sc>" % sheet.prefix.encode()
        for match in sheet.cell_pattern.finditer(sheet.data, *sheet.span):
            letters, row, attributes = match.groups()
            if attributes.endswith(b"/"):
                continue
            end = sheet.data.index(end_tag, match.end())
            inside = sheet.data[match.end() : end]
            value = self._value(parse_attributes(attributes), inside, sheet.prefix)
            if value != "":
                yield (int(row), column_number(letters.decode())), value

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
        """A value by its kind.

        The text itself where it is no such value, so that it is seen and not lost.
        """
        if kind == "s":
            return self._shared(text)
        if kind == "b":
            return _BOOLEANS.get(text, text)
        if kind == "d":
            return iso_value(text)
        number = as_number(text)
        if isinstance(number, float) and (style or "0") in self._date_styles:
            return from_serial(number, self._date1904)
        return number

    def _shared(self, text: str) -> object:
        index = int(text) if text.isdigit() else len(self._strings)
        if index >= len(self._strings):
            return CellError("#REF!")
        return unescaped(self._strings[index])


def _size(cells: Collection[tuple[int, int]]) -> tuple[int, int]:
    """(last row, last column) of these cells."""
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    return height, width


def _texts(inside: bytes, prefix: str, name: str) -> list[str]:
    """The texts of the elements of that name in a cell, phonetic readings left out."""
    px = re.escape(prefix.encode())
    tag = px + name.encode()
    phonetic = rb"<%srPh\b.*?</%srPh>" % (px, px)
    bare = re.sub(phonetic, b"", inside, flags=re.DOTALL)
    element = rb"<%s(?:\s[^>]*)?>(.*?)</%s>" % (tag, tag)
    return [plain_text(text) for text in re.findall(element, bare, re.DOTALL)]


# ------------------------------------------------------------------ values


def as_number(text: str) -> float | str:
    """The number, or the text where a cell cannot contain such a number."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def unescaped(text: str) -> str:
    """Text with Excel's `_x000D_` escapes made characters."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def from_serial(number: float, date1904: bool) -> object:
    """A date, a date and time, or a time of day.

    The number itself where neither date system has such a date.
    """
    if not 0 <= number < _YEAR_10000:
        return number
    milliseconds = round(number * _MILLISECONDS_OF_A_DAY)
    moment = _epoch(number, date1904) + dt.timedelta(milliseconds=milliseconds)
    if number < 1:
        return moment.time()
    return _without_midnight(moment)


def _epoch(number: float, date1904: bool) -> dt.datetime:
    if date1904:
        return _EPOCH_1904
    return _EPOCH_1900 if number >= _MARCH_1900 else _EPOCH_BEFORE_MARCH_1900


def iso_value(text: str) -> object:
    """An ISO date cell's value; the text itself where it is no date."""
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return _without_midnight(moment)


def _without_midnight(moment: dt.datetime) -> dt.date:
    """A date alone where the time is midnight."""
    return moment.date() if moment.time() == dt.time() else moment
