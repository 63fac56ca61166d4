"""What each column must hold by itself, from its declaration: required, above 0, no more decimals than the currency."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sheetflow.domain.arrays import no_rows
from sheetflow.domain.book import Settings
from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame, units_of
from sheetflow.domain.frames import Invoices, PurchaseLines, Receipts, StockMoves
from sheetflow.domain.numbers import (
    BLANK,
    LARGEST,
    MICRO,
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    multiply,
)
from sheetflow.domain.schema import Column
from sheetflow.ledgers.invoice_taxes import minor_units

Condition = Callable[[AnyArray], Mask]
"""Which values of a column pass a check."""


def check_columns(draft: DraftBook, settings: Settings) -> None:
    """Report every cell that its column's declaration does not allow."""
    for sheet in list(draft.frames):
        for column in draft[sheet].schema.facts:
            _check_column(draft, sheet, column, settings)
    _check_moves(draft)


def _check_column(
    draft: DraftBook, sheet: str, column: Column, settings: Settings
) -> None:
    """Report the cells of one column."""
    for code, condition in _checks(draft[sheet], column, settings):
        failed = ~condition(draft[sheet][column.header])
        if failed.any():
            words = _words(draft[sheet], column, settings)
            draft.report(sheet, failed, code, column.header, words)


def _words(frame: Frame, column: Column, settings: Settings) -> dict[str, AnyArray]:
    """What a message says of a cell that its column does not allow."""
    limits = np.full(len(frame), column.at_most, dtype=object)
    return {"currency": _currencies(frame, settings), "largest": limits}


def _checks(
    frame: Frame, column: Column, settings: Settings
) -> Iterator[tuple[str, Condition]]:
    """The checks of one column: code, and which of its values pass."""
    if column.required:
        yield "REQ01", _is_given
    if column.positive:
        yield "NUM07", _is_positive
    elif column.is_number and not column.negative and not _is_computed(column):
        yield "NUM06", _is_not_negative
    if column.at_most:
        yield "NUM11", _is_at_most(column.at_most * units_of(column))
    if column.kind == "money" and not _is_computed(column):
        yield "NUM08", _is_multiple_of(_minor_units(frame, settings))


def _is_computed(column: Column) -> bool:
    """Whether its amounts are worked out and kept.

    They may be negative, and are read again.
    """
    return column.kind == "money" and bool(column.filled)


def _is_given(values: AnyArray) -> Mask:
    if values.dtype == object:
        return np.asarray(np.not_equal(values, NOTHING), dtype=bool)
    return np.asarray(values != BLANK)


def _is_positive(values: AnyArray) -> Mask:
    return np.asarray((values == BLANK) | (values > 0))


def _is_not_negative(values: AnyArray) -> Mask:
    return np.asarray((values == BLANK) | (values >= 0))


def _is_at_most(largest: int) -> Condition:
    return lambda values: np.asarray(values <= largest)


def _is_multiple_of(steps: AnyArray) -> Condition:
    return lambda values: np.asarray((values == BLANK) | (values % steps == 0))


def _minor_units(frame: Frame, settings: Settings) -> AnyArray:
    """The minor unit of each record: an invoice keeps its own currency."""
    if isinstance(frame, Invoices):
        return minor_units(frame, settings)
    return np.array([settings.minor_unit])


def _currencies(frame: Frame, settings: Settings) -> AnyArray:
    """The currency of each record, as text: an invoice keeps its own."""
    own = settings.currency
    if isinstance(frame, Invoices):
        return np.where(frame.has_currency, frame.currency, own)
    return np.full(len(frame), own, dtype=object)


def check_sizes(draft: DraftBook) -> None:
    """Report lines whose quantity × unit price or cost is too large to be kept exactly."""
    for schema in fact_schemas():
        if {"Quantity", "Unit price"} <= set(schema.headers):
            _check_sizes_of(draft, draft[schema.sheet], "Unit price")
    for sheet in (PurchaseLines.SHEET, Receipts.SHEET):
        _check_sizes_of(draft, draft[sheet], "Unit cost")


def _check_sizes_of(draft: DraftBook, frame: Frame, price: str) -> None:
    """Report the lines of one sheet that are too large."""
    quantity = np.abs(frame.number("Quantity"))
    too_large = _is_too_large(quantity, frame.number(price))
    if too_large.any():
        where = frame.valid & too_large
        draft.report(frame.schema.sheet, where, "NUM09", "Quantity")


def _is_too_large(quantity: IntArray, price: IntArray) -> Mask:
    """Where quantity × price (millionths of each) reaches the largest amount."""
    limit = LARGEST * MICRO * MICRO
    if int(quantity.max(initial=0)) * int(price.max(initial=0)) < limit:
        return no_rows(len(quantity))
    return np.asarray(multiply(quantity, price) >= limit, dtype=bool)


def _check_moves(draft: DraftBook) -> None:
    """A stock move needs the locations of its type; only an adjustment may be negative."""
    moves = draft.stock_moves
    below_zero = (moves.type != "Adjustment") & (moves.quantity < 0)
    draft.report(moves.SHEET, moves.has_type & ~moves.has_to, "REQ01", "To")
    draft.report(moves.SHEET, below_zero, "NUM06", "Quantity")
    _check_transfers(draft, moves)


def _check_transfers(draft: DraftBook, moves: StockMoves) -> None:
    """A transfer goes from one location to another."""
    is_transfer = moves.type == "Transfer"
    same = moves.has_from & np.equal(moves.from_, moves.to).astype(bool)
    draft.report(moves.SHEET, is_transfer & ~moves.has_from, "REQ01", "From")
    draft.report(moves.SHEET, is_transfer & same, "LOC02", "To")
