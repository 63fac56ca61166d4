"""Values as the XML of cells. Whole columns at a time: one pass a kind of value, never a call a cell.

A cell is written as `<c r="B7"` + style + tail; this module makes the tails, which do not depend on where
the cell stands or how it looks: `><v>7</v></c>`, ` t="inlineStr"><is><t>x</t></is></c>`, `/>`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_text import escape
from sheetflow.workbook.model import Formula, Link, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_TEXT = 32_767

_UNDERSCORE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_TO_ESCAPE = re.compile("[\x00-\x1f&<>\ufffe\uffff\ud800-\udfff]|_x")
_NO_NUMBER = re.compile(r"[^0-9+\-.eE\n]")
_NUMBERS = (int, float, Decimal)


def serial(day: dt.date, date1904: bool) -> int:
    """A date as the workbook counts it. Raises SheetflowError for one that Excel cannot hold."""
    number = (dt.date(day.year, day.month, day.day) - _epoch(date1904)).days
    if number < (
        0 if date1904 else 61
    ):  # before March 1900 Excel's own count is off by one
        raise SheetflowError(
            f"{day} is before the first date that a workbook holds: correct the date"
        )
    return number


def _epoch(date1904: bool) -> dt.date:
    return dt.date(1904, 1, 1) if date1904 else dt.date(1899, 12, 30)


def escaped_text(text: str) -> str:
    """Text as a `<t>` holds it: what looks like Excel's own escapes escaped, no control characters bare."""
    if len(text) > LONGEST_TEXT:
        raise SheetflowError(
            f"a text of {len(text):,} characters is longer than the 32,767 that a cell holds: shorten it"
        )
    text = _UNDERSCORE.sub("_x005F_", text).replace("\r\n", "\n")
    return escape(_CONTROL.sub(_escaped_control, text))


def _escaped_control(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"_x{code:04X}_" if code < 32 else "\ufffd"


class CellEncoder:
    """Makes the tails of cells for one sheet: its namespace prefix and its workbook's date system."""

    def __init__(self, prefix: str = "", date1904: bool = False) -> None:
        self.prefix = prefix
        self.date1904 = date1904

    def column(self, values: Sequence[Value]) -> list[str]:
        """The tail of every value of a column."""
        kinds = set(map(type, values))
        if values and kinds <= {int, float, Decimal}:
            return self._numbers(list(map(str, values)))
        if kinds <= {str, type(None)}:
            known = self._texts(set(values))  # type: ignore[arg-type]
            return [known[value] for value in values]
        return self._mixed(values)

    def _texts(self, values: set[str | None]) -> dict[Value, str]:
        """The tail of every text; those with nothing to escape, the most by far, by one template."""
        known: dict[Value, str] = dict.fromkeys((None, ""), self.tail(None))
        texts = [text for text in values if text]
        if _TO_ESCAPE.search("".join(texts)) or any(
            len(t) > LONGEST_TEXT or t != t.strip() for t in texts
        ):
            return known | {text: self.tail(text) for text in texts}
        px = self.prefix
        before, after = f' t="inlineStr"><{px}is><{px}t>', f"</{px}t></{px}is></{px}c>"
        return known | {text: f"{before}{text}{after}" for text in texts}

    def _numbers(self, texts: list[str]) -> list[str]:
        joined = "\n".join((*texts, ""))
        if _NO_NUMBER.search(joined):
            raise SheetflowError(
                "one of the numbers is none that a cell can hold: correct what it comes from"
            )
        px = self.prefix
        before, after = f"><{px}v>", f"</{px}v></{px}c>"
        whole = joined.replace(
            ".0\n", "\n"
        )  # 32 is written alike, whatever other numbers are written with it
        return (before + whole[:-1].replace("\n", f"{after}\n{before}") + after).split(
            "\n"
        )

    def _mixed(self, values: Sequence[Value]) -> list[str]:
        known: dict[tuple[type, Value], str] = {}
        for key in set(zip(map(type, values), values, strict=True)):
            known[key] = self.tail(key[1])
        return [known[key] for key in zip(map(type, values), values, strict=True)]

    def tail(self, value: Value) -> str:
        """The tail of one value."""
        px = self.prefix
        if value is None or value == "":
            return "/>"
        if isinstance(value, bool):
            return f' t="b"><{px}v>{int(value)}</{px}v></{px}c>'
        if isinstance(value, _NUMBERS):
            return f"><{px}v>{_number(value)}</{px}v></{px}c>"
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dt.date):
            return f"><{px}v>{serial(value, self.date1904)}</{px}v></{px}c>"
        return self._formula(as_formula(value))

    def _text(self, text: str) -> str:
        px, xml = self.prefix, escaped_text(text)
        bare = xml == xml.strip() and "\n" not in xml
        space = "" if bare else ' xml:space="preserve"'
        return f' t="inlineStr"><{px}is><{px}t{space}>{xml}</{px}t></{px}is></{px}c>'

    def _formula(self, formula: Formula) -> str:
        px, cached = self.prefix, formula.cached
        f = f"<{px}f>{escape(formula.text)}</{px}f>"
        if cached is None:
            return f">{f}</{px}c>"
        if isinstance(cached, str):
            return f' t="str">{f}<{px}v>{escaped_text(cached)}</{px}v></{px}c>'
        return f">{f}<{px}v>{_number(cached)}</{px}v></{px}c>"


def as_formula(value: Formula | Link) -> Formula:
    """A link is the formula that Excel itself offers for one: it follows the sheet when that is renamed."""
    if isinstance(value, Formula):
        return value
    sheet = value.sheet.replace("'", "''")
    place, text = (
        f"#'{sheet}'!{value.cell}".replace('"', '""'),
        value.text.replace('"', '""'),
    )
    return Formula(f'HYPERLINK("{place}","{text}")', value.text)


def _number(value: float | Decimal) -> str:
    if not math.isfinite(value):
        raise SheetflowError(
            f"{value} is no number that a cell can hold: correct the numbers it comes from"
        )
    return str(value) if isinstance(value, Decimal) else repr(value).removesuffix(".0")


def as_read(values: Sequence[Value]) -> list[object]:
    """The values as `Grid` would give them back: numbers as floats, blanks as ''."""
    kinds = set(map(type, values))
    if kinds <= {int, float, Decimal}:
        return list(map(float, values))  # type: ignore[arg-type]
    if kinds <= {str, dt.date}:
        return list(values)
    return [_as_read(value) for value in values]


def _as_read(value: Value) -> object:
    if value is None:
        return ""
    if isinstance(value, _NUMBERS) and not isinstance(value, bool):
        return float(value)
    return value
