"""The orders that a new workbook takes over from a full one: all in which something is open, or happened lately."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.domain.arrays import no_rows, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.number_series import SSCC, numberings_of, whole_numbers
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, count_by
from sheetflow.domain.relations import ORDERS, order_reference, references_of
from sheetflow.engine.process import Result
from sheetflow.ledgers.dates import days_of
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.statuses import fully_invoiced


def orders_to_carry(result: Result, day: int) -> Mask:
    """The orders that come over, by position: open ones, those with a row after `day`, and the last of each number.

    Orders that share a document come over together.
    """
    book = result.book
    chosen = _are_open(result) | _have_later_rows(book, day)
    chosen[list(_last_numbered(book))] = True
    return _with_those_on_the_same_documents(book, chosen)


def _are_open(result: Result) -> Mask:
    """The orders in which something is left to do or to pay."""
    book = result.book
    ledgers = result.ledgers
    orders = book.orders
    is_quote = (orders.state == "Quote") & (ledgers.statuses.status != "Quote, Expired")
    waits = orders.given("Action")
    money = (ledgers.money.balance != 0) | (ledgers.allocations.unallocated != 0)
    goods = _have(book, ledgers.lines.order, _unfinished_lines(ledgers.lines))
    is_order = (orders.state != "Quote") & (orders.state != "Cancelled")
    expected = is_order & _have(
        book, ledgers.lines.order, _expected_lines(ledgers.lines)
    )
    return np.asarray(
        is_quote | waits | money | goods | expected | _have_open_invoices(result)
    )


def _unfinished_lines(lines: Lines) -> Mask:
    """The lines of which something is allocated, picked and not shipped, or returned and not restocked."""
    moving = (lines.picked != lines.shipped) | (lines.suggested != 0)
    moving |= lines.to_restock != lines.restocked
    return np.asarray(lines.goods & moving)


def _expected_lines(lines: Lines) -> Mask:
    """The lines of which something is left to ship or to invoice."""
    to_ship = lines.tracked & (lines.shipped < lines.effective)
    return np.asarray(lines.counts & (to_ship | ~fully_invoiced(lines)))


def _have_open_invoices(result: Result) -> Mask:
    """The orders with an invoice that is not exactly paid."""
    book = result.book
    is_open = book.invoices.live & (result.ledgers.allocations.balance != 0)
    return _have(book, book.invoices.order_index, is_open)


def _have(book: Book, order: IntArray, where: Mask) -> Mask:
    """Which orders have a row under `where`; `order` is the order of each row."""
    return np.asarray(count_by(order, len(book.orders), where) > 0)


def _have_later_rows(book: Book, day: int) -> Mask:
    """The orders with a row that is dated after a day."""
    found = no_rows(len(book.orders))
    for sheet in _sheets_of_orders():
        schema = book[sheet].schema
        if schema.booked_on or schema.booked_through:
            is_later = days_of(book, sheet) > day
            found |= _have(book, order_links(book, sheet), is_later)
    return found | np.asarray(book.orders.order_date > day)


def _sheets_of_orders() -> list[str]:
    """The sheets whose rows belong to orders."""
    sheets = [schema.sheet for schema in fact_schemas()]
    return [sheet for sheet in sheets if belongs_to_orders(sheet)]


def belongs_to_orders(sheet: str) -> bool:
    """Whether the rows of a sheet belong to orders."""
    return sheet == ORDERS or order_reference(sheet) is not None


def _with_those_on_the_same_documents(book: Book, chosen: Mask) -> Mask:
    """The chosen orders, and all that share an invoice with one of them."""
    links = [pair for sheet in _sheets_of_orders() for pair in _links(book, sheet)]
    before = -1
    while chosen.sum() != before:
        before = int(chosen.sum())
        for first, second in links:
            both = take_mask(chosen, first) | take_mask(chosen, second)
            chosen[first[both & (first >= 0)]] = True
            chosen[second[both & (second >= 0)]] = True
    return chosen


def _links(book: Book, sheet: str) -> Iterator[tuple[IntArray, IntArray]]:
    """The order of each row of a sheet, with the order of each document that the row names."""
    own = order_links(book, sheet)
    frame = book[sheet]
    for reference in references_of(sheet):
        if reference.target in ("Invoices", "Returns"):
            named = frame.link(reference.name)
            other = np.full(len(frame), -1, dtype=np.int64)
            known = np.flatnonzero(named >= 0)
            other[known] = order_links(book, reference.target)[named[known]]
            yield own, other


# -- numbers go on


def _last_numbered(book: Book) -> Iterator[int]:
    """The orders that have the highest number of each series, so that the new workbook continues there."""
    if len(book.orders):
        yield len(book.orders) - 1
    for sheet in _sheets_of_orders():
        order = order_links(book, sheet)
        for numbers in series_numbers(book, sheet):
            at = int(numbers.argmax()) if len(numbers) else -1
            if at >= 0 and numbers[at] > 0 and order[at] >= 0:
                yield int(order[at])


def series_numbers(book: Book, sheet: str) -> Iterator[AnyArray]:
    """The numbers of each series of a sheet: one for each row, 0 for none."""
    frame = book[sheet]
    for column in frame.schema.facts:
        for numbering in numberings_of(frame, column, book.settings):
            yield whole_numbers(_after(frame[column.header], numbering.prefix))
        if column.header == SSCC:
            yield whole_numbers(_digits(frame[SSCC]))


def _after(keys: AnyArray, prefix: str) -> AnyArray:
    """What follows a prefix; None for another key."""
    start = len(prefix)
    ends = [key[start:] if key and key.startswith(prefix) else None for key in keys]
    return _texts(ends)


def _digits(codes: AnyArray) -> AnyArray:
    """An SSCC without its prefix's first digits and its check digit, as far as a number goes."""
    return _texts([code[-12:-1] if code else None for code in codes])


def _texts(values: list[str | None]) -> AnyArray:
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return texts
