"""The report purchases: what arrived in a period, at cost, on time or late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from sheets import Played, after

from sheetflow.domain.periods import Period, month_of
from sheetflow.reports.making import make_report
from sheetflow.reports.source import ReportOptions
from sheetflow.reports.tables import Report

SHEETS = {
    "suppliers": """
        Supplier  Name
        S-1       Acme Metal
        S-2       Brill
    """,
    "purchase_orders": """
        Purchase order  Order date  Supplier  Expected date
        PO-1            2026-01-10  S-1       2026-01-20
        PO-2            2026-01-10  S-2       -
    """,
    "purchase_lines": """
        Purchase order  Line  SKU    Quantity  Unit cost  Discount %  Expected date
        PO-1            1     A-100  10        12         -           -
        PO-1            2     B-200  8         3          50          2026-01-31
        PO-2            1     B-200  5         2.333      -           -
    """,
    "receipts": """
        Receipt  Purchase order  Line  SKU    Quantity  Receipt date  Unit cost  Voided
        RC-1     PO-1            1     A-100  6         2026-01-20    12         -
        RC-2     PO-1            1     A-100  4         2026-01-21    12         -
        RC-3     PO-1            2     B-200  8         2026-01-31    1.5        -
        RC-4     PO-2            1     B-200  5         2026-02-02    2.333      -
        RC-5     PO-1            1     A-100  -1        2026-02-03    12         -
        RC-6     PO-1            2     B-200  2         2026-01-31    1.5        2026-02-10
    """,
}
BY_SUPPLIER = [
    # S-1: 6 and 8 on time, 4 a day late. RC-6 counts until it is voided in February
    ("2026-01", "S-1", 20, Decimal("135.00"), 16, 4),
    ("2026-02", "S-1", -3, Decimal("-15.00"), -2, 0),
    ("2026-02", "S-2", 5, Decimal("11.67"), 0, 0),
]


@cache
def played() -> Played:
    return after(None, as_of="2026-03-02", **SHEETS)


def purchases(period: Period, *by: str) -> Report:
    made = make_report(played().result, "purchases", period, ReportOptions(by=by))
    assert all(each.agrees for each in made.agreements), made.agreements
    return made


@pytest.mark.parametrize("month", ["2026-01", "2026-02"])
def test_what_arrived_in_a_month_and_what_was_voided_in_it(month: str):
    report = purchases(month_of(month), "supplier")
    rows = [(row[0], *row[2:6]) for row in report.figures.rows()]
    assert rows == [row[1:] for row in BY_SUPPLIER if row[0] == month]


def test_how_much_was_on_time_in_percent():
    [row] = purchases(month_of("2026-01")).figures.rows()
    assert row[-1] == Decimal(80)


def test_the_months_come_to_the_whole():
    """What is true at the end: RC-6 is voided, so it counts in no month together."""
    rows = list(
        purchases(Period(None, date(2026, 3, 2)), "product", "month").figures.rows()
    )
    assert [row[:4] for row in rows] == [
        ("A-100", "Anvil", "2026-01", 10),
        ("A-100", "Anvil", "2026-02", -1),
        ("B-200", "Bellows", "2026-01", 8),
        ("B-200", "Bellows", "2026-02", 5),
    ]


def test_the_documents_say_how_late_each_was():
    documents = purchases(month_of("2026-01")).documents
    days = dict(
        zip(
            documents.frame["Receipt"],
            documents.values(documents.columns[2]),
            strict=True,
        )
    )
    assert days == {"RC-1": None, "RC-2": 1, "RC-3": None, "RC-6": None}


def test_a_workbook_without_purchases_has_an_empty_report():
    made = make_report(after(None).result, "purchases")
    assert (len(made.figures), [each.agrees for each in made.agreements]) == (0, [True])
