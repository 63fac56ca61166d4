"""One run over a prepared book: its actions, pass after pass, then its ledgers.

    check → a pass over the orders → check → … until a pass does nothing

Every pass is checked before the next one: what a pass did may put orders on hold, and may
leave something for other orders to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sheetflow.checks.causes import find_causes
from sheetflow.checks.free_numbers import name_free_numbers
from sheetflow.checks.new_suggestions import suggest_new_records
from sheetflow.checks.on_hold import OnHold, find_orders_on_hold, hold_reasons
from sheetflow.checks.purchases_on_hold import (
    PurchasesOnHold,
    find_purchases_on_hold,
)
from sheetflow.checks.rules import check_rules
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import Mask
from sheetflow.domain.problems import Problem
from sheetflow.domain.step import Note
from sheetflow.engine.bank_lines import book_bank_lines
from sheetflow.engine.open_problems import open_actions, still_open
from sheetflow.engine.prepare import Prepared
from sheetflow.engine.progress import Progress, requested_actions
from sheetflow.engine.purchasing import (
    open_purchase_actions,
    requested_purchases,
    run_purchases,
    with_actions_left,
)
from sheetflow.engine.reminders import keep_reminders
from sheetflow.engine.schedule import run_pass
from sheetflow.ledgers.all import Ledgers, build_ledgers
from sheetflow.ledgers.credits import fill_credits
from sheetflow.reading.numbers_not_issued import name_numbers_not_issued


@dataclass(frozen=True)
class Result:
    """A book after a run: the facts before and after, the ledgers, what is still wrong, what was done.

    Those of the `problems` are `reported` that follow from no other; `hold_reasons` are the
    reported errors that put an order on hold, by its position in Orders, and
    `purchase_hold_reasons` those of a purchase order. `applied` are the orders (positions)
    for which an action was done, `purchases_applied` the purchase orders, and those
    that an action made.
    """

    before: Book
    book: Book
    ledgers: Ledgers
    problems: list[Problem]
    reported: Sequence[Problem]
    hold_reasons: Mapping[int, list[Problem]]
    notes: list[Note]
    applied: frozenset[int]
    purchase_hold_reasons: Mapping[int, list[Problem]] = field(default_factory=dict)
    purchases_applied: frozenset[int] = frozenset()

    @property
    def on_hold(self) -> frozenset[int]:
        """The orders that an error puts on hold, as positions in Orders."""
        return frozenset(self.hold_reasons)


@dataclass(frozen=True)
class Checked:
    """A book that was checked: what the rules find, and the orders that errors put on hold."""

    book: Book
    found: list[Problem]
    on_hold: OnHold
    purchases: PurchasesOnHold | None


def work(prepared: Prepared) -> Result:
    """Do the requested actions, pass after pass until one does nothing, and derive everything."""
    progress = Progress(requested_actions(prepared.book))
    purchases = requested_purchases(prepared.book)
    checked = _check(prepared.book, prepared)
    while True:
        book, bought = run_purchases(checked.book, purchases, checked.purchases)
        book, anything_done = run_pass(book, progress, checked.on_hold)
        if not (bought or anything_done):
            break
        checked = _check(book, prepared)
    book = book.put(progress.with_actions_left(book.orders))
    book = with_actions_left(book, purchases)
    book, booked = book_bank_lines(book, _positions(checked.on_hold.orders))
    if booked:
        checked = _check(book, prepared)
        book = checked.book
    book = keep_reminders(book, checked.on_hold.orders)
    problems = [
        *still_open(book, prepared),
        *checked.found,
        *open_actions(book, progress, checked.on_hold),
        *open_purchase_actions(book, purchases, checked.purchases),
    ]
    result = _result(prepared, book, problems)
    notes = prepared.notes + purchases.notes + progress.notes + booked
    return replace(
        result,
        notes=notes,
        applied=frozenset(progress.applied),
        purchases_applied=purchases.applied | _purchases_made(prepared.book, book),
    )


def _positions(orders: Mask) -> frozenset[int]:
    return frozenset(np.flatnonzero(orders).tolist())


def _purchases_made(before: Book, book: Book) -> frozenset[int]:
    """The purchase orders that the action Order of a supplier made."""
    return frozenset(range(len(before.purchase_orders), len(book.purchase_orders)))


def examine(prepared: Prepared) -> Result:
    """Check a book and do nothing: no blank is filled, no action is carried out."""
    checked = _check(prepared.book, prepared)
    return _result(prepared, checked.book, [*prepared.problems, *checked.found])


def _result(prepared: Prepared, book: Book, problems: list[Problem]) -> Result:
    """A book with its ledgers and what is wrong in it, of which nothing was done yet."""
    problems = name_free_numbers(book, problems)
    problems = suggest_new_records(prepared.book, book, problems)
    problems = name_numbers_not_issued(problems, book)
    causes = find_causes(book, problems)
    purchases = find_purchases_on_hold(book, problems)
    return Result(
        before=prepared.typed,
        book=book,
        ledgers=build_ledgers(book),
        problems=problems,
        reported=causes.reported,
        hold_reasons=hold_reasons(book, problems, causes),
        notes=[],
        applied=frozenset(),
        purchase_hold_reasons=purchases.reasons(causes) if purchases else {},
    )


def _custom_problems(book: Book, prepared: Prepared) -> list[Problem]:
    """What the user's own checks find. Few have any, so they are imported here."""
    from sheetflow.engine.custom import custom_problems

    return custom_problems(book, prepared.checks)


def _check(book: Book, prepared: Prepared) -> Checked:
    """Check the rules, and fill the credits of orders that are not on hold.

    The book is checked again with these credits, until there are none to fill.
    """
    while True:
        checked = _checked(book, prepared)
        filled = fill_credits(book, checked.on_hold.orders)
        if filled is book:
            return checked
        book = filled


def _checked(book: Book, prepared: Prepared) -> Checked:
    """Check the rules of a book as it is."""
    found = [*check_rules(book), *prepared.closed]
    if prepared.checks:
        found += _custom_problems(book, prepared)
    problems = [*still_open(book, prepared), *found]
    on_hold = find_orders_on_hold(book, problems)
    purchases = find_purchases_on_hold(book, problems)
    return Checked(book, found, on_hold, purchases)
