"""Checks of units: what is at each kind of location, and that nothing came from nowhere (rules.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import (
    COUNT,
    UNITS,
    CheckMaker,
    Figure,
)
from sheetflow.controls.reconciliation.excel_view import given, like, unlike
from sheetflow.controls.reconciliation.formulas import Term, call, constant, total
from sheetflow.controls.reconciliation.unit_facts import (
    MOVES,
    PACKING,
    PICKS,
    RESTOCKS,
    RETURNS,
    UnitFacts,
)
from sheetflow.domain.numbers import AnyArray, IntArray, total_by
from sheetflow.ledgers.movement_types import OUTSIDE, TYPES, Movements
from sheetflow.ledgers.movements import balances

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
    yield _shipped_above_picked(maker)


def _moved_checks(maker: CheckMaker, facts: UnitFacts) -> Iterator[Check]:
    """What was counted, transferred and packed: no other sum depends on it."""
    sums = maker.formulas.total
    size = len(maker.book.products)
    counted = facts.typed("Count")
    moved = _moved(maker.ledgers.movements, "Transfer", size)
    transferred = Figure(moved, facts.typed("Transfer"))
    packed = facts.packed
    of_counts = sums(*MOVES, like("Type", "Count"))
    of_transfers = sums(*MOVES, like("Type", "Transfer"))
    yield maker.check("Units counted", Figure(counted, counted), of_counts, UNITS)
    yield maker.check("Units transferred", transferred, of_transfers, UNITS)
    yield maker.check("Units packed", Figure(packed, packed), sums(*PACKING), UNITS)


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
    return maker.check("Units over all places, in sum 0", figure, formula, UNITS)


def _at_named_locations(maker: CheckMaker) -> Term:
    """What stock moves, picks and restocks put at locations that they name, less what they took there."""
    sums = maker.formulas.total
    is_named = given("To")
    into = [sums(*MOVES, like("Type", kind), is_named) for kind in MOVE_TYPES]
    restocked = sums(*RESTOCKS, given("Location"))
    transferred = sums(*MOVES, like("Type", "Transfer"), given("From"))
    picked = sums(*PICKS, given("Location"))
    return sum(into, restocked) - transferred - picked


def _figures(maker: CheckMaker, grid: AnyArray, facts: UnitFacts) -> dict[str, Figure]:
    """The units at each kind of location: by the movements, and by the facts."""
    size = len(maker.book.warehouse)
    outside = {name: grid[:, size + at] for at, name in enumerate(OUTSIDE)}
    adjusted = facts.typed("Opening", "Adjustment") + facts.counts.sum(axis=1)
    gone = outside["(picked)"] + outside["(customer)"]
    returned = facts.returned - facts.discarded - facts.restocked
    on_hand = maker.ledgers.stock.on_hand.ravel()
    return {
        "Units received from suppliers": Figure(
            -outside["(supplier)"], facts.typed("Receipt")
        ),
        "Units opened, adjusted, counted": Figure(-outside["(adjustment)"], adjusted),
        "Units on hand = in − out": Figure(on_hand, facts.on_hand().ravel()),
        "Units picked and not returned": Figure(gone, facts.picked - facts.returned),
        "Units returned and not yet restocked": Figure(outside["(returned)"], returned),
        "Units returned and thrown away": Figure(outside["(scrap)"], facts.discarded),
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
        received=sums(*MOVES, like("Type", "Receipt")),
        plainly_adjusted=opened + adjusted,
        counted=constant(total(counts.ravel())),
        picked=sums(*PICKS),
        returned=sums(*RETURNS, unlike("Disposition", "Credit only")),
        discarded=sums(*RETURNS, like("Disposition", "Discard")),
        restocked=sums(*RESTOCKS),
    )


def _shipped_above_picked(maker: CheckMaker) -> Check:
    """For every order line, picked ≥ shipped ≥ 0; in the facts, no more was packed in all than was picked."""
    lines = maker.ledgers.lines
    above_picked = int((lines.shipped > lines.picked).sum())
    below_zero = int((lines.shipped < 0).sum())
    wrong = above_picked + below_zero
    figure = Figure(*_picked_and_shipped(maker), (Decimal(wrong), Decimal(wrong)))
    name = "Order lines with more shipped than picked"
    check = maker.check(name, figure, _packed_above_picked(maker), COUNT)
    if not wrong and not check.difference:
        return check
    text = "More was shipped than picked" if wrong else "More was packed than picked"
    return replace(check, agreed=f"{text}: see Issues", differs=f"{text}: see Issues")


def _packed_above_picked(maker: CheckMaker) -> Term:
    """1 where more was packed than picked, else 0."""
    packed = maker.formulas.total("Packing", "Quantity")
    picked = maker.formulas.total(*PICKS)
    excess = packed - picked
    is_above = int(excess.value > 0)
    return call(f"IF(ROUND({excess.text},{UNITS})>0,1,0)", is_above, *excess.reads)


def _picked_and_shipped(maker: CheckMaker) -> tuple[AnyArray, AnyArray]:
    """What was picked, and shipped in containers, of each product: by the order lines, and by the movements."""
    lines = maker.ledgers.lines
    moves = maker.ledgers.movements
    size = len(maker.book.products)
    sent = np.where(lines.ships, lines.shipped, 0)
    by_lines = [total_by(lines.sku, amounts, size) for amounts in (lines.picked, sent)]
    by_moves = [_moved(moves, kind, size) for kind in ("Pick", "Shipment")]
    return np.concatenate(by_lines), np.concatenate(by_moves)


def _moved(moves: Movements, kind: str, size: int) -> AnyArray:
    """The quantities that movements of a kind moved, by product."""
    sku = np.where(moves.kind == TYPES.index(kind), moves.sku, -1)
    return total_by(sku, moves.quantity, size)
