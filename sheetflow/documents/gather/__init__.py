"""From a finished run to its documents.

    needed(result, folder)                  what this run made necessary
    all_documents(result, folder, wanted)   whatever stands in the workbook

Nothing is worked out twice: amounts are those of the facts and ledgers that the workbook shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sheetflow.documents.gather.containers import (
    labels,
    live_shipments,
    shipped_containers,
    slips,
)
from sheetflow.documents.gather.credits import credit_notes, credited_rows
from sheetflow.documents.gather.invoices import invoices
from sheetflow.documents.gather.order_facts import with_order_facts
from sheetflow.documents.gather.orders import confirmations, confirmed, quotes
from sheetflow.documents.gather.picks import pick_lists
from sheetflow.documents.gather.seller import house_of
from sheetflow.documents.gather.source import Source
from sheetflow.documents.gather.statements import statements
from sheetflow.documents.model import KINDS, Documents
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Shipments
from sheetflow.domain.numbers import AnyArray, IntArray, Mask
from sheetflow.engine.process import Result
from sheetflow.ledgers.lines import is_open_suggestion

__all__ = ["Wanted", "all_documents", "needed"]


@dataclass(frozen=True)
class Wanted:
    """Which documents: of these kinds, orders, customers (None: all), dated on or after `since`.

    With `typed`, only those whose numbers and amounts stand in the workbook: what a run would fill is not there yet.
    """

    only: frozenset[str] = frozenset(KINDS)
    orders: frozenset[str] | None = None
    customers: frozenset[str] | None = None
    since: dt.date | None = None
    typed: bool = False


@dataclass(frozen=True)
class _Chosen:
    """Positions of the facts that documents are made from."""

    quotes: IntArray
    orders: IntArray
    picks: IntArray
    shipments: IntArray
    invoices: IntArray
    returns: IntArray


def source_of(result: Result, folder: Path) -> Source:
    """A finished run, with what its Settings say of documents."""
    return Source(result, house_of(result.book.settings, result.book.as_of, folder))


def needed(result: Result, folder: Path) -> Documents:
    """The documents that this run made necessary; `folder` is the workbook's.

    Picks that it suggested or numbered, containers that left, invoices and credit notes that it numbered or filled,
    and quotes that became orders. Rows that a person typed count when this is the first run that reads them.
    """
    before, book = result.before, result.book
    picks, invoiced = book.picks, book.invoices
    chosen = _Chosen(
        quotes=np.zeros(0, dtype=np.int64),
        orders=confirmed(before, book),
        picks=np.flatnonzero(
            _fresh(before, book, "Picks", "Pick")
            & picks.live
            & ~_picked_before(before, book)
        ),
        shipments=_among(
            live_shipments(book), _fresh(before, book, "Shipments", "Shipment")
        ),
        invoices=np.flatnonzero(
            _fresh(before, book, "Invoices", "Total")
            & invoiced.live
            & invoiced.has_invoice
        ),
        returns=np.flatnonzero(
            _fresh(before, book, "Returns", "Credit note") & credited_rows(book)
        ),
    )
    return _documents(
        source_of(result, folder), chosen, frozenset(KINDS) - {"statements"}, None
    )


def _fresh(before: Book, book: Book, sheet: str, header: str) -> Mask:
    """The rows in which a cell of this column was filled by the run, or that the run appended."""
    fresh: Mask = book[sheet].given(header)
    fresh[: len(before[sheet])] &= ~before[sheet].given(header)
    return fresh


def _picked_before(before: Book, book: Book) -> Mask:
    """The picks that people typed as picked: they need no list any more."""
    picked = np.zeros(len(book.picks), dtype=bool)
    picked[: len(before.picks)] = before.picks.has_picked
    return picked


def _among(positions: IntArray, where: Mask) -> IntArray:
    return positions[where[positions]]


def all_documents(result: Result, folder: Path, wanted: Wanted) -> Documents:
    """Whatever stands in the workbook, as far as it is wanted.

    Pick lists hold what is still to be picked; of orders that are named, also what was picked.
    """
    result = _without_new_ssccs(result) if wanted.typed else result
    book = result.book
    orders, invoiced, returns = book.orders, book.invoices, book.returns
    mine, state = _wanted_orders(book, wanted), orders.state
    dated = _since(wanted.since)
    stands = _standing(result, wanted)
    billed = (
        invoiced.live
        & stands("Invoices", "Invoice", "Total")
        & dated(invoiced.invoice_date)
    )
    credited = (
        credited_rows(book)
        & stands("Returns", "Credit note")
        & dated(returns.return_date)
    )
    shipped = _among(live_shipments(book), stands("Shipments", "Shipment"))
    chosen = _Chosen(
        quotes=np.flatnonzero(
            mine & orders.valid & (state == "Quote") & dated(orders.order_date)
        ),
        orders=np.flatnonzero(
            mine & orders.valid & _is_order(state) & dated(orders.order_date)
        ),
        picks=np.flatnonzero(
            _to_pick(book, wanted) & _of_orders(mine, book.picks.order_index)
        ),
        shipments=_among(
            shipped,
            dated(book.shipments.ship_date)
            & _of_orders(mine, book.shipments.order_index),
        ),
        invoices=np.flatnonzero(billed & _of_orders(mine, invoiced.order_index)),
        returns=np.flatnonzero(credited & _of_orders(mine, returns.order_index)),
    )
    return _documents(
        source_of(result, folder), chosen, wanted.only, _statements_of(book, wanted)
    )


def _standing(result: Result, wanted: Wanted) -> Callable[..., Mask]:
    """The rows of a sheet in which all of these cells are given: in the workbook as it was, or as it is now."""
    book = result.before if wanted.typed else result.book

    def stands(sheet: str, *headers: str) -> Mask:
        found: Mask = np.zeros(len(result.book[sheet]), dtype=bool)
        found[: len(book[sheet])] = np.logical_and.reduce(
            [book[sheet].given(header) for header in headers]
        )
        return found

    return stands


def _without_new_ssccs(result: Result) -> Result:
    """The run with no SSCC but those that stood in the workbook: what it filled is on no label yet."""
    shipments, typed = result.book.shipments, result.before.shipments.sscc
    kept = np.full(len(shipments), None, dtype=object)
    kept[: len(typed)] = typed
    return replace(result, book=result.book.put(shipments.put(Shipments.sscc, kept)))


def _is_order(state: AnyArray) -> Mask:
    is_order: Mask = (state != "Quote") & (state != "Cancelled")
    return is_order


def _wanted_orders(book: Book, wanted: Wanted) -> Mask:
    orders = book.orders
    mine = np.ones(len(orders), dtype=bool)
    if wanted.orders is not None:
        mine &= np.array(
            [number in wanted.orders for number in orders.order.tolist()], dtype=bool
        )
    if wanted.customers is not None:
        mine &= np.array(
            [code in wanted.customers for code in orders.customer.tolist()],
            dtype=bool,
        )
    return mine


def _of_orders(mine: Mask, order: IntArray) -> Mask:
    if not len(mine):
        return np.zeros(len(order), dtype=bool)
    return np.asarray((order >= 0) & mine[order])


def _since(day: dt.date | None) -> Callable[[IntArray], Mask]:
    first = day.toordinal() if day else 0
    return lambda days: (
        np.asarray(days >= first) if day else np.ones(len(days), dtype=bool)
    )


def _to_pick(book: Book, wanted: Wanted) -> Mask:
    picks = book.picks
    return (
        is_open_suggestion(book)
        if wanted.orders is None
        else picks.live & picks.has_pick
    )


def _statements_of(book: Book, wanted: Wanted) -> frozenset[str] | None:
    """The customers whose statements are wanted: the named ones, or those of the named orders; None for all."""
    if wanted.orders is None:
        return wanted.customers
    mine = _wanted_orders(book, wanted)
    return frozenset(book.orders.customer[mine].tolist())


def _documents(
    source: Source,
    chosen: _Chosen,
    only: frozenset[str],
    customers: frozenset[str] | None,
) -> Documents:
    """The documents of these kinds."""
    makers: dict[str, Callable[[], tuple[object, ...]]] = {
        "quotes": lambda: quotes(source, chosen.quotes),
        "orders": lambda: confirmations(source, chosen.orders),
        "picks": lambda: pick_lists(source, chosen.picks),
        "packing": lambda: slips(
            source, shipped_containers(source.book, chosen.shipments)
        ),
        "labels": lambda: labels(
            source, shipped_containers(source.book, chosen.shipments)
        ),
        "invoices": lambda: invoices(source, chosen.invoices),
        "credits": lambda: credit_notes(source, chosen.returns),
        "statements": lambda: statements(source, customers),
    }
    made = {
        kind: with_order_facts(source.book, kind, makers[kind]())
        for kind in KINDS
        if kind in only
    }
    return Documents(source.house, **made)
