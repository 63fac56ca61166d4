"""What the facts say of units, added up in a plain way, for the checks of units."""

from __future__ import annotations

import numpy as np

from sheetflow.controls.reconciliation.formulas import Cells
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, Mask, total_by
from sheetflow.ledgers.lines import tracked_rows

MOVES = ("Stock moves", "Quantity")
PICKS = ("Picks", "Picked")
PACKING = ("Packing", "Quantity")
RETURNS = ("Returns", "Quantity")
RESTOCKS = ("Restocks", "Quantity")


class UnitFacts:
    """What the facts say of each product, added up in a plain way: the only ledger used is that of counts.

    `counts` is what counts added at each location: products × locations.
    """

    def __init__(self, book: Book, counts: AnyArray) -> None:
        self.book = book
        self.counts = counts
        self.moves = self._live("Stock moves")
        self.picks = self._live("Picks")
        is_physical = book.returns.disposition != "Credit only"
        self.returns = self._live("Returns") & is_physical
        self.restocks = self._live("Restocks")

    def _live(self, sheet: str) -> Mask:
        """The rows of a sheet that move stock."""
        frame = self.book[sheet]
        return frame.live & tracked_rows(self.book, frame.link("sku"))

    def by_product(self, cells: Cells, rows: Mask) -> AnyArray:
        """The sum of a column by product."""
        sheet, header = cells
        frame = self.book[sheet]
        quantities = np.where(rows, frame.number(header), 0)
        return total_by(frame.link("sku"), quantities, len(self.book.products))

    def typed(self, *kinds: str) -> AnyArray:
        """What stock moves of these types add, by product."""
        is_kind = np.isin(self.book.stock_moves.type.astype(str), kinds)
        return self.by_product(MOVES, self.moves & is_kind)

    @property
    def picked(self) -> AnyArray:
        """Picked, by product."""
        return self.by_product(PICKS, self.picks)

    @property
    def returned(self) -> AnyArray:
        """Physically returned, by product."""
        return self.by_product(RETURNS, self.returns)

    @property
    def discarded(self) -> AnyArray:
        """Returned and thrown away, by product."""
        is_discarded = self.book.returns.disposition == "Discard"
        return self.by_product(RETURNS, self.returns & is_discarded)

    @property
    def restocked(self) -> AnyArray:
        """Put back from the returns, by product."""
        return self.by_product(RESTOCKS, self.restocks)

    @property
    def packed(self) -> AnyArray:
        """Packed, by product."""
        return self.by_product(PACKING, self._live("Packing"))

    def on_hand(self) -> AnyArray:
        """What is at each location: products × locations."""
        kind = self.book.stock_moves.type
        into = self.moves & (kind != "Count")
        out = into & (kind == "Transfer")
        received = self._by_location(MOVES, "to", into)
        moved_away = self._by_location(MOVES, "from", out)
        picked = self._by_location(PICKS, "location", self.picks)
        restocked = self._by_location(RESTOCKS, "location", self.restocks)
        return np.asarray(received - moved_away - picked + restocked + self.counts)

    def _by_location(self, cells: Cells, link: str, rows: Mask) -> AnyArray:
        """The sum of a column by product and the location that a reference names."""
        sheet, header = cells
        frame = self.book[sheet]
        locations = len(self.book.warehouse)
        cell = np.where(rows, frame.link("sku") * locations + frame.link(link), -1)
        quantities = np.where(rows, frame.number(header), 0)
        sums = total_by(cell, quantities, self.counts.size)
        return np.asarray(sums.reshape(self.counts.shape))
