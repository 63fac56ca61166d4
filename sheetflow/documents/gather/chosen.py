"""Which facts documents are made from where they are chosen: by kind, order, customer and date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from sheetflow.documents.gather.credits import credited_rows, whole_notes
from sheetflow.documents.gather.selection import (
    DocumentFilter,
    Selection,
    among,
    extended,
)
from sheetflow.domain.arrays import no_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Shipments
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, any_by
from sheetflow.engine.process import Result
from sheetflow.ledgers.container_positions import live_shipments
from sheetflow.ledgers.containers import unshipped
from sheetflow.ledgers.credits import credit_days
from sheetflow.ledgers.deposits import requested_deposits
from sheetflow.ledgers.lines import is_open_suggestion
from sheetflow.ledgers.purchase_documents import printable_purchases


def select_all(result: Result, chosen: DocumentFilter) -> Selection:
    """Whatever is in the workbook, as far as it is chosen."""
    chooser = _Chooser(result, chosen)
    shipments = among(live_shipments(result.book), chooser.shipments())
    return Selection(
        quotes=np.flatnonzero(chooser.quotes()),
        orders=np.flatnonzero(chooser.confirmed_orders()),
        proforma=np.flatnonzero(chooser.proforma()),
        picks=np.flatnonzero(chooser.picks()),
        shipments=shipments,
        waiting=among(unshipped(result.book).row, chooser.packing()),
        delivered=shipments,
        invoices=np.flatnonzero(chooser.invoices()),
        reminded=np.zeros(0, dtype=np.int64),
        payments=np.flatnonzero(chooser.payments()),
        returns=whole_notes(result.book, chooser.returns()),
        purchases=np.flatnonzero(chooser.purchases()),
    )


def orders_left_out(result: Result, chosen: DocumentFilter) -> list[str]:
    """The numbers of orders that get no quote, confirmation or proforma: with a row in error, it would be wrong."""
    at = np.flatnonzero(_Chooser(result, chosen).left_out())
    return [str(number) for number in result.book.orders.order[at].tolist()]


def _with_row_errors(result: Result) -> Mask:
    """The orders that an error in a row of theirs, or of a product or customer, puts on hold."""
    found = no_rows(len(result.book.orders))
    for order, reasons in result.hold_reasons.items():
        found[order] = any(reason.rule.kind == "row error" for reason in reasons)
    return found


class _Chooser:
    """What a filter chooses of each sheet, as masks over its rows."""

    def __init__(self, result: Result, chosen: DocumentFilter) -> None:
        self.result = result
        self.book = result.book
        self.chosen = chosen
        self.mine = _chosen_orders(result.book, chosen)

    def quotes(self) -> Mask:
        """The quotes."""
        is_quote = self.book.orders.state == "Quote"
        return np.asarray(self._dated_orders() & is_quote)

    def confirmed_orders(self) -> Mask:
        """The orders that are neither quotes nor cancelled."""
        state = self.book.orders.state
        is_order = (state != "Quote") & (state != "Cancelled")
        return np.asarray(self._dated_orders() & is_order)

    def proforma(self) -> Mask:
        """The orders and quotes that ask for a deposit; of orders that are named, all."""
        state = self.book.orders.state
        is_open = self._dated_orders() & (state != "Cancelled")
        return np.asarray(is_open & self._asks_for_deposit())

    def _asks_for_deposit(self) -> Mask:
        if self.chosen.orders is not None and self.chosen.only == {"proforma"}:
            return self.mine
        totals = self.result.ledgers.money.total
        return np.asarray(requested_deposits(self.book, totals) > 0)

    def _dated_orders(self) -> Mask:
        return self._chosen_by_date() & ~_with_row_errors(self.result)

    def _chosen_by_date(self) -> Mask:
        orders = self.book.orders
        return self.mine & orders.valid & self._is_dated(orders.order_date)

    def left_out(self) -> Mask:
        """The orders and quotes that would be printed, but for an error in a row."""
        state = self.book.orders.state
        is_quote = state == "Quote"
        is_order = ~is_quote & (state != "Cancelled")
        only = self.chosen.only
        wanted = (is_quote & ("quotes" in only)) | (is_order & ("orders" in only))
        if only == {"proforma"}:
            wanted = is_quote | is_order
        in_error = _with_row_errors(self.result)
        return np.asarray(self._chosen_by_date() & wanted & in_error, dtype=bool)

    def picks(self) -> Mask:
        """Open suggestions; of orders that are named, all picks."""
        return self._is_to_pick() & self._is_mine(self.book.picks.order_index)

    def _is_to_pick(self) -> Mask:
        if self.chosen.orders is None:
            return is_open_suggestion(self.book)
        return self.book.picks.live & self.book.picks.has_pick

    def shipments(self) -> Mask:
        """The containers that left."""
        shipments = self.book.shipments
        wanted = self._is_wanted(shipments.order_index, shipments.ship_date)
        return self._is_recorded("Shipments", "Shipment") & wanted

    def packing(self) -> Mask:
        """The rows of chosen orders; a container that waits is never too old."""
        mine = self._is_mine(self.book.packing.order_index)
        return self._is_recorded("Packing", "Container") & mine

    def invoices(self) -> Mask:
        """The live invoices with an amount."""
        invoices = self.book.invoices
        wanted = self._is_wanted(invoices.order_index, invoices.invoice_date)
        recorded = self._is_recorded("Invoices", "Invoice", "Total")
        return invoices.live & recorded & wanted

    def purchases(self) -> Mask:
        """The purchase orders; where orders or customers are named, those that are bought for them."""
        orders = self.book.purchase_orders
        wanted = printable_purchases(self.book) & self._is_dated(orders.order_date)
        wanted &= self._is_recorded("Purchase orders", "Purchase order")
        if self.chosen.orders is not None or self.chosen.customers is not None:
            lines = self.book.purchase_lines
            mine = self._is_mine(lines.for_order_index)
            wanted &= any_by(lines.purchase_order_index, len(orders), mine)
        on_hold = list(self.result.purchase_hold_reasons)
        wanted[on_hold] = False
        return np.asarray(wanted)

    def payments(self) -> Mask:
        """The live payments and refunds."""
        payments = self.book.payments
        wanted = self._is_wanted(payments.order_index, payments.payment_date)
        return payments.live & self._is_recorded("Payments", "Payment") & wanted

    def returns(self) -> Mask:
        """The returns with a credit note."""
        returns = self.book.returns
        dates = credit_days(returns)
        wanted = self._is_wanted(returns.order_index, dates)
        recorded = self._is_recorded("Returns", "Credit note")
        return credited_rows(self.book) & recorded & wanted

    def _is_wanted(self, orders: IntArray, days: AnyArray) -> Mask:
        """The rows of chosen orders, on or after the first day."""
        return self._is_mine(orders) & self._is_dated(days)

    def _is_mine(self, orders: IntArray) -> Mask:
        """The rows of chosen orders."""
        if not len(self.mine):
            return np.zeros(len(orders), dtype=bool)
        return np.asarray((orders >= 0) & self.mine[orders])

    def _is_dated(self, days: AnyArray) -> Mask:
        """The rows on or after the first day."""
        if self.chosen.since is None:
            return np.ones(len(days), dtype=bool)
        return np.asarray(days >= self.chosen.since.toordinal())

    def _is_recorded(self, sheet: str, *headers: str) -> Mask:
        """The rows in which all of these cells are given: before the run, or after it."""
        frame = self._recorded_book()[sheet]
        given = [frame.given(header) for header in headers]
        recorded = np.logical_and.reduce(given)
        return extended(recorded, len(self.book[sheet]), blank=False)

    def _recorded_book(self) -> Book:
        return self.result.before if self.chosen.recorded_only else self.book


def _chosen_orders(book: Book, chosen: DocumentFilter) -> Mask:
    """The orders that are named, of the customers that are named."""
    orders = book.orders
    is_customer = _is_named(orders.customer, chosen.customers)
    return _is_named(orders.order, chosen.orders) & is_customer


def _is_named(column: AnyArray, codes: Collection[str] | None) -> Mask:
    """Where a code is one of these; everywhere if there are none to choose from."""
    if codes is None:
        return np.ones(len(column), dtype=bool)
    return _is_in(column, codes)


def _is_in(column: AnyArray, codes: Collection[str]) -> Mask:
    return np.array([code in codes for code in column.tolist()], dtype=bool)


def select_customers(book: Book, chosen: DocumentFilter) -> frozenset[str] | None:
    """The customers whose statements and reminders are chosen: the named ones, or those of the named orders.

    None for all.
    """
    if chosen.orders is None:
        return chosen.customers
    mine = _chosen_orders(book, chosen)
    return frozenset(book.orders.customer[mine].tolist())


def without_new_ssccs(result: Result) -> Result:
    """The run with no SSCC but those that were in the workbook: new ones are on no label yet."""
    shipments = result.book.shipments
    recorded = extended(result.before.shipments.sscc, len(shipments), blank=None)
    return replace(
        result, book=result.book.put(shipments.put(Shipments.sscc, recorded))
    )
