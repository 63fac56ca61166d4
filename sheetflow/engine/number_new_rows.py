"""Number the rows that a batch of orders wrote.

They come out as if the orders had been processed one after the other: sorted in the order
of service, then numbered. Whatever sheet has grown gets its numbers and keys as schemas/
declare them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from sheetflow.domain.arrays import sorted_by, stable_order, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import catalogue
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import (
    Locations,
    Orders,
    Packing,
    PurchaseOrders,
    Shipments,
)
from sheetflow.domain.number_series import (
    fill_counters,
    fill_numbers,
    next_numbers,
    numbering_of_orders,
)
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take, take_text
from sheetflow.domain.relations import ORDERS, belonging, references_of, references_to
from sheetflow.ledgers.facts import chosen_mask, order_links
from sheetflow.ledgers.ssccs import fill_packing_ssccs, fill_shipment_ssccs
from sheetflow.ledgers.stock import service_order


def number_new_rows(start: Book, book: Book) -> Book:
    """The book with the rows that were appended since `start` sorted and numbered."""
    book = _number_confirmed(start, book)
    first_new = {
        sheet: len(frame)
        for sheet, frame in start.frames.items()
        if len(book[sheet]) > len(frame)
    }
    if not first_new:
        return book
    book = _sort_new_rows(book, first_new)
    for sheet, first in first_new.items():
        book = _number(book, sheet, first)
    for sheet, first in first_new.items():
        book = book.put(_with_keys(book, book[sheet], first))
    return book


def _number_confirmed(start: Book, book: Book) -> Book:
    """Give quotes that became orders the next order numbers; the rows that name them follow."""
    confirmed = _confirmed(start, book)
    if not len(confirmed):
        return book
    following = _following_numbers(book, len(confirmed))
    book = book.put(book.orders.put_at(Orders.order, confirmed, following))
    return _rename(book, chosen_mask(book, confirmed))


def _following_numbers(book: Book, count: int) -> AnyArray:
    """The next order numbers."""
    orders = book.orders
    numbering = numbering_of_orders(orders, book.settings)
    issued = book.settings.issued.get((Orders.order.header, numbering.prefix), 0)
    return next_numbers(orders.order, numbering, count, issued)


def _rename(book: Book, chosen: Mask) -> Book:
    """Let the rows that name the chosen orders have their present numbers.

    Rows in error too that are no part of the order: they do not put it on hold.
    """
    for reference in references_to(ORDERS):
        frame = book[reference.sheet]
        order = frame.link(reference.name)
        renamed = take_mask(chosen, order)
        if reference.belongs:
            renamed &= frame.live
        if renamed.any():
            texts = take_text(book.orders.order, order)
            book = book.put(frame.fill(reference.header, renamed, texts))
    return book


def _confirmed(start: Book, book: Book) -> IntArray:
    """The quotes that became orders and still have a quote's number, in the order of service."""
    was_quote = start.orders.state == "Quote"
    is_order = book.orders.state[: len(was_quote)] == "Order"
    confirmed: IntArray = np.flatnonzero(was_quote & is_order)
    prefix = book.settings.quote_prefix
    keys = book.orders.order[confirmed].tolist()
    unnumbered = np.array([str(key).startswith(prefix) for key in keys], dtype=bool)
    confirmed = confirmed[unnumbered]
    return sorted_by(confirmed, service_order(book))


def _sort_new_rows(book: Book, first_new: Mapping[str, int]) -> Book:
    """Put the new rows of all sheets in the order of service; of Orders first."""
    rows = dict(first_new)
    if ORDERS in rows:
        book = _sort_new(book, ORDERS, rows.pop(ORDERS), service_order(book))
    rank = service_order(book)
    for sheet, first in rows.items():
        book = _sort_new(book, sheet, first, rank)
    return book


def _sort_new(book: Book, sheet: str, first: int, rank: IntArray) -> Book:
    """Put the rows from `first` on in the order of service (`rank` of each order).

    Rows of one order keep theirs, and so do those that belong to none.
    """
    if not belonging(sheet):
        return book
    ranks = take(rank, order_links(book, sheet)[first:], len(rank))
    return sort_new_rows(book, sheet, first, ranks)


