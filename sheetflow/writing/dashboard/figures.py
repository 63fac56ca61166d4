"""What the dashboard counts, as the sheets show it after the run: each of its formulas is written with its value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sheetflow.controls.reconciliation.formulas import exact, total
from sheetflow.domain.arrays import sorted_by
from sheetflow.domain.messages import in_own_language, own_text
from sheetflow.domain.numbers import BLANK, AnyArray, Mask
from sheetflow.engine.process import Result
from sheetflow.workbook.model import Value
from sheetflow.writing.first_line import FOR_CREDIT, WAITS

Columns = Mapping[str, Sequence[Value]]

TO_INVOICE = "Fulfilled, Uninvoiced"
"""The status of what is to be invoiced, as long as nothing is paid."""


def was_refused() -> str:
    """The words by which a refused action is known."""
    return own_text("was refused")


def waits_for_credit() -> str:
    """The words with which Check begins for an order that waits for credit."""
    return in_own_language(FOR_CREDIT)


class Shortage(NamedTuple):
    """A product that is short: its row in Products, and how much is missing."""

    row: int
    sku: str
    name: str
    missing: Decimal


@dataclass(frozen=True)
class DashboardFigures:
    """What the sheets show: the derived columns of the facts (`cells`, by sheet) and the sheet Issues."""

    result: Result
    cells: Mapping[str, Columns]
    issues: Columns

    @cached_property
    def statuses(self) -> Counter[Value]:
        """How many orders have each status."""
        return Counter(self.cells["Orders"]["Status"])

    def worth(self, header: str, *words: str) -> Decimal:
        """The totals of the orders that have one of these words in a column, as far as known."""
        has_word = [word in words for word in self.cells["Orders"][header]]
        return self._totals(np.array(has_word, dtype=bool))

    def _totals(self, chosen: Mask) -> Decimal:
        """The totals of these orders, as far as known."""
        totals = self.result.ledgers.money.total
        return exact(total(totals[chosen & (totals != BLANK)]))

    @property
    def to_invoice_count(self) -> int:
        """How many orders are delivered and not invoiced, whatever was paid."""
        return self.statuses[TO_INVOICE] + self.paid_to_invoice_count

    @property
    def to_invoice_worth(self) -> Decimal:
        """The totals of these orders."""
        paid = self._totals(self._paid_to_invoice)
        return self.worth("Status", TO_INVOICE) + paid

    @property
    def paid_to_invoice_count(self) -> int:
        """How many orders are delivered and paid for, at least in part, but not invoiced."""
        return int(self._paid_to_invoice.sum())

    @cached_property
    def _paid_to_invoice(self) -> Mask:
        statuses = self.result.ledgers.statuses
        is_delivered = statuses.inventory == "Fulfilled"
        is_invoiced = statuses.progress["Invoice"] != "None"
        is_unpaid = statuses.payment == "Uninvoiced"
        return np.asarray(is_delivered & ~is_invoiced & ~is_unpaid, dtype=bool)

    def owed(self, bucket: str) -> Decimal:
        """What is owed in one bucket of days past due, or in all (`Total`).

        What is paid and `Unallocated` is below 0.
        """
        return exact(total(self._owed_by_customer(bucket)))

    def owing_customers(self, bucket: str) -> int:
        """How many customers owe something in a bucket."""
        return int((self._owed_by_customer(bucket) > 0).sum())

    def _owed_by_customer(self, bucket: str) -> AnyArray:
        owed = self.result.ledgers.receivables
        if bucket == "Total":
            return owed.total
        return owed.unallocated if bucket == "Unallocated" else owed.buckets[bucket]

    @property
    def late_customers(self) -> int:
        """How many customers have something overdue."""
        return sum(bool(amount) for amount in self.cells["Customers"]["Overdue"])

    @cached_property
    def short(self) -> Sequence[Shortage]:
        """The products that are short, the most missing first; where equal, the one further up."""
        available = self.result.ledgers.products.available
        below = np.flatnonzero(available < 0)
        worst_first = sorted_by(below, available)
        return [self._shortage(product) for product in worst_first.tolist()]

    def _shortage(self, product: int) -> Shortage:
        products = self.result.book.products
        available = self.result.ledgers.products.available
        return Shortage(
            int(products.rows[product]),
            products.sku[product] or "",
            products.name[product] or "",
            exact(-int(available[product])),
        )

    @property
    def below_zero(self) -> int:
        """How many products have less than 0 on hand at a location."""
        stock = self.result.ledgers.stock
        return int((stock.on_hand[stock.touched] < 0).sum())

    @cached_property
    def on_hold(self) -> Counter[bool]:
        """How many orders are on hold; True: because an action was refused."""
        return Counter(
            was_refused() in text
            for text in self._not_ok
            if not text.startswith(waits_for_credit())
        )

    @property
    def waiting_for_credit(self) -> int:
        """How many orders wait for credit."""
        return sum(text.startswith(waits_for_credit()) for text in self._not_ok)

    @cached_property
    def _not_ok(self) -> Sequence[str]:
        """What Check says of the orders that are on hold or wait."""
        checks = self.cells["Orders"]["Check"]
        return [str(text) for text in checks if text not in (None, "OK")]

    @cached_property
    def waiting(self) -> Sequence[str]:
        """The problem text of each action that waits."""
        texts = zip(self.issues["Code"], self.issues["Problem"], strict=True)
        return [str(text) for code, text in texts if code == WAITS]

    def waiting_for(self, words: str) -> int:
        """How many actions wait for a reason that contains these words."""
        return sum(words in text for text in self.waiting)
