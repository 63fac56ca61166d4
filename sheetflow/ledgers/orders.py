"""The ledger of orders: money, statuses and progress (rules.md section 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices, Orders
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    count_by,
    rounded_product,
    take,
    total_by,
)
from sheetflow.ledgers.credits import order_credits
from sheetflow.ledgers.lines import Lines, requires_shipping
from sheetflow.ledgers.payments import Settled, paid_by_order
from sheetflow.ledgers.taxes import (
    Items,
    Taxed,
    Terms,
    code_rates,
    is_exempt,
    tax_items,
)


@dataclass(frozen=True)
class Money:
    """The money of each order, in millionths, and of each order line its total."""

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
        """Invoiced less credited less paid; below 0 we owe the customer."""
        return np.asarray(self.invoiced - self.credited - self.paid)


def line_totals(book: Book, lines: Lines) -> AnyArray:
    """round(effective quantity × unit price × (1 − discount) × (1 − order discount)) of each order line."""
    frame = book.order_lines
    order_discount = take(book.orders.discount_percent, lines.order)
    factors = [
        lines.effective,
        frame.unit_price,
        MICRO - frame.discount_percent,
        MICRO - order_discount,
    ]
    return np.where(lines.counts, rounded_product(factors, book.settings.minor_unit), 0)


def order_items(book: Book, lines: Lines, line_total: AnyArray) -> Items:
    """The line totals of all orders, then their freights, at the present rates; an exempt customer's freight bears
    no tax.
    """
    orders = book.orders
    at = np.flatnonzero(lines.counts)
    code = book.order_lines.tax_index[at]
    goods = Items(lines.order[at], code, line_total[at], *code_rates(book, code))
    by = np.flatnonzero(orders.freight != 0)
    code = np.where(is_exempt(book, by), -1, orders.tax_index[by])
    return goods.joined(Items(by, code, orders.freight[by], *code_rates(book, code)))


def order_terms(book: Book) -> Terms:
    """How each order is taxed, as Settings say."""
    settings, every = book.settings, np.ones(len(book.orders), dtype=bool)
    inclusive, by_line = (
        every & settings.prices_include_tax,
        every & (settings.tax_rounding == "Line"),
    )
    return Terms(inclusive, by_line, every.astype(np.int64) * settings.minor_unit)


def tax_orders(book: Book, lines: Lines, line_total: AnyArray) -> Taxed:
    """The tax of each order by code."""
    return tax_items(order_items(book, lines, line_total), order_terms(book))


def build_money(book: Book, lines: Lines, settled: Settled) -> Money:
    """The money of every order."""
    size, freight = len(book.orders), book.orders.freight
    line_total = line_totals(book, lines)
    subtotal = total_by(lines.order, line_total, size)
    tax = tax_orders(book, lines, line_total).by_document(size)
    total = subtotal + freight + (0 if book.settings.prices_include_tax else tax)
    invoiced = total_by(book.invoices.order_index, settled.total, size)
    due = _due_dates(book, settled)
    return Money(
        line_total,
        subtotal,
        tax,
        total,
        invoiced,
        order_credits(book),
        paid_by_order(book),
        due,
    )


def _due_dates(book: Book, settled: Settled) -> IntArray:
    """The earliest due date among each order's invoices with a balance; BLANK where there is none."""
    invoices, last = book.invoices, np.iinfo(np.int64).max
    at = np.flatnonzero(
        invoices.live & (settled.balance > 0) & (invoices.order_index >= 0)
    )
    due = np.full(len(book.orders), last, dtype=np.int64)
    np.minimum.at(
        due, invoices.order_index[at], invoices.number(Invoices.due_date, last)[at]
    )
    return np.where(due == last, BLANK, due)


@dataclass(frozen=True)
class Statuses:
    """The statuses and progress of each order, as text (None where a word does not apply)."""

    status: AnyArray
    inventory: AnyArray
    payment: AnyArray
    progress: dict[str, AnyArray]


