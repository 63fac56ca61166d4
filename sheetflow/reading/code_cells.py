"""Columns of codes that a standard defines: currencies, countries, IBANs, GS1 prefixes, locales, colours."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sheetflow.domain.document_languages import document_language_code
from sheetflow.reading.cells import Read, faults_at, is_blank, object_array
from sheetflow.reading.text_cells import read_keys, read_text
from sheetflow.standards.countries import is_country
from sheetflow.standards.currencies import is_currency, is_in_use
from sheetflow.standards.e_addresses import is_e_address
from sheetflow.standards.gs1 import is_company_prefix
from sheetflow.standards.iban import is_iban
from sheetflow.standards.locales import is_locale

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")


def read_currencies(cells: Sequence[object]) -> Read:
    """A column of ISO 4217 codes; old invoices keep a currency that was withdrawn."""
    return _read_currency_codes(cells, is_currency)


def read_currencies_in_use(cells: Sequence[object]) -> Read:
    """A column of ISO 4217 codes, without currencies that were withdrawn."""
    return _read_currency_codes(cells, is_in_use)


def _read_currency_codes(
    cells: Sequence[object], is_known: Callable[[str], bool]
) -> Read:
    texts, faults = read_text(cells)
    typed = set(texts.tolist()) - {None}
    codes = {text: text.upper() for text in typed if is_known(text.upper())}
    unknown = [
        at for at, text in enumerate(texts) if text is not None and text not in codes
    ]
    faults += faults_at(unknown, "CUR01")
    return object_array([codes.get(text) for text in texts]), faults


def read_company_prefixes(cells: Sequence[object]) -> Read:
    """A column of GS1 company prefixes."""
    keys, faults = read_keys(cells)
    wrong = _wrong_prefixes(keys.tolist())
    keys[wrong] = None
    return keys, faults + faults_at(wrong, "SET02")


def _wrong_prefixes(keys: Sequence[str | None]) -> list[int]:
    """The positions of keys that cannot be a company prefix."""
    return [
        at
        for at, key in enumerate(keys)
        if key is not None and not is_company_prefix(key)
    ]


def read_day_lists(cells: Sequence[object]) -> Read:
    """A column of numbers of days in ascending order, such as `7, 21, 45`."""
    texts = [_day_list(cell) for cell in cells]
    wrong = [at for at, text in enumerate(texts) if text == ""]
    values = object_array([text or None for text in texts])
    return values, faults_at(wrong, "REM01")


_SEPARATORS = re.compile(r"[,;\s]+")


def _day_list(cell: object) -> str | None:
    """A list as `7, 21, 45`; None for a blank cell, "" where it cannot be read."""
    if is_blank(cell):
        return None
    is_whole = isinstance(cell, int | float) and cell == int(cell)
    text = str(int(cell)) if is_whole else str(cell)  # type: ignore[call-overload]
    words = [word for word in _SEPARATORS.split(text.strip()) if word]
    if not words or not all(re.fullmatch(r"\d{1,5}", word, re.ASCII) for word in words):
        return ""
    days = [int(word) for word in words]
    return ", ".join(map(str, days)) if days == sorted(set(days)) else ""


def read_locales(cells: Sequence[object]) -> Read:
    """A column of locales; an unknown one is kept, with a warning."""
    return _read_checked_texts(cells, is_locale, "SET03")


def read_languages(cells: Sequence[object]) -> Read:
    """A column of languages as their codes; others are kept, with a warning."""
    texts, faults = _read_checked_texts(
        cells, lambda text: bool(document_language_code(text)), "SET10"
    )
    codes = [text and (document_language_code(text) or text) for text in texts.tolist()]
    return object_array(codes), faults


def read_colours(cells: Sequence[object]) -> Read:
    """A column of colours as six hexadecimal digits; others are kept, with a warning."""
    return _read_checked_texts(cells, _is_colour, "SET04")


def read_ibans(cells: Sequence[object]) -> Read:
    """A column of account numbers; those that cannot be right are kept, with a warning."""
    return _read_checked_texts(cells, is_iban, "SET05")


def read_countries(cells: Sequence[object]) -> Read:
    """A column of two-letter country codes; others are kept, with a warning."""
    return _read_checked_texts(cells, is_country, "CTY01")


def read_e_addresses(cells: Sequence[object]) -> Read:
    """A column of electronic addresses; others are kept, with a warning."""
    return _read_checked_texts(cells, is_e_address, "EAD01")


def _read_checked_texts(
    cells: Sequence[object], is_right: Callable[[str], bool], code: str
) -> Read:
    """A column of texts, with a fault at each that is not right."""
    texts, faults = read_text(cells)
    wrong = [at for at, text in enumerate(texts) if text and not is_right(text)]
    return texts, faults + faults_at(wrong, code)


def _is_colour(text: str) -> bool:
    return bool(colour_digits(text))


def colour_digits(text: str) -> str:
    """The six hexadecimal digits of a colour, with or without `#` before them; "" for another text."""
    found = _COLOUR.fullmatch(text.strip())
    return found[1].upper() if found else ""
