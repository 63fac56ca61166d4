"""Checks of money: invoices, credits, payments, receivables, and that debits equal credits (rules.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.formulas import Term, exact, total
from sheetflow.controls.reconciliation.making import MONEY, Figure, Making
from sheetflow.controls.reconciliation.seen import like, logical, numeric, unlike
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, total_by
from sheetflow.ledgers.payments import is_refund

LINES = ("Invoice lines", "Line total")
FREIGHT, TAX, TOTAL = (("Invoices", header) for header in ("Freight", "Tax", "Total"))
CREDIT, NET, CREDIT_TAX, FEE = (
    ("Returns", header)
    for header in ("Credit total", "Credit net", "Credit tax", "Fee")
)
PAID = ("Payments", "Amount")


@dataclass(frozen=True)
class Terms:
    """The live sums that the checks of money are put together from."""

    billed: Term
    total: Term
    credits: Term
    credited: Term
    fees: Term
    received: Term
    refunded: Term


@dataclass(frozen=True)
class Facts:
    """What the facts say of each order, added up in a plain way: millionths by position in Orders."""

    invoiced: AnyArray
    credited: AnyArray
    credits: AnyArray
    received: AnyArray
    refunded: AnyArray

    @property
    def paid(self) -> AnyArray:
        """Payments less refunds."""
        return np.asarray(self.received - self.refunded)

    @property
    def balance(self) -> AnyArray:
        """What is owed."""
        return np.asarray(self.invoiced - self.credited - self.paid)


def read_facts(book: Book) -> Facts:
    """The money of each order, from its live rows."""
    returns, refund = book.returns, is_refund(book)

    def by_order(sheet: str, amounts: AnyArray) -> AnyArray:
        frame = book[sheet]
        return total_by(
            frame.link("order"), np.where(frame.live, amounts, 0), len(book.orders)
        )

    credits = returns.credit_net + returns.credit_tax
    paid = book.payments.amount
    return Facts(
        invoiced=by_order("Invoices", book.invoices.total),
        credited=by_order("Returns", returns.credit_total),
        credits=by_order("Returns", np.where(returns.has_credit_total, credits, 0)),
        received=by_order("Payments", np.where(refund, 0, paid)),
        refunded=by_order("Payments", np.where(refund, paid, 0)),
    )


def money_checks(making: Making) -> Iterator[Check]:
    """Every check of money."""
    terms = _terms(making)
    paid = terms.received - terms.refunded
    formulas = [
        terms.billed,
        terms.credits - terms.fees,
        paid + terms.credited,
        terms.total - terms.credited - paid,
        terms.billed + terms.credited + terms.fees + terms.received + terms.refunded,
    ]
    for (name, figure), formula in zip(
        _figures(making, read_facts(making.book)).items(), formulas, strict=True
    ):
        yield making.check(name, figure, formula, MONEY)


def _figures(making: Making, facts: Facts) -> dict[str, Figure]:
    """The figures of money, by order: by the ledgers, and by the facts."""
    money, settled, orders = (
        making.ledgers.money,
        making.ledgers.allocations,
        len(making.book.orders),
    )
    invoices = making.book.invoices.order_index
    allocated = (
        total_by(invoices, settled.paid + settled.credited, orders)
        + settled.unallocated
    )
    debits = money.invoiced + facts.credits + facts.received + facts.refunded
    again = facts.invoiced + facts.credits + money.paid + 2 * facts.refunded
    return {
        "Invoices: totals = lines + freight + tax": Figure(
            total_by(invoices, settled.total, orders), facts.invoiced
        ),
        "Credits: totals = net + tax − fees": Figure(money.credited, facts.credited),
        "Payments and credits = allocated + unallocated": Figure(
            allocated, facts.paid + facts.credited
        ),
        "Receivables = invoiced − credited − paid": _receivables(making, facts),
        "Debits = credits": Figure(debits, again),
    }


def _receivables(making: Making, facts: Facts) -> Figure:
    """What each customer owes: in all, and by its buckets and what is unallocated.

    In sum, no order's balance may be left out.
    """
    shown = making.ledgers.receivables
    owed, balance = total(shown.total), total(facts.balance)
    aged = sum(shown.buckets.values(), shown.unallocated)
    parts, again = (
        np.append(values.astype(object), last)
        for values, last in ((shown.total, owed), (aged, balance))
    )
    return Figure(parts, again, (exact(owed), exact(balance)))


def _terms(making: Making) -> Terms:
    sums, filled = making.formulas.total, numeric("Credit total")
    return Terms(
        billed=sums(*LINES) + sums(*FREIGHT) + sums(*TAX) - _tax_inside(making),
        total=sums(*TOTAL),
        credits=sums(*NET, filled) + sums(*CREDIT_TAX, filled),
        credited=sums(*CREDIT),
        fees=sums(*FEE, filled),
        received=sums(*PAID, unlike("Kind", "Refund")),
        refunded=sums(*PAID, like("Kind", "Refund")),
    )


def _tax_inside(making: Making) -> Term:
    """The tax of invoices whose prices hold it already: `Yes`, or the logical value TRUE."""
    header = "Prices include tax"
    return making.formulas.total(*TAX, like(header, "y")) + making.formulas.total(
        *TAX, logical(header)
    )
