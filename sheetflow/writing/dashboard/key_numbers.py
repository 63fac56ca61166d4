"""The dashboard's key figures as plain numbers: for `--json`, and for the page."""

from __future__ import annotations

from sheetflow.ledgers.receivables import BUCKETS
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.key_figures import OPEN, TO_INVOICE
from sheetflow.writing.dashboard.orders_panel import PAYMENTS

KeyNumber = dict[str, str]


def key_numbers(figures: DashboardFigures, currency: str) -> list[KeyNumber]:
    """A label, a number and a note for each key figure of the dashboard, in its order."""
    statuses = figures.statuses
    is_open = [f"{state}, {payment}" for state in OPEN for payment, _ in PAYMENTS]
    late = sum(figures.owed(bucket) for bucket in BUCKETS[1:])
    open_worth = figures.worth("Inventory status", *OPEN)
    to_invoice_worth = figures.worth("Status", TO_INVOICE)
    return [
        _number("Open orders", sum(map(statuses.__getitem__, is_open)), open_worth),
        _number("Fulfilled, to invoice", statuses[TO_INVOICE], to_invoice_worth),
        _number("Quotes out", statuses["Quote"], figures.worth("Status", "Quote")),
        _amount(f"Owed to us, {currency}", figures.owed("Total")),
        _amount(f"Overdue, {currency}", late),
        {"label": "Products short", "number": f"{len(figures.short)}", "note": ""},
    ]


def _number(label: str, count: int, worth: object) -> KeyNumber:
    """How many, and what they are worth."""
    return {"label": label, "number": f"{count:,}", "note": f"worth {worth:,.0f}"}


def _amount(label: str, amount: object) -> KeyNumber:
    return {"label": label, "number": f"{amount:,.2f}", "note": ""}
