"""Checks of units: what is at each kind of place, and that in sum nothing came from nowhere (rules.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.formulas import (
    NOTHING,
    Term,
    call,
    constant,
    total,
)
from sheetflow.controls.reconciliation.making import COUNT, UNITS, Figure, Making
from sheetflow.controls.reconciliation.seen import like, unlike
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import MICRO, AnyArray, IntArray, Mask, total_by
from sheetflow.ledgers.lines import tracked_rows
from sheetflow.ledgers.movement_types import OUTSIDE, TYPES
from sheetflow.ledgers.movements import balances

MOVES, PICKS = ("Stock moves", "Quantity"), ("Picks", "Picked")
RETURNS, RESTOCKS = ("Returns", "Quantity"), ("Restocks", "Quantity")


@dataclass(frozen=True)
class Terms:
    """The live sums that the checks of units are put together from."""

    received: Term
    adjusted: Term
    picked: Term
    returned: Term
    discarded: Term
    restocked: Term


class Counted:
    """What the facts say of each product, in a plain way of its own: no ledger but the counts' is used."""

    def __init__(self, book: Book, counts: AnyArray) -> None:
        self.book, self.counts, self.size = book, counts, len(book.warehouse)
        self.moves, self.picks = self._counts("Stock moves"), self._counts("Picks")
        self.returns = self._counts("Returns") & (
            book.returns.disposition != "Credit only"
        )
        self.restocks = self._counts("Restocks")

    def _counts(self, sheet: str) -> Mask:
        frame = self.book[sheet]
        return frame.live & tracked_rows(self.book, frame.link("sku"))

    def by_product(self, sheet: str, header: str, rows: Mask) -> AnyArray:
        """The sum of a column by product."""
        frame = self.book[sheet]
        return total_by(
            frame.link("sku"),
            np.where(rows, frame.number(header), 0),
            len(self.book.products),
        )

    def typed(self, *kinds: str) -> AnyArray:
        """What stock moves of these types add, by product."""
        return self.by_product(
            *MOVES,
            self.moves & np.isin(self.book.stock_moves.type.astype(str), kinds),
        )

    @property
    def picked(self) -> AnyArray:
        """Picked, by product."""
        return self.by_product(*PICKS, self.picks)

    @property
    def returned(self) -> AnyArray:
        """Physically returned, by product."""
        return self.by_product(*RETURNS, self.returns)

    @property
    def discarded(self) -> AnyArray:
        """Returned and thrown away, by product."""
        return self.by_product(
            *RETURNS, self.returns & (self.book.returns.disposition == "Discard")
        )

    @property
    def restocked(self) -> AnyArray:
        """Put back from the returns, by product."""
        return self.by_product(*RESTOCKS, self.restocks)

    def on_hand(self) -> AnyArray:
        """What is at each location: products × locations."""
        moves = self.book.stock_moves
        kind = moves.type
        added = self.moves & (kind != "Count")
        grid = self._at(*MOVES, "to", added) - self._at(
            *MOVES, "from", added & (kind == "Transfer")
        )
        grid = (
            grid
            - self._at(*PICKS, "location", self.picks)
            + self._at(*RESTOCKS, "location", self.restocks)
        )
        return np.asarray(grid.reshape(self.counts.shape) + self.counts)

    def _at(self, sheet: str, header: str, place: str, rows: Mask) -> AnyArray:
        frame = self.book[sheet]
        cells = np.where(rows, frame.link("sku") * self.size + frame.link(place), -1)
        return total_by(
            cells,
            np.where(rows, frame.number(header), 0),
            len(self.book.products) * self.size,
        )


def counts_of(making: Making) -> AnyArray:
    """What counts added at each location: products × locations."""
    moves, size = making.ledgers.movements, len(making.book.warehouse)
    shape = (len(making.book.products), size)
    counted = moves.kind == TYPES.index("Count")

    def at(place: IntArray) -> AnyArray:
        inside = counted & (place < size)
        return total_by(
            np.where(inside, moves.sku * size + place, -1),
            moves.quantity,
            shape[0] * shape[1],
        )

    return np.asarray((at(moves.target) - at(moves.origin)).reshape(shape))


def unit_checks(making: Making) -> Iterator[Check]:
    """Every check of units."""
    grid, size = (
        balances(making.book, making.ledgers.movements),
        len(making.book.warehouse),
    )
    outside = {place: grid[:, size + at] for at, place in enumerate(OUTSIDE)}
    counts = counts_of(making)
    terms = _terms(making, counts)
    figures = _figures(making, outside, Counted(making.book, counts))
    for (name, figure), formula in zip(figures.items(), _formulas(terms), strict=True):
        yield making.check(name, figure, formula, UNITS)
    everywhere = (
        _on_hand_shown(making)
        + terms.picked
        - terms.restocked
        - terms.received
        - terms.adjusted
    )
    nowhere = Figure(grid.sum(axis=1), np.zeros(len(grid), dtype=np.int64))
    yield making.check("Units over all places, in sum 0", nowhere, everywhere, UNITS)
    yield _shipped_above_picked(making)


