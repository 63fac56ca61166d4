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
from sheetflow.domain.numbers import AnyArray
from sheetflow.engine.process import Result
from sheetflow.workbook.model import Value

Columns = Mapping[str, Sequence[Value]]


class Shortage(NamedTuple):
    """A product of which less is available than was ordered: its row in Products, and how much is missing."""

    row: int
    sku: str
    name: str
    missing: Decimal


@dataclass(frozen=True)
class Shown:
    """What the sheets show: the derived columns of the facts (`cells`, by sheet) and the sheet Issues."""

    result: Result
    cells: Mapping[str, Columns]
    issues: Columns

    @cached_property
    def statuses(self) -> Counter[Value]:
        """How many orders have each status."""
        return Counter(self.cells["Orders"]["Status"])

    def worth(self, header: str, *words: str) -> Decimal:
        """The totals of the orders that show one of these words in a column."""
        chosen = [word in words for word in self.cells["Orders"][header]]
        return exact(
            total(self.result.ledgers.money.total[np.array(chosen, dtype=bool)])
        )

    def owed(self, bucket: str) -> Decimal:
        """What is owed in one bucket of days past due, or in all (`Total`); what is paid and `Unallocated`, below 0."""
        return exact(total(self._owed(bucket)))

    def owing(self, bucket: str) -> int:
        """How many customers owe that."""
        return int((self._owed(bucket) > 0).sum())

    def _owed(self, bucket: str) -> AnyArray:
        owed = self.result.ledgers.receivables
        return {"Total": owed.total, "Unallocated": owed.unallocated, **owed.buckets}[
            bucket
        ]

    @property
    def late_customers(self) -> int:
        """How many customers have something overdue."""
        return sum(bool(amount) for amount in self.cells["Customers"]["Overdue"])

    @cached_property
    def short(self) -> Sequence[Shortage]:
        """The products that are short, the most missing first; of equals the one further up."""
        available, products = (
            self.result.ledgers.products.available,
            self.result.book["Products"],
        )
        below = np.flatnonzero(available < 0)
        worst = below[np.argsort(available[below], kind="stable")].tolist()
        skus, names = products["SKU"], products["Name"]
        return [
            Shortage(
                int(products.rows[at]),
                skus[at] or "",
                names[at] or "",
                exact(-int(available[at])),
            )
            for at in worst
        ]

    @property
    def below_zero(self) -> int:
        """At how many places there is less than nothing."""
        stock = self.result.ledgers.stock
        return int((stock.on_hand[stock.touched] < 0).sum())

    @cached_property
    def held(self) -> Counter[bool]:
        """How many orders are held; True: by an action that was refused."""
        return Counter(
            "was refused" in str(text)
            for text in self.cells["Orders"]["Check"]
            if text not in (None, "OK")
        )

    @cached_property
    def waiting(self) -> Sequence[str]:
        """What is said of each action that waits."""
        texts = zip(self.issues["Code"], self.issues["Problem"], strict=True)
        return [str(text) for code, text in texts if code == WAITS]

    def waits(self, words: str) -> int:
        """How many actions wait for a reason that holds these words."""
        return sum(words in text for text in self.waiting)


WAITS = "ACT03"
"""The code of an action that waits."""
