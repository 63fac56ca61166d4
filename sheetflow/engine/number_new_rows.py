"""Finishing a stretch of actions: its new rows are put in the order of service, and numbered.

Whatever sheet has grown gets its numbers and keys as schemas/ declare them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import catalogue
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Orders
from sheetflow.domain.number_series import (
    fill_counters,
    fill_numbers,
    fill_ssccs,
    next_numbers,
)
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take, take_text
from sheetflow.domain.relations import (
    ORDERS,
    belonging,
    references_of,
    references_to,
)
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.stock import service_order


def finish(start: Book, book: Book) -> Book:
    """Number the rows that were appended since `start`.

    They come out as if the orders had been done one after the other.
    """
    book = _number_confirmed(start, book)
    grown = [sheet for sheet in book.frames if len(book[sheet]) > len(start[sheet])]
    if not grown:
        return book
    if ORDERS in grown:
        book = _sort_new(book, ORDERS, len(start[ORDERS]), service_order(book))
    rank = service_order(book)
    for sheet in grown:
        if sheet != ORDERS:
            book = _sort_new(book, sheet, len(start[sheet]), rank)
    for sheet in grown:
        book = _number_new(book, sheet, len(start[sheet]))
    for sheet in grown:
        book = book.put(_write_keys(book, book[sheet], len(start[sheet])))
    return book


def _number_confirmed(start: Book, book: Book) -> Book:
    """The quotes that became orders get the next order numbers.

    The rows that name them follow.
    """
    orders = book.orders
    confirmed = _confirmed(start, book)
    if not len(confirmed):
        return book
    numbers = orders.order.copy()
    numbers[confirmed] = next_numbers(
        orders.order, book.settings.order_prefix, len(confirmed)
    )
    chosen = np.zeros(len(orders), dtype=bool)
    chosen[confirmed] = True
    book = book.put(orders.fill(Orders.order, chosen, numbers))
    for each in references_to(ORDERS):
        frame = book[each.sheet]
        order = frame.link(each.name)
        renamed = frame.live & (take(chosen, order, 0) == 1)
        if renamed.any():
            book = book.put(frame.fill(each.header, renamed, take_text(numbers, order)))
    return book


def _confirmed(start: Book, book: Book) -> IntArray:
    """The quotes that became orders and still have a quote's number, in the order of service."""
    before, orders = start.orders, book.orders
    old = len(before)
    turned = (before.state == "Quote") & (orders.state[:old] == "Order")
    prefix = book.settings.quote_prefix
    confirmed = np.array(
        [
            at
            for at in np.flatnonzero(turned).tolist()
            if str(orders.order[at]).startswith(prefix)
        ],
        dtype=np.int64,
    )
    return confirmed[np.argsort(service_order(book)[confirmed], kind="stable")]


def _sort_new(book: Book, sheet: str, first: int, rank: IntArray) -> Book:
    """Put the rows from `first` on in the order of service (`rank` of each order).

    Rows of one order keep theirs, and so do those that belong to none.
    """
    if not belonging(sheet):
        return book
    ranks = take(rank, order_links(book, sheet)[first:], len(rank))
    fresh = np.arange(first, len(book[sheet]))
    order = np.r_[np.arange(first), fresh[np.argsort(ranks, kind="stable")]]
    book = book.put(_permuted(book[sheet], order))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return _relinked(book, sheet, places)


def _relinked(book: Book, sheet: str, places: IntArray) -> Book:
    """The book whose references to a sheet follow its rows to their new places."""
    names = [(each.sheet, each.name) for each in references_to(sheet)]
    names += [
        (other, schema.composite.name)
        for other, schema in catalogue().items()
        if schema.composite and schema.composite.references == sheet
    ]
    for other, name in names:
        frame = book[other]
        if name in frame.links:
            moved = take(places, frame.link(name), -1)
            book = book.put(frame.linked(**{name: moved}))
    return book


def _permuted(frame: Frame, order: IntArray) -> Frame:
    return replace(
        frame,
        rows=frame.rows[order],
        columns={header: column[order] for header, column in frame.columns.items()},
        links={name: link[order] for name, link in frame.links.items()},
        valid=frame.valid[order],
    )


def _number_new(book: Book, sheet: str, first: int) -> Book:
    """Number the rows from `first` on, also those that a later action of the stretch voided."""
    fresh = np.arange(len(book[sheet])) >= first
    frame = fill_numbers(book[sheet], book.settings, fresh)
    book = book.put(fill_counters(frame, fresh))
    if sheet == book.shipments.SHEET:
        book = book.put(fill_ssccs(book.shipments, book.settings, fresh))
    return book


def _write_keys(book: Book, frame: Frame, first: int) -> Frame:
    """Write the keys that new rows refer to, as their records have them."""
    fresh = np.arange(len(frame)) >= first
    for each in references_of(frame.schema.sheet):
        texts = _keys(book, each.target)
        frame = _write_key(frame, each.header, each.name, texts, fresh)
    composite = frame.schema.composite
    if composite:
        header = composite.columns[-1]
        texts = book[composite.references][header]
        frame = _write_key(frame, header, composite.name, texts, fresh)
    return frame


def _write_key(
    frame: Frame, header: str, name: str, texts: AnyArray, fresh: Mask
) -> Frame:
    """Write one column of new rows, where they refer to a record."""
    at = frame.link(name)
    named = fresh & (at >= 0)
    return frame.fill(header, named, take_text(texts, at)) if named.any() else frame


def _keys(book: Book, sheet: str) -> AnyArray:
    """The keys of the records that positions name; those of locations are of `places`."""
    if sheet == "Locations":
        return book.warehouse.codes
    frame = book[sheet]
    return frame[frame.schema.key[0]]