def sort_new_rows(book: Book, sheet: str, first: int, ranks: IntArray) -> Book:
    """Put the rows from `first` on in the order of their ranks; rows of the same rank keep theirs."""
    new_rows = first + stable_order(ranks)
    order = np.concatenate([np.arange(first), new_rows])
    book = book.put(_reordered(book[sheet], order))
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    return _relinked(book, sheet, position)


def _relinked(book: Book, sheet: str, position: IntArray) -> Book:
    """The book whose references to a sheet follow its rows to their new positions."""
    for other, name in _links_to(sheet):
        frame = book[other]
        if name in frame.links:
            book = book.put(_moved_link(frame, name, position))
    return book


def _moved_link(frame: Frame, name: str, position: IntArray) -> Frame:
    """A sheet whose link follows the rows that it refers to."""
    moved = take(position, frame.link(name), -1)
    return frame.linked(**{name: moved})


def _links_to(sheet: str) -> Iterator[tuple[str, str]]:
    """The links to a sheet: the sheet that has each, and its name."""
    for reference in references_to(sheet):
        yield reference.sheet, reference.name
    yield from _composite_links_to(sheet)


def _composite_links_to(sheet: str) -> Iterator[tuple[str, str]]:
    """The links to a sheet that several columns make together."""
    for other, schema in catalogue().items():
        composite = schema.composite
        if composite and composite.references == sheet:
            yield other, composite.name


def _reordered(frame: Frame, order: IntArray) -> Frame:
    """The frame with its records in another order."""
    return replace(
        frame,
        rows=frame.rows[order],
        columns={header: column[order] for header, column in frame.columns.items()},
        links={name: link[order] for name, link in frame.links.items()},
        valid=frame.valid[order],
    )


def _number(book: Book, sheet: str, first: int) -> Book:
    """Number the rows from `first` on, also those that a later action of the batch voided."""
    is_new = np.arange(len(book[sheet])) >= first
    avoided = _named_in_vain(book, sheet)
    frame = fill_numbers(book[sheet], book.settings, is_new, avoided)
    book = book.put(fill_counters(frame, is_new))
    return _with_ssccs(book, sheet, is_new)


def _with_ssccs(book: Book, sheet: str, is_new: Mask) -> Book:
    """The book with the SSCCs of new containers, and of new shipments."""
    sheets = (book.packing, book.shipments)
    if sheet == Packing.SHEET:
        return book.put(fill_packing_ssccs(*sheets, book.settings, is_new))
    if sheet == Shipments.SHEET:
        return book.put(fill_shipment_ssccs(*sheets, book.settings, is_new))
    return book


def _named_in_vain(book: Book, sheet: str) -> set[str]:
    """The purchase orders that rows name and that are not there: a new one must not have such a number.

    Otherwise the rows, which are in error, would be bought with it from the next run on.
    """
    found: set[str] = set()
    if sheet == PurchaseOrders.SHEET:
        for reference in references_to(sheet):
            frame = book[reference.sheet]
            unknown = frame.given(reference.header) & (frame.link(reference.name) < 0)
            found.update(frame[reference.header][unknown].tolist())
    return found


def _with_keys(book: Book, frame: Frame, first: int) -> Frame:
    """The frame with the keys that new rows refer to, as their records have them."""
    is_new = np.arange(len(frame)) >= first
    for reference in references_of(frame.schema.sheet):
        keys = _keys(book, reference.target)
        frame = _with_key(frame, reference.header, reference.name, keys, is_new)
    composite = frame.schema.composite
    if composite:
        header = composite.columns[-1]
        keys = book[composite.references][header]
        frame = _with_key(frame, header, composite.name, keys, is_new)
    return frame


def _with_key(
    frame: Frame, header: str, name: str, keys: AnyArray, is_new: Mask
) -> Frame:
    """The frame with one column of keys, in new rows that refer to a record."""
    at = frame.link(name)
    named = is_new & (at >= 0)
    return frame.fill(header, named, take_text(keys, at)) if named.any() else frame


def _keys(book: Book, sheet: str) -> AnyArray:
    """The keys of the records that positions name; those of locations are the warehouse's."""
    if sheet == Locations.SHEET:
        return book.warehouse.codes
    frame = book[sheet]
    return frame[frame.schema.key[0]]
