"""Checks of money: invoices, credits, payments, receivables, and that debits equal credits (rules.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sheetflow.controls.reconciliation import money_names
from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import MONEY, CheckMaker, Figure
from sheetflow.controls.reconciliation.excel_view import (
    YES,
    like,
    logical,
    numeric,
    unlike,
)
from sheetflow.controls.reconciliation.formulas import Term, exact, total
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, total_by
from sheetflow.ledgers.payments import is_refund

LINES = ("Invoice lines", "Line total")
FREIGHT = ("Invoices", "Freight")
TAX = ("Invoices", "Tax")
TOTAL = ("Invoices", "Total")
CREDIT = ("Returns", "Credit total")
NET = ("Returns", "Credit net")
CREDIT_TAX = ("Returns", "Credit tax")
FEE = ("Returns", "Fee")
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
    """The money of each order, added up from the facts in a plain way: millionths by position in Orders."""

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
        """What customers owe."""
        return np.asarray(self.invoiced - self.credited - self.paid)


def read_facts(book: Book) -> Facts:
    """The money of each order, from its live rows."""
    returns = book.returns
    refund = is_refund(book)
    paid = book.payments.amount
    credits = returns.credit_net + returns.credit_tax
    issued = np.where(returns.has_credit_total, credits, 0)
    return Facts(
        invoiced=_by_order(book, "Invoices", book.invoices.total),
        credited=_by_order(book, "Returns", returns.credit_total),
        credits=_by_order(book, "Returns", issued),
        received=_by_order(book, "Payments", np.where(refund, 0, paid)),
        refunded=_by_order(book, "Payments", np.where(refund, paid, 0)),
    )


def _by_order(book: Book, sheet: str, amounts: AnyArray) -> AnyArray:
    """The sum of the live rows of a sheet by order."""
    frame = book[sheet]
    live = np.where(frame.live, amounts, 0)
    return total_by(frame.link("order"), live, len(book.orders))


def money_checks(maker: CheckMaker) -> Iterator[Check]:
    """Every check of money."""
    figures = _figures(maker, read_facts(maker.book))
    formulas = _formulas(_terms(maker))
    for (name, figure), formula in zip(figures.items(), formulas, strict=True):
        yield maker.check(name, figure, formula, MONEY)


def _formulas(terms: Terms) -> list[Term]:
    """The figures over the cells of the workbook, in the order of `_figures`."""
    paid = terms.received - terms.refunded
    return [
        terms.billed,
        terms.credits - terms.fees,
        paid + terms.credited,
        terms.total - terms.credited - paid,
        terms.billed + terms.credited + terms.fees + terms.received + terms.refunded,
    ]


def _figures(maker: CheckMaker, facts: Facts) -> dict[str, Figure]:
    """The figures of money, by order: by the ledgers, and by the facts."""
    money = maker.ledgers.money
    invoiced = _by_order_of_invoices(maker, maker.ledgers.allocations.total)
    return {
        money_names.INVOICES: Figure(invoiced, facts.invoiced),
        money_names.CREDITS: Figure(money.credited, facts.credited),
        money_names.ALLOCATED: _allocated(maker, facts),
        money_names.RECEIVABLES: _receivables(maker, facts),
        money_names.DEBITS: _debits(maker, facts),
    }


def _by_order_of_invoices(maker: CheckMaker, amounts: AnyArray) -> AnyArray:
    """Amounts by invoice, added up by order."""
    orders = maker.book.invoices.order_index
    return total_by(orders, amounts, len(maker.book.orders))


def _allocated(maker: CheckMaker, facts: Facts) -> Figure:
    """What was paid and credited: to invoices, and to none yet."""
    allocations = maker.ledgers.allocations
    to_invoices = _by_order_of_invoices(maker, allocations.paid + allocations.credited)
    parts = to_invoices + allocations.unallocated
    return Figure(parts, facts.paid + facts.credited)


def _debits(maker: CheckMaker, facts: Facts) -> Figure:
    """Everything that was booked, on either side."""
    money = maker.ledgers.money
    debits = money.invoiced + facts.credits + facts.received + facts.refunded
    credits = facts.invoiced + facts.credits + money.paid + 2 * facts.refunded
    return Figure(debits, credits)


def _receivables(maker: CheckMaker, facts: Facts) -> Figure:
    """What each customer owes: in all, and by its buckets and what is unallocated.

    The sum shows that no order's balance is left out.
    """
    shown = maker.ledgers.receivables
    owed = total(shown.total)
    balance = total(facts.balance)
    aged = sum(shown.buckets.values(), shown.unallocated)
    parts = np.append(shown.total.astype(object), owed)
    again = np.append(aged.astype(object), balance)
    return Figure(parts, again, (exact(owed), exact(balance)))


def _terms(maker: CheckMaker) -> Terms:
    sums = maker.formulas.total
    is_issued = numeric("Credit total")
    return Terms(
        billed=sums(*LINES) + sums(*FREIGHT) + sums(*TAX) - _tax_inside(maker),
        total=sums(*TOTAL),
        credits=sums(*NET, is_issued) + sums(*CREDIT_TAX, is_issued),
        credited=sums(*CREDIT),
        fees=sums(*FEE, is_issued),
        received=sums(*PAID, unlike("Kind", "Refund")),
        refunded=sums(*PAID, like("Kind", "Refund")),
    )


def _tax_inside(maker: CheckMaker) -> Term:
    """The tax of invoices whose prices include it: `Yes`, or the logical value TRUE."""
    sums = maker.formulas.total
    header = "Prices include tax"
    return sums(*TAX, like(header, YES)) + sums(*TAX, logical(header))