def _figures(
    making: Making, outside: Mapping[str, AnyArray], facts: Counted
) -> dict[str, Figure]:
    """What is at each kind of place: by the movements, and by the facts."""
    adjusted = facts.typed("Opening", "Adjustment") + facts.counts.sum(axis=1)
    gone = outside["(picked)"] + outside["(customer)"]
    back = facts.returned - facts.discarded - facts.restocked
    return {
        "Units received from suppliers": Figure(
            -outside["(supplier)"], facts.typed("Receipt")
        ),
        "Units opened, adjusted, counted": Figure(-outside["(adjustment)"], adjusted),
        "Units on hand = in − out": Figure(
            making.ledgers.stock.on_hand.ravel(), facts.on_hand().ravel()
        ),
        "Units picked and not returned": Figure(gone, facts.picked - facts.returned),
        "Units returned and not yet restocked": Figure(outside["(returned)"], back),
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


def _terms(making: Making, counts: AnyArray) -> Terms:
    sums = making.formulas.total
    gone = unlike("Disposition", "Credit only")
    typed = sums(*MOVES, like("Type", "Opening")) + sums(
        *MOVES, like("Type", "Adjustment")
    )
    return Terms(
        received=sums(*MOVES, like("Type", "Receipt")),
        adjusted=typed + _counted(making, counts),
        picked=sums(*PICKS),
        returned=sums(*RETURNS, gone),
        discarded=sums(*RETURNS, like("Disposition", "Discard")),
        restocked=sums(*RESTOCKS),
    )


def _counted(making: Making, counts: AnyArray) -> Term:
    """What counts added: each is worked out from all that came before it, which no plain formula can do.

    So it is read from Movements; where these cannot be referred to, the engine's own figure stands in the formula.
    """
    column = making.formulas.column
    quantity, kind, origin, target = (
        column("Movements", header) for header in ("Quantity", "Type", "From", "To")
    )
    if (
        not counts.any()
        or quantity is None
        or kind is None
        or origin is None
        or target is None
    ):
        return constant(total(counts.ravel()))
    added, taken = (
        total(np.where(counts * sign > 0, np.abs(counts), 0).ravel())
        for sign in (1, -1)
    )
    found = NOTHING
    for place, millionths, sign in ((origin, added, 1), (target, taken, -1)):
        term = call(
            f'SUMIFS({quantity},{kind},"Count",{place},"(adjustment)")',
            Fraction(millionths, MICRO),
        )
        found = found + term if sign > 0 else found - term
    return found


def _on_hand_shown(making: Making) -> Term:
    """On hand as Products shows it."""
    return making.formulas.derived(
        "Products", "On hand", making.ledgers.products.on_hand
    )


def _shipped_above_picked(making: Making) -> Check:
    """Of every order line, picked ≥ shipped ≥ 0, in what Order lines shows."""
    lines = making.ledgers.lines
    wrong = int((lines.shipped > lines.picked).sum()) + int((lines.shipped < 0).sum())
    picked, shipped = (
        making.formulas.column("Order lines", header)
        for header in ("Picked", "Shipped")
    )
    formula = NOTHING
    if picked is not None and shipped is not None:
        formula = call(
            f'SUMPRODUCT(--({shipped}>{picked}))+COUNTIF({shipped},"<0")', wrong
        )
    name, figure = (
        "Order lines with more shipped than picked",
        Figure(*_picked_and_shipped(making), (Decimal(wrong),) * 2),
    )
    check = making.check(name, figure, formula, COUNT)
    return (
        replace(check, agreed="More was shipped than picked: see Issues")
        if wrong
        else check
    )


def _picked_and_shipped(making: Making) -> tuple[AnyArray, AnyArray]:
    """What was picked, and shipped in containers, of each product: by the order lines, and by the movements."""
    lines, moves, size = (
        making.ledgers.lines,
        making.ledgers.movements,
        len(making.book.products),
    )
    sent = np.where(lines.ships, lines.shipped, 0)
    by_lines = [total_by(lines.sku, amounts, size) for amounts in (lines.picked, sent)]
    kinds = [
        np.where(moves.kind == TYPES.index(kind), moves.sku, -1)
        for kind in ("Pick", "Shipment")
    ]
    by_moves = [total_by(sku, moves.quantity, size) for sku in kinds]
    return np.concatenate(by_lines), np.concatenate(by_moves)
