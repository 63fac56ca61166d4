"""Checks of purchases: what was ordered of suppliers is received, outstanding or cancelled (rules.md section 10)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import UNITS, CheckMaker, Figure
from sheetflow.controls.reconciliation.formulas import constant, total
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, total_by
from sheetflow.ledgers.purchases import build_purchases

ORDERED = ("Purchase lines", "Quantity")
CANCELLED = ("Purchase lines", "Cancelled quantity")
RECEIVED = ("Receipts", "Quantity")


def purchase_checks(maker: CheckMaker) -> Iterator[Check]:
    """Every check of purchases; none in a workbook without that part."""
    if maker.book.purchase_lines.schema.in_use:
        yield _ordered(maker)
        yield _outstanding(maker)


def _ordered(maker: CheckMaker) -> Check:
    """Of every purchase line, ordered = received + outstanding + cancelled − over-delivered."""
    ledger = build_purchases(maker.book)
    parts = ledger.received + ledger.outstanding
    parts = parts + ledger.cancelled - ledger.over_delivered
    figure = Figure(parts, _plain(maker, "Quantity"))
    name = message("Units purchased = received + outstanding + cancelled − excess")
    return maker.check(name, figure, maker.formulas.total(*ORDERED), UNITS)


def _outstanding(maker: CheckMaker) -> Check:
    """What is outstanding: purchased less cancelled less received, never below 0 for a line."""
    ledger = build_purchases(maker.book)
    left = _plain(maker, "Quantity") - _plain(maker, "Cancelled quantity")
    left = left - _received(maker)
    figure = Figure(ledger.outstanding, np.maximum(left, 0))
    excess = constant(total(np.maximum(-left, 0)))
    sums = maker.formulas.total
    formula = sums(*ORDERED) - sums(*CANCELLED) - sums(*RECEIVED) + excess
    return maker.check(message("Units to come from suppliers"), figure, formula, UNITS)


def _plain(maker: CheckMaker, header: str) -> AnyArray:
    """A column of Purchase lines, 0 in rows that do not count."""
    lines = maker.book.purchase_lines
    counts = lines.valid & (lines.purchase_order_index >= 0)
    return np.where(counts, lines.number(header), 0)


def _received(maker: CheckMaker) -> AnyArray:
    """What live receipts say of each purchase line that counts."""
    lines = maker.book.purchase_lines
    receipts = maker.book.receipts
    quantity = np.where(receipts.live, receipts.quantity, 0)
    found = total_by(receipts.purchase_line_index, quantity, len(lines))
    return np.where(lines.valid & (lines.purchase_order_index >= 0), found, 0)
