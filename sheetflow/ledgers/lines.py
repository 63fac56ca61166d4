"""The ledger of order lines: what was ordered, picked, packed, shipped, invoiced, returned.

Every column has one value for each record of Order lines. Quantities are in millionths of
units, and 0 for lines that do not count (docs/reference/rules.md, sections 5 and 6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import integers, no_links, sorted_by, take_mask
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import (
    InvoiceLines,
    Orders,
    Packing,
    Picks,
    Products,
    Returns,
    Shipments,
)
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, Mask, take, total_by
from sheetflow.domain.typed_columns import Amounts


@dataclass(frozen=True)
class Lines:
    """Each order line: whether it counts, its order and product (positions), quantities."""

    counts: Mask
    order: IntArray
    sku: IntArray
    tracked: Mask
    ships: Mask
    quantity: AnyArray
    effective: AnyArray
    suggested: AnyArray
    picked: AnyArray
    packed: AnyArray
    shipped: AnyArray
    invoiced: AnyArray
    returned: AnyArray
    to_restock: AnyArray
    restocked: AnyArray
    credited: AnyArray
    credited_back: AnyArray

    @property
    def uncredited(self) -> AnyArray:
        """What came back and was not credited: it only lowers what is left to invoice."""
        return self.returned - self.credited_back

    @property
    def left_to_pick(self) -> AnyArray:
        """What is expected and not yet picked, of tracked lines."""
        unpicked = np.maximum(self.effective - self.picked, 0)
        return np.where(self.goods, unpicked, 0)

    @property
    def sent(self) -> AnyArray:
        """What has been shipped, or is in a container that will be."""
        return np.maximum(self.packed, self.shipped)

    @property
    def goods(self) -> Mask:
        """The lines that count and whose stock is tracked."""
        return self.counts & self.tracked


@once_per_book
def build_lines(book: Book) -> Lines:
    """The ledger of all order lines."""
    lines = book.order_lines
    order = lines.order_index
    ships = take(requires_shipping(book), order, 1) == 1
    ordered = np.where(lines.valid, lines.quantity, 0)
    cancelled = np.where(lines.valid, lines.cancelled_quantity, 0)
    picked = _picked(book)
    return Lines(
        counts=lines.valid & (order >= 0),
        order=order,
        sku=lines.sku_index,
        tracked=tracked_rows(book, lines.sku_index),
        ships=ships,
        quantity=ordered,
        effective=ordered - cancelled,
        suggested=_suggested(book),
        picked=picked,
        packed=_packed(book),
        shipped=np.where(ships, _shipped(book), picked),
        invoiced=_invoiced(book),
        returned=_returned(book),
        to_restock=_to_restock(book),
        restocked=_restocked(book),
        credited=_credited(book),
        credited_back=_credited_back(book),
    )


def _suggested(book: Book) -> AnyArray:
    """What open suggestions allocate."""
    return _per_line(book, book.picks, is_open_suggestion(book), Picks.suggested)


def _picked(book: Book) -> AnyArray:
    """What was picked of tracked products."""
    picks = book.picks
    counted = picks.live & tracked_rows(book, picks.sku_index)
    return _per_line(book, picks, counted, Picks.picked)


def _packed(book: Book) -> AnyArray:
    """What is or was in containers."""
    return _per_line(book, book.packing, _packed_rows(book), Packing.quantity)


def _shipped(book: Book) -> AnyArray:
    """What was in the containers that left."""
    left = _packed_rows(book) & (shipped_rows(book) >= 0)
    return _per_line(book, book.packing, left, Packing.quantity)


def _packed_rows(book: Book) -> Mask:
    """The live packing rows of tracked products."""
    packing = book.packing
    return packing.live & tracked_rows(book, packing.sku_index)


def _invoiced(book: Book) -> AnyArray:
    """What live invoices invoice."""
    counted = live_invoice_lines(book)
    return _per_line(book, book.invoice_lines, counted, InvoiceLines.quantity)


def _returned(book: Book) -> AnyArray:
    """What physically came back."""
    return _per_line(book, book.returns, came_back(book), Returns.quantity)


def _to_restock(book: Book) -> AnyArray:
    """What came back to be restocked."""
    counted = came_back(book) & is_for_restock(book)
    return _per_line(book, book.returns, counted, Returns.quantity)


def _restocked(book: Book) -> AnyArray:
    """What went back into a location."""
    restocks = book.restocks
    line = take(book.returns.line_index, restocks.return_index, -1)
    quantity = np.where(restocks.live, restocks.quantity, 0)
    return total_by(line, quantity, len(book.order_lines))


def _credited(book: Book) -> AnyArray:
    """What live returns credited, Credit only included."""
    returns = book.returns
    return _per_line(book, returns, returns.live, Returns.credited_quantity)


def _credited_back(book: Book) -> AnyArray:
    """What was credited of what physically came back."""
    return _per_line(book, book.returns, came_back(book), Returns.credited_quantity)


def _per_line(book: Book, frame: Frame, where: Mask, column: Amounts) -> AnyArray:
    """The sum of a column over the rows under `where`, for each order line."""
    amounts = np.where(where, frame.number(column), 0)
    return total_by(frame.link("line"), amounts, len(book.order_lines))


def requires_shipping(book: Book) -> Mask:
    """Whether each order requires shipping."""
    default = int(book.settings.requires_shipping)
    return np.asarray(book.orders.number(Orders.requires_shipping, default) == 1)


@once_per_book
def tracked(book: Book) -> Mask:
    """Whether stock is tracked of each product."""
    return np.asarray(book.products.number(Products.track_stock, 1) == 1)


def tracked_rows(book: Book, sku: IntArray) -> Mask:
    """Whether stock is tracked of each row's product."""
    return take_mask(tracked(book), sku)


