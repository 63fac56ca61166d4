"""Checks of units: what is at each kind of location, and that nothing came from nowhere (rules.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import (
    UNITS,
    CheckMaker,
    Figure,
)
from sheetflow.controls.reconciliation.excel_view import given, like, unlike
from sheetflow.controls.reconciliation.formulas import Cells, Term, constant, total
from sheetflow.controls.reconciliation.shipped_units import (
    PICKS,
    moved_units,
    shipped_above_picked,
)
from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, total_by
from sheetflow.ledgers.lines import tracked_rows
from sheetflow.ledgers.movement_types import OUTSIDE, TYPES
from sheetflow.ledgers.movements import balances

MOVES = ("Stock moves", "Quantity")
PACKING = ("Packing", "Quantity")
RECEIPTS = ("Receipts", "Quantity")
RETURNS = ("Returns", "Quantity")
RESTOCKS = ("Restocks", "Quantity")
MOVE_TYPES = ("Opening", "Receipt", "Adjustment", "Transfer")
"""The types of stock moves that put what they say at a location."""


@dataclass(frozen=True)
class Terms:
    """The live sums that the checks of units are put together from.

    What counts added is worked out from all that came before each of them, which no plain formula can do: it is the
    engine's figure, and a check of its own adds up what was counted.
    """

    received: Term
    plainly_adjusted: Term
    counted: Term
    picked: Term
    returned: Term
    discarded: Term
    restocked: Term

    @property
    def adjusted(self) -> Term:
        """What was opened, adjusted and counted."""
        return self.plainly_adjusted + self.counted


class UnitFacts:
    """What the facts say of each product, added up in a plain way: the only ledger used is that of counts.

    `counts` is what counts added at each location: products × locations.
    """

    def __init__(self, book: Book, counts: AnyArray) -> None:
        self.book = book
        self.counts = counts
        self.moves = self._live("Stock moves")
        self.receipts = self._live("Receipts") & (book.receipts.location_index >= 0)
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
    def received(self) -> AnyArray:
        """Received from suppliers, less what was sent back, by product."""
        return self.typed("Receipt") + self.by_product(RECEIPTS, self.receipts)

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
        # One table at a time: of many products and locations, each is large.
        total = self.counts + self._by_location(MOVES, "to", into)
        total = total - self._by_location(MOVES, "from", out)
        total = total - self._by_location(PICKS, "location", self.picks)
        total = total + self._by_location(RECEIPTS, "location", self.receipts)
        return np.asarray(
            total + self._by_location(RESTOCKS, "location", self.restocks)
        )

    def _by_location(self, cells: Cells, link: str, rows: Mask) -> AnyArray:
        """The sum of a column by product and the location that a reference names."""
        sheet, header = cells
        frame = self.book[sheet]
        locations = len(self.book.warehouse)
        cell = np.where(rows, frame.link("sku") * locations + frame.link(link), -1)
        quantities = np.where(rows, frame.number(header), 0)
        sums = total_by(cell, quantities, self.counts.size)
        return np.asarray(sums.reshape(self.counts.shape))


def counts_of(maker: CheckMaker) -> AnyArray:
    """What counts added at each location: products × locations."""
    moves = maker.ledgers.movements
    added = _counted_at(maker, moves.target)
    taken = _counted_at(maker, moves.origin)
    return np.asarray(added - taken)


def _counted_at(maker: CheckMaker, locations: IntArray) -> AnyArray:
    """What counts moved at the location of each movement: products × locations."""
    moves = maker.ledgers.movements
    size = len(maker.book.warehouse)
    shape = (len(maker.book.products), size)
    is_counted = (moves.kind == TYPES.index("Count")) & (locations < size)
    cell = np.where(is_counted, moves.sku * size + locations, -1)
    sums = total_by(cell, moves.quantity, shape[0] * shape[1])
    return np.asarray(sums.reshape(shape))


def unit_checks(maker: CheckMaker) -> Iterator[Check]:
    """Every check of units."""
    counts = counts_of(maker)
    grid = balances(maker.book, maker.ledgers.movements)
    terms = _terms(maker, counts)
    facts = UnitFacts(maker.book, counts)
    figures = _figures(maker, grid, facts)
    for (name, figure), formula in zip(figures.items(), _formulas(terms), strict=True):
        yield maker.check(name, figure, formula, UNITS)
    yield from _moved_checks(maker, facts)
    yield _everywhere(maker, grid, terms)
    yield shipped_above_picked(maker)


def _moved_checks(maker: CheckMaker, facts: UnitFacts) -> Iterator[Check]:
    """What was counted, transferred and packed: no other sum depends on it."""
    sums = maker.formulas.total
    size = len(maker.book.products)
    counted = facts.typed("Count")
    moved = moved_units(maker.ledgers.movements, "Transfer", size)
    transferred = Figure(moved, facts.typed("Transfer"))
    packed = facts.packed
    of_counts = sums(*MOVES, like("Type", "Count"))
    of_transfers = sums(*MOVES, like("Type", "Transfer"))
    yield maker.check(
        message("Units counted"), Figure(counted, counted), of_counts, UNITS
    )
    yield maker.check(message("Units transferred"), transferred, of_transfers, UNITS)
    yield maker.check(
        message("Units packed"), Figure(packed, packed), sums(*PACKING), UNITS
    )


def _everywhere(maker: CheckMaker, grid: AnyArray, terms: Terms) -> Check:
    """The units at all locations, and outside the warehouse, add up to 0.

    By the facts: what came to named locations less what left them, and the balances of the places outside. Counts
    change a location and (adjustment) alike, so they are on neither side.
    """
    figure = Figure(grid.sum(axis=1), np.zeros(len(grid), dtype=np.int64))
    formula = (
        _at_named_locations(maker)
        + terms.picked
        - terms.restocked
        - terms.received
        - terms.plainly_adjusted
    )
    return maker.check(
        message("Units over all places, in sum 0"), figure, formula, UNITS
    )


def _at_named_locations(maker: CheckMaker) -> Term:
    """What rows put at locations that they name, less what they took there."""
    sums = maker.formulas.total
    is_named = given("To")
    into = [sums(*MOVES, like("Type", kind), is_named) for kind in MOVE_TYPES]
    restocked = sums(*RESTOCKS, given("Location"))
    received = sums(*RECEIPTS, given("Location"))
    transferred = sums(*MOVES, like("Type", "Transfer"), given("From"))
    picked = sums(*PICKS, given("Location"))
    return sum(into, restocked) + received - transferred - picked


def _figures(maker: CheckMaker, grid: AnyArray, facts: UnitFacts) -> dict[str, Figure]:
    """The units at each kind of location: by the movements, and by the facts."""
    size = len(maker.book.warehouse)
    outside = {name: grid[:, size + at] for at, name in enumerate(OUTSIDE)}
    adjusted = facts.typed("Opening", "Adjustment") + facts.counts.sum(axis=1)
    gone = outside["(picked)"] + outside["(customer)"]
    returned = facts.returned - facts.discarded - facts.restocked
    on_hand = maker.ledgers.stock.on_hand.ravel()
    return {
        message("Units received from suppliers"): Figure(
            -outside["(supplier)"], facts.received
        ),
        message("Units opened, adjusted, counted"): Figure(
            -outside["(adjustment)"], adjusted
        ),
        message("Units on hand = in − out"): Figure(on_hand, facts.on_hand().ravel()),
        message("Units picked and not returned"): Figure(
            gone, facts.picked - facts.returned
        ),
        message("Units returned and not yet restocked"): Figure(
            outside["(returned)"], returned
        ),
        message("Units returned and thrown away"): Figure(
            outside["(scrap)"], facts.discarded
        ),
    }


def _formulas(terms: Terms) -> list[Term]:
    """The same figures over the cells of the workbook, in the same order."""
    return [
        terms.received,
        terms.adjusted,
        terms.received + terms.adjusted + terms.restocked - terms.picked,
        terms.picked - terms.returned,
        terms.returned - terms.discarded - terms.restocked,
        terms.discarded,
    ]


def _terms(maker: CheckMaker, counts: AnyArray) -> Terms:
    sums = maker.formulas.total
    opened = sums(*MOVES, like("Type", "Opening"))
    adjusted = sums(*MOVES, like("Type", "Adjustment"))
    return Terms(
        received=sums(*MOVES, like("Type", "Receipt")) + sums(*RECEIPTS),
        plainly_adjusted=opened + adjusted,
        counted=constant(total(counts.ravel())),
        picked=sums(*PICKS),
        returned=sums(*RETURNS, unlike("Disposition", "Credit only")),
        discarded=sums(*RETURNS, like("Disposition", "Discard")),
        restocked=sums(*RESTOCKS),
    )