def build_statuses(book: Book, lines: Lines, money: Money) -> Statuses:
    """The statuses of every order, the first that holds of each list."""
    orders, size = book.orders, len(book.orders)
    state = orders.state
    inventory, payment = _inventory(lines, size), _payment(book, lines, money)
    both = np.array(
        [f"{left}, {right}" for left, right in zip(inventory, payment, strict=True)],
        dtype=object,
    )
    expired = (
        (state == "Quote")
        & orders.has_quote_expiry
        & (orders.number(Orders.quote_expiry) < book.as_of)
    )
    words = [state == "Cancelled", expired, state == "Quote"]
    names = ["Cancelled", "Quote, Expired", "Quote"]
    other = np.logical_or.reduce(words)
    progress = {
        name: np.where(other, NOTHING, column)
        for name, column in _progress(book, lines, money, payment).items()
    }
    return Statuses(
        status=np.select(words, names, both),
        inventory=np.select(words, ["Cancelled", "Quote", "Quote"], inventory),
        payment=np.select(words, ["Cancelled", "Quote", "Quote"], payment),
        progress=progress,
    )


def _inventory(lines: Lines, size: int) -> AnyArray:
    """Unfulfilled, Started or Fulfilled."""
    readable = count_by(lines.order, size, lines.counts)
    open_lines = count_by(
        lines.order, size, lines.goods & (lines.shipped < lines.effective)
    )
    picked = count_by(lines.order, size, lines.goods & (lines.picked > 0))
    words = [readable == 0, open_lines == 0, picked == 0]
    return np.select(
        words, ["Unfulfilled", "Fulfilled", "Unfulfilled"], "Started"
    ).astype(object)


def fully_invoiced(lines: Lines) -> Mask:
    """The lines of which nothing is left to bill."""
    return np.asarray(lines.invoiced + lines.uncredited >= lines.effective)


def expected_payments(lines: Lines, money: Money) -> AnyArray:
    """What each order is to bring in all: what was invoiced, or more where a line is still to be, less what was
    credited.
    """
    unbilled = (
        count_by(lines.order, len(money.total), lines.counts & ~fully_invoiced(lines))
        > 0
    )
    billed = np.where(unbilled, np.maximum(money.total, money.invoiced), money.invoiced)
    return np.asarray(billed - money.credited)


def _payment(book: Book, lines: Lines, money: Money) -> AnyArray:
    """Uninvoiced, Invoiced, Partial, Paid or Owing."""
    invoices = book.invoices
    billed = count_by(invoices.order_index, len(book.orders), invoices.live) > 0
    expected, paid = expected_payments(lines, money), money.paid
    words = [~billed & (paid <= 0), paid == expected, paid > expected, paid <= 0]
    return np.select(
        words, ["Uninvoiced", "Paid", "Owing", "Invoiced"], "Partial"
    ).astype(object)


def _progress(
    book: Book, lines: Lines, money: Money, payment: AnyArray
) -> dict[str, AnyArray]:
    """None, Part or Full of each step; None (blank) where it does not apply."""
    size = len(book.orders)
    ships = requires_shipping(book)

    def of(applies: Mask, amount: AnyArray, full: Mask) -> AnyArray:
        lines_of = count_by(lines.order, size, applies)
        some = count_by(lines.order, size, applies & (amount > 0))
        open_lines = count_by(lines.order, size, applies & ~full)
        return _word(lines_of > 0, open_lines == 0, some == 0)

    goods = lines.goods
    pay = _word(
        np.ones(size, dtype=bool),
        (payment == "Paid") | (payment == "Owing"),
        money.paid <= 0,
    )
    sent = goods & ((lines.shipped > 0) | (lines.returned > 0))
    back = of(sent, lines.returned, lines.returned >= lines.shipped)
    return {
        "Pick": of(goods, lines.picked, lines.picked >= lines.effective),
        "Pack": np.where(
            ships, of(goods, lines.packed, lines.packed >= lines.effective), NOTHING
        ),
        "Ship": np.where(
            ships, of(goods, lines.shipped, lines.shipped >= lines.effective), NOTHING
        ),
        "Invoice": of(lines.counts, lines.invoiced, fully_invoiced(lines)),
        "Pay": pay,
        "Return": np.where(back == "None", NOTHING, back),
        "Restock": of(
            goods & (lines.to_restock > 0),
            lines.restocked,
            lines.restocked >= lines.to_restock,
        ),
    }


def _word(applies: Mask, full: Mask, none: Mask) -> AnyArray:
    """Full, None or Part where it applies, blank elsewhere."""
    return np.asarray(
        np.where(
            applies,
            np.select([full, none], ["Full", "None"], "Part").astype(object),
            NOTHING,
        )
    )
