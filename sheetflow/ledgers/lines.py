"""The ledger of order lines: for each line, what was ordered, allocated, picked, packed, shipped, invoiced, returned.

All columns are in millionths of units and have one value for each record of Order lines, 0 for lines that do not count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Orders, Products
from sheetflow.domain.numbers import (
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    count_by,
    take,
    total_by,
)


@dataclass(frozen=True)
class Lines:
    """Quantities of each order line."""

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
        """What came back and was not credited: it only lowers what is left to bill."""
        return self.returned - self.credited_back

    @property
    def left_to_pick(self) -> AnyArray:
        """What is expected and not yet picked, of tracked lines."""
        return np.where(
            self.tracked & self.counts, np.maximum(self.effective - self.picked, 0), 0
        )

    @property
    def goods(self) -> Mask:
        """The lines that stock plays a part in."""
        return self.counts & self.tracked


def requires_shipping(book: Book) -> Mask:
    """Whether each order requires shipping."""
    return np.asarray(
        book.orders.number(
            Orders.requires_shipping, int(book.settings.requires_shipping)
        )
        == 1
    )


def tracked(book: Book) -> Mask:
    """Whether stock is tracked of each product."""
    return np.asarray(book.products.number(Products.track_stock, 1) == 1)


def is_open_suggestion(book: Book) -> Mask:
    """The live picks with a blank Picked: they allocate, and move nothing."""
    picks = book.picks
    return picks.live & ~picks.has_picked & tracked_rows(book, picks.sku_index)


def tracked_rows(book: Book, sku: IntArray) -> Mask:
    """Whether stock is tracked of each row's product."""
    return np.asarray(take(tracked(book), sku, 0) == 1)


def live_invoice_lines(book: Book) -> Mask:
    """The invoice lines that count: live, and not on a voided invoice."""
    lines, invoices = book.invoice_lines, book.invoices
    dead = invoices.has_voided
    return np.asarray(lines.live & ~(take(dead, lines.invoice_index, 0) == 1))


@once_per_book
def shipped_rows(book: Book) -> IntArray:
    """For each packing row, the first live shipment of its container; -1 where it has not left."""
    packing, shipments = book.packing, book.shipments
    wanted, names = container_keys(packing, {})
    keys, names = container_keys(shipments, names)
    live = np.flatnonzero(shipments.live)
    live = live[np.argsort(keys[live], kind="stable")]
    at = np.searchsorted(keys[live], wanted)
    at = np.minimum(at, max(len(live) - 1, 0))
    if not len(live):
        return np.full(len(packing), -1, dtype=np.int64)
    return np.where((keys[live][at] == wanted) & (wanted >= 0), live[at], -1)


MOST_NAMES = 2**31
"""More names of containers than there can be rows: order and name together make one number."""


def container_keys(
    frame: Frame, names: dict[str | None, int]
) -> tuple[IntArray, dict[str | None, int]]:
    """One number for each order and container of a frame; -1 where there is none.

    `names` are the containers numbered so far.
    """
    texts = frame["Container"].tolist()
    for text in dict.fromkeys(texts):
        names.setdefault(text, len(names))
    code = np.array([names[text] for text in texts], dtype=np.int64)
    order = frame.link("order")
    return np.where(
        (order >= 0) & frame.given("Container"), order * MOST_NAMES + code, -1
    ), names


def _by_line(book: Book, sheet: str, where: Mask, header: str = "Quantity") -> AnyArray:
    """The sum of a column over the rows under `where`, for each order line."""
    frame = book[sheet]
    return total_by(
        frame.link("line"),
        np.where(where, frame.number(header), 0),
        len(book.order_lines),
    )


@once_per_book
def build_lines(book: Book) -> Lines:
    """The ledger of all order lines."""
    lines, returns, restocks = book.order_lines, book.returns, book.restocks
    order, sku = lines.order_index, lines.sku_index
    ships = take(requires_shipping(book), order, 1) == 1
    quantity = np.where(lines.valid, lines.quantity, 0)
    picks, packing = (
        book[sheet].live & tracked_rows(book, book[sheet].link("sku"))
        for sheet in ("Picks", "Packing")
    )
    picked = _by_line(book, "Picks", picks, "Picked")
    shipped = _by_line(book, "Packing", packing & (shipped_rows(book) >= 0))
    back = returns.live & (returns.disposition != "Credit only")
    restocked_line = take(returns.line_index, restocks.return_index, -1)
    restocked = np.where(restocks.live, restocks.quantity, 0)
    return Lines(
        counts=lines.valid & (order >= 0),
        order=order,
        sku=sku,
        tracked=tracked_rows(book, sku),
        ships=ships,
        quantity=quantity,
        effective=quantity - np.where(lines.valid, lines.cancelled_quantity, 0),
        suggested=_by_line(book, "Picks", is_open_suggestion(book), "Suggested"),
        picked=picked,
        packed=_by_line(book, "Packing", packing),
        shipped=np.where(ships, shipped, picked),
        invoiced=_by_line(book, "Invoice lines", live_invoice_lines(book)),
        returned=_by_line(book, "Returns", back),
        to_restock=_by_line(book, "Returns", back & is_for_restock(book)),
        restocked=total_by(restocked_line, restocked, len(lines)),
        credited=_by_line(book, "Returns", returns.live, "Credited quantity"),
        credited_back=_by_line(book, "Returns", back, "Credited quantity"),
    )


def is_for_restock(book: Book) -> Mask:
    """The returns whose Disposition is Restock, the default."""
    kind = book.returns.disposition
    return np.asarray(np.equal(kind, NOTHING).astype(bool) | (kind == "Restock"))


def lines_of(lines: Lines, size: int) -> IntArray:
    """How many readable lines each order has."""
    return count_by(lines.order, size, lines.counts)
