"""Checks of units: what is at each kind of location, and that nothing came from nowhere (rules.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
from sheetflow.ledgers.movement_types import OUTSIDE, TYPES, outside_column
from sheetflow.ledgers.movements import net_outside

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


@dataclass(frozen=True)
class UnitsAt:
    """Units of products at locations, in no order; of one product at one location there may be several."""

    product: IntArray
    location: IntArray
    quantity: AnyArray

    def __add__(self, other: UnitsAt) -> UnitsAt:
        return UnitsAt(
            np.concatenate([self.product, other.product]),
            np.concatenate([self.location, other.location]),
            np.concatenate([self.quantity, other.quantity]),
        )

    def __sub__(self, other: UnitsAt) -> UnitsAt:
        return self + replace(other, quantity=-other.quantity)


class UnitFacts:
    """What the facts say of each product, added up in a plain way: the only ledger used is that of counts.

    `counts` is what counts added at locations.
    """

    def __init__(self, book: Book, counts: UnitsAt) -> None:
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
    def counted(self) -> AnyArray:
        """What counts added, by product."""
        size = len(self.book.products)
        return total_by(self.counts.product, self.counts.quantity, size)

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
        """What is at each location: products × locations, one after the other."""
        kind = self.book.stock_moves.type
        into = self.moves & (kind != "Count")
        out = into & (kind == "Transfer")
        # Added up once: of many products and locations, each table is large.
        units = (
            self.counts
            + self._at_locations(MOVES, "to", into)
            - self._at_locations(MOVES, "from", out)
            - self._at_locations(PICKS, "location", self.picks)
            + self._at_locations(RECEIPTS, "location", self.receipts)
            + self._at_locations(RESTOCKS, "location", self.restocks)
        )
        locations = len(self.book.warehouse)
        cell = units.product * locations + units.location
        size = len(self.book.products) * locations
        return total_by(cell, units.quantity, size)

    def _at_locations(self, cells: Cells, link: str, rows: Mask) -> UnitsAt:
        """What these rows of a sheet say of products and the location that a reference names."""
        sheet, header = cells
        frame = self.book[sheet]
        at = np.flatnonzero(rows & (frame.link("sku") >= 0) & (frame.link(link) >= 0))
        product = frame.link("sku")[at]
        return UnitsAt(product, frame.link(link)[at], frame.number(header)[at])


def counts_of(maker: CheckMaker) -> UnitsAt:
    """What counts added at locations, and took from them."""
    moves = maker.ledgers.movements
    return _counted_at(maker, moves.target) - _counted_at(maker, moves.origin)


def _counted_at(maker: CheckMaker, locations: IntArray) -> UnitsAt:
    """What counts moved at the location of each movement."""
    moves = maker.ledgers.movements
    is_inside = locations < len(maker.book.warehouse)
    at = np.flatnonzero(is_inside & (moves.kind == TYPES.index("Count")))
    return UnitsAt(moves.sku[at], locations[at], moves.quantity[at])


def unit_checks(maker: CheckMaker) -> Iterator[Check]:
    """Every check of units."""
    counts = counts_of(maker)
    moves = maker.ledgers.movements
    outside = net_outside(maker.book, moves, moves.quantity)
    terms = _terms(maker, counts)
    facts = UnitFacts(maker.book, counts)
    figures = _figures(maker, outside, facts)
    for (name, figure), formula in zip(figures.items(), _formulas(terms), strict=True):
        yield maker.check(name, figure, formula, UNITS)
    yield from _moved_checks(maker, facts)
    yield _everywhere(maker, outside, terms)
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


def _everywhere(maker: CheckMaker, outside: AnyArray, terms: Terms) -> Check:
    """The units at all locations, and outside the warehouse, add up to 0.

    By the facts: what came to named locations less what left them, and the balances of the places outside. Counts
    change a location and (adjustment) alike, so they are on neither side.
    """
    figure = Figure(outside.sum(axis=1), np.zeros(len(outside), dtype=np.int64))
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


def _figures(maker: CheckMaker, net: AnyArray, facts: UnitFacts) -> dict[str, Figure]:
    """The units at each kind of location: by the movements, and by the facts."""
    outside = {name: net[:, outside_column(name)] for name in OUTSIDE}
    adjusted = facts.typed("Opening", "Adjustment") + facts.counted
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
        message("Units on hand = in − out"): Figure(on_hand, facts.on_hand()),
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


def _terms(maker: CheckMaker, counts: UnitsAt) -> Terms:
    sums = maker.formulas.total
    opened = sums(*MOVES, like("Type", "Opening"))
    adjusted = sums(*MOVES, like("Type", "Adjustment"))
    return Terms(
        received=sums(*MOVES, like("Type", "Receipt")) + sums(*RECEIPTS),
        plainly_adjusted=opened + adjusted,
        counted=constant(total(counts.quantity)),
        picked=sums(*PICKS),
        returned=sums(*RETURNS, unlike("Disposition", "Credit only")),
        discarded=sums(*RETURNS, like("Disposition", "Discard")),
        restocked=sums(*RESTOCKS),
    )
