"""Numbers and dates that are stored as text, which countries write differently.

`1,250` is more than a thousand in one country and little more than one in another. Without
a stated locale, a text is read only where it means the same everywhere. With one, it is read
as that locale writes it; but where a column has a text that the locale cannot mean, only
those are read that mean the same everywhere (docs/reference/rules.md, section 2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from sheetflow.domain.messages import Message, message
from sheetflow.standards.locale_conventions import (
    LocaleConventions,
    currency_signs,
    locale_conventions,
)

_PLAIN = re.compile(r"(\d+(\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+\.\d+|[1-9]\d{0,2}(,\d{3}){2,}")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MARK = "[.,'\u2019 \u00a0\u202f]"
_LOOKS_LIKE_A_NUMBER = re.compile(
    rf"\d+({_MARK}\d+)?|\d{{1,3}}({_MARK})\d{{2,3}}(\2\d{{2,3}})*((?!\2){_MARK}\d+)?"
)
_LOOKS_LIKE_A_DATE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")

DATE_ORDERS = ("dmy", "mdy", "ymd")
"""The orders in which countries write day, month and year."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class TextConventions:
    """What text means in a workbook: by its stated locale ("" for none) and its currency."""

    locale: str = ""
    currency: str = ""

    @cached_property
    def _stated(self) -> LocaleConventions | None:
        return locale_conventions(self.locale) if self.locale else None

    def numbers(self, texts: Iterable[str]) -> dict[str, Decimal | None]:
        """The number that each text of a column means; None where it is not clear."""
        return self._decided(
            texts, plain_number, self._number_of_locale, looks_like_a_number
        )

    def days(self, texts: Iterable[str]) -> dict[str, date | None]:
        """The day that each text of a column means; None where it is not clear."""
        return self._decided(texts, iso_day, self._day_of_locale, looks_like_a_date)

    def _decided(
        self,
        texts: Iterable[str],
        everywhere: Callable[[str], Value | None],
        in_locale: Callable[[str], Value | None],
        is_alike: Callable[[str], bool],
    ) -> dict[str, Value | None]:
        """The texts of a column, all by the locale or, where one contradicts it, none."""
        distinct = set(texts)
        if not distinct:
            return {}
        plain = {text: everywhere(text) for text in distinct}
        if self._stated is None:
            return plain
        found = {text: in_locale(text) for text in distinct}
        contradicts = any(
            value is None and is_alike(text) for text, value in found.items()
        )
        if not contradicts:
            return found
        return {text: _agreed(plain[text], value) for text, value in found.items()}

    def why_no_number(self, text: str) -> Message:
        """Why a text that is a number in some country is not read, to go on from a message."""
        if self._stated is None:
            return message("countries read it as different numbers")
        if self._number_of_locale(text) is None:
            return message("no number as {locale} writes it", locale=self.locale)
        return message(
            "its column has numbers that {locale} does not write", locale=self.locale
        )

    def why_no_day(self, text: str) -> Message:
        """Why a text that is a date in some country is not read, to go on from a message."""
        if self._stated is None:
            return message("countries read it as different dates")
        if self._day_of_locale(text) is None:
            return message("no date as {locale} writes it", locale=self.locale)
        return message(
            "its column has dates that {locale} does not write", locale=self.locale
        )

    def without_currency(self, text: str) -> str:
        """An amount without the workbook's currency, and with a minus instead of parentheses."""
        inside = text.strip()
        is_negative = inside.startswith("(") and inside.endswith(")")
        if is_negative:
            inside = inside[1:-1].strip()
        amount = self._without_sign(inside)
        return f"-{amount}" if is_negative else amount

    def _without_sign(self, text: str) -> str:
        if not self.currency or not re.search(r"[^\d.,'+\-\s]", text):
            return text
        minus = "-" if text.startswith("-") else ""
        amount = text.removeprefix("-")
        for sign in currency_signs(self.currency, self.locale):
            if amount.startswith(sign):
                return minus + amount.removeprefix(sign).strip()
            if amount.endswith(sign):
                return minus + amount.removesuffix(sign).strip()
        return text

    def _number_of_locale(self, text: str) -> Decimal | None:
        assert self._stated is not None
        sign, digits = _sign_and_digits(text)
        marks = self._stated
        group = f"[{re.escape(marks.group_marks)}]"
        decimals = f"({re.escape(marks.decimal_mark)}\\d*)?"
        first, more = _groups(marks.first_groups)
        grouped = f"[1-9]\\d{{0,{first}}}({group}\\d{{{more}}})*{group}\\d{{3}}"
        if not re.fullmatch(f"(\\d+|{grouped}){decimals}", digits):
            return None
        plain = re.sub(group, "", digits).replace(marks.decimal_mark, ".")
        return Decimal(sign + plain)

    def _day_of_locale(self, text: str) -> date | None:
        assert self._stated is not None
        if _ISO.fullmatch(text.strip()):
            return iso_day(text)
        found = _LOOKS_LIKE_A_DATE.fullmatch(text.strip())
        if found is None or found[2] not in {self._stated.date_separator, "/", "-"}:
            return None
        parts = dict(
            zip(self._stated.date_order, (found[1], found[3], found[4]), strict=True)
        )
        return _day(parts)


def _agreed(everywhere: Value | None, in_locale: Value | None) -> Value | None:
    """A value that the locale does not contradict."""
    return everywhere if in_locale in (None, everywhere) else None


def _groups(first_groups: int) -> tuple[int, int]:
    """How many digits may follow the first one of a number, and those of each group."""
    return first_groups - 1, first_groups


def _sign_and_digits(text: str) -> tuple[str, str]:
    """A number's sign, and the rest."""
    stripped = text.strip()
    if stripped[:1] in ("+", "-"):
        return stripped[0], stripped[1:]
    return "", stripped


def _day(parts: Mapping[str, str]) -> date | None:
    """The day with this d, m and y; the year must have four digits."""
    if len(parts["y"]) != 4 or max(len(parts["d"]), len(parts["m"])) > 2:
        return None
    try:
        return date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def plain_number(text: str) -> Decimal | None:
    """The number of a text that means the same everywhere: 12.5, 1,234.50, but not 1.250."""
    sign, digits = _sign_and_digits(text)
    if _AMBIGUOUS.fullmatch(digits):
        return None
    if _PLAIN.fullmatch(digits):
        return Decimal(sign + digits)
    if _GROUPED.fullmatch(digits):
        return Decimal(sign + digits.replace(",", ""))
    return None


def looks_like_a_number(text: str) -> bool:
    """Whether a text is a number in some country."""
    _, digits = _sign_and_digits(text)
    return _LOOKS_LIKE_A_NUMBER.fullmatch(digits) is not None


def iso_day(text: str) -> date | None:
    """The day that ISO text names; None for another text."""
    if not _ISO.fullmatch(text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def looks_like_a_date(text: str) -> bool:
    """Whether a text is a date in some country, with its year in four digits."""
    found = _LOOKS_LIKE_A_DATE.fullmatch(text.strip())
    if found is None or _ISO.fullmatch(text.strip()):
        return False
    numbers = (found[1], found[3], found[4])
    return any(_day(dict(zip(order, numbers, strict=True))) for order in DATE_ORDERS)


NO_LOCALE = TextConventions()
