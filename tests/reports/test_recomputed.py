"""Each report of the year sample and of northwind equals figures that are worked out from the facts once more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import reports.recomputed as again
from click.testing import CliRunner
from locations import SAMPLES, SHARED
from oracle.book import Book

from sheetflow import pipeline
from sheetflow.cli import main
from sheetflow.domain.periods import Period, month_of, quarter_of
from sheetflow.ledgers.costs import build_costs
from sheetflow.pipeline import Run
from sheetflow.reports.making import make_report
from sheetflow.reports.source import ReportOptions
from sheetflow.reports.tables import Report, Table

NORTHWIND = SHARED / "real" / "northwind.xlsx"
BEGINNING = date(1900, 1, 1)
DAYS = {
    "year": ("2025-03-31", "2025-06-23", "2026-01-05"),
    "northwind": ("1996-12-31", "2026-03-02", "2026-06-30"),
}
PERIODS = {"year": ("2025-06", "2025Q3"), "northwind": ("2026-03", "2026Q1")}
CASES = [
    *((name, day) for name, days in DAYS.items() for day in days),
    *((name, period) for name, periods in PERIODS.items() for period in periods),
]


def period_of(text: str) -> Period:
    if "Q" in text:
        return quarter_of(text)
    if len(text) == 7:
        return month_of(text)
    return Period(None, date.fromisoformat(text))


class Books:
    """A workbook after a run, and what it was on any day, worked out once more."""

    def __init__(self, path: Path) -> None:
        self.done: Run = pipeline.inspect(path)
        self.sheets = again.typed(path)
        self.at = cache(self._at)

    def _at(self, day: date) -> Book:
        return again.as_it_was(self.sheets, day)

    def report(self, name: str, text: str, **options: Any) -> Report:
        made = make_report(
            self.done.result, name, period_of(text), ReportOptions(**options)
        )
        assert all(each.agrees for each in made.agreements), made.agreements
        return made

    def end(self, text: str) -> Book:
        until = period_of(text).until
        assert until is not None
        return self.at(until)

    def beginning(self, text: str) -> Book:
        since = period_of(text).since or BEGINNING
        return self.at(date.fromordinal(since.toordinal() - 1))

    def change(self, figure: Any, text: str) -> dict[Any, Fraction]:
        return again.change(figure(self.end(text)), figure(self.beginning(text)))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Books]:
    folder = tmp_path_factory.mktemp("recomputed")
    year = SAMPLES / "year.xlsx"
    paths = [year, NORTHWIND] if NORTHWIND.exists() else [year]
    days = {"year": "2026-01-05", "northwind": "2026-03-02"}
    found = {}
    for path in paths:
        words = ["run", str(path), "--as-of", days[path.stem], "--no-print"]
        done = CliRunner().invoke(main, [*words, "-o", str(folder / "done")])
        assert done.exit_code in (0, 1), done.output
        found[path.stem] = Books(folder / "done" / path.name)
    return found


@pytest.fixture(params=CASES, ids=" ".join)
def case(request: pytest.FixtureRequest, books: dict[str, Books]) -> tuple[Books, str]:
    name, text = request.param
    if name not in books:
        pytest.skip("northwind.xlsx is not here")
    return books[name], text


def figures(table: Table, keys: list[str], amount: str) -> dict[Any, Fraction]:
    """A column of a table, summed by keys, without zeros."""
    found: dict[Any, Fraction] = defaultdict(Fraction)
    at = [table.headers.index(key) for key in keys]
    column = table.headers.index(amount)
    for row in table.rows():
        key = tuple(row[each] for each in at)
        found[key[0] if len(key) == 1 else key] += Fraction(row[column] or 0)
    return {key: value for key, value in found.items() if value}


def test_in_the_sample_year_costing_matters(books: dict[str, Books]) -> None:
    book = books["year"].done.result.book
    worth = {}
    for costing in ("Average", "FIFO"):
        costed = replace(book, settings=replace(book.settings, costing=costing))
        costs = build_costs(costed)
        assert costs is not None
        worth[costing] = sum(costs.stock.tolist())
    assert worth["Average"] != worth["FIFO"]


def test_tax(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("tax", text).figures
    expected = books.change(again.taxes, text)
    credited = -expected.pop(None, Fraction(0))
    by_rate: dict[Any, Fraction] = defaultdict(Fraction)
    for (code, _number, rate), tax in expected.items():
        by_rate[code, rate] += tax
    assert figures(table, ["Tax code", "Rate %"], "Tax") == by_rate
    assert sum(figures(table, ["Month"], "Credited tax").values()) == credited


def test_purchases(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("purchases", text).figures
    expected = books.change(again.arrived, text)
    for what in ("Quantity", "Value", "On time", "Late"):
        own = {key: units for (key, name), units in expected.items() if name == what}
        assert figures(table, ["Supplier"], what) == own


def test_sales(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("sales", text).figures
    assert figures(table, ["SKU"], "Revenue") == books.change(again.revenue, text)
    assert figures(table, ["SKU"], "Quantity") == books.change(again.sold, text)
    assert figures(table, ["SKU"], "Cost") == books.change(again.cost, text)


def test_receivables(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("receivables", text).figures
    owed = again.owed(books.end(text))
    shown: dict[Any, dict[str, Fraction]] = defaultdict(dict)
    for header in table.headers[2:]:
        for customer, amount in figures(table, ["Customer"], header).items():
            shown[customer][header] = amount
    assert shown == owed


def test_statement(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("statement", text).figures
    for header, book in (
        ("Opening balance", books.beginning(text)),
        ("Closing balance", books.end(text)),
    ):
        owed = {
            c: sums["Total"] for c, sums in again.owed(book).items() if "Total" in sums
        }
        assert figures(table, ["Customer"], header) == owed


def test_stock(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("stock", text).figures
    keys = ["SKU", "Location"]
    assert figures(table, keys, "On hand") == again.units(books.end(text))
    assert figures(table, keys, "Value") == again.worth(books.end(text))
    assert figures(table, keys, "Opening") == again.units(books.beginning(text))
    moved = books.change(again.moved, text)
    for side in ("In", "Out"):
        expected = {key[:2]: value for key, value in moved.items() if key[2] == side}
        assert figures(table, keys, side) == expected


def test_ledger(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("ledger", text).figures
    last: dict[Any, tuple[Any, Any]] = {}
    at = [table.headers.index(name) for name in ("SKU", "Balance", "Value")]
    for row in table.rows():
        last[row[at[0]]] = (row[at[1]], row[at[2]])
    units: dict[Any, Fraction] = defaultdict(Fraction)
    value: dict[Any, Fraction] = defaultdict(Fraction)
    for (sku, _), quantity in again.units(books.end(text)).items():
        units[sku] += quantity
    for (sku, _), amount in again.worth(books.end(text)).items():
        value[sku] += amount
    assert {
        sku: Fraction(balance) for sku, (balance, _) in last.items() if balance
    } == {sku: quantity for sku, quantity in units.items() if quantity}
    assert {sku: Fraction(worth) for sku, (_, worth) in last.items() if worth} == {
        sku: amount for sku, amount in value.items() if amount
    }


def test_unbilled(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("unbilled", text).documents
    shown = figures(table, ["What", "Order", "Line"], "Quantity")
    expected = {
        (
            "Shipped and not invoiced" if units > 0 else "Invoiced and not shipped",
            *key,
        ): abs(units)
        for key, units in again.unbilled(books.end(text)).items()
    }
    assert {
        (what, order, str(line)): q for (what, order, line), q in shown.items()
    } == {(what, order, str(line)): q for (what, order, line), q in expected.items()}


def test_margin(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("margin", text).figures
    expected = books.change(again.revenue, text)
    expected.pop("(freight)", None)
    assert figures(table, ["SKU"], "Revenue") == expected
    assert figures(table, ["SKU"], "Cost") == books.change(again.cost, text)


def test_slow(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("slow", text).figures
    at = [table.headers.index(name) for name in ("SKU", "Last sale")]
    sales = again.last_sale(books.end(text))
    for row in table.rows():
        assert row[at[1]] == sales.get(row[at[0]])
    stocked = {sku for sku, _ in again.units(books.end(text))}
    assert {row[at[0]] for row in table.rows()} == stocked


def test_journal(case: tuple[Books, str]) -> None:
    books, text = case
    table = books.report("journal", text).figures
    assert figures(table, ["Number"], "Change") == books.change(again.documents, text)
