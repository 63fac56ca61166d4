"""Number formats of cells: money, quantities and dates as a locale writes them, in the words of Excel."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, cached_property
from locale import windows_locale

from sheetflow.documents.wording.locale_formats import DIRECTION_MARKS, Formats

_SCRIPT = re.compile(r"_[A-Z][a-z]{3}_")
"""The script in the name of a locale, which Windows does not name: `zh_Hans_CN`."""

_GAP = re.compile(r"¤[\s\u00a0]|[\s\u00a0]¤")
"""A space between the currency's symbol and the figures."""

_DATE_PARTS = re.compile(
    r"'(?P<quoted>[^']*)'|(?P<letters>([A-Za-z])\3*)|(?P<other>[^A-Za-z']+)"
)
_DATE_FIELDS = {
    "y": "yyyy",
    "yy": "yy",
    "M": "m",
    "MM": "mm",
    "MMM": "mmm",
    "MMMM": "mmmm",
    "d": "d",
    "dd": "dd",
    "E": "ddd",
    "EEE": "ddd",
    "EEEE": "dddd",
}
"""The fields of a date pattern (Unicode TR 35) as number formats have them."""

_UNQUOTED = " -/.,"
"""What needs no quotes in a number format of dates."""


class CellFormats(Formats):
    """A locale's formats, with number formats of cells."""

    @cached_property
    def language(self) -> str:
        """The locale's number in Windows, as number formats have it: 809 for en_GB; "" where it has none."""
        number = _windows_number(str(self.locale))
        return f"{number:X}" if number else ""

    @property
    def language_prefix(self) -> str:
        """What makes a number format use the locale's language.

        Languages from right to left are left out: some programs would use digits that the locale does not use.
        """
        if not self.language or self.is_from_right:
            return ""
        return f"[$-{self.language}]"

    @property
    def _figures(self) -> str:
        return f"#,##0{self.decimals}"

    @cached_property
    def money_cell(self) -> str:
        """The number format of an amount with the currency's symbol.

        A format uses the language that it begins with; a symbol after the figures is plain text.
        """
        usual = self.locale.currency_formats["standard"].pattern
        pattern = usual.partition(";")[0]
        is_first = "¤" in pattern.partition("#")[0]
        has_gap = bool(_GAP.search(pattern)) or self._needs_gap(is_first)
        gap = "\\ " if has_gap else ""
        if is_first:
            return f"{self._symbol_with_language}{gap}{self._figures}"
        return f'{self.language_prefix}{self._figures}{gap}"{self.symbol}"'

    @property
    def _symbol_with_language(self) -> str:
        symbol = self.symbol.strip(DIRECTION_MARKS)
        language = f"-{self.language}" if self.language else ""
        return f"[${symbol}{language}]"

    def _needs_gap(self, is_symbol_first: bool) -> bool:
        """Whether the symbol has a letter next to the figures: `CHF 5`, but `US$5` (Unicode TR 35, currencySpacing)."""
        nearest = self.symbol[-1] if is_symbol_first else self.symbol[0]
        return nearest.isalpha()

    @property
    def amount_cell(self) -> str:
        """The number format of an amount without symbol."""
        return f"{self.language_prefix}{self._figures}"

    @property
    def tax_base_cell(self) -> str:
        """The number format of what a tax is charged on: `on 1,234.50`."""
        before, _, after = self.words.texts["on {amount}"].partition("{amount}")
        prefix = f'{self.language_prefix}"{before}"'
        suffix = f'"{after}"' if after else ""
        positive = f"{prefix}{self._figures}{suffix}"
        negative = f"{prefix}-{self._figures}{suffix}"
        return f"{positive};{negative}"

    def exact_cell(self, number: Decimal, least: int = 0) -> str:
        """The number format that shows all of a number's decimals, at least `least`."""
        exponent = number.normalize().as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) else 0
        digits = "0" * max(least, decimals)
        point = "." if digits else ""
        return f"{self.language_prefix}#,##0{point}{digits}"

    @cached_property
    def date_cell(self) -> str:
        """The number format of a date."""
        pattern = self.locale.date_formats["medium"].pattern
        prefix = f"[$-{self.language}]" if self.language else ""
        parts = map(_date_part, _DATE_PARTS.finditer(pattern))
        return prefix + "".join(parts)


def _date_part(part: re.Match[str]) -> str:
    """One part of a date pattern as number formats have it."""
    if part["letters"]:
        return _date_field(part["letters"])
    return "".join(map(_literal, _literal_text(part)))


def _date_field(letters: str) -> str:
    return _DATE_FIELDS.get(letters.replace("L", "M"), "")


def _literal_text(part: re.Match[str]) -> str:
    """The text that a part of a date pattern is, with plain spaces."""
    text = part["other"] if part["quoted"] is None else part["quoted"]
    return text.replace("\u00a0", " ")


@cache
def _windows_numbers() -> dict[str, int]:
    return {name: number for number, name in windows_locale.items()}


def _windows_number(locale: str) -> int | None:
    """The number of a locale, or of its language and country without the script."""
    numbers = _windows_numbers()
    return numbers.get(locale) or numbers.get(_SCRIPT.sub("_", locale))


def _literal(character: str) -> str:
    if character in DIRECTION_MARKS:
        return ""
    return character if character in _UNQUOTED else f'"{character}"'
