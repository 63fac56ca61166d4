"""The ledger of purchases: what was ordered of suppliers, received, and is outstanding.

Quantities and amounts are in millionths (docs/reference/rules.md, section 10).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import PurchaseOrders
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    any_by,
    count_by,
    rounded_product,
    take,
    total_by,
)


@dataclass(frozen=True)
class PurchaseLedger:
    """Each purchase line: whether it counts, its purchase order and product (positions), quantities.

    `expected` is the day by which it should arrive, BLANK where that is unknown.
    """

    counts: Mask
    purchase_order: IntArray
    sku: IntArray
    quantity: AnyArray
    cancelled: AnyArray
    received: AnyArray
    expected: IntArray
    is_ordered: Mask

    @property
    def effective(self) -> AnyArray:
        """What is ordered and not cancelled."""
        return np.asarray(self.quantity - self.cancelled)

    @property
    def outstanding(self) -> AnyArray:
        """What is still to come, never below 0."""
        return np.asarray(np.maximum(self.effective - self.received, 0))

    @property
    def over_delivered(self) -> AnyArray:
        """What was received above what was ordered and not cancelled."""
        return np.asarray(np.maximum(self.received - self.effective, 0))

    @property
    def is_sent(self) -> Mask:
        """The lines that the supplier reads: ordered, and not cancelled as a whole."""
        return np.asarray(self.is_ordered & (self.effective > 0))

    @property
    def on_order(self) -> AnyArray:
        """What is outstanding of purchase orders whose State is Order."""
        return np.where(self.is_ordered, self.outstanding, 0)


@once_per_book
def build_purchases(book: Book) -> PurchaseLedger:
    """The ledger of all purchase lines."""
    lines = book.purchase_lines
    order = lines.purchase_order_index
    counts = lines.valid & (order >= 0)
    of_order = take(book.purchase_orders[PurchaseOrders.expected_date], order, BLANK)
    own = lines.expected_date
    is_open = is_open_purchase(book) & book.purchase_orders.valid
    return PurchaseLedger(
        counts=counts,
        purchase_order=order,
        sku=lines.sku_index,
        quantity=np.where(counts, lines.quantity, 0),
        cancelled=np.where(counts, lines.cancelled_quantity, 0),
        received=np.where(counts, _received(book), 0),
        expected=np.where(own == BLANK, of_order, own),
        is_ordered=counts & take_mask(is_open, order),
    )


def _received(book: Book) -> AnyArray:
    """What live receipts brought of each line, less what was sent back."""
    receipts = book.receipts
    quantity = np.where(receipts.live, receipts.quantity, 0)
    return total_by(receipts.purchase_line_index, quantity, len(book.purchase_lines))


def is_open_purchase(book: Book) -> Mask:
    """The purchase orders whose State is Order, the default."""
    state = book.purchase_orders.state
    return np.asarray(np.equal(state, NOTHING).astype(bool) | (state == "Order"))


def on_order(book: Book) -> AnyArray:
    """What is on order of each product."""
    ledger = build_purchases(book)
    return total_by(ledger.sku, ledger.on_order, len(book.products))


@dataclass(frozen=True)
class PurchaseMoney:
    """What purchase orders come to; `line_total` has one value for each purchase line.

    `outstanding` is what those whose State is Order still bring, at cost. `total` is BLANK,
    unknown, where the Freight of the purchase order cannot be read.
    """

    line_total: AnyArray
    subtotal: AnyArray
    total: AnyArray
    outstanding: AnyArray


def build_purchase_money(book: Book) -> PurchaseMoney:
    """The money of every purchase order."""
    ledger = build_purchases(book)
    orders = book.purchase_orders
    line_total = purchase_value(book, ledger.effective)
    subtotal = total_by(ledger.purchase_order, line_total, len(orders))
    outstanding = purchase_value(book, ledger.on_order)
    unknown = orders.is_in_error(PurchaseOrders.freight)
    return PurchaseMoney(
        line_total=line_total,
        subtotal=subtotal,
        total=np.where(unknown, BLANK, subtotal + orders.freight),
        outstanding=total_by(ledger.purchase_order, outstanding, len(orders)),
    )


def purchase_value(book: Book, quantity: AnyArray) -> AnyArray:
    """Quantities of all purchase lines at their unit cost less their discount, rounded to money."""
    lines = book.purchase_lines
    factors = [quantity, lines.unit_cost, MICRO - lines.discount_percent]
    value = rounded_product(factors, book.settings.minor_unit)
    return np.where(build_purchases(book).counts, value, 0)


@dataclass(frozen=True)
class PurchaseStatuses:
    """The status of each purchase order, and how much of it is received, as text."""

    status: AnyArray
    receive: AnyArray

    @property
    def is_late(self) -> Mask:
        """The purchase orders that are late."""
        return np.asarray(self.status == "Late")


def build_purchase_statuses(book: Book) -> PurchaseStatuses:
    """The statuses of every purchase order."""
    ledger = build_purchases(book)
    state = book.purchase_orders.state
    is_apart = (state == "Request") | (state == "Cancelled")
    receive = np.where(is_apart, NOTHING, _receive_progress(book, ledger))
    return PurchaseStatuses(_statuses(book, ledger), receive)


def _statuses(book: Book, ledger: PurchaseLedger) -> AnyArray:
    """The first status that holds."""
    size = len(book.purchase_orders)
    state = book.purchase_orders.state
    order = ledger.purchase_order
    to_come = ledger.counts & (ledger.outstanding > 0)
    is_past = (ledger.expected != BLANK) & (ledger.expected < book.as_of)
    conditions = [
        state == "Request",
        state == "Cancelled",
        ~any_by(order, size, to_come),
        any_by(order, size, to_come & is_past),
        any_by(order, size, ledger.counts & (ledger.received > 0)),
    ]
    words = ["Request", "Cancelled", "Received", "Late", "Part received"]
    return np.select(conditions, words, "Ordered").astype(object)


def _receive_progress(book: Book, ledger: PurchaseLedger) -> AnyArray:
    """None, Part or Full: how much is received of the lines of each purchase order."""
    size = len(book.purchase_orders)
    order = ledger.purchase_order
    lines = count_by(order, size, ledger.counts)
    started = count_by(order, size, ledger.counts & (ledger.received > 0))
    to_come = count_by(order, size, ledger.counts & (ledger.outstanding > 0))
    conditions = [lines == 0, to_come == 0, started == 0]
    words = ["", "Full", "None"]
    progress = np.select(conditions, words, "Part").astype(object)
    return np.where(progress == "", NOTHING, progress)


@dataclass(frozen=True)
class SupplierTotals:
    """What is on order of each supplier at cost, and how many purchase orders are late."""

    on_order: AnyArray
    late: IntArray


def supplier_totals(book: Book) -> SupplierTotals:
    """The derived columns of Suppliers."""
    size = len(book.suppliers)
    supplier = book.purchase_orders.supplier_index
    outstanding = build_purchase_money(book).outstanding
    is_late = build_purchase_statuses(book).is_late
    return SupplierTotals(
        on_order=total_by(supplier, outstanding, size),
        late=count_by(supplier, size, is_late & book.purchase_orders.valid),
    )
