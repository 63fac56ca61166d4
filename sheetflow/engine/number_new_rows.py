"""Finishing a stretch of actions: its new rows are put in the order of service, and numbered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import OrderLines, Orders
from sheetflow.domain.number_series import fill_numbers, fill_ssccs, next_numbers
from sheetflow.domain.numbers import IntArray, take, take_text
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.stock import service_order

APPENDED = ("Picks", "Packing", "Shipments", "Invoices", "Invoice lines", "Restocks")
NUMBERED = ("Picks", "Shipments", "Invoices", "Restocks")


def finish(start: Book, book: Book) -> Book:
    """Number the rows that were appended since `start`, as if the orders had been done one after the other."""
    book = _number_confirmed(start, book)
    rank = service_order(book)
    for sheet in APPENDED:
        if len(book[sheet]) > len(start[sheet]):
            book = _sort_new(book, sheet, len(start[sheet]), rank)
    for sheet in NUMBERED:
        if len(book[sheet]) > len(start[sheet]):
            fresh = np.arange(len(book[sheet])) >= len(
                start[sheet]
            )  # also what a later action of the stretch voided
            book = book.put(fill_numbers(book[sheet], book.settings, fresh))
            if sheet == "Shipments":
                book = book.put(fill_ssccs(book.shipments, book.settings, fresh))
    for sheet in APPENDED:
        if len(book[sheet]) > len(start[sheet]):
            book = book.put(_write_keys(book, book[sheet], len(start[sheet])))
    return book


def _number_confirmed(start: Book, book: Book) -> Book:
    """The quotes that became orders get the next order numbers, in Order lines too."""
    orders, lines, prefix = (
        book.orders,
        book.order_lines,
        book.settings.quote_prefix,
    )
    confirmed = np.flatnonzero(
        (start.orders.state == "Quote") & (orders.state == "Order")
    )
    confirmed = np.array(
        [at for at in confirmed.tolist() if str(orders.order[at]).startswith(prefix)],
        dtype=np.int64,
    )
    if not len(confirmed):
        return book
    confirmed = confirmed[np.argsort(service_order(book)[confirmed], kind="stable")]
    chosen = np.zeros(len(orders), dtype=bool)
    chosen[confirmed] = True
    numbers = orders.order.copy()
    numbers[confirmed] = next_numbers(
        orders.order, book.settings.order_prefix, len(confirmed)
    )
    renamed = take(chosen, lines.order_index, 0) == 1
    return book.put(
        orders.fill(Orders.order, chosen, numbers),
        lines.fill(OrderLines.order, renamed, take_text(numbers, lines.order_index)),
    )


def _sort_new(book: Book, sheet: str, first: int, rank: IntArray) -> Book:
    """Put the rows from `first` on in the order of service; rows of one order keep theirs."""
    frame = book[sheet]
    fresh = np.arange(first, len(frame))
    order = np.r_[
        np.arange(first),
        fresh[np.argsort(rank[order_links(book, sheet)[first:]], kind="stable")],
    ]
    book = book.put(_permuted(frame, order))
    if sheet == "Invoices":
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        book = book.put(
            *(
                book[name].linked(invoice=take(place, book[name].link("invoice"), -1))
                for name in ("Invoice lines", "Payments")
            )
        )
    return book


def _permuted(frame: Frame, order: IntArray) -> Frame:
    return replace(
        frame,
        rows=frame.rows[order],
        columns={header: column[order] for header, column in frame.columns.items()},
        links={name: link[order] for name, link in frame.links.items()},
        valid=frame.valid[order],
    )


def _write_keys(book: Book, frame: Frame, first: int) -> Frame:
    """Write the keys that new rows refer to, as their records have them."""
    fresh = np.arange(len(frame)) >= first
    for header, link, sheet in (
        ("Order", "order", "Orders"),
        ("SKU", "sku", "Products"),
        ("Line", "line", "Order lines"),
        ("Invoice", "invoice", "Invoices"),
    ):
        if header in frame.columns and link in frame.links:
            texts = take_text(book[sheet][header], frame.link(link))
            frame = frame.fill(header, fresh & (frame.link(link) >= 0), texts)
    return frame
