"""Numbers and dates as text: read by the stated locale, or where they mean the same everywhere (rules.md section 2)."""

from __future__ import annotations

from datetime import date

import pytest
from sheets import after, expect

from sheetflow.domain.numbers import BLANK
from sheetflow.domain.schema import Column
from sheetflow.reading.columns import read_column
from sheetflow.reading.text_conventions import TextConventions

PRICE = Column("Price", "price")
QUANTITY = Column("Quantity", "quantity")
PERCENT = Column("Discount %", "percent")
DAY = Column("Date", "date")


def read(column: Column, locale: str, *cells: str) -> tuple[list[object], list[str]]:
    """The values of a column, and the codes of what is wrong with its cells."""
    conventions = TextConventions(locale, "EUR")
    values, faults = read_column(cells, column, conventions=conventions)
    codes = {at: code for at, code, _ in faults}
    return values.tolist(), [codes.get(at, "") for at in range(len(cells))]


@pytest.mark.parametrize(
    ("locale", "text", "millionths"),
    [
        ("", "1285.49", 1_285_490_000),
        ("", "1,285.49", 1_285_490_000),
        ("", "1,234,567", 1_234_567_000_000),
        ("", "0.125", 125_000),
        ("", "1234.567", 1_234_567_000),
        ("", "1.250", None),
        ("", "1,250", None),
        ("", "0,125", None),
        ("", "2.500", None),
        ("", "1.285,49", None),
        ("de_DE", "1,250", 1_250_000),
        ("de_DE", "0,125", 125_000),
        ("de_DE", "2.500", 2_500_000_000),
        ("de_DE", "-1.285,49", -1_285_490_000),
        ("de_DE", "0.125", 125_000),
        ("de_DE", "1285.49", 1_285_490_000),
        ("en_US", "2.500", 2_500_000),
        ("en_US", "1,250", 1_250_000_000),
        ("en_US", "0,125", None),
        ("fr_FR", "1 285,49", 1_285_490_000),
        ("de_CH", "1\u2019285.49", 1_285_490_000),
        ("en_IN", "1,23,456.5", 123_456_500_000),
        ("en_US", "1,23,456.5", None),
    ],
)
def test_a_number_as_text(locale: str, text: str, millionths: int | None):
    wanted = (BLANK, "NUM10") if millionths is None else (millionths, "NUM02")
    assert read(QUANTITY, locale, text) == ([wanted[0]], [wanted[1]])


def test_where_a_text_contradicts_the_locale_none_of_its_column_is_read_by_it():
    values, codes = read(QUANTITY, "de_DE", "2.500", "1285.49", "10", "ten")
    assert values == [BLANK, 1_285_490_000, 10_000_000, BLANK]
    assert codes == ["NUM10", "NUM02", "NUM02", "NUM01"]


@pytest.mark.parametrize(
    ("locale", "text", "millionths"),
    [
        ("", "285.49 EUR", 285_490_000),
        ("", "\u20ac285.49", 285_490_000),
        ("de_DE", "1.285,49 \u20ac", 1_285_490_000),
        ("", "(12.50)", -12_500_000),
        ("", "$285.49", None),
    ],
)
def test_an_amount_may_have_the_workbooks_currency(
    locale: str, text: str, millionths: int | None
):
    wanted = (BLANK, "NUM01") if millionths is None else (millionths, "NUM02")
    assert read(PRICE, locale, text) == ([wanted[0]], [wanted[1]])


def test_a_percentage_as_text():
    assert read(PERCENT, "de_DE", "12,5 %") == ([125_000], [""])


@pytest.mark.parametrize(
    ("locale", "text", "day"),
    [
        ("", "2026-03-31", date(2026, 3, 31)),
        ("en_US", "2026-03-31", date(2026, 3, 31)),
        ("en_US", "03/04/2026", date(2026, 3, 4)),
        ("en_GB", "03/04/2026", date(2026, 4, 3)),
        ("de_DE", "31.12.2026", date(2026, 12, 31)),
        ("sv_SE", "2026/03/31", date(2026, 3, 31)),
        ("en_US", "31/12/2026", None),
        ("en_US", "03.04.2026", None),
        ("", "03/04/2026", None),
        ("", "31.12.2026", None),
    ],
)
def test_a_date_as_text(locale: str, text: str, day: date | None):
    values, [code] = read(DAY, locale, text)
    assert values == [day.toordinal() if day else BLANK]
    is_iso = bool(day) and text == day.isoformat()
    assert code == ("DAT03" if day is None else "" if is_iso else "DAT04")


def test_a_date_that_the_locale_cannot_mean_puts_its_column_in_doubt():
    values, codes = read(DAY, "en_US", "03/04/2026", "31/12/2026", "2026-03-01")
    assert values == [BLANK, BLANK, date(2026, 3, 1).toordinal()]
    assert codes == ["DAT03", "DAT03", ""]


def test_a_german_price_and_quantity_are_not_read_a_thousand_times_too_large():
    played = after(
        "Invoice ordered",
        settings="Setting  Value\nLocale   de_DE",
        order_lines="""
        Order  Line  SKU    Quantity  Unit price
        SO-1   1     A-100  '0,125'   '1,250'
        """,
    )
    assert played.codes == ["NUM02", "NUM02"]
    assert [problem.text for problem in played.result.reported] == [
        "The number 0,125 is stored as text; it was read as 0.125",
        "The number 1,250 is stored as text; it was read as 1.250",
    ]
    expect(played.invoices, "Invoice     Total\nINV-000001  0.16")


def test_without_a_locale_such_text_puts_its_order_on_hold():
    played = after(
        "Invoice ordered",
        order_lines="""
        Order  Line  SKU    Quantity  Unit price
        SO-1   1     A-100  '0,125'   '1,250'
        """,
    )
    assert (played.codes, played.on_hold) == (["NUM10", "NUM10"], ["SO-1"])
    assert len(played.invoices) == 0


@pytest.mark.parametrize(
    ("locale", "typed", "reason"),
    [
        ("", "03/04/2026", "countries read it as different dates"),
        ("en_US", "31/12/2026", "no date as en_US writes it"),
    ],
)
def test_a_date_that_is_not_read_says_why(locale: str, typed: str, reason: str):
    settings = f"Setting  Value\nLocale   {locale or '-'}"
    orders = f"Order  Order date    Customer\nSO-1   '{typed}'  C-1"
    [text] = after(settings=settings, orders=orders).issues.only(Code="DAT03")[
        "Problem"
    ]
    assert f'"{typed}" is text, and {reason}' in str(text)


def test_an_amount_with_the_sign_of_the_currency_that_a_blank_setting_means():
    lines = "Order  SKU    Quantity  Unit price\nSO-1   A-100  1         $12.50"
    assert after(order_lines=lines).codes == ["NUM02"]
