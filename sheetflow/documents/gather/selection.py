"""Which facts documents are made from: those that a run made necessary. chosen.py has those that are chosen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from sheetflow.controls.issued.as_printed import SLIP
from sheetflow.documents.gather.contents import is_repacked
from sheetflow.documents.gather.credits import whole_notes
from sheetflow.documents.model import KINDS
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Packing
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask
from sheetflow.engine.process import Result
from sheetflow.ledgers.containers import unshipped
from sheetflow.ledgers.deliveries import new_shipments
from sheetflow.ledgers.orders import confirmed_orders
from sheetflow.ledgers.packed_containers import (
    PackedContainer,
    packed_containers,
    slip_numbers,
)
from sheetflow.ledgers.purchase_documents import new_purchases

NO_ROWS = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents: of these kinds, orders, customers (None: all), dated on or after `since`.

    Kinds that are not `named` leave out what the workbook does not use. With
    `recorded_only`, only those whose numbers and amounts are in the workbook: what a run
    would fill in is not there yet.
    """

    only: frozenset[str] = frozenset(KINDS)
    named: bool = True
    orders: frozenset[str] | None = None
    customers: frozenset[str] | None = None
    since: dt.date | None = None
    recorded_only: bool = False


@dataclass(frozen=True)
class Selection:
    """Positions of the facts that documents are made from.

    `shipments` are those with a slip and a label, `waiting` packing rows, one of each container that has not left,
    `delivered` the shipments with a delivery note.
    """

    quotes: IntArray
    orders: IntArray
    proforma: IntArray
    picks: IntArray
    shipments: IntArray
    waiting: IntArray
    delivered: IntArray
    invoices: IntArray
    returns: IntArray
    reminded: IntArray
    payments: IntArray
    purchases: IntArray


def select_needed(result: Result) -> Selection:
    """What a run made necessary."""
    before = result.before
    book = result.book
    invoices = book.invoices
    invoiced = _is_new(before, book, "Invoices", "Total")
    credited = _newly_credited(before, book)
    return Selection(
        quotes=np.zeros(0, dtype=np.int64),
        orders=confirmed_orders(before, book),
        proforma=np.zeros(0, dtype=np.int64),
        picks=np.flatnonzero(_is_new_pick(before, book)),
        shipments=_newly_shipped(before, book),
        waiting=_newly_packed(result),
        delivered=new_shipments(before, book),
        invoices=np.flatnonzero(invoiced & invoices.live & invoices.has_invoice),
        reminded=np.flatnonzero(_is_changed(before, book, "Reminder level")),
        payments=np.zeros(0, dtype=np.int64),
        returns=whole_notes(book, credited),
        purchases=new_purchases(book, result.purchase_hold_reasons),
    )


def _newly_credited(before: Book, book: Book) -> Mask:
    """The returns that this run credited, whoever numbered their credit note."""
    numbered = _is_new(before, book, "Returns", "Credit note")
    filled = _is_new(before, book, "Returns", "Credit total")
    return np.asarray(numbered | filled)


def _newly_shipped(before: Book, book: Book) -> IntArray:
    """The containers that left without a slip, or with other contents than their slip says."""
    shipments = new_shipments(before, book)
    containers = packed_containers(book, shipments, NO_ROWS)
    wanted = _without_slip(book, containers) | _repacked(book, containers)
    return _among_rows(shipments, wanted)


def _newly_packed(result: Result) -> IntArray:
    """The containers that wait to leave and have no slip yet; one that is wrong gets it when it is right."""
    book = result.book
    rows = unshipped(book).row
    wrong = [
        each.record
        for each in result.problems
        if each.sheet == Packing.SHEET and each.rule.is_error
    ]
    containers = packed_containers(book, NO_ROWS, rows)
    right = [not np.isin(each.inside, wrong).any() for each in containers]
    is_right = np.array(right, dtype=bool)
    return _among_rows(rows, is_right & _without_slip(book, containers))


def _repacked(book: Book, containers: list[PackedContainer]) -> Mask:
    """The containers in which something has changed since their slip was issued."""
    numbers = slip_numbers(book, containers)
    found = zip(numbers, containers, strict=True)
    changed = [is_repacked(book, number, each.inside) for number, each in found]
    return np.array(changed, dtype=bool)


def _among_rows(rows: IntArray, where: Mask) -> IntArray:
    return rows[where]


def _without_slip(book: Book, containers: list[PackedContainer]) -> Mask:
    """The containers of which no slip was issued before this run."""
    numbers = slip_numbers(book, containers)
    return np.array([(SLIP, each) not in book.issued for each in numbers], dtype=bool)


def _is_new(before: Book, book: Book, sheet: str, header: str) -> Mask:
    """The rows in which the run filled in a cell of this column, or that it appended."""
    is_new: Mask = book[sheet].given(header)
    is_new[: len(before[sheet])] &= ~before[sheet].given(header)
    return is_new


def _is_changed(before: Book, book: Book, header: str) -> Mask:
    """The invoices in which the run wrote a cell of this column."""
    old = extended(before.invoices[header], len(book.invoices), blank=BLANK)
    return np.asarray(book.invoices[header] != old)


def _is_new_pick(before: Book, book: Book) -> Mask:
    """The picks that the run numbered, without those that people typed as picked.

    These need no list any more.
    """
    is_new = _is_new(before, book, "Picks", "Pick")
    return np.asarray(is_new & book.picks.live & ~_picked_before(before, book))


def _picked_before(before: Book, book: Book) -> Mask:
    return extended(before.picks.has_picked, len(book.picks), blank=False)


def extended(column: AnyArray, count: int, blank: object) -> AnyArray:
    """A column as it was before a run, with blanks for the rows that the run added."""
    extended = np.full(count, blank, dtype=column.dtype)
    extended[: len(column)] = column
    return extended


def among(positions: IntArray, where: Mask) -> IntArray:
    return positions[where[positions]]
