"""The reports by name: what each shows, what it must agree with, and which function makes it.

The command lists them before it reads a workbook, so this module imports nothing heavy:
the function of a report is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Declaration:
    """A report.

    `shows` and `agrees` are sentences without their full stop. `covers` is a period or
    a day. `by` are the words that --by takes, `usual` those that hold without it, and
    `most` how many it takes. `reads` names further options. The module of a report has
    a function of its name: (source, options) → Report.
    """

    name: str
    title: str
    shows: str
    agrees: str
    covers: str = "period"
    by: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    most: int = 2
    reads: tuple[str, ...] = ()

    @property
    def make(self) -> Callable[..., Any]:
        """The function that makes it, imported now."""
        module = import_module(f"sheetflow.reports.{self.name}")
        found: Callable[..., Any] = getattr(module, self.name)
        return found


_ALL = (
    Declaration(
        "tax",
        "Tax",
        "Taxable amounts, tax, credits and what is left, by month, tax code and component",
        "Tax of Invoices less Credit tax of Returns; by payment, what was paid on invoices",
        reads=("basis",),
    ),
    Declaration(
        "sales",
        "Sales",
        "Quantity, revenue, cost, margin and share of what was sold, less credits",
        "Invoices without tax less Credit net of Returns; the goods that customers have, at cost",
        by=("customer", "product", "month", "country", "tax-code"),
        usual=("product",),
    ),
    Declaration(
        "receivables",
        "Receivables",
        "What each customer owes, by days past due",
        "Receivables at that date",
        covers="day",
        by=("customer", "invoice"),
        usual=("customer",),
        most=1,
    ),
    Declaration(
        "statement",
        "Statement of accounts",
        "The opening balance, activity and closing balance of each customer",
        "Receivables at the end of the period",
    ),
    Declaration(
        "stock",
        "Stock",
        "Quantity and value by product and location, and what came in and went out",
        "On hand and Value of Stock at that date",
        reads=("product", "location"),
    ),
    Declaration(
        "ledger",
        "Stock ledger",
        "Every movement of products, with the balance and the value after it",
        "On hand and Value of Stock at that date",
        reads=("product", "location"),
    ),
    Declaration(
        "unbilled",
        "Unbilled",
        "What was shipped and not invoiced, invoiced and not shipped, and deposits held",
        "Movements and Invoice lines, in units; Unallocated of Receivables at that date",
        covers="day",
    ),
    Declaration(
        "margin",
        "Margins",
        "The margin of each order line, lowest first, and prices below cost or off the list",
        "Margin of Order lines at that date",
    ),
    Declaration(
        "slow",
        "Slow stock",
        "Days since the last sale, days of stock left, and the value of what is on hand",
        "On hand and Value of Stock at that date",
    ),
    Declaration(
        "purchases",
        "Purchases",
        "What arrived from suppliers, at cost, and how much of it on time or late",
        "Received of Purchase lines",
        by=("supplier", "product", "month"),
        usual=("supplier",),
    ),
    Declaration(
        "journal",
        "Journal",
        "Invoices, credit notes and payments in order of date and number, with missing numbers",
        "Receivables at the end of the period",
    ),
)

BASES = ("invoice", "cash")
"""What tax counts by: the date of invoices, or that of payments. The first is usual."""

REPORTS = {each.name: each for each in _ALL}
"""In the order in which the command lists them."""
