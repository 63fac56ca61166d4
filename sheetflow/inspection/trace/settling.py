"""Which credit, payment or refund settles which invoice, one by one, and why (rules.md section 6).

The ledger pours sums over invoices; here the same is done row by row: credits as their rows stand, payments and
refunds by date, then row. What each invoice gets in all must be what the ledger says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Payments
from sheetflow.ledgers.payments import (
    Allocations,
    invoice_order,
    is_refund,
    named_invoice,
)

NAMED = "names it"
IN_TURN = "by due date, then number"
UNDONE = (
    "undoes what is unallocated first",
    "undoes what is overpaid",
    "undoes the latest invoice",
)


@dataclass(frozen=True)
class Settlement:
    """What one row of Payments or Returns does to one invoice (-1: to none); below 0 where a refund undoes it.

    `amount` is in millionths.
    """

    sheet: str
    record: int
    invoice: int
    amount: int
    why: str


def settlements(book: Book, order: int, settled: Allocations) -> list[Settlement]:
    """What settles the invoices of an order, in the order in which it does."""
    desk = _Desk(book, order)
    payments, refunds = (
        _by_date(book, order, refunds=False),
        _by_date(book, order, refunds=True),
    )
    desk.pay_named(payments)
    desk.pour("Returns", desk.credits(), f"credits come first, {IN_TURN}")
    desk.pour(
        "Payments",
        [(at, amount) for at, amount in payments if desk.named[at] < 0],
        IN_TURN,
    )
    desk.refund(refunds)
    desk.compare(settled)
    return desk.found


def _by_date(book: Book, order: int, *, refunds: bool) -> list[tuple[int, int]]:
    """The live payments of an order, or its refunds: record and amount."""
    payments = book.payments
    mine = np.flatnonzero(
        payments.live & (payments.order_index == order) & (is_refund(book) == refunds)
    )
    mine = mine[np.argsort(payments.number(Payments.payment_date)[mine], kind="stable")]
    return list(zip(mine.tolist(), payments.amount[mine].tolist(), strict=True))


class _Desk:
    """One order's invoices while they are settled: what is left of each, and what was done so far."""

    def __init__(self, book: Book, order: int) -> None:
        self.book, self.order = book, order
        invoices = invoice_order(book)
        self.invoices: list[int] = invoices[
            book.invoices.order_index[invoices] == order
        ].tolist()
        self.total = dict(
            zip(
                self.invoices,
                book.invoices.total[self.invoices].tolist(),
                strict=True,
            )
        )
        self.credited, self.paid = (
            dict.fromkeys(self.invoices, 0),
            dict.fromkeys(self.invoices, 0),
        )
        self.named: list[int] = named_invoice(book).tolist()
        self.spare = 0
        self.found: list[Settlement] = []

    def note(
        self, sheet: str, record: int, invoice: int, amount: int, why: str
    ) -> None:
        """Do one thing; nothing is no thing."""
        if not amount:
            return
        self.found.append(Settlement(sheet, record, invoice, amount, why))
        if invoice < 0:
            self.spare += amount
        elif sheet == "Returns":
            self.credited[invoice] += amount
        else:
            self.paid[invoice] += amount

    def left(self, invoice: int) -> int:
        """What is open of an invoice."""
        open_to: int = self.total[invoice] - self.paid[invoice] - self.credited[invoice]
        return max(open_to, 0)

    def pay_named(self, payments: Iterable[tuple[int, int]]) -> None:
        """Payments that name a live invoice go to it."""
        for record, amount in payments:
            if self.named[record] >= 0:
                self.note("Payments", record, self.named[record], amount, NAMED)

    def credits(self) -> list[tuple[int, int]]:
        """The credits of the order; one below 0 is taken off the others."""
        returns = self.book.returns
        mine = np.flatnonzero(
            returns.live & (returns.order_index == self.order)
        ).tolist()
        found = [(at, int(returns.credit_total[at])) for at in mine]
        below = sum(amount for _, amount in found if amount < 0)
        for at, (record, amount) in enumerate(found):
            taken = min(max(amount, 0), -below)
            found[at] = record, max(amount, 0) - taken
            below += taken
        self.note(
            "Returns",
            min(found, key=lambda each: each[1], default=(-1, 0))[0],
            -1,
            below,
            "below 0",
        )
        return found

    def pour(self, sheet: str, amounts: Iterable[tuple[int, int]], why: str) -> None:
        """Each amount goes to the invoices in turn, up to what is left of them; the rest is unallocated."""
        for record, amount in amounts:
            rest, astray = amount, self._astray(sheet, record)
            for invoice in self.invoices:
                taken = min(rest, self.left(invoice))
                self.note(sheet, record, invoice, taken, astray + why)
                rest -= taken
            self.note(
                sheet, record, -1, rest, astray + "no invoice has anything left for it"
            )

    def _astray(self, sheet: str, record: int) -> str:
        """What is to be said of a payment that names an invoice which does not count."""
        name = self.book[sheet]["Invoice"][record] if sheet == "Payments" else None
        return f"names {name}, which is no live invoice of the order: " if name else ""

    def refund(self, refunds: list[tuple[int, int]]) -> None:
        """A refund undoes what it names first, then what is unallocated, then overpaid, then the latest invoice."""
        rest = []
        for record, amount in refunds:
            invoice = self.named[record]
            taken = min(amount, max(self.paid[invoice], 0)) if invoice >= 0 else 0
            self.note(
                "Payments", record, invoice, -taken, "names it: undone there first"
            )
            rest.append((record, amount - taken))
        for record, amount in rest:
            self._undo(record, amount)

    def _undo(self, record: int, amount: int) -> None:
        """Undo what is unallocated, then what is overpaid, then the latest invoices."""
        latest = self.invoices[::-1]
        rest = amount
        for invoice, why in [
            (-1, UNDONE[0]),
            *((at, UNDONE[1]) for at in latest),
            *((at, UNDONE[2]) for at in latest),
        ]:
            taken = min(rest, self._undoable(invoice, overpaid=why == UNDONE[1]))
            self.note("Payments", record, invoice, -taken, why)
            rest -= taken
        self.note("Payments", record, -1, -rest, "more than was ever paid")

    def _undoable(self, invoice: int, *, overpaid: bool) -> int:
        """What a refund can still undo of an invoice, of what is overpaid alone; of what is unallocated (-1)."""
        if invoice < 0:
            return max(self.spare, 0)
        paid = self.paid[invoice]
        most = (
            paid - (self.total[invoice] - self.credited[invoice]) if overpaid else paid
        )
        return max(min(most, paid), 0)

    def compare(self, settled: Allocations) -> None:
        """What was done row by row comes to what the ledger says."""
        for invoice in self.invoices:
            mine = self.credited[invoice], self.paid[invoice]
            ledger = int(settled.credited[invoice]), int(settled.paid[invoice])
            assert mine == ledger, (
                f"invoice {invoice}: settled by {mine}, the engine says {ledger} (millionths)"
            )
        assert self.spare == int(settled.unallocated[self.order]), (
            f"order {self.order}: unallocated {self.spare}"
        )
