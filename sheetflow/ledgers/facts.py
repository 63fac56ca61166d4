"""The facts of an order: which rows of which sheets record what happened to it."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import no_links, only_rows, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take, total_by
from sheetflow.domain.relations import (
    ORDERS,
    ReferenceColumn,
    order_reference,
    wholes_of,
)


def order_links(book: Book, sheet: str) -> IntArray:
    """The order that each row of a sheet belongs to, -1 for none.

    Rows that name no order themselves belong to that of the row that they name: a restock's
    is its return's.
    """
    if sheet == ORDERS:
        return np.arange(len(book.orders))
    reference = order_reference(sheet)
    if reference is None:
        return no_links(len(book[sheet]))
    named = book[sheet].link(reference.name)
    if reference.target == ORDERS:
        return named
    return take(order_links(book, reference.target), named, -1)


def facts_of(book: Book, sheet: str, chosen: Mask) -> Mask:
    """The live rows of a sheet that belong to the chosen orders.

    A line on an invoice of another order belongs to the order that it names.
    """
    is_chosen = take_mask(chosen, order_links(book, sheet))
    return np.asarray(book[sheet].live & is_chosen)


def chosen_mask(book: Book, orders: IntArray) -> Mask:
    """The orders as a mask over Orders."""
    return only_rows(orders, len(book.orders))


def counted_rows(book: Book, sheet: str) -> Mask:
    """The live rows of a sheet, without those that are part of a voided row: a line of a voided invoice."""
    counted = book[sheet].live
    for whole in wholes_of(sheet):
        if book[whole.target].schema.voidable:
            counted = counted & ~_parts_of_voided(book, whole)
    return counted


def _parts_of_voided(book: Book, whole: ReferenceColumn) -> Mask:
    """The rows that are part of a voided row."""
    voided = book[whole.target].given("Voided")
    return take_mask(voided, book[whole.sheet].link(whole.name))


def live_by_order(book: Book, frame: Frame, amounts: AnyArray) -> AnyArray:
    """The sum of the live rows of a sheet that names orders, for each order."""
    live = np.where(frame.live, amounts, 0)
    return total_by(frame.link("order"), live, len(book.orders))
