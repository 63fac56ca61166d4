"""Dates of a source that do not say which number is the day: decided for the column as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import message
from sheetflow.importing.profiles import Profile
from sheetflow.importing.source import Source, UnclearTextError
from sheetflow.importing.values import DAY_FIRST, MONTH_FIRST, date_orders, is_slashed
from sheetflow.standards.locale_conventions import locale_conventions


def with_date_order(profile: Profile, source: Source, locale: str) -> Profile:
    """The profile with the formats of the source's dates.

    Where its dates can be read both ways, `locale` decides (empty for none). Raises
    SheetflowError where nothing decides it.
    """
    texts = list(dict.fromkeys(_slashed_dates(profile, source)))
    if profile.dates or not texts:
        return profile
    orders = date_orders(texts)
    if len(orders) > 1 and locale:
        orders = [_order_of(locale)]
    if len(orders) > 1:
        raise _unclear(source, texts[0])
    return replace(profile, dates=orders[0]) if orders else profile


def _unclear(source: Source, text: str) -> UnclearTextError:
    """The error for a date that can be read both ways."""
    return UnclearTextError(
        message(
            "{file}: {date} may be two different days; add --locale, such as --locale en_GB, "
            "or type a [Locale] into [Settings], or export the dates as 2026-03-31",
            file=str(source.path),
            date=text,
        ),
        text,
    )


def _order_of(locale: str) -> tuple[str, ...]:
    """The order of day and month in a locale."""
    conventions = locale_conventions(locale)
    is_month_first = conventions is not None and conventions.date_order == "mdy"
    return MONTH_FIRST if is_month_first else DAY_FIRST


def _slashed_dates(profile: Profile, source: Source) -> Iterator[str]:
    """The dates of the source for which the order of day and month must be known."""
    names = list(_date_columns(profile))
    for row in source.rows:
        for name in names:
            text = row.get(name, "")
            if text and is_slashed(text):
                yield text


def _date_columns(profile: Profile) -> Iterator[str]:
    """The headers of the source that have dates."""
    if profile.orders is not None:
        columns = profile.orders.columns
        yield from (*columns.date, *columns.paid_on)
    for sheet, filled in profile.rows.items():
        for header, name in filled.items():
            if _is_date_column(sheet, header.removeprefix("-")):
                yield name


def _is_date_column(sheet: str, header: str) -> bool:
    return sheet_schema(sheet).column(header).kind == "date"
