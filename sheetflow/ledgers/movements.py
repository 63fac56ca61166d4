"""Movements: the double-entry ledger of units (rules.md section 5).

Every movement takes from one place and adds to another, so the sum over all places is always 0. Places are the
locations (positions 0 … n − 1) and six more that stand outside the house.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Picks, Shipments
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take, total_by
from sheetflow.ledgers.counts import Change, adjustments
from sheetflow.ledgers.lines import requires_shipping, shipped_rows, tracked_rows

OUTSIDE = (
    "(supplier)",
    "(adjustment)",
    "(picked)",
    "(customer)",
    "(returned)",
    "(scrap)",
)
SOURCES = ("Stock moves", "Picks", "Shipments", "Returns", "Restocks")
TYPES = (
    "Opening",
    "Receipt",
    "Adjustment",
    "Transfer",
    "Count",
    "Pick",
    "Shipment",
    "Return",
    "Restock",
)


@dataclass(frozen=True)
class Movements:
    """One row a movement: day, product, places, quantity (millionths, above 0), type,
    order and order line (-1: none), and the fact (sheet, record) that made it.
    """

    day: IntArray
    sku: IntArray
    origin: IntArray
    target: IntArray
    quantity: AnyArray
    kind: IntArray
    order: IntArray
    line: IntArray
    source: IntArray
    record: IntArray

    def __len__(self) -> int:
        return len(self.day)


def outside(book: Book, place: str) -> int:
    """The position of a place outside the locations."""
    return len(book.warehouse) + OUTSIDE.index(place)


def place_names(book: Book) -> AnyArray:
    """The names of all places by position."""
    names = np.empty(len(book.warehouse) + len(OUTSIDE), dtype=object)
    names[:] = [*book.warehouse.codes.tolist(), *OUTSIDE]
    return names


@once_per_book
def build_movements(book: Book) -> Movements:
    """All movements, in the order of their sheets, then rows."""
    plain = _joined(
        [
            *_from_moves(book),
            _from_picks(book),
            _from_shipments(book),
            *_from_returns(book),
            _from_restocks(book),
        ]
    )
    joined = _joined([plain, _from_counts(book, plain)])
    return _only(joined, np.lexsort((joined.record, joined.source)))


def _joined(parts: list[Movements]) -> Movements:
    return Movements(
        *(
            np.concatenate([getattr(part, item.name) for part in parts])
            for item in fields(Movements)
        )
    )


def _only(movements: Movements, at: IntArray | Mask) -> Movements:
    return Movements(*(getattr(movements, item.name)[at] for item in fields(Movements)))


def _movements(
    sheet: str,
    kind: str,
    records: IntArray,
    day: IntArray,
    sku: IntArray,
    *,
    origin: IntArray | int,
    target: IntArray | int,
    quantity: AnyArray,
    order: IntArray | int = -1,
    line: IntArray | int = -1,
) -> Movements:
    size = len(records)

    def column(value: IntArray | int) -> IntArray:
        return np.broadcast_to(np.asarray(value, dtype=np.int64), size)

    return Movements(
        day,
        sku,
        column(origin),
        column(target),
        quantity,
        column(TYPES.index(kind)),
        column(order),
        column(line),
        column(SOURCES.index(sheet)),
        records,
    )


def _from_moves(book: Book) -> list[Movements]:
    """Openings, receipts, adjustments and transfers."""
    moves = book.stock_moves
    live = moves.live & tracked_rows(book, moves.sku_index) & (moves.quantity != 0)
    sources = {
        "Opening": "(adjustment)",
        "Receipt": "(supplier)",
        "Adjustment": "(adjustment)",
    }
    parts = []
    for kind in ("Opening", "Receipt", "Adjustment", "Transfer"):
        at = np.flatnonzero(live & (moves.type == kind))
        other = (
            moves.from_index[at]
            if kind == "Transfer"
            else np.full(len(at), outside(book, sources[kind]))
        )
        parts.append(_signed(book, kind, at, other, moves["Quantity"][at]))
    return parts


def _signed(
    book: Book, kind: str, at: IntArray, other: IntArray, quantity: AnyArray
) -> Movements:
    """Stock moves that add to their `To`, or where the quantity is below 0, take from it."""
    moves = book.stock_moves
    to = moves.to_index[at]
    origin, target = (
        np.where(quantity < 0, to, other),
        np.where(quantity < 0, other, to),
    )
    return _movements(
        "Stock moves",
        kind,
        at,
        moves.date[at],
        moves.sku_index[at],
        origin=origin,
        target=target,
        quantity=np.abs(quantity),
    )


def _from_counts(book: Book, others: Movements) -> Movements:
    """Counts, as the adjustment that each comes to, worked out anew on every run."""
    moves = book.stock_moves
    at = np.flatnonzero(
        moves.live & tracked_rows(book, moves.sku_index) & (moves.type == "Count")
    )
    place = moves.sku_index[at] * len(book.warehouse) + moves.to_index[at]
    counted = Change(
        place,
        moves.date[at],
        np.ones(len(at), dtype=np.int64),
        moves.quantity[at],
    )
    quantity = (
        adjustments(counted, _changes(book, others))
        if len(at)
        else np.zeros(0, dtype=np.int64)
    )
    at, quantity = at[quantity != 0], quantity[quantity != 0]
    return _signed(
        book, "Count", at, np.full(len(at), outside(book, "(adjustment)")), quantity
    )


def _changes(book: Book, movements: Movements) -> Change:
    """What movements change at the locations, openings before a day's counts and all else after them."""
    size = len(book.warehouse)
    phase = np.where(movements.kind == TYPES.index("Opening"), 0, 2)
    parts = []
    for place, sign in ((movements.target, 1), (movements.origin, -1)):
        inside = place < size
        parts.append(
            (
                movements.sku[inside] * size + place[inside],
                movements.day[inside],
                phase[inside],
                sign * movements.quantity[inside],
            )
        )
    return Change(*(np.concatenate(pair) for pair in zip(*parts, strict=True)))


