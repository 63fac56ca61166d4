"""Values as the XML of cells: whole columns at a time, never a call per cell.

A cell is written as `<c r="B7"` + style + tail. This module makes the tails, which
depend neither on the cell's position nor on its style: `><v>7</v></c>`,
` t="inlineStr"><is><t>x</t></is></c>`, `/>`.
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
from sheetflow.workbook.native import core

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.native.functions import Encoded

LONGEST_TEXT = 32_767
BLANK = "/>"
"""The tail of a blank cell."""

_UNDERSCORE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_TO_ESCAPE = re.compile("[\x00-\x1f&<>\ufffe\uffff\ud800-\udfff]|_x")
_NOT_IN_NUMBERS = re.compile(r"[^0-9+\-.eE\n]")
_KEEPS_SPACE = ' xml:space="preserve"'
_NUMBERS = (int, float, Decimal)
_FIRST_OF_MARCH_1900 = 61  # before it, Excel's own count is off by one


# ------------------------------------------------------------------ columns


class CellEncoder:
    """Makes the tails of cells for one sheet.

    It knows the sheet's namespace prefix, its workbook's date system and, for messages,
    the sheet's name.
    """

    def __init__(
        self, prefix: str = "", date1904: bool = False, sheet: str = ""
    ) -> None:
        self.prefix = prefix
        self.date1904 = date1904
        self.sheet = sheet
        self._before_number = f"><{prefix}v>"
        self._after_number = f"</{prefix}v></{prefix}c>"
        self._after_text = f"</{prefix}t></{prefix}is></{prefix}c>"

    def column(self, values: Sequence[Value]) -> list[str]:
        """The tail of every value of a column."""
        kinds = set(map(type, values))
        if values and kinds <= {int, float, Decimal}:
            return self._numbers(list(map(str, values)))
        if kinds <= {str, type(None)}:
            known = self._texts(set(values))  # type: ignore[arg-type]
            return [known[value] for value in values]
        return self._mixed(values)

    def encoded(self, values: Sequence[Value]) -> Encoded:
        """The tails of a column, packed for the functions in C.

        Raises SheetflowError for a value that no cell can have.
        """
        native = core()
        assert native, "the functions in C are there"
        kinds = set(map(type, values))
        is_numbers = kinds <= {int, float, Decimal}
        ask = self._number_alone if is_numbers else self.tail
        before = self._before_text("").encode()
        before_lines = self._before_text(_KEEPS_SPACE).encode()
        after = self._after_text.encode()
        return native.encode(list(values), before, before_lines, after, ask)

    def _number_alone(self, value: float | Decimal) -> str:
        """The tail of a number in a column of numbers."""
        return self._numbers([str(value)])[0]

    def _texts(self, values: set[str | None]) -> dict[Value, str]:
        """The tail of every text; by one template where none of them needs escaping."""
        known: dict[Value, str] = {None: BLANK, "": BLANK}
        texts = [text for text in values if text]
        if _are_plain(texts):
            before = self._before_text("")
            after = self._after_text
            return known | {text: f"{before}{text}{after}" for text in texts}
        return known | {text: self._text(text) for text in texts}

    def _numbers(self, texts: list[str]) -> list[str]:
        joined = "\n".join((*texts, ""))
        if _NOT_IN_NUMBERS.search(joined):
            raise SheetflowError(
                "one of the numbers cannot be stored in a cell; "
                "correct the numbers from which it is calculated"
            )
        # 32 is written alike, whatever other numbers are written with it.
        whole = joined.replace(".0\n", "\n")
        before = self._before_number
        after = self._after_number
        tails = whole[:-1].replace("\n", f"{after}\n{before}")
        return (before + tails + after).split("\n")

    def _mixed(self, values: Sequence[Value]) -> list[str]:
        """True and 1, or 1 and 1.0, are equal but different: the type is in the key."""
        keys = list(zip(map(type, values), values, strict=True))
        known = {key: self.tail(key[1]) for key in set(keys)}
        return [known[key] for key in keys]

    # -- single values

    def tail(self, value: Value) -> str:
        """The tail of one value."""
        if value is None or value == "":
            return BLANK
        if isinstance(value, bool):
            return f' t="b"{self._before_number}{int(value)}{self._after_number}'
        if isinstance(value, _NUMBERS):
            return f"{self._before_number}{_number(value)}{self._after_number}"
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dt.date):
            number = serial(value, self.date1904)
            return f"{self._before_number}{number}{self._after_number}"
        return self._formula(as_formula(value))

    def _text(self, text: str) -> str:
        xml = escaped_text(text)
        is_bare = xml == xml.strip() and "\n" not in xml
        before = self._before_text("" if is_bare else _KEEPS_SPACE)
        return f"{before}{xml}{self._after_text}"

    def _before_text(self, space: str) -> str:
        """`space` is the attribute that keeps spaces, or nothing."""
        px = self.prefix
        return f' t="inlineStr"><{px}is><{px}t{space}>'

    def _formula(self, formula: Formula) -> str:
        px = self.prefix
        cached = formula.cached
        element = f"<{px}f>{escape(formula.text)}</{px}f>"
        if cached is None:
            return f">{element}</{px}c>"
        if isinstance(cached, str):
            value = escaped_text(cached)
            return f' t="str">{element}<{px}v>{value}</{px}v></{px}c>'
        return f">{element}<{px}v>{_number(cached)}</{px}v></{px}c>"


def _are_plain(texts: list[str]) -> bool:
    """Whether no text needs escaping or kept spaces, and none is too long."""
    if _TO_ESCAPE.search("".join(texts)):
        return False
    return not any(len(text) > LONGEST_TEXT or text != text.strip() for text in texts)


# ------------------------------------------------------------------ values


def serial(day: dt.date, date1904: bool) -> int:
    """A date as the workbook counts it.

    Raises SheetflowError for one that Excel cannot store.
    """
    number = (dt.date(day.year, day.month, day.day) - _epoch(date1904)).days
    first = 0 if date1904 else _FIRST_OF_MARCH_1900
    if number < first:
        raise SheetflowError(
            f"{day} is before the first date that a workbook can store; "
            "correct the date"
        )
    return number


def _epoch(date1904: bool) -> dt.date:
    return dt.date(1904, 1, 1) if date1904 else dt.date(1899, 12, 30)


def escaped_text(text: str) -> str:
    """Text as a `<t>` contains it.

    What looks like Excel's own escapes is escaped; no control character stays bare.
    """
    if len(text) > LONGEST_TEXT:
        raise SheetflowError(
            f"a text of {len(text):,} characters is too long for a cell; "
            f"shorten it to {LONGEST_TEXT:,} characters"
        )
    text = _UNDERSCORE.sub("_x005F_", text)
    text = text.replace("\r\n", "\n")
    return escape(_CONTROL.sub(_escaped_control, text))


def _escaped_control(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"_x{code:04X}_" if code < 32 else "\ufffd"


def as_formula(value: Formula | Link) -> Formula:
    """A link becomes the formula that Excel offers for one.

    It stays right when the sheet is renamed.
    """
    return value if isinstance(value, Formula) else _hyperlink(value)


def _hyperlink(value: Link) -> Formula:
    sheet = value.sheet.replace("'", "''")
    target = f"#'{sheet}'!{value.cell}".replace('"', '""')
    text = value.text.replace('"', '""')
    return Formula(f'HYPERLINK("{target}","{text}")', value.text)


def _number(value: float | Decimal) -> str:
    if not math.isfinite(value):
        raise SheetflowError(
            f"{value} cannot be stored in a cell; "
            "correct the numbers from which it is calculated"
        )
    return str(value) if isinstance(value, Decimal) else repr(value).removesuffix(".0")


def as_read(values: Sequence[Value]) -> list[object]:
    """The values as `Grid` would return them: numbers as floats, blanks as ''."""
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
