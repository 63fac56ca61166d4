"""How locales write money, quantities and dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sheetflow.documents.wording import side_by_side
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.xlsx.cell_formats import CellFormats

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("locale", "currency", "money", "day"),
    [
        ("en_GB", "GBP", "-£1,234.50", "2 Mar 2026"),
        ("en_US", "USD", "-$1,234.50", "Mar 2, 2026"),
        ("de-DE", "EUR", "-1.234,50 €", "02.03.2026"),
        ("fr_CA", "CAD", "-1 234,50 $", "2 mars 2026"),
        ("ja_JP", "JPY", "-￥1,235", "2026/03/02"),
        ("ar_KW", "KWD", "-1,234.500 د.ك.\u200f", "02/03/2026"),
        ("en_IN", "INR", "-₹1,234.50", "2 Mar 2026"),
    ],
)
def test_text(locale: str, currency: str, money: str, day: str):
    formats = Formats(locale, currency)
    assert (
        formats.money(Decimal("-1234.5")).replace("\u00a0", " ").replace("\u202f", " ")
        == money
    )
    assert formats.date(DAY) == day


@pytest.mark.parametrize(
    ("locale", "currency", "money", "day"),
    [
        ("en_GB", "GBP", "[$£-809]#,##0.00", "[$-809]d mmm yyyy"),
        ("de_DE", "EUR", r'[$-407]#,##0.00\ "€"', "[$-407]dd.mm.yyyy"),
        ("de_CH", "CHF", r"[$CHF-807]\ #,##0.00", "[$-807]dd.mm.yyyy"),
        ("ja_JP", "JPY", "[$￥-411]#,##0", "[$-411]yyyy/mm/dd"),
        ("zh_CN", "CNY", "[$¥-804]#,##0.00", '[$-804]yyyy"年"m"月"d"日"'),
        ("ar_KW", "KWD", '#,##0.000\\ "د.ك.\u200f"', "[$-3401]dd/mm/yyyy"),
    ],
)
def test_cells(locale: str, currency: str, money: str, day: str):
    formats = CellFormats(locale, currency)
    assert (formats.money_cell, formats.date_cell) == (money, day)


def test_figures_after_text_from_right_to_left_stay_where_they_are():
    assert side_by_side(["Mill Lane", "", "3 lines"]) == "Mill Lane · 3 lines"
    assert side_by_side(["שלום", "3 lines"]) == "שלום\u200e · 3 lines"


def test_quantities_prices_and_percentages_have_the_digits_they_need():
    formats = CellFormats("de_DE", "EUR")
    assert [
        formats.quantity(Decimal(text)) for text in ("1200", "2.5", "0.000001")
    ] == ["1.200", "2,5", "0,000001"]
    assert [formats.price(Decimal(text)) for text in ("3", "3.1234")] == [
        "3,00",
        "3,1234",
    ]
    assert formats.percent(Decimal("9.975")).replace("\u00a0", " ") == "9,975 %"
    assert formats.exact_cell(Decimal("2.50"), 2) == "[$-407]#,##0.00"
    assert formats.exact_cell(Decimal("1200")) == "[$-407]#,##0"


def test_an_unknown_locale_writes_as_en_us_does():
    formats = Formats("nowhere", "USD")
    assert formats.money(Decimal(5)) == "$5.00"


def test_another_currency_keeps_the_locale():
    formats = CellFormats("en_GB", "GBP")
    assert formats.of("GBP") is formats
    assert formats.of("JPY").amount(Decimal("1234")) == "1,234"
    assert formats.of("JPY").amount_cell == "[$-809]#,##0"
