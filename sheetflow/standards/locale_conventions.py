"""How each locale writes numbers and dates (CLDR): what a number or a date typed as text means.

Only text that is to be read by a stated locale needs babel, so it is imported where it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sheetflow.standards.locales import is_locale

_SPACES = " \u00a0\u202f"
_APOSTROPHES = "'\u2019"


@dataclass(frozen=True)
class LocaleConventions:
    """How a locale writes numbers and dates.

    `decimal_mark` is what comes before the decimals, `group_marks` are the characters that
    may come between thousands, `first_groups` the digits of each group but the last (2 in
    India, else 3). `date_order` is some order of the letters d, m and y, and
    `date_separator` what usually comes between them.
    """

    decimal_mark: str
    group_marks: str
    first_groups: int
    date_order: str
    date_separator: str


@cache
def locale_conventions(name: str) -> LocaleConventions | None:
    """The conventions of the locale of that name; None if there is none."""
    if not is_locale(name):
        return None
    from babel import Locale
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = Locale.parse(name.strip().replace("-", "_"))
    day = locale.date_formats["short"].pattern.lower()
    letters = [letter for letter in day if letter in "dmy"]
    return LocaleConventions(
        decimal_mark=str(get_decimal_symbol(locale)),
        group_marks=_alike(str(get_group_symbol(locale))),
        first_groups=locale.decimal_formats[None].grouping[1],
        date_order="".join(dict.fromkeys(letters)),
        date_separator=next((mark for mark in day if mark in "./-"), "/"),
    )


def _alike(mark: str) -> str:
    """The characters that people type for a mark: any space, either apostrophe."""
    for characters in (_SPACES, _APOSTROPHES):
        if mark in characters:
            return characters
    return mark


@cache
def currency_signs(currency: str, locale: str) -> tuple[str, ...]:
    """What a currency is written as, in a locale and in English: its code and its symbols."""
    from babel.numbers import get_currency_symbol

    names = [name.strip().replace("-", "_") for name in (locale, "en_US") if name]
    symbols = [str(get_currency_symbol(currency, name)) for name in names]
    return tuple(dict.fromkeys([currency, *symbols]))
