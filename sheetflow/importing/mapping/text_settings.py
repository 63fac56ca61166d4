"""The settings that texts of an owner's workbook need: how its numbers and dates are written.

A locale is only found where all that can be meant read the texts alike: `31/12/2026` and `12,50 €`
settle it, `03/04/2026` and `2,500` do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.importing.mapping.names import language_names, plain
from sheetflow.importing.mapping.own_sheets import OwnColumn, OwnSheet
from sheetflow.importing.mapping.proposals import Proposal
from sheetflow.reading.text_conventions import TextConventions

LOCALES = {
    "en": ("en_GB", "en_US"),
    "de": ("de_DE", "de_CH"),
    "fr": ("fr_FR", "fr_CH"),
    "es": ("es_ES", "es_MX"),
    "it": ("it_IT",),
    "nl": ("nl_NL",),
    "pt": ("pt_PT", "pt_BR"),
}
"""The locales that are tried, by language; the first is the one that is proposed."""

SIGNS = {"£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "zł": "PLN"}
"""Signs that one currency has. `$` and `kr` are those of several."""

_CODE = re.compile(r"\b(EUR|GBP|USD|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|JPY|INR|BRL|MXN)\b")


@dataclass(frozen=True)
class TextSettings:
    """Settings to add, by name, and a text that can be read in several ways ("" for none)."""

    values: dict[str, str]
    unclear: str = ""


@dataclass(frozen=True)
class _Texts:
    """The texts of one column, and whether they are dates."""

    column: str
    texts: Sequence[str]
    are_dates: bool

    def read(self, conventions: TextConventions) -> list[object]:
        """What each text means; None where it cannot be read."""
        if self.are_dates:
            days = conventions.days(self.texts)
            return [days[text] for text in self.texts]
        amounts = [conventions.without_currency(text) for text in self.texts]
        numbers = conventions.numbers(amounts)
        return [numbers[text] for text in amounts]


def text_settings(
    sheets: Sequence[OwnSheet], found: Sequence[Proposal], locale: str = ""
) -> TextSettings:
    """The settings that the texts of the proposed columns need; `locale` is what a person said."""
    columns = list(_texts(sheets, found))
    currency = _currency(columns)
    values = {"Currency": currency} if currency else {}
    if locale:
        return TextSettings({**values, "Locale": locale})
    if not _unread(columns, TextConventions("", currency)):
        return TextSettings(values)
    names = [sheet.name for sheet in sheets]
    headers = [column.header for sheet in sheets for column in sheet.columns]
    locales = _fitting(columns, currency, _languages([*names, *headers]))
    if len(locales) == 1:
        return TextSettings({**values, "Locale": locales[0]})
    unclear = _unread(columns, TextConventions("", currency))
    return TextSettings(values, unclear)


def _texts(sheets: Sequence[OwnSheet], found: Sequence[Proposal]) -> Iterator[_Texts]:
    """The columns of dates and numbers in which something is text."""
    own = {each.sheet: each.here for each in found if not each.column}
    columns = {
        (sheet.name, column.header): column
        for sheet in sheets
        for column in sheet.columns
    }
    for each in found:
        if not each.column:
            continue
        declared = sheet_schema(each.sheet).column(each.column)
        place = (own[each.sheet], each.here)
        texts = _text_cells(columns[place])
        is_date = declared.kind == "date"
        if texts and (is_date or declared.is_number):
            yield _Texts(", ".join(place), texts, is_date)


def _text_cells(column: OwnColumn) -> list[str]:
    return [cell for cell in column.values if isinstance(cell, str) and cell.strip()]


def _currency(columns: Iterable[_Texts]) -> str:
    """The one currency that amounts have a sign or code of; empty where there is none, or several."""
    found = {
        currency
        for column in columns
        if not column.are_dates
        for text in column.texts
        for currency in _currencies_in(text)
    }
    return found.pop() if len(found) == 1 else ""


def _currencies_in(text: str) -> Iterator[str]:
    yield from (currency for sign, currency in SIGNS.items() if sign in text)
    yield from _CODE.findall(text)


def _unread(columns: Iterable[_Texts], conventions: TextConventions) -> str:
    """The first text that cannot be read, with its column; empty where there is none."""
    for column in columns:
        meanings = column.read(conventions)
        for text, value in zip(column.texts, meanings, strict=True):
            if value is None:
                return f"{text!r} in {column.column}"
    return ""


def _fitting(
    columns: Sequence[_Texts], currency: str, languages: Sequence[str]
) -> list[str]:
    """A locale for each way in which all texts can be read, in the order of languages."""
    ways: dict[str, str] = {}
    for language in languages:
        for locale in LOCALES[language]:
            conventions = TextConventions(locale, currency)
            if not _unread(columns, conventions):
                meaning = repr([column.read(conventions) for column in columns])
                ways.setdefault(meaning, locale)
    return list(ways.values())


def _languages(names: Iterable[str]) -> list[str]:
    """The languages that most of the names are in, first; English where it is a draw."""
    own = {plain(name) for name in names}
    counts = Counter({code: len(own & language_names(code)) for code in LOCALES})
    return [code for code, _ in counts.most_common()]
