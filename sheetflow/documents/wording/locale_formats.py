"""Money, quantities and dates as a locale writes them, on paper and as number formats of cells.

Only what is printed needs babel, so nothing else imports this module.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from locale import windows_locale

from babel import Locale

from sheetflow.standards.currencies import minor_digits
from sheetflow.standards.locales import is_locale

USUAL = "en_US"
_PLACES = 6
_WITHOUT_SCRIPT = re.compile(r"_[A-Z][a-z]{3}_")
_MARKS = "\u200e\u200f\u061c"
"""Marks of direction, which number formats do not need."""
_ISOLATE, _ISOLATED = "\u2068", "\u2069"
"""What stands around text whose direction is its own affair (Unicode annex 9)."""
_PATTERN = re.compile(
    r"'(?P<quoted>[^']*)'|(?P<letters>([A-Za-z])\3*)|(?P<other>[^A-Za-z']+)"
)
_CELL_WORDS = {
    "y": "yyyy",
    "yy": "yy",
    "M": "m",
    "MM": "mm",
    "MMM": "mmm",
    "MMMM": "mmmm",
    "d": "d",
    "dd": "dd",
}
_CELL_WORDS |= {"E": "ddd", "EEE": "ddd", "EEEE": "dddd"}


def find_locale(name: str) -> Locale | None:
    """The locale of that name (`de_DE`, `de-DE`), None where there is none."""
    return Locale.parse(name.strip().replace("-", "_")) if is_locale(name) else None


class Formats:
    """How one locale writes the amounts of one currency; an unknown locale writes as en_US does."""

    def __init__(self, locale: str, currency: str) -> None:
        self.is_known = find_locale(locale) is not None
        self.locale = find_locale(locale) or Locale.parse(USUAL)
        self.currency = currency
        self.digits = minor_digits(currency)
        self._percents: dict[Decimal, str] = {}

    def of(self, currency: str) -> Formats:
        """The same locale with another currency."""
        return (
            self if currency == self.currency else Formats(str(self.locale), currency)
        )

    @cached_property
    def decimal_mark(self) -> str:
        """What stands before the decimals."""
        from babel.numbers import get_decimal_symbol

        return str(get_decimal_symbol(self.locale))

    # -- text, for paper

    def money(self, amount: Decimal) -> str:
        """With the currency's sign and digits: `£1,234.50`; a sign from right to left keeps its mark of direction."""
        from babel.numbers import format_currency

        usual = self.locale.currency_formats["standard"].pattern
        pattern = usual.replace("0.00", "0" + self._cell_digits)
        rounded = self._rounded(amount)
        shown = format_currency(
            rounded, self.currency, pattern, self.locale, currency_digits=False
        )
        sign = self.symbol
        return sign.join(map(_without_marks, str(shown).split(sign)))

    def amount(self, amount: Decimal) -> str:
        """With the currency's digits, without its sign: `1,234.50`."""
        from babel.numbers import format_decimal

        pattern = self._digits_pattern(self.digits, self.digits)
        return str(format_decimal(self._rounded(amount), pattern, locale=self.locale))

    def price(self, price: Decimal) -> str:
        """A unit price: the currency's digits, or as many of 6 as it has."""
        from babel.numbers import format_decimal

        return str(
            format_decimal(
                price,
                self._digits_pattern(self.digits, max(self.digits, _PLACES)),
                self.locale,
            )
        )

    def quantity(self, quantity: Decimal) -> str:
        """Without needless zeros: `1,200`, `2.5`."""
        from babel.numbers import format_decimal

        return str(
            format_decimal(
                quantity, self._digits_pattern(0, _PLACES), locale=self.locale
            )
        )

    def percent(self, percent: Decimal) -> str:
        """Ten as `10%`."""
        if percent not in self._percents:
            self._percents[percent] = self._percent(percent)
        return self._percents[percent]

    def _percent(self, percent: Decimal) -> str:
        from babel.numbers import format_percent

        pattern = self.locale.percent_formats[None].pattern.replace(
            "#,##0", self._digits_pattern(0, 4)
        )
        return str(format_percent(percent / 100, pattern, locale=self.locale))

    def date(self, day: dt.date) -> str:
        """The locale's usual short form with the month in words where it has one: `2 Mar 2026`."""
        from babel.dates import format_date

        return _without_marks(str(format_date(day, "medium", locale=self.locale)))

    def inserted(self, text: str) -> str:
        """A text of the locale's language in the middle of a line from left to right, which it must not turn around."""
        return (
            f"{_ISOLATE}{text}{_ISOLATED}"
            if self.locale.text_direction == "rtl"
            else text
        )

    def _rounded(self, amount: Decimal) -> Decimal:
        """Half away from zero, as the workbook rounds; its amounts have been rounded already."""
        return amount.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP)

    def _digits_pattern(self, least: int, most: int) -> str:
        whole = self.locale.decimal_formats[None].pattern.partition(".")[0]
        digits = "0" * least + "#" * (most - least)
        return f"{whole}.{digits}" if digits else str(whole)

    # -- number formats, for cells

    @cached_property
    def symbol(self) -> str:
        """The currency's sign: £."""
        found: str = self.locale.currency_symbols.get(self.currency, self.currency)
        return found

    @cached_property
    def language(self) -> str:
        """The locale's number in Windows, as number formats have it: 809 for en_GB; "" where it has none."""
        numbers = {name: number for number, name in windows_locale.items()}
        found = numbers.get(str(self.locale)) or numbers.get(
            _WITHOUT_SCRIPT.sub("_", str(self.locale))
        )
        return f"{found:X}" if found else ""

    @property
    def _where(self) -> str:
        """What makes a number format speak the locale's language.

        Languages from right to left are left out: some programs would take digits that the locale does not use.
        """
        return (
            f"[$-{self.language}]"
            if self.language and self.locale.text_direction == "ltr"
            else ""
        )

    @cached_property
    def money_cell(self) -> str:
        """The number format of an amount with the currency's sign.

        A format speaks the language that it begins with: a sign behind the figures stands there as mere text.
        """
        pattern = self.locale.currency_formats["standard"].pattern.partition(";")[0]
        before = "¤" in pattern.partition("#")[0]
        gap = (
            "\\ "
            if re.search(r"[¤][\s\u00a0]|[\s\u00a0][¤]", pattern)
            or self._needs_gap(before)
            else ""
        )
        number = f"#,##0{self._cell_digits}"
        sign = f"[${self.symbol.strip(_MARKS)}{'-' if self.language else ''}{self.language}]"
        return (
            f"{sign}{gap}{number}"
            if before
            else f'{self._where}{number}{gap}"{self.symbol}"'
        )

    def _needs_gap(self, sign_first: bool) -> bool:
        """Letters stand apart from the figures: `US$ 5` needs none, `CHF 5` does (Unicode TR 35, currencySpacing)."""
        return (self.symbol[-1] if sign_first else self.symbol[0]).isalpha()

    @property
    def amount_cell(self) -> str:
        """The number format of an amount without sign."""
        return f"{self._where}#,##0{self._cell_digits}"

    @property
    def on_cell(self) -> str:
        """The number format of what a tax is reckoned on: `on 1,234.50`."""
        return f'{self._where}"on "#,##0{self._cell_digits};{self._where}"on "-#,##0{self._cell_digits}'

    @property
    def quantity_cell(self) -> str:
        """The number format of a quantity."""
        return f"{self._where}#,##0"

    def fine_cell(self, number: Decimal, least: int = 0) -> str:
        """The number format that shows all of a number's decimals, `least` at least."""
        exponent = number.normalize().as_tuple().exponent
        digits = max(least, -exponent if isinstance(exponent, int) else 0)
        return f"{self._where}#,##0" + ("." + "0" * digits if digits else "")

    @cached_property
    def date_cell(self) -> str:
        """The number format of a date."""
        found = list(_PATTERN.finditer(self.locale.date_formats["medium"].pattern))
        where = f"[$-{self.language}]" if self.language else ""
        return where + "".join(map(_cell_part, found))

    @property
    def _cell_digits(self) -> str:
        return "." + "0" * self.digits if self.digits else ""


def _without_marks(text: str) -> str:
    """Without marks of direction, which would turn figures around in the middle of a line from left to right."""
    return text.translate(dict.fromkeys(map(ord, _MARKS)))


def _cell_part(part: re.Match[str]) -> str:
    """One part of a date pattern (Unicode TR 35) as number formats have it."""
    letters = part["letters"]
    if letters:
        return _CELL_WORDS.get(letters.replace("L", "M"), "")
    literal = part["quoted"] if part["quoted"] is not None else part["other"]
    signs = [sign for sign in literal.replace("\u00a0", " ") if sign not in _MARKS]
    return "".join(sign if sign in " -/.," else f'"{sign}"' for sign in signs)
