"""The dashboard's key figures as plain numbers: for `--json`, and for the page."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sheetflow.domain.messages import in_own_language, message, translation
from sheetflow.ledgers.receivables import BUCKETS
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.key_figures import OPEN
from sheetflow.writing.dashboard.orders_panel import PAYMENTS


class KeyNumber(NamedTuple):
    """A key figure as text: its label, the number, and a note, which may be empty."""

    label: str
    number: str
    note: str = ""

    def fields(self) -> dict[str, str]:
        """The texts in English."""
        return self._asdict()

    def own_fields(self) -> dict[str, str]:
        """The texts in the workbook's language."""
        return {
            "label": in_own_language(self.label),
            "number": own_number(self.number),
            "note": own_number(in_own_language(self.note)),
        }


def key_numbers(figures: DashboardFigures, currency: str) -> list[KeyNumber]:
    """The key figures of the dashboard, in its order."""
    statuses = figures.statuses
    is_open = [f"{state}, {payment}" for state in OPEN for payment, _ in PAYMENTS]
    late = [figures.owed(bucket) for bucket in BUCKETS[1:]]
    open_worth = figures.worth("Inventory status", *OPEN)
    quotes_worth = figures.worth("Status", "Quote")
    return [
        _number(
            message("Open orders"),
            sum(map(statuses.__getitem__, is_open)),
            open_worth,
        ),
        _number(
            message("Fulfilled, to invoice"),
            figures.to_invoice_count,
            figures.to_invoice_worth,
        ),
        _number(message("Quotes out"), statuses["Quote"], quotes_worth),
        _amount(
            message("Owed to us, {currency}", currency=currency), figures.owed("Total")
        ),
        _amount(
            message("Overdue, {currency}", currency=currency), sum(late, Decimal(0))
        ),
        KeyNumber(message("Products short"), f"{len(figures.short):,}"),
    ]


def own_number(text: str) -> str:
    """A number such as `1,234.50` as the workbook's language writes it."""
    separator = translation("1,000")[1]
    if separator == ",":
        return text
    return text.translate(str.maketrans(",.", f"{separator},"))


def _number(label: str, count: int, worth: Decimal) -> KeyNumber:
    """How many, and what they are worth."""
    amount = f"{worth:,.0f}"
    note = message("worth {amount}", amount=amount)
    return KeyNumber(label, f"{count:,}", note)


def _amount(label: str, amount: Decimal) -> KeyNumber:
    return KeyNumber(label, f"{amount:,.2f}")
