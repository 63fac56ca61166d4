"""Which credit, payment or refund goes to which invoice, one by one, and why (rules.md section 6).

The ledger allocates sums to invoices; here the same is done row by row: credits in the
order of their rows, payments and refunds by date, then row. What each invoice gets in
all must be what the ledger says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import stable_order
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Payments
from sheetflow.domain.messages import message
from sheetflow.ledgers.payments import (
    Allocations,
    invoice_order,
    is_refund,
    named_invoice,
)

NONE = -1
"""In the place of an invoice: the amount is not allocated."""

NAMED = message("names this invoice")
IN_TURN = message("by due date, then number")
CREDITS_FIRST = message("credits come first, by due date, then number")
NOTHING_LEFT = message("no invoice is left to pay")
NEGATIVE = message("the credits of the order come to less than 0")

REFUNDS_NAMED = message("names this invoice: refunded from it first")
REFUNDS_UNALLOCATED = message("refunds what is unallocated first")
REFUNDS_OVERPAID = message("refunds what is overpaid")
REFUNDS_LATEST = message("refunds the latest invoice")
REFUNDS_MORE = message("more than was ever paid")


@dataclass(frozen=True)
class Allocation:
    """What one row of Payments or Returns pays of one invoice (-1: of none).

    `amount` is in millionths, below 0 where a refund takes it back.
    """

    sheet: str
    record: int
    invoice: int
    amount: int
    why: str


@dataclass
class _Amount:
    """What is still to allocate of one row of Payments or Returns."""

    record: int
    left: int


def allocations(book: Book, order: int, ledger: Allocations) -> list[Allocation]:
    """What pays the invoices of an order, in the order in which it is allocated."""
    if order < 0:
        return []
    allocator = _Allocator(book, order)
    payments = _amounts_by_date(book, order, refunds=False)
    refunds = _amounts_by_date(book, order, refunds=True)
    allocator.pay_named(payments)
    allocator.allocate("Returns", allocator.credits(), CREDITS_FIRST)
    allocator.allocate("Payments", payments, IN_TURN)
    allocator.refund_named(refunds)
    allocator.refund(refunds)
    allocator.compare(ledger)
    return allocator.allocations


def _amounts_by_date(book: Book, order: int, *, refunds: bool) -> list[_Amount]:
    """The live payments of an order, or its refunds."""
    payments = book.payments
    is_kind = is_refund(book) == refunds
    mine = np.flatnonzero(payments.live & (payments.order_index == order) & is_kind)
    dates = payments.number(Payments.payment_date)[mine]
    mine = mine[stable_order(dates)]
    return [_Amount(at, int(payments.amount[at])) for at in mine.tolist()]


class _Allocator:
    """The invoices of one order while they are paid: what each got so far."""

    def __init__(self, book: Book, order: int) -> None:
        self.book = book
        self.order = order
        invoices = invoice_order(book)
        of_order = book.invoices.order_index[invoices] == order
        self.invoices: list[int] = invoices[of_order].tolist()
        self.totals = {at: int(book.invoices.total[at]) for at in self.invoices}
        self.credited = dict.fromkeys(self.invoices, 0)
        self.paid = dict.fromkeys(self.invoices, 0)
        self.unallocated = 0
        self.named: list[int] = named_invoice(book).tolist()
        self.allocations: list[Allocation] = []

    def add(self, sheet: str, record: int, invoice: int, amount: int, why: str) -> None:
        """Make one allocation; of nothing, none."""
        if not amount:
            return
        self.allocations.append(Allocation(sheet, record, invoice, amount, why))
        if invoice == NONE:
            self.unallocated += amount
        elif sheet == "Returns":
            self.credited[invoice] += amount
        else:
            self.paid[invoice] += amount

    def left_to_pay(self, invoice: int) -> int:
        """What is open of an invoice."""
        return max(self._balance(invoice), 0)

    def _balance(self, invoice: int) -> int:
        return self.totals[invoice] - self.paid[invoice] - self.credited[invoice]

    def pay_named(self, payments: Iterable[_Amount]) -> None:
        """Payments that name a live invoice go to it, whatever its total."""
        for payment in payments:
            invoice = self.named[payment.record]
            if invoice != NONE:
                self.add("Payments", payment.record, invoice, payment.left, NAMED)
                payment.left = 0

    def credits(self) -> list[_Amount]:
        """The credits of the order; one below 0 is taken off the others."""
        returns = self.book.returns
        mine = np.flatnonzero(returns.live & (returns.order_index == self.order))
        totals = [int(returns.credit_total[at]) for at in mine.tolist()]
        missing = -sum(amount for amount in totals if amount < 0)
        credits = []
        for record, amount in zip(mine.tolist(), totals, strict=True):
            positive = max(amount, 0)
            taken = min(positive, missing)
            missing -= taken
            credits.append(_Amount(record, positive - taken))
        if credits:
            smallest = min(credits, key=lambda credit: credit.left)
            self.add("Returns", smallest.record, NONE, -missing, NEGATIVE)
        return credits

    def allocate(self, sheet: str, amounts: Iterable[_Amount], why: str) -> None:
        """Each amount goes to the invoices in turn; what none of them needs is unallocated."""
        for amount in amounts:
            misnamed = self._misnamed(sheet, amount.record)
            for invoice in self.invoices:
                taken = min(amount.left, self.left_to_pay(invoice))
                self.add(sheet, amount.record, invoice, taken, _both(misnamed, why))
                amount.left -= taken
            unused = _both(misnamed, NOTHING_LEFT)
            self.add(sheet, amount.record, NONE, amount.left, unused)

    def _misnamed(self, sheet: str, record: int) -> str:
        """What to say of a payment whose Invoice is not one that it can pay."""
        name = self.book.payments.invoice[record] if sheet == "Payments" else None
        if not name:
            return ""
        return message(
            "names {invoice}, which is not a valid invoice of this order", invoice=name
        )

    def refund_named(self, refunds: Iterable[_Amount]) -> None:
        """A refund that names an invoice is taken from there first."""
        for refund in refunds:
            invoice = self.named[refund.record]
            if invoice != NONE:
                self._take_back(refund, invoice, self._paid(invoice), REFUNDS_NAMED)

    def refund(self, refunds: Iterable[_Amount]) -> None:
        """A refund takes what is unallocated, then overpaid, then of the latest invoice."""
        latest_first = self.invoices[::-1]
        for refund in refunds:
            unallocated = max(self.unallocated, 0)
            self._take_back(refund, NONE, unallocated, REFUNDS_UNALLOCATED)
            for invoice in latest_first:
                overpaid = self._overpaid(invoice)
                self._take_back(refund, invoice, overpaid, REFUNDS_OVERPAID)
            for invoice in latest_first:
                self._take_back(refund, invoice, self._paid(invoice), REFUNDS_LATEST)
            self.add("Payments", refund.record, NONE, -refund.left, REFUNDS_MORE)

    def _take_back(self, refund: _Amount, invoice: int, most: int, why: str) -> None:
        """Refund up to `most` from an invoice, or from what is unallocated."""
        taken = min(refund.left, most)
        self.add("Payments", refund.record, invoice, -taken, why)
        refund.left -= taken

    def _paid(self, invoice: int) -> int:
        return max(self.paid[invoice], 0)

    def _overpaid(self, invoice: int) -> int:
        """What was paid of an invoice beyond its total."""
        return min(max(-self._balance(invoice), 0), self._paid(invoice))

    def compare(self, ledger: Allocations) -> None:
        """Assert that each invoice got what the ledger says."""
        for invoice in self.invoices:
            mine = (self.credited[invoice], self.paid[invoice])
            theirs = (int(ledger.credited[invoice]), int(ledger.paid[invoice]))
            assert mine == theirs, (
                f"invoice {invoice}: {mine} allocated, the engine says {theirs} (millionths)"
            )
        assert self.unallocated == int(ledger.unallocated[self.order]), (
            f"order {self.order}: {self.unallocated} unallocated (millionths)"
        )


def _both(misnamed: str, why: str) -> str:
    """Why a payment does not go where it should, if so, then why it goes where it goes."""
    if not misnamed:
        return why
    return message("{reason}: {why}", reason=misnamed, why=why)
