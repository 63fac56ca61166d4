"""The check that no order line shipped more than was picked (rules.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import (
    COUNT,
    UNITS,
    CheckMaker,
    Figure,
)
from sheetflow.controls.reconciliation.formulas import Term, call
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, total_by
from sheetflow.ledgers.movement_types import TYPES, Movements

PICKS = ("Picks", "Picked")


def shipped_above_picked(maker: CheckMaker) -> Check:
    """For every order line, picked ≥ shipped ≥ 0; in the facts, no more was packed in all than was picked."""
    lines = maker.ledgers.lines
    above_picked = int((lines.shipped > lines.picked).sum())
    below_zero = int((lines.shipped < 0).sum())
    wrong = above_picked + below_zero
    figure = Figure(*_picked_and_shipped(maker), (Decimal(wrong), Decimal(wrong)))
    name = message("[Order lines] with more shipped than picked")
    check = maker.check(name, figure, _packed_above_picked(maker), COUNT)
    if not wrong and not check.difference:
        return check
    text = message("More was packed than picked: see [Issues]")
    if wrong:
        text = message("More was shipped than picked: see [Issues]")
    return replace(check, agreed=text, differs=text)


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
    by_moves = [moved_units(moves, kind, size) for kind in ("Pick", "Shipment")]
    return np.concatenate(by_lines), np.concatenate(by_moves)


def moved_units(moves: Movements, kind: str, size: int) -> AnyArray:
    """The quantities that movements of a kind moved, by product."""
    sku = np.where(moves.kind == TYPES.index(kind), moves.sku, -1)
    return total_by(sku, moves.quantity, size)
