"""Rules on credits: each agrees with its own row, and none is above what was invoiced.

The rules are in docs/reference/rules.md, sections 6 (Credits) and 7; amounts are in
millionths.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, amount_at, exceeding, number_at
from sheetflow.domain.arrays import no_links, no_rows, zeros
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Returns
from sheetflow.domain.numbers import IntArray, Mask, take
from sheetflow.ledgers.credited import Credited
from sheetflow.ledgers.credits import planned_credits, typed_credits
from sheetflow.ledgers.lines import Lines


def credit_totals(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A Credit total that disagrees with its row; a fee above the credit."""
    returns = book.returns
    filled = returns.live & returns.has_credit_total
    if filled.any():
        yield _wrong_total(book, filled)
    if returns.has_fee.any():
        yield _fee_above_credit(book)


def _wrong_total(book: Book, filled: Mask) -> Violation:
    """A Credit total that disagrees with its row."""
    credits = typed_credits(book)
    expected = credits.credit_net + credits.credit_tax - credits.fee
    wrong = filled & (book.returns.credit_total != expected)
    words = {"should": amount_at(book, expected)}
    return Violation("AMT04", "Returns", "Credit total", wrong, words)


def _fee_above_credit(book: Book) -> Violation:
    """A fee above the credit, found before the credit is filled."""
    returns = book.returns
    planned = planned_credits(book)
    credit = planned.credit_net + planned.credit_tax
    where = returns.live & (returns.fee > credit)
    words = {"credit": amount_at(book, credit)}
    return Violation("FEE01", "Returns", "Fee", where, words)


def credited_too_much(book: Book, lines: Lines) -> Iterator[Violation]:
    """A credit above the Quantity, or above what was invoiced."""
    credits = typed_credits(book)
    rows = np.flatnonzero(_gives_credit(credits) & (credits.line_index >= 0))
    if len(rows):
        yield from _quantities(credits, rows, lines)
        yield from _amounts(book.put(credits), rows)


def _gives_credit(credits: Returns) -> Mask:
    """The live returns that credit a quantity or an amount."""
    gives = (credits.credited_quantity > 0) | (credits.credit_net > 0)
    return credits.live & (gives | (credits.credit_tax > 0))


def _amounts(book: Book, rows: IntArray) -> Iterator[Violation]:
    """Credits above what was invoiced; a tax on what was not invoiced at all."""
    credits = book.returns
    credited = Credited(book)
    amounts = zeros(len(credits))
    amounts[rows] = credited.add(book, rows)
    line = _of_rows(credits.line_index, rows)
    total = credited.invoiced.total
    above = exceeding(line, amounts, total)
    words = {"limit": amount_at(book, total, line)}
    yield Violation("RET05", "Returns", "Credit net", above, words)
    uninvoiced = (line >= 0) & (take(credited.invoiced.group, line) < 0)
    yield _taxed(book, uninvoiced & ~above)


def _taxed(book: Book, uninvoiced: Mask) -> Violation:
    """A credit of tax on a line that was not invoiced."""
    credits = book.returns
    words = {"limit": amount_at(book, zeros(len(credits)))}
    taxed = uninvoiced & (credits.credit_tax > 0)
    return Violation("RET05", "Returns", "Credit tax", taxed, words)


def _quantities(credits: Returns, rows: IntArray, lines: Lines) -> Iterator[Violation]:
    """Credited quantities above the Quantity of their row, or in sum above what was invoiced."""
    line = _of_rows(credits.line_index, rows)
    above_own = credits.live & (credits.credited_quantity > credits.quantity)
    words = {"limit": number_at(credits.quantity)}
    yield Violation("RET04", "Returns", "Credited quantity", above_own, words)
    above_all = _above_invoiced(credits, line, lines) & ~above_own
    words = {"limit": number_at(lines.invoiced, line)}
    yield Violation("RET05", "Returns", "Credited quantity", above_all, words)


def _above_invoiced(credits: Returns, line: IntArray, lines: Lines) -> Mask:
    """The credited quantities that are in sum above what was invoiced.

    What came back and Credit only each have their own sum: the price of goods may be reduced
    before they come back.
    """
    without_goods = credits.disposition == "Credit only"
    above = no_rows(len(credits))
    for kind in (without_goods, ~without_goods):
        of_kind = np.where(kind, line, -1)
        above |= exceeding(of_kind, credits.credited_quantity, lines.invoiced)
    return above


def _of_rows(groups: IntArray, rows: IntArray) -> IntArray:
    """The groups of these rows, -1 for all others."""
    found = no_links(len(groups))
    found[rows] = groups[rows]
    return found


RULES: tuple[Rule, ...] = (credit_totals, credited_too_much)
"""The rules of this module."""
