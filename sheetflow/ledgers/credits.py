"""Credits: what a return credits, filled once and kept.

A return credits the units that were invoiced and that the customer no longer keeps. Returns
of one order are filled in row order, all orders at once. Quantities and amounts are in
millionths. The rules are in docs/reference/rules.md, section 6, Credits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetflow.domain.arrays import blank_texts, no_rows, only_rows, take_mask
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Returns
from sheetflow.domain.number_series import next_numbers
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, turns_by
from sheetflow.ledgers.credit_cells import CELLS, CreditCells
from sheetflow.ledgers.facts import live_by_order
from sheetflow.ledgers.fees import fill_fee_taxes


def unfilled(book: Book, on_hold: Mask) -> IntArray:
    """The live returns with a blank among their credit cells, of orders that are not on hold."""
    returns = book.returns
    known = _is_free(returns, on_hold) & (returns.line_index >= 0)
    return np.flatnonzero(returns.live & known & ~is_filled(returns))


def is_filled(returns: Returns) -> Mask:
    """The returns of which no credit cell is blank."""
    return np.asarray(np.logical_and.reduce(_given(returns)))


def _given(returns: Returns) -> list[Mask]:
    """Of each credit cell, the returns in which it is not blank."""
    return [returns.given(column) for column in (*CELLS, Returns.credit_total)]


def _is_free(returns: Returns, on_hold: Mask) -> Mask:
    """The returns of known orders that are not on hold."""
    return take_mask(~on_hold, returns.order_index)


def fill_credits(book: Book, on_hold: Mask) -> Book:
    """Fill the credit cells of returns that no run has read before, and number credit notes.

    `on_hold` has one value for each order.
    """
    rows = unfilled(book, on_hold)
    issued = _issued_before(book.returns, rows)
    if len(rows):
        book = book.put(_filled(book, rows))
    book = _number_credit_notes(book, on_hold)
    book = _date_credit_notes(book, on_hold, issued)
    return fill_fee_taxes(book, on_hold)


def _issued_before(returns: Returns, unfilled_rows: IntArray) -> Mask:
    """The returns with a credit note whose amounts were filled before this run."""
    issued = credits_money(returns) & returns.has_credit_note
    issued[unfilled_rows] = False
    return issued


@once_per_book
def planned_credits(book: Book) -> Returns:
    """Returns as they will be once no order is on hold.

    So what is wrong with a credit is found before it is filled.
    """
    return fill_credits(book, no_rows(len(book.orders))).returns


def typed_credits(book: Book) -> Returns:
    """Returns as they are; where somebody typed some of the credit cells, as they will be."""
    returns = book.returns
    some = np.logical_or.reduce(_given(returns))
    typed = returns.live & some & ~is_filled(returns)
    return planned_credits(book) if typed.any() else returns


def _filled(book: Book, rows: IntArray) -> Returns:
    """Returns with the blank credit cells of these rows filled, each order's in row order."""
    filling = CreditCells(book, rows)
    for turn in turns_by(book.returns.order_index[rows]):
        filling.fill(rows[turn])
    returns = book.returns
    for column in CELLS:
        returns = returns.put(column.header, filling.cells[column.header])
    return _with_totals(returns, rows)


def _with_totals(returns: Returns, rows: IntArray) -> Returns:
    """Returns with the blank totals of these rows filled."""
    blank = only_rows(rows, len(returns)) & ~returns.has_credit_total
    total = returns.credit_net + returns.credit_tax - returns.fee
    return returns.fill(Returns.credit_total, blank, total)


def _number_credit_notes(book: Book, on_hold: Mask) -> Book:
    """Give the next credit note number to the returns of each order that credit anything."""
    returns = book.returns
    wanted = _crediting(returns, on_hold) & ~returns.has_credit_note
    if not wanted.any():
        return book
    orders = returns.order_index[wanted].tolist()
    number_of = _next_of_each(book, list(dict.fromkeys(orders)))
    numbers = blank_texts(len(returns))
    numbers[wanted] = [number_of[order] for order in orders]
    return book.put(returns.fill(Returns.credit_note, wanted, numbers))


def _next_of_each(book: Book, orders: Sequence[int]) -> dict[int, str]:
    """The next credit note number for each of these orders."""
    prefix = book.settings.credit_note_prefix
    issued = book.settings.issued.get((Returns.credit_note.header, prefix), 0)
    numbers = next_numbers(book.returns.credit_note, prefix, len(orders), issued)
    return dict(zip(orders, numbers.tolist(), strict=True))


def _date_credit_notes(book: Book, on_hold: Mask, issued: Mask) -> Book:
    """Date the credits that have no date: today, or where they were issued before, when the goods came back."""
    returns = book.returns
    noted = _crediting(returns, on_hold) & returns.has_credit_note
    wanted = noted & ~returns.has_credit_date
    if not wanted.any():
        return book
    dates = np.where(issued, returns.return_date, book.as_of)
    return book.put(returns.fill(Returns.credit_date, wanted, dates))


def _crediting(returns: Returns, on_hold: Mask) -> Mask:
    """The live returns that credit anything, of orders that are not on hold."""
    return returns.live & credits_money(returns) & _is_free(returns, on_hold)


def credits_money(returns: Returns) -> Mask:
    """The returns that credit anything: a fee may take all of it."""
    return np.asarray((returns.credit_net != 0) | (returns.credit_tax != 0))


def credit_days(returns: Returns) -> IntArray:
    """The day on which each return is credited; where it has none, when it came back."""
    has_own = returns.has_credit_date
    return np.where(has_own, returns.credit_date, returns.return_date)


def order_credits(book: Book) -> AnyArray:
    """The credits of each order."""
    return live_by_order(book, book.returns, book.returns.credit_total)
