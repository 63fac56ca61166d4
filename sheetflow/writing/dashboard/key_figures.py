"""The key figures: six numbers at the top of the dashboard, each with a note below it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sheetflow.domain.messages import Message, message, own_text
from sheetflow.ledgers.receivables import BUCKETS
from sheetflow.workbook.model import Formula
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import TO_INVOICE, DashboardFigures
from sheetflow.writing.dashboard.live import LiveFormulas, text_formula
from sheetflow.writing.dashboard.orders_panel import PAYMENTS, STATES
from sheetflow.writing.dashboard.panel import FIGURES, LEFT, RIGHT, WIDTH, Panel

PER_SIDE = 3
"""How many key figures are on the left, and on the right."""

OPEN = STATES[:2]
PAID_TO_INVOICE = (
    ("Orders", "Inventory status", "Fulfilled"),
    ("Orders", "Invoice", "None"),
    ("Orders", "Payment status", "<>Uninvoiced"),
)
"""Delivered and not invoiced, but paid for: only a workbook with such orders has them in its formulas."""

WHOLE = "#,##0"
"""How the notes show a number."""


def _worth_format() -> str:
    return _format_of(message("worth {number}", number=WHOLE))


def _customers_format() -> str:
    one = _quoted(own_text("by 1 customer"))
    many = message("by {number} customers", number=WHOLE)
    return f"[=1]{one};{_format_of(many)}"


def _below_zero_format() -> str:
    return _format_of(message("on hand below 0: {number}", number=WHOLE))


def _format_of(text: Message) -> str:
    """The number format of a text with a number in it, in the workbook's language."""
    before, after = text.translated().split(WHOLE)
    return f"{_quoted(before)}{WHOLE}{_quoted(after)}"


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


class KeyFigure(NamedTuple):
    """A label, a figure, the note below it and the note's number format."""

    label: str | Formula
    number: Formula
    note: Formula
    note_format: str


def key_figures(live: LiveFormulas, figures: DashboardFigures, currency: str) -> Panel:
    """Six figures, each with a note below it."""
    panel = Panel()
    makers = _KeyFigures(live, figures)
    shown = [
        makers.open_orders(),
        makers.to_invoice(),
        makers.quotes(),
        makers.owed(currency),
        makers.overdue(currency),
        makers.short(),
    ]
    for figure, column in zip(shown, figure_columns(), strict=True):
        _put_figure(panel, column, figure)
    for row in range(FIGURES, FIGURES + 3):
        for first in (LEFT, RIGHT):
            panel.fill(row, first, first + WIDTH - 1, styles.LABEL)
    return panel


def figure_columns() -> list[int]:
    """The first of the two columns of each key figure."""
    width = WIDTH // PER_SIDE
    return [side + at * width for side in (LEFT, RIGHT) for at in range(PER_SIDE)]


def _put_figure(panel: Panel, column: int, figure: KeyFigure) -> None:
    note_style = styles.NOTE._replace(number_format=figure.note_format)
    panel.put(FIGURES, column, figure.label, styles.LABEL)
    panel.put(FIGURES + 1, column, figure.number, styles.NUMBER)
    panel.put(FIGURES + 2, column, figure.note, note_style)


@dataclass(frozen=True)
class _KeyFigures:
    """Makes each key figure."""

    live: LiveFormulas
    figures: DashboardFigures

    def open_orders(self) -> KeyFigure:
        """The orders that are not fulfilled."""
        statuses = self.figures.statuses
        count = sum(
            statuses[f"{state}, {payment}"] for state in OPEN for payment, _ in PAYMENTS
        )
        conditions = [("Orders", "Inventory status", state) for state in OPEN]
        number = self.live.counts(count, *conditions)
        note = self._worth("Inventory status", *OPEN)
        return KeyFigure(message("Open orders"), number, note, _worth_format())

    def to_invoice(self) -> KeyFigure:
        """The orders that are fulfilled and not invoiced, whatever was paid."""
        found = self._with_status(message("Fulfilled, to invoice"), TO_INVOICE)
        figures = self.figures
        if not figures.paid_to_invoice_count:
            return found
        return found._replace(
            number=self.live.count_more(
                figures.to_invoice_count, found.number.text, *PAID_TO_INVOICE
            ),
            note=self.live.worth_more(
                figures.to_invoice_worth, found.note.text, *PAID_TO_INVOICE
            ),
        )

    def quotes(self) -> KeyFigure:
        """The quotes that are open."""
        return self._with_status(message("Quotes out"), "Quote")

    def _with_status(self, label: str, status: str) -> KeyFigure:
        count = self.figures.statuses[status]
        number = self.live.count(count, ("Orders", "Status", status))
        return KeyFigure(label, number, self._worth("Status", status), _worth_format())

    def owed(self, currency: str) -> KeyFigure:
        """What customers owe."""
        label = text_formula(message("Owed to us, {currency}", currency=currency))
        owing = self.figures.owing_customers("Total")
        note = self.live.count(owing, ("Receivables", "Total", ">0"))
        return KeyFigure(label, self._owed("Total"), note, _customers_format())

    def overdue(self, currency: str) -> KeyFigure:
        """What customers owe past the due date."""
        label = text_formula(message("Overdue, {currency}", currency=currency))
        late = self.figures.late_customers
        note = self.live.count(late, ("Customers", "Overdue", ">0"))
        return KeyFigure(label, self._owed(*BUCKETS[1:]), note, _customers_format())

    def short(self) -> KeyFigure:
        """The products that are short."""
        count = len(self.figures.short)
        number = self.live.count(count, ("Products", "Available", "<0"))
        below_zero = self.figures.below_zero
        note = self.live.count(below_zero, ("Stock", "On hand", "<0"))
        return KeyFigure(message("Products short"), number, note, _below_zero_format())

    def _worth(self, header: str, *words: str) -> Formula:
        value = self.figures.worth(header, *words)
        return self.live.worth(value, header, *words)

    def _owed(self, *buckets: str) -> Formula:
        amounts = [self.figures.owed(bucket) for bucket in buckets]
        return self.live.total(sum(amounts, Decimal(0)), "Receivables", *buckets)
