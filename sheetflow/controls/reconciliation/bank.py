"""The check of the bank: what was booked, ignored and is open comes to its own total."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import MONEY, CheckMaker, Figure
from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, Mask
from sheetflow.ledgers.bank_matches import match_lines, waiting_lines

NAME = message("[Bank lines] = booked + ignored + open")


def bank_checks(maker: CheckMaker) -> Iterator[Check]:
    """The check, where the workbook has transactions of a bank."""
    lines = maker.book.bank_lines
    if not len(lines):
        return
    amounts = np.where(lines.live, lines.amount, 0)
    parts = sum(_parts(maker.book, amounts, maker.result.on_hold))
    formula = maker.formulas.total("Bank lines", "Amount")
    yield maker.check(NAME, Figure(np.asarray(parts), amounts), formula, MONEY)


def _parts(
    book: Book, amounts: AnyArray, on_hold: frozenset[int]
) -> Iterator[AnyArray]:
    """The amounts that are booked, ignored and open, each by transaction."""
    size = len(amounts)
    is_waiting: Mask = np.zeros(size, dtype=bool)
    is_waiting[waiting_lines(book)] = True
    is_ignored: Mask = np.zeros(size, dtype=bool)
    for row, match in match_lines(book, on_hold).items():
        is_ignored[row] = match.is_ignored
    yield np.where(~is_waiting, amounts, 0)
    yield np.where(is_ignored, amounts, 0)
    yield np.where(is_waiting & ~is_ignored, amounts, 0)