def _from_picks(book: Book) -> Movements:
    """Picked units, to (picked), or to (customer) where the order requires no shipping."""
    picks = book.picks
    moved = picks.live & tracked_rows(book, picks.sku_index) & (picks.picked > 0)
    at = np.flatnonzero(moved)
    order = picks.order_index[at]
    ships = take(requires_shipping(book), order, 1) == 1
    target = np.where(ships, outside(book, "(picked)"), outside(book, "(customer)"))
    return _movements(
        "Picks",
        "Pick",
        at,
        picks.number(Picks.pick_date, book.as_of)[at],
        picks.sku_index[at],
        origin=picks.location_index[at],
        target=target,
        quantity=picks["Picked"][at],
        order=order,
        line=picks.line_index[at],
    )


def _from_shipments(book: Book) -> Movements:
    """Each packing row of a container that left; a container's second shipment moves nothing."""
    packing, shipments = book.packing, book.shipments
    left = shipped_rows(book)
    moved = (
        packing.live
        & tracked_rows(book, packing.sku_index)
        & (left >= 0)
        & (packing.quantity > 0)
    )
    rows = np.flatnonzero(moved)
    rows = rows[np.argsort(left[rows], kind="stable")]
    by = left[rows]
    return _movements(
        "Shipments",
        "Shipment",
        by,
        shipments.number(Shipments.ship_date, book.as_of)[by],
        packing.sku_index[rows],
        origin=outside(book, "(picked)"),
        target=outside(book, "(customer)"),
        quantity=packing["Quantity"][rows],
        order=packing.order_index[rows],
        line=packing.line_index[rows],
    )


def _from_returns(book: Book) -> list[Movements]:
    """What came back, and of that what was thrown away."""
    returns = book.returns
    back = (
        returns.live
        & tracked_rows(book, returns.sku_index)
        & (returns.disposition != "Credit only")
    )
    back &= returns.quantity > 0
    parts = []
    for where, origin, target in (
        (back, "(customer)", "(returned)"),
        (back & (returns.disposition == "Discard"), "(returned)", "(scrap)"),
    ):
        at = np.flatnonzero(where)
        parts.append(
            _movements(
                "Returns",
                "Return",
                at,
                returns.return_date[at],
                returns.sku_index[at],
                origin=outside(book, origin),
                target=outside(book, target),
                quantity=returns["Quantity"][at],
                order=returns.order_index[at],
                line=returns.line_index[at],
            )
        )
    return parts


def _from_restocks(book: Book) -> Movements:
    """What went from the returns into a location."""
    restocks = book.restocks
    moved = (
        restocks.live & tracked_rows(book, restocks.sku_index) & (restocks.quantity > 0)
    )
    at = np.flatnonzero(moved)
    owner, returns = restocks.return_index[at], book.returns
    return _movements(
        "Restocks",
        "Restock",
        at,
        restocks.restock_date[at],
        restocks.sku_index[at],
        origin=outside(book, "(returned)"),
        target=restocks.location_index[at],
        quantity=restocks["Quantity"][at],
        order=take(returns.order_index, owner, -1),
        line=take(returns.line_index, owner, -1),
    )


@once_per_book
def happened(book: Book) -> IntArray:
    """The movements in the order in which they happened: by day, its openings first, then its counts, then the rest
    by sheet and row.
    """
    moves = build_movements(book)
    phase = np.where(
        moves.kind == TYPES.index("Opening"),
        0,
        np.where(moves.kind == TYPES.index("Count"), 1, 2),
    )
    return np.lexsort((moves.record, moves.source, phase, moves.day))


def balances(book: Book, movements: Movements) -> AnyArray:
    """The balance of every product at every place: products × places, in millionths."""
    places, products = len(book.warehouse) + len(OUTSIDE), len(book.products)
    cells = products * places
    into = total_by(
        movements.sku * places + movements.target, movements.quantity, cells
    )
    out = total_by(movements.sku * places + movements.origin, movements.quantity, cells)
    grid: AnyArray = (into - out).reshape(products, places)
    return grid
