"""Purchasing: the actions of purchase orders and suppliers, before those of orders in every pass.

What arrives today can leave today. Purchase orders share nothing but the numbers of their
new rows, so each action is done for all that request it at once; then the new rows are
sorted as if the purchase orders had come one after the other, and numbered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sheetflow.checks.on_hold import OnHold
from sheetflow.checks.purchases_on_hold import PurchasesOnHold
from sheetflow.domain.arrays import integers
from sheetflow.domain.book import Book
from sheetflow.domain.frames import PurchaseOrders, Suppliers
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import IntArray, take
from sheetflow.domain.problems import Problem
from sheetflow.domain.relations import references_to
from sheetflow.domain.step import Note, Step
from sheetflow.engine.number_new_rows import number_new_rows, sort_new_rows
from sheetflow.engine.open_problems import action_problem
from sheetflow.engine.progress import Progress, requested_actions
from sheetflow.engine.refusals import is_allowed, refusals
from sheetflow.steps import PURCHASE_STEPS, SUPPLIER_STEPS


@dataclass(frozen=True)
class ActionSheet:
    """A sheet besides Orders with a column Action.

    `rank` is the order in which its records are served; `on_hold` is which of them are.
    """

    sheet: str
    steps: Sequence[Step]
    rank: Callable[[Book], IntArray]
    on_hold: Callable[[PurchasesOnHold], OnHold]

    def step(self, action: str) -> Step:
        """The step of an action."""
        return next(step for step in self.steps if step.name == action)


def _purchase_rank(book: Book) -> IntArray:
    """By Expected date (blank last), then Order date, then row."""
    orders = book.purchase_orders
    last = np.iinfo(np.int64).max
    row = np.arange(len(orders))
    order_date = orders.number(PurchaseOrders.order_date, last)
    expected = orders.number(PurchaseOrders.expected_date, last)
    rank = np.empty(len(orders), dtype=np.int64)
    rank[np.lexsort((row, order_date, expected))] = row
    return rank


def _supplier_rank(book: Book) -> IntArray:
    """In the order of the rows."""
    return np.arange(len(book.suppliers))


ACTION_SHEETS = (
    ActionSheet(
        PurchaseOrders.SHEET, PURCHASE_STEPS, _purchase_rank, lambda each: each.orders
    ),
    ActionSheet(
        Suppliers.SHEET, SUPPLIER_STEPS, _supplier_rank, lambda each: each.suppliers
    ),
)
"""The sheets whose actions come before those of orders, in this order."""


@dataclass(frozen=True)
class PurchaseProgress:
    """What has become of the actions of purchasing so far, by sheet."""

    by_sheet: Mapping[str, Progress] = field(default_factory=dict)

    @property
    def applied(self) -> frozenset[int]:
        """The purchase orders (positions) for which an action was done."""
        of_orders = self.by_sheet.get(PurchaseOrders.SHEET)
        return frozenset(of_orders.applied if of_orders else ())

    @property
    def notes(self) -> list[Note]:
        """What a person should know about what was done."""
        return [note for each in self.by_sheet.values() for note in each.notes]


def requested_purchases(book: Book) -> PurchaseProgress:
    """The actions that purchase orders and suppliers request, each once."""
    return PurchaseProgress(
        {
            each.sheet: Progress(_each_once(requested_actions(book, each.sheet)))
            for each in ACTION_SHEETS
            if len(book[each.sheet])
        }
    )


def _each_once(requested: Mapping[int, Sequence[str]]) -> dict[int, list[str]]:
    return {record: list(dict.fromkeys(each)) for record, each in requested.items()}


def run_purchases(
    book: Book, progress: PurchaseProgress, on_hold: PurchasesOnHold | None
) -> tuple[Book, bool]:
    """Give every purchase order, then every supplier, that requests actions its turn.

    Returns the book, and whether anything was done.
    """
    anything_done = False
    for each in ACTION_SHEETS:
        of_sheet = progress.by_sheet.get(each.sheet)
        if of_sheet is not None and of_sheet.remaining and on_hold is not None:
            turn = _Turn(each, of_sheet, each.on_hold(on_hold))
            book = turn.run(book)
            anything_done |= turn.anything_done
    return book, anything_done


@dataclass
class _Turn:
    """One pass over the records of a sheet that request actions."""

    sheet: ActionSheet
    progress: Progress
    on_hold: OnHold
    anything_done: bool = False

    def run(self, book: Book) -> Book:
        """Do the first action of every record, then the second, and so on; number the new rows."""
        self.progress.refused.clear()
        start = book
        waiting = self._waiting(book)
        longest = max(map(len, waiting.values()), default=0)
        for at in range(longest):
            for step, records in self._at(waiting, at):
                book = self._do(book, step, records, waiting)
        return self._numbered(start, book)

    def _waiting(self, book: Book) -> dict[int, list[Step]]:
        """The steps that each record may do, in the order of service."""
        rank = self.sheet.rank(book)
        requested = sorted(self.progress.remaining, key=lambda record: rank[record])
        steps = {record: list(self._steps(record)) for record in requested}
        return {record: each for record, each in steps.items() if each}

    def _steps(self, record: int) -> Iterator[Step]:
        """The steps that a record requests and no error stops."""
        if self.on_hold.by_row_error[record]:
            return
        has_rule_error = self.on_hold.by_rule_error[record]
        for action in self.progress.remaining[record]:
            step = self.sheet.step(action)
            if step.in_spite_of_rule_errors or not has_rule_error:
                yield step

    def _at(
        self, waiting: Mapping[int, Sequence[Step]], at: int
    ) -> Iterator[tuple[Step, list[int]]]:
        """The steps at a position of the requests, each with its records."""
        pairs = (
            (steps[at], record) for record, steps in waiting.items() if at < len(steps)
        )
        yield from grouped(pairs).items()

    def _do(
        self,
        book: Book,
        step: Step,
        records: Sequence[int],
        waiting: dict[int, list[Step]],
    ) -> Book:
        """Do a step for the records that are not refused it."""
        wanted = integers(records)
        reasons = refusals(book, step, wanted, self.sheet.sheet)
        allowed = is_allowed(reasons)
        for record, reason in zip(records, reasons.tolist(), strict=True):
            if reason is not None:
                self.progress.refuse(record, step.name, reason)
        for part in step.parts if allowed.any() else ():
            outcome = part(book, wanted[allowed])
            book = outcome.book
            self.progress.notes += outcome.notes
            self._record(step, outcome.done.tolist(), waiting)
        return book

    def _record(
        self, step: Step, done: Sequence[int], waiting: dict[int, list[Step]]
    ) -> None:
        """Keep that a step did something for these records."""
        for record in done:
            self.anything_done = True
            self.progress.complete(record, [step.name])
            if step.empties:
                self.progress.drop_remaining(record)
                waiting[record] = []

    def _numbered(self, start: Book, book: Book) -> Book:
        """The book with its new rows in the order of service, and numbered."""
        rank = self.sheet.rank(start)
        for reference in references_to(self.sheet.sheet):
            sheet = reference.sheet
            first = len(start[sheet])
            if len(book[sheet]) > first:
                named = book[sheet].link(reference.name)[first:]
                ranks = take(rank, named, len(rank))
                book = sort_new_rows(book, sheet, first, ranks)
        return number_new_rows(start, book)


def with_actions_left(book: Book, progress: PurchaseProgress) -> Book:
    """The book with the actions that were done taken out of the Action cells."""
    for sheet, each in progress.by_sheet.items():
        if each.applied:
            book = book.put(each.with_actions_left(book[sheet]))
    return book


def open_purchase_actions(
    book: Book, progress: PurchaseProgress, on_hold: PurchasesOnHold | None
) -> Iterator[Problem]:
    """A problem for each action that was refused, and for each that waits."""
    for each in ACTION_SHEETS:
        of_sheet = progress.by_sheet.get(each.sheet)
        if of_sheet is not None and on_hold is not None:
            yield from _open(book, each, of_sheet, each.on_hold(on_hold))


def _open(
    book: Book, sheet: ActionSheet, progress: Progress, on_hold: OnHold
) -> Iterator[Problem]:
    frame = book[sheet.sheet]
    for record, actions in progress.remaining.items():
        refused = progress.refused.get(record, {})
        for action in dict.fromkeys(actions):
            step = sheet.step(action)
            if action in refused:
                reason = refused[action]
                yield action_problem(frame, record, "ACT02", step, reason)
            elif not _is_stopped(step, record, on_hold):
                reason = step.waits_for(book, record)
                yield action_problem(frame, record, step.waits_as, step, reason)


def _is_stopped(step: Step, record: int, on_hold: OnHold) -> bool:
    """Whether an error stops the step for a record."""
    if on_hold.by_row_error[record]:
        return True
    return bool(on_hold.by_rule_error[record]) and not step.in_spite_of_rule_errors
