"""The ledger of orders: their money, and the totals of their lines.

All amounts are in millionths. The rules are in docs/reference/rules.md, sections 2 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices, Orders
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    AnyArray,
    IntArray,
    rounded_product,
    take,
    total_by,
)
from sheetflow.ledgers.credits import order_credits
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.payments import Allocations, paid_by_order
from sheetflow.ledgers.tax_rates import code_rates
from sheetflow.ledgers.taxes import (
    TaxableItems,
    TaxBreakdown,
    TaxTerms,
    is_exempt,
    tax_items,
)


@dataclass(frozen=True)
class Money:
    """The money of each order, and the total of each order line.

    `tax` and `total` are BLANK, unknown, where the order's Freight cannot be read. `due` is a
    day number, BLANK where nothing is due.
    """

    line_total: AnyArray
    subtotal: AnyArray
    tax: AnyArray
    total: AnyArray
    invoiced: AnyArray
    credited: AnyArray
    paid: AnyArray
    due: IntArray

    @property
    def balance(self) -> AnyArray:
        """Invoiced less credited less paid; below 0 the seller owes the customer."""
        return np.asarray(self.invoiced - self.credited - self.paid)


def build_money(book: Book, lines: Lines, allocations: Allocations) -> Money:
    """The money of every order."""
    size = len(book.orders)
    line_total = line_totals(book, lines)
    subtotal = total_by(lines.order, line_total, size)
    tax = tax_orders(book, lines, line_total).by_document(size)
    unknown = book.orders.is_in_error(Orders.freight)
    return Money(
        line_total=line_total,
        subtotal=subtotal,
        tax=np.where(unknown, BLANK, tax),
        total=_with_freight_and_tax(book, subtotal, tax),
        invoiced=total_by(book.invoices.order_index, allocations.total, size),
        credited=order_credits(book),
        paid=paid_by_order(book),
        due=_due_dates(book, allocations),
    )


def order_totals(book: Book, lines: Lines) -> AnyArray:
    """The total of every order; BLANK, unknown, where its Freight cannot be read."""
    size = len(book.orders)
    line_total = line_totals(book, lines)
    subtotal = total_by(lines.order, line_total, size)
    tax = tax_orders(book, lines, line_total).by_document(size)
    return _with_freight_and_tax(book, subtotal, tax)


def _with_freight_and_tax(book: Book, subtotal: AnyArray, tax: AnyArray) -> AnyArray:
    """The totals of orders: the tax is on top, unless prices include it.

    Nothing is a total that leaves out a freight which cannot be read: it is BLANK.
    """
    tax_on_top = 0 if book.settings.prices_include_tax else tax
    total = subtotal + book.orders.freight + tax_on_top
    return np.where(book.orders.is_in_error(Orders.freight), BLANK, total)


def line_totals(book: Book, lines: Lines) -> AnyArray:
    """Effective quantity × unit price × (1 − discount) × (1 − order discount) of each line."""
    frame = book.order_lines
    order_discount = take(book.orders.discount_percent, lines.order)
    factors = [
        lines.effective,
        frame.unit_price,
        MICRO - frame.discount_percent,
        MICRO - order_discount,
    ]
    total = rounded_product(factors, book.settings.minor_unit)
    return np.where(lines.counts, total, 0)


def tax_orders(book: Book, lines: Lines, line_total: AnyArray) -> TaxBreakdown:
    """The tax of each order by code."""
    return tax_items(order_items(book, lines, line_total), order_terms(book))


def order_items(book: Book, lines: Lines, line_total: AnyArray) -> TaxableItems:
    """The line totals of all orders, then their freights, at the rates of the order dates."""
    rows = np.flatnonzero(lines.counts)
    code = book.order_lines.tax_index[rows]
    order = lines.order[rows]
    rates = code_rates(book, code, days_of_orders(book, order))
    goods = TaxableItems(order, code, line_total[rows], rates)
    return goods.joined(_freights(book))


def _freights(book: Book) -> TaxableItems:
    """The freights of all orders; no tax on those of exempt customers."""
    orders = book.orders
    rows = np.flatnonzero(orders.freight != 0)
    code = np.where(is_exempt(book, rows), -1, orders.tax_index[rows])
    rates = code_rates(book, code, days_of_orders(book, rows))
    return TaxableItems(rows, code, orders.freight[rows], rates)


def days_of_orders(book: Book, order: IntArray) -> IntArray:
    """The date of each of these orders; the run's where it cannot be read."""
    days = book.orders.number(Orders.order_date, book.as_of)
    return take(days, order, book.as_of)


def order_terms(book: Book) -> TaxTerms:
    """How each order is taxed: as Settings say."""
    settings = book.settings
    size = len(book.orders)
    return TaxTerms(
        inclusive=np.full(size, settings.prices_include_tax),
        by_line=np.full(size, settings.tax_rounding == "Line"),
        minor_unit=np.full(size, settings.minor_unit, dtype=np.int64),
    )


def _due_dates(book: Book, allocations: Allocations) -> IntArray:
    """The earliest due date of each order's invoices with a balance; BLANK without one."""
    invoices = book.invoices
    never = np.iinfo(np.int64).max
    open_invoices = invoices.live & (allocations.balance > 0)
    rows = np.flatnonzero(open_invoices & (invoices.order_index >= 0))
    dates = invoices.number(Invoices.due_date, never)[rows]
    due = np.full(len(book.orders), never, dtype=np.int64)
    np.minimum.at(due, invoices.order_index[rows], dates)
    return np.where(due == never, BLANK, due)


def confirmed_orders(before: Book, after: Book) -> IntArray:
    """The orders that were quotes before the run."""
    was_quote = before.orders.state == "Quote"
    is_order = after.orders.state[: len(was_quote)] == "Order"
    return np.flatnonzero(was_quote & is_order)