def is_open_suggestion(book: Book) -> Mask:
    """The live picks with a blank Picked: they allocate, and move nothing."""
    picks = book.picks
    return picks.live & ~picks.has_picked & tracked_rows(book, picks.sku_index)


@once_per_book
def live_invoice_lines(book: Book) -> Mask:
    """The invoice lines that count: live, and not on a voided invoice."""
    lines = book.invoice_lines
    voided = take_mask(book.invoices.has_voided, lines.invoice_index)
    return np.asarray(lines.live & ~voided)


@once_per_book
def came_back(book: Book) -> Mask:
    """The live returns of goods: all but Credit only."""
    returns = book.returns
    return np.asarray(returns.live & (returns.disposition != "Credit only"))


def is_for_restock(book: Book) -> Mask:
    """The returns whose Disposition is Restock, the default."""
    disposition = book.returns.disposition
    blank = np.equal(disposition, NOTHING).astype(bool)
    return np.asarray(blank | (disposition == "Restock"))


@once_per_book
def shipped_rows(book: Book) -> IntArray:
    """For each packing row, the first live shipment of its container; -1 where it has not left."""
    keys = ContainerKeys()
    packed = keys.of(book.packing)
    shipped = keys.of(book.shipments)
    live = np.flatnonzero(book.shipments.live)
    return _first_match(packed, shipped, live)


def _first_match(wanted: IntArray, keys: IntArray, among: IntArray) -> IntArray:
    """For each wanted key, the first row of `among` that has it; -1 where none does."""
    if not len(among):
        return no_links(len(wanted))
    by_key = sorted_by(among, keys)
    sorted_keys = keys[by_key]
    at = np.searchsorted(sorted_keys, wanted)
    at = np.minimum(at, len(by_key) - 1)
    found = (sorted_keys[at] == wanted) & (wanted >= 0)
    return np.where(found, by_key[at], -1)


MOST_NAMES = 2**31
"""More names of containers than there can be rows: order and name together make one number."""


class ContainerKeys:
    """One number for each order and container, the same in all frames that are numbered."""

    def __init__(self) -> None:
        self._names: dict[str | None, int] = {}

    def of(self, frame: Packing | Shipments) -> IntArray:
        """The key of each row's container; -1 where the row names no order or container."""
        order = frame.order_index
        named = (order >= 0) & frame.has_container
        key = order * MOST_NAMES + self._numbers(frame.container.tolist())
        return np.where(named, key, -1)

    def _numbers(self, names: list[str | None]) -> IntArray:
        """The number of each name; new names get the next ones."""
        for name in dict.fromkeys(names):
            self._names.setdefault(name, len(self._names))
        return integers([self._names[name] for name in names])
