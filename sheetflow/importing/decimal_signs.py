"""Which sign is before the decimals of a list that no profile knows: decided for all its amounts together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from msgspec.structs import replace

from sheetflow.domain.messages import message
from sheetflow.errors import SheetflowError
from sheetflow.importing.profiles import OrderColumns, Profile
from sheetflow.importing.source import WORKBOOKS, Source, UnclearTextError
from sheetflow.standards.locale_conventions import locale_conventions

Sign: TypeAlias = Literal[".", ","]

AMOUNTS = ("quantity", "price", "line_total", "shipping", "tax", "total")
"""The parts of an order whose texts are numbers."""

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_UNCLEAR = re.compile(r"\d{1,3}[.,]\d{3}")
"""`2,500` is two and a half thousand in one country, and two and a half in another."""


def with_decimal_sign(profile: Profile, source: Source, locale: str) -> Profile:
    """The profile of a flat list with the sign before the decimals of its numbers.

    Where they can be read both ways, `locale` decides (empty for none). Raises UnclearTextError
    where nothing decides it, SheetflowError where numbers of the list contradict each other.
    """
    if profile.source or profile.orders is None:
        return profile
    texts = list(_numbers(profile.orders.columns, source))
    clear = _clear_numbers(texts)
    if len(clear) > 1:
        raise _both_signs(source, clear)
    if clear:
        return replace(profile, decimal=next(iter(clear)))
    unclear = next(filter(_UNCLEAR.fullmatch, texts), None)
    if unclear is None:
        return profile
    if source.path.suffix.lower() in WORKBOOKS:
        return profile  # its cells are numbers
    if not locale:
        raise _cannot_tell(source, unclear)
    return replace(profile, decimal=_sign_in(locale))


def _numbers(columns: OrderColumns, source: Source) -> Iterator[str]:
    """The numbers in the amounts of a source, without currency and signs."""
    headers = [header for part in AMOUNTS for header in getattr(columns, part)]
    names = [header.removeprefix("-") for header in headers]
    for row in source.rows:
        for name in names:
            yield from _NUMBER.findall(row.get(name, ""))


def _clear_numbers(texts: Iterable[str]) -> dict[Sign, str]:
    """The first number that has each sign before its decimals, by the sign."""
    found: dict[Sign, str] = {}
    for text in texts:
        sign = _sign_of(text)
        if sign is not None:
            found.setdefault(sign, text)
    return found


def _sign_of(text: str) -> Sign | None:
    """The sign before the decimals of a number; None where it has none, or may have either."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0 or _UNCLEAR.fullmatch(text):
        return None
    found: Sign = "," if text[last] == "," else "."
    if text.count(found) == 1:
        return found
    return "." if found == "," else ","  # several of one kind are between thousands


def _sign_in(locale: str) -> Sign:
    """The sign before the decimals in a locale."""
    conventions = locale_conventions(locale)
    is_comma = conventions is not None and conventions.decimal_mark == ","
    return "," if is_comma else "."


def _both_signs(source: Source, clear: Mapping[Sign, str]) -> SheetflowError:
    """The error for a list with decimals after a comma and after a point."""
    return SheetflowError(
        message(
            "{file}: {comma} has a decimal comma, but {point} a decimal point; write all its "
            "numbers in one way",
            file=str(source.path),
            comma=clear[","],
            point=clear["."],
        )
    )


def _cannot_tell(source: Source, text: str) -> UnclearTextError:
    """The error for a number that can be read both ways."""
    return UnclearTextError(
        message(
            "{file}: {number} can be read as two different numbers; add --locale, such as --locale "
            "en_GB, or type a [Locale] into [Settings], or export numbers with two decimals",
            file=str(source.path),
            number=text,
        ),
        text,
    )
