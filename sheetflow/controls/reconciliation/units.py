"""Checks of units: what is at each kind of location, and that nothing came from nowhere (rules.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import (
    COUNT,
    UNITS,
    CheckMaker,
    Figure,
)
from sheetflow.controls.reconciliation.excel_view import like, unlike
from sheetflow.controls.reconciliation.formulas import (
    NOTHING,
    Cells,
    Term,
    call,
    constant,
    total,
)
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import MICRO, AnyArray, IntArray, Mask, total_by
from sheetflow.ledgers.lines import tracked_rows
from sheetflow.ledgers.movement_types import OUTSIDE, TYPES, Movements
from sheetflow.ledgers.movements import balances

MOVES = ("Stock moves", "Quantity")
PICKS = ("Picks", "Picked")
RETURNS = ("Returns", "Quantity")
RESTOCKS = ("Restocks", "Quantity")


@dataclass(frozen=True)
class Terms:
    """The live sums that the checks of units are put together from."""

    received: Term
    adjusted: Term
    picked: Term
    returned: Term
    discarded: Term
    restocked: Term


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
    figures = _figures(maker, grid, UnitFacts(maker.book, counts))
    for (name, figure), formula in zip(figures.items(), _formulas(terms), strict=True):
        yield maker.check(name, figure, formula, UNITS)
    yield _everywhere(maker, grid, terms)
    yield _shipped_above_picked(maker)


def _everywhere(maker: CheckMaker, grid: AnyArray, terms: Terms) -> Check:
    """The units at all locations, and outside the warehouse, add up to 0."""
    figure = Figure(grid.sum(axis=1), np.zeros(len(grid), dtype=np.int64))
    formula = (
        _on_hand_shown(maker)
        + terms.picked
        - terms.restocked
        - terms.received
        - terms.adjusted
    )
    return maker.check("Units over all places, in sum 0", figure, formula, UNITS)


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
        adjusted=opened + adjusted + _counted(maker, counts),
        picked=sums(*PICKS),
        returned=sums(*RETURNS, unlike("Disposition", "Credit only")),
        discarded=sums(*RETURNS, like("Disposition", "Discard")),
        restocked=sums(*RESTOCKS),
    )


def _counted(maker: CheckMaker, counts: AnyArray) -> Term:
    """What counts added: each is worked out from all that came before it, which no plain formula can do.

    So it is read from Movements; where these cannot be referred to, the engine's own figure is in the formula.
    """
    headers = ("Quantity", "Type", "From", "To")
    columns = [maker.formulas.column("Movements", header) for header in headers]
    if not counts.any() or None in columns:
        return constant(total(counts.ravel()))
    quantity, kind, origin, target = columns
    added = np.where(counts > 0, counts, 0).ravel()
    taken = np.where(counts < 0, -counts, 0).ravel()
    sums = f'SUMIFS({quantity},{kind},"Count"'
    return call(
        f'{sums},{origin},"(adjustment)")', Fraction(total(added), MICRO)
    ) - call(f'{sums},{target},"(adjustment)")', Fraction(total(taken), MICRO))


def _on_hand_shown(maker: CheckMaker) -> Term:
    """On hand as Products shows it."""
    on_hand = maker.ledgers.products.on_hand
    return maker.formulas.derived("Products", "On hand", on_hand)


def _shipped_above_picked(maker: CheckMaker) -> Check:
    """For every order line, picked ≥ shipped ≥ 0, in what Order lines shows."""
    lines = maker.ledgers.lines
    above_picked = int((lines.shipped > lines.picked).sum())
    below_zero = int((lines.shipped < 0).sum())
    wrong = above_picked + below_zero
    figure = Figure(*_picked_and_shipped(maker), (Decimal(wrong), Decimal(wrong)))
    name = "Order lines with more shipped than picked"
    check = maker.check(name, figure, _shipped_formula(maker, wrong), COUNT)
    if not wrong:
        return check
    return replace(check, agreed="More was shipped than picked: see Issues")


def _shipped_formula(maker: CheckMaker, wrong: int) -> Term:
    """The count of such order lines, as Order lines shows them."""
    picked = maker.formulas.column("Order lines", "Picked")
    shipped = maker.formulas.column("Order lines", "Shipped")
    if picked is None or shipped is None:
        return NOTHING
    above_picked = f"SUMPRODUCT(--({shipped}>{picked}))"
    return call(f'{above_picked}+COUNTIF({shipped},"<0")', wrong)


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
