"""The facts as of a date (docs/reference/rules.md, section 9): what is dated later has not happened yet."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.domain.arrays import all_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Returns, StockMoves
from sheetflow.domain.numbers import BLANK, Mask
from sheetflow.domain.relations import references_of
from sheetflow.ledgers.dates import first_days

VOIDED = "Voided"
CREDIT = (
    Returns.credited_quantity,
    Returns.credit_net,
    Returns.credit_tax,
    Returns.credit_total,
)
"""The columns of what a return credits."""


def facts_as_of(book: Book, day: int) -> Book:
    """The book as it was at the end of a day, which becomes its as-of date.

    Rows dated later do not count, and rows that were voided later still do. Cells without a date (the State of an
    order, prices, settings) are as they are today: nothing says what they were.
    """
    then = replace(book, as_of=day)
    then = then.put(*[_without_later_voids(each, day) for each in book.frames.values()])
    then = then.put(_without_later_credits(then.returns, day))
    return then.put(*[_until(then, sheet, day) for sheet in book.frames])


def _without_later_voids(frame: Frame, day: int) -> Frame:
    """A sheet in which the voids after a day have not happened yet."""
    if not frame.schema.voidable:
        return frame
    later = frame.number(VOIDED, day) > day
    if not later.any():
        return frame
    valid = frame.valid & (~later | _is_whole(frame))
    return replace(frame.fill(VOIDED, later, BLANK), valid=valid)


def _without_later_credits(returns: Returns, day: int) -> Returns:
    """Returns without the credits that were issued after a day: what came back is not credited yet."""
    later = returns.number(Returns.credit_date, day) > day
    if not later.any():
        return returns
    for column in CREDIT:
        returns = returns.fill(column, later, BLANK)
    return returns.put_at(Returns.credit_note, later, None)


def _is_whole(frame: Frame) -> Mask:
    """The rows that can count: a voided row is not checked, so it may lack what it needs."""
    whole = all_rows(len(frame))
    for column in frame.schema.facts:
        if column.required or column.required_header:
            whole &= frame.given(column.header)
    for reference in references_of(frame.schema.sheet):
        if not frame.schema.column(reference.header).none:
            is_known = frame.link(reference.name) >= 0
            whole &= is_known | ~frame.given(reference.header)
    if isinstance(frame, StockMoves):
        is_transfer = frame.type == "Transfer"
        whole &= frame.has_to & (frame.has_from | ~is_transfer)
    return whole


def _until(book: Book, sheet: str, day: int) -> Frame:
    """A sheet whose later rows do not count."""
    frame = book[sheet]
    later = first_days(book, sheet) > day
    return replace(frame, valid=frame.valid & ~later) if later.any() else frame
