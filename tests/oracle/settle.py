"""Which invoice each payment and credit goes to, what is left of it, and what each customer owes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from .book import remembered
from .credits import credits_money

if TYPE_CHECKING:
    from .book import Book, Row

ZERO = Fraction(0)
BUCKETS = ("Not due", "1–30", "31–60", "61–90", "Over 90")


@dataclass
class Due:
    """A live invoice and what went to it."""

    row: Row
    paid: Fraction = ZERO
    credited: Fraction = ZERO

    @property
    def balance(self) -> Fraction:
        return self.row.number("Total") - self.paid - self.credited

    def take(self, pool: Fraction) -> Fraction:
        """How much of the pool the invoice still has room for."""
        return max(ZERO, min(pool, self.balance))


@dataclass
class Settlement:
    """An order's invoices by due date and number, and what was allocated to none."""

    invoices: list[Due] = field(default_factory=list)
    unallocated: Fraction = ZERO

    def of(self, invoice: object) -> Due | None:
        return next(
            (due for due in self.invoices if due.row["Invoice"] == invoice), None
        )


@remembered
def settle(book: Book, order_key: object) -> Settlement:
    """Named payments, then credits, then other payments; then the refunds undo."""
    rows = sorted(
        book.live("Invoices", Order=order_key),
        key=lambda r: (r["Due date"] or date.max, r["Invoice"]),
    )
    found = Settlement([Due(row) for row in rows])
    payments = book.live("Payments", Order=order_key)
    loose = ZERO
    for row in payments:
        if row["Kind"] == "Refund":
            continue
        due = found.of(row["Invoice"]) if row["Invoice"] is not None else None
        if due:
            due.paid += row.number("Amount")
        else:
            loose += row.number("Amount")
    credits = sum(
        (r.number("Credit total") for r in book.live("Returns", Order=order_key)), ZERO
    )
    for due in found.invoices:
        amount = due.take(credits)
        due.credited += amount
        credits -= amount
    for due in found.invoices:
        amount = due.take(loose)
        due.paid += amount
        loose -= amount
    found.unallocated = credits + loose
    _refund(found, [row for row in payments if row["Kind"] == "Refund"])
    return found


def _refund(found: Settlement, refunds: list[Row]) -> None:
    """A refund undoes what it names, else the unallocated, then the overpaid, then the latest invoice."""
    rest = ZERO
    for row in refunds:
        due = found.of(row["Invoice"]) if row["Invoice"] is not None else None
        undone = max(ZERO, min(row.number("Amount"), due.paid)) if due else ZERO
        if due:
            due.paid -= undone
        rest += row.number("Amount") - undone
    undone = max(ZERO, min(rest, found.unallocated))
    found.unallocated -= undone
    rest -= undone
    for due in reversed(found.invoices):
        undone = max(ZERO, min(rest, due.paid, -due.balance))
        due.paid -= undone
        rest -= undone
    for due in reversed(found.invoices):
        undone = max(ZERO, min(rest, due.paid))
        due.paid -= undone
        rest -= undone
    found.unallocated -= rest


# --- an order's money ----------------------------------------------------------------------------------
@dataclass
class Money:
    invoiced: Fraction
    credited: Fraction
    paid: Fraction
    any_invoice: bool

    @property
    def balance(self) -> Fraction:
        return self.invoiced - self.credited - self.paid


@remembered
def money_of(book: Book, order_key: object) -> Money:
    invoices = book.live("Invoices", Order=order_key)
    paid = ZERO
    for row in book.live("Payments", Order=order_key):
        paid += (
            -row.number("Amount") if row["Kind"] == "Refund" else row.number("Amount")
        )
    credited = sum(
        (r.number("Credit total") for r in book.live("Returns", Order=order_key)), ZERO
    )
    return Money(
        sum((r.number("Total") for r in invoices), ZERO), credited, paid, bool(invoices)
    )


def invoice_status(book: Book, due: Due) -> str:
    if due.balance == 0:
        return "Paid"
    if due.balance < 0:
        return "Overpaid"
    if (due.row["Due date"] or book.as_of) < book.as_of:
        return "Overdue"
    return "Partial" if due.paid != 0 or due.credited != 0 else "Open"


# --- receivables ---------------------------------------------------------------------------------------
def bucket_of(days: int) -> str:
    """The bucket of an invoice so many days past due."""
    for most, name in zip((0, 30, 60, 90), BUCKETS, strict=False):
        if days <= most:
            return name
    return BUCKETS[-1]


@remembered
def receivables(book: Book) -> dict[str, dict[str, Fraction]]:
    """What each customer with a live invoice, payment or credit owes, by age."""
    out: dict[str, dict[str, Fraction]] = {}
    for order in book.live("Orders"):
        key = order["Order"]
        credits = any(
            credits_money(r)
            or r.number("Credited quantity") > 0
            or r.number("Credit total") != 0
            for r in book.live("Returns", Order=key)
        )
        if not (
            book.live("Invoices", Order=key)
            or book.live("Payments", Order=key)
            or credits
        ):
            continue
        sums = out.setdefault(
            order["Customer"], dict.fromkeys((*BUCKETS, "Total", "Unallocated"), ZERO)
        )
        found = settle(book, key)
        sums["Unallocated"] -= found.unallocated
        for due in found.invoices:
            days = (book.as_of - (due.row["Due date"] or book.as_of)).days
            sums[bucket_of(days) if due.balance > 0 else "Unallocated"] += due.balance
        sums["Total"] += money_of(book, key).balance
    return out
