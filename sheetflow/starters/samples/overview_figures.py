"""The results of the formulas in the owner's overview of the year."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.starters.samples.models import Row
from sheetflow.starters.samples.tables import Table
from sheetflow.workbook.model import Value


@dataclass(frozen=True)
class Figures:
    """The results of the formulas, for programs that do not calculate."""

    orders: dict[int, int]
    invoiced: dict[int, Decimal]
    paid: dict[int, Decimal]
    sold: dict[str, Decimal]
    methods: dict[str, Decimal]
    names: dict[str, str]


def figures_of(tables: dict[str, Table]) -> Figures:
    """Sum up the year."""
    payments = tables["Payments"].by_header()
    received = [row for row in payments if row["Kind"] == "Payment"]
    invoices = tables["Invoices"].by_header()
    products = tables["Products"].by_header()
    return Figures(
        orders=Counter(map(_month, tables["Orders"].column("Order date"))),
        invoiced=_sums_by_month(invoices, "Invoice date", "Total"),
        paid=_sums_by_month(received, "Payment date", "Amount"),
        sold=_sums(tables["Invoice lines"].by_header(), "SKU", "Quantity"),
        methods=_sums(received, "Method", "Amount"),
        names={str(row["SKU"]): str(row["Name"]) for row in products},
    )


def _month(day: Value) -> int:
    assert isinstance(day, dt.date)
    return day.month


def _sums(rows: Sequence[Row], key: str, amount: str) -> dict[str, Decimal]:
    """The sums of one column by the values of another."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[str(row[key])] += Decimal(str(row[amount]))
    return sums


def _sums_by_month(rows: Sequence[Row], date: str, amount: str) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[_month(row[date])] += Decimal(str(row[amount]))
    return sums
