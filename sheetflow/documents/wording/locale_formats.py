"""Money, quantities and dates as a locale writes them, and the words of a language.

Only documents need babel, so nothing else imports this module.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from typing import Self

from babel import Locale

from sheetflow.documents.wording.document_words import words_of
from sheetflow.domain.languages import ENGLISH
from sheetflow.standards.currencies import minor_digits
from sheetflow.standards.locales import is_locale

DEFAULT_LOCALE = "en_US"
DIRECTION_MARKS = "\u200e\u200f\u061c"
"""Marks that say which way the text next to them runs."""

_MAX_DECIMALS = 6
_PERCENT_DECIMALS = 4
_ISOLATE = "\u2068"
_END_ISOLATE = "\u2069"
"""What surrounds text whose direction does not affect its surroundings (Unicode annex 9)."""


@lru_cache(256)
def find_locale(name: str) -> Locale | None:
    """The locale of that name (`de_DE`, `de-DE`), None if there is none."""
    if not is_locale(name):
        return None
    return Locale.parse(name.strip().replace("-", "_"))


class Formats:
    """How one locale writes the amounts of one currency, with the words of a language.

    An unknown locale writes as en_US does.
    """

    def __init__(self, locale: str, currency: str, language: str = ENGLISH) -> None:
        self.locale = find_locale(locale) or Locale.parse(DEFAULT_LOCALE)
        self.currency = currency
        self.words = words_of(language)
        self.digits = minor_digits(currency)
        self._percents: dict[Decimal, str] = {}

    def of(self, currency: str) -> Self:
        """The same locale with another currency."""
        if currency == self.currency:
            return self
        return type(self)(str(self.locale), currency, self.words.code)

    @cached_property
    def decimal_mark(self) -> str:
        """The character before the decimals."""
        from babel.numbers import get_decimal_symbol

        return str(get_decimal_symbol(self.locale))

    @cached_property
    def symbol(self) -> str:
        """The currency's symbol: £."""
        symbols = self.locale.currency_symbols
        symbol: str = symbols.get(self.currency, self.currency)
        return symbol

    # -- money

    def money(self, amount: Decimal) -> str:
        """With the currency's symbol and digits: `£1,234.50`.

        A symbol that runs from right to left keeps its mark of direction; the rest has none.
        """
        from babel.numbers import format_currency

        usual = self.locale.currency_formats["standard"].pattern
        pattern = usual.replace("0.00", "0" + self.decimals)
        rounded = self._rounded(amount)
        shown = format_currency(
            rounded, self.currency, pattern, self.locale, currency_digits=False
        )
        parts = str(shown).split(self.symbol)
        return self.symbol.join(map(_without_marks, parts))

    def amount(self, amount: Decimal) -> str:
        """With the currency's digits, without its symbol: `1,234.50`."""
        return self._number(self._rounded(amount), self.digits, self.digits)

    def price(self, price: Decimal) -> str:
        """A unit price: with the currency's digits, or as many as it has, up to 6."""
        return self._number(price, self.digits, max(self.digits, _MAX_DECIMALS))

    @property
    def decimals(self) -> str:
        """The currency's decimals in a pattern: `.00`."""
        return "." + "0" * self.digits if self.digits else ""

    def _rounded(self, amount: Decimal) -> Decimal:
        """Half away from zero, as the workbook rounds; its amounts have been rounded already."""
        return amount.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP)

    # -- quantities and percentages

    def quantity(self, quantity: Decimal) -> str:
        """Without trailing zeros: `1,200`, `2.5`."""
        return self._number(quantity, 0, _MAX_DECIMALS)

    def percent(self, percent: Decimal) -> str:
        """Ten as `10%`."""
        if percent not in self._percents:
            self._percents[percent] = self._percent(percent)
        return self._percents[percent]

    def _percent(self, percent: Decimal) -> str:
        from babel.numbers import format_percent

        pattern = self._percent_pattern()
        return str(format_percent(percent / 100, pattern, locale=self.locale))

    def _percent_pattern(self) -> str:
        """The locale's pattern of a percentage, with as many decimals as there are."""
        usual = self.locale.percent_formats[None].pattern
        digits = self._pattern(0, _PERCENT_DECIMALS)
        return str(usual.replace("#,##0", digits))

    def _number(self, number: Decimal, least: int, most: int) -> str:
        """A number with `least` to `most` decimals."""
        from babel.numbers import format_decimal

        pattern = self._pattern(least, most)
        return str(format_decimal(number, pattern, locale=self.locale))

    def _pattern(self, least: int, most: int) -> str:
        """The locale's pattern of a number with `least` to `most` decimals."""
        whole = str(self.locale.decimal_formats[None].pattern.partition(".")[0])
        decimals = "0" * least + "#" * (most - least)
        return f"{whole}.{decimals}" if decimals else whole

    # -- dates and texts

    def date(self, day: dt.date) -> str:
        """The locale's usual short form, with the month in words if it has one: `2 Mar 2026`."""
        from babel.dates import format_date

        return _without_marks(str(format_date(day, "medium", locale=self.locale)))

    @cached_property
    def is_from_right(self) -> bool:
        """Whether the locale's language runs from right to left."""
        return self.locale.text_direction == "rtl"

    def inserted(self, text: str) -> str:
        """A text of the locale's language within a line from left to right, which it must not turn around."""
        if not self.is_from_right:
            return text
        return f"{_ISOLATE}{text}{_END_ISOLATE}"


def _without_marks(text: str) -> str:
    """Without marks of direction, which would turn figures around within a line from left to right."""
    return text.translate(dict.fromkeys(map(ord, DIRECTION_MARKS)))
