"""Cells to typed columns: what a person entered, read exactly or named as unreadable (rules.md section 2)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.domain.numbers import BLANK
from sheetflow.domain.schema import Column
from sheetflow.reading.cells import key_text, shown
from sheetflow.reading.columns import read_column
from sheetflow.reading.date_cells import read_dates
from sheetflow.reading.number_cells import read_numbers
from sheetflow.reading.text_cells import read_choices, read_keys, read_text
from sheetflow.workbook.model import CellError, NoValue

QUANTITY = Column("Quantity", "quantity")
MONEY = Column("Total", "money")
PERCENT = Column("Discount %", "percent")
WHOLE = Column("Terms (days)", "whole")


def one(
    cell: object, column: Column, *, percent: bool = False
) -> tuple[object, list[str]]:
    """One cell as read, and the codes of what is wrong with it."""
    values, faults = read_column([cell], column, lambda: {0} if percent else set())
    return values.tolist()[0], [code for _, code, _ in faults]


@pytest.mark.parametrize(
    ("cell", "millionths"),
    [
        (10.0, 10_000_000),
        (0, 0),
        (-2.5, -2_500_000),
        (19.989999999999998, 19_990_000),
        (0.1 + 0.2, 300_000),
        (1.005, 1_005_000),
        (0.000001, 1),
        (999_999_999_999.0, 999_999_999_999_000_000),
        (123456789.123456, 123_456_789_123_456),
        ("", BLANK),
        ("   ", BLANK),
        (None, BLANK),
    ],
)
def test_numbers_are_read_at_fifteen_digits(cell, millionths):
    assert one(cell, QUANTITY) == (millionths, [])


@pytest.mark.parametrize(
    ("cell", "millionths", "codes"),
    [
        ("10", 10_000_000, ["NUM02"]),
        (" 1,234.50 ", 1_234_500_000, ["NUM02"]),
        ("-3", -3_000_000, ["NUM02"]),
        ("12,5", BLANK, ["NUM10"]),
        ("1,23,456", BLANK, ["NUM10"]),
        ("ten", BLANK, ["NUM01"]),
        ("10%", BLANK, ["NUM01"]),
        ("NaN", BLANK, ["NUM01"]),
        ("1e3", BLANK, ["NUM01"]),
        (True, BLANK, ["NUM01"]),
        (date(2026, 3, 2), BLANK, ["NUM01"]),
        (float("inf"), BLANK, ["NUM01"]),
        (1e12, BLANK, ["NUM03"]),
        (-1e12, BLANK, ["NUM03"]),
        ("1,000,000,000,000", BLANK, ["NUM03"]),
        ("999,999,999,999", 999_999_999_999_000_000, ["NUM02"]),
        (1.2345678, 1_234_568, ["NUM05"]),
        (0.0000005, 1, ["NUM05"]),
        (-0.0000005, -1, ["NUM05"]),
        (0.0000004, 0, ["NUM05"]),
        ("0.1234567", 123_457, ["NUM02", "NUM05"]),
        (CellError("#REF!"), BLANK, ["CEL01"]),
        (NoValue(), BLANK, ["CEL02"]),
    ],
)
def test_what_is_not_a_plain_number_is_named(cell, millionths, codes):
    assert one(cell, QUANTITY) == (millionths, codes)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        (999_999_999_999.99, []),
        (8_999_999_999_999.99, []),
        (9e12, ["NUM03"]),
        (-9e12, ["NUM03"]),
    ],
)
def test_sums_of_money_may_be_larger_than_what_people_type(cell, codes):
    assert one(cell, MONEY)[1] == codes


@pytest.mark.parametrize(
    ("cell", "formatted", "ten_thousandths", "codes"),
    [
        (10.0, False, 100_000, []),
        (0.1, True, 100_000, []),
        (0.125, True, 125_000, []),
        (0.1 + 0.2, True, 300_000, []),
        ("10%", False, 100_000, []),
        ("10 %", False, 100_000, []),
        ("10%", True, 100_000, []),
        ("10", False, 100_000, ["NUM02"]),
        (9.975, False, 99_750, []),
        (7.12345, False, 71_235, ["NUM05"]),
        (0.0000005, True, 1, ["NUM05"]),
        ("", True, BLANK, []),
    ],
)
def test_percentages(cell, formatted, ten_thousandths, codes):
    assert one(cell, PERCENT, percent=formatted) == (ten_thousandths, codes)


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [(30.0, 30, []), (30.5, BLANK, ["NUM04"]), ("30", 30, ["NUM02"])],
)
def test_whole_numbers(cell, value, codes):
    assert one(cell, WHOLE) == (value, codes)


@given(st.lists(st.decimals(-(10**8), 10**8, places=6)))
def test_a_column_of_floats_is_read_as_the_decimals_that_were_typed(decimals):
    values, faults = read_numbers([float(number) for number in decimals], QUANTITY)
    assert faults == []
    assert values.tolist() == [int(number * 10**6) for number in decimals]


@given(st.lists(st.floats(-1e9, 1e9) | st.just("") | st.just("7")))
def test_each_cell_is_read_alike_alone_and_in_its_column(cells):
    values, faults = read_numbers(cells, QUANTITY)
    for at, cell in enumerate(cells):
        assert (
            values.tolist()[at],
            [code for where, code, _ in faults if where == at],
        ) == one(cell, QUANTITY)


@pytest.mark.parametrize(
    ("cell", "day", "codes"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), []),
        (datetime(2026, 3, 2), date(2026, 3, 2), []),
        (datetime(2026, 3, 2, 14, 5), date(2026, 3, 2), ["DAT02"]),
        (" 2026-03-02 ", date(2026, 3, 2), []),
        ("2026-02-30", None, ["DAT01"]),
        ("0026-03-02", None, ["DAT05"]),
        (date(26, 3, 2), None, ["DAT05"]),
        ("02.03.2026", None, ["DAT03"]),
        (46083.0, None, ["DAT01"]),
        (time(12, 30), None, ["DAT01"]),
        (CellError("#VALUE!"), None, ["CEL01"]),
        (NoValue(), None, ["CEL02"]),
        ("", None, []),
    ],
)
def test_dates(cell, day, codes):
    values, faults = read_dates([cell])
    assert values.tolist() == [BLANK if day is None else day.toordinal()]
    assert [code for _, code, _ in faults] == codes


@pytest.mark.parametrize(
    ("cell", "key", "codes"),
    [
        ("00123", "00123", []),
        (" A-1 ", "A-1", []),
        (1001.0, "1001", []),
        (1001, "1001", []),
        (1.5, "1.5", []),
        (123456789012345.0, "123456789012345", []),
        (1e15, "1000000000000000", []),
        (True, "TRUE", []),
        (date(2026, 3, 4), None, ["KEY03"]),
        (datetime(2026, 3, 4), None, ["KEY03"]),
        (CellError("#N/A"), None, ["CEL01"]),
        (NoValue(), None, ["CEL02"]),
        ("  ", None, []),
    ],
)
def test_keys(cell, key, codes):
    keys, faults = read_keys([cell])
    assert (keys.tolist(), [code for _, code, _ in faults]) == ([key], codes)


def test_the_text_na_is_neither_an_error_nor_blank():
    assert read_text(["N/A", "None", "NaN"])[0].tolist() == ["N/A", "None", "NaN"]


def test_a_date_in_a_text_column_is_its_iso_text():
    assert read_text([date(2026, 3, 4), 12.0, "x"])[0].tolist() == [
        "2026-03-04",
        "12",
        "x",
    ]
    assert [code for _, code, _ in read_text([time(1, 2)])[1]] == ["TXT01"]


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("Yes", 1, []), ("no", 0, []), ("Y", 1, []), (True, 1, []), (False, 0, []), ("TRUE", 1, []), (" ", BLANK, []),
        ("maybe", BLANK, ["YES01"]), (1.0, BLANK, ["YES01"]), (CellError("#N/A"), BLANK, ["CEL01"]),
    ],
)  # fmt: skip
def test_yes_and_no(cell, value, codes):
    assert one(cell, Column("Active", "yes-no")) == (value, codes)


def test_choices_are_read_in_the_spelling_of_the_contract():
    values, faults = read_choices(
        ["credit ONLY", "Restock ", "", "Keep"], ("Restock", "Discard", "Credit only")
    )
    assert values.tolist() == ["Credit only", "Restock", None, None]
    assert [(at, code) for at, code, _ in faults] == [(3, "CHO01")]


def test_currencies():
    values, faults = read_column(
        ["eur", "JPY", "", "EURO"], Column("Currency", "currency")
    )
    assert values.tolist() == ["EUR", "JPY", None, None]
    assert [(at, code) for at, code, _ in faults] == [(3, "CUR01")]


@pytest.mark.parametrize(
    ("cell", "words"),
    [(1.1, "1.1"), (10.0, "10"), (True, "TRUE"), (datetime(2026, 3, 2), "2026-03-02"), (CellError("#N/A"), "#N/A"),
     (datetime(2026, 3, 2, 14, 5), "2026-03-02 14:05:00"), (NoValue(), "a formula without a value")],
)  # fmt: skip
def test_a_cell_is_named_as_a_person_sees_it(cell, words):
    assert shown(cell) == words


@given(st.integers(-(10**14), 10**14))
def test_a_number_in_a_key_column_means_its_digits(number):
    assert key_text(float(number)) == str(number)
