"""The engine: a prepared book through every action to its ledgers. Knows no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetflow.checks.causes import find_causes
from sheetflow.checks.on_hold import OnHold, find_orders_on_hold, hold_reasons
from sheetflow.checks.rules import check_rules
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders
from sheetflow.domain.problems import Problem
from sheetflow.domain.step import Note, Step
from sheetflow.engine.custom import custom_problems
from sheetflow.engine.prepare import Prepared
from sheetflow.engine.progress import Progress, requested_actions
from sheetflow.engine.schedule import run_pass
from sheetflow.ledgers.all import Ledgers, build_ledgers
from sheetflow.ledgers.credits import fill_credits
from sheetflow.steps import BY_NAME


@dataclass(frozen=True)
class Result:
    """A book after a run: the facts before and after, the ledgers, what is still wrong, what was done.

    Those of the `problems` are `reported` that follow from no other; `hold_reasons` are the
    reported errors that put an order on hold, by its position in Orders.
    """

    before: Book
    book: Book
    ledgers: Ledgers
    problems: list[Problem]
    reported: Sequence[Problem]
    hold_reasons: Mapping[int, list[Problem]]
    notes: list[Note]
    applied: frozenset[int]

    @property
    def on_hold(self) -> frozenset[int]:
        """The orders that an error puts on hold, as positions in Orders."""
        return frozenset(self.hold_reasons)


def work(prepared: Prepared) -> Result:
    """Do the requested actions, pass after pass until one does nothing, and derive everything again."""
    progress = Progress(requested_actions(prepared.book))
    book, found, on_hold = _judge(prepared.book, prepared)
    while True:
        book, did = run_pass(book, progress, on_hold)
        if not did:
            break
        book, found, on_hold = _judge(book, prepared)
    book = book.put(_actions_left(book.orders, progress))
    problems = [*_still_so(book, prepared), *found, *_waiting(book, progress, on_hold)]
    return _result(
        prepared,
        book,
        problems,
        prepared.notes + progress.notes,
        frozenset(progress.applied),
    )


def examine(prepared: Prepared) -> Result:
    """Check a book and do nothing: no blank is filled, no action is carried out."""
    book, found, _on_hold = _judge(prepared.book, prepared)
    return _result(prepared, book, [*prepared.problems, *found], [], frozenset())


def _result(
    prepared: Prepared,
    book: Book,
    problems: list[Problem],
    notes: list[Note],
    applied: frozenset[int],
) -> Result:
    causes = find_causes(book, problems)
    return Result(
        prepared.typed,
        book,
        build_ledgers(book),
        problems,
        causes.reported,
        hold_reasons(book, problems, causes),
        notes,
        applied,
    )


def _judge(book: Book, prepared: Prepared) -> tuple[Book, list[Problem], OnHold]:
    """Check the rules, fill the credits of orders that are not on hold, and check again what the credits brought."""
    while True:
        found = [*check_rules(book), *prepared.closed]
        found += custom_problems(book, prepared.checks)
        on_hold = find_orders_on_hold(book, [*_still_so(book, prepared), *found])
        filled = fill_credits(book, on_hold.orders)
        if filled is book:
            return book, found, on_hold
        book = filled


def _still_so(book: Book, prepared: Prepared) -> list[Problem]:
    """The problems of rows that this run has not voided, and of cells that no action has rewritten."""
    return [
        problem
        for problem in prepared.problems
        if not _voided(book, problem) and not _rewritten(book, prepared.book, problem)
    ]


def _voided(book: Book, problem: Problem) -> bool:
    frame = book[problem.sheet]
    return (
        problem.record >= 0
        and frame.schema.voidable
        and bool(frame.given("Voided")[problem.record])
    )


def _rewritten(book: Book, before: Book, problem: Problem) -> bool:
    """Whether an action has put something else into the cell (Re-open clears a cancelled quantity)."""
    frame, header = before[problem.sheet], problem.column
    if (
        problem.record < 0
        or header not in frame.columns
        or frame[header] is book[problem.sheet][header]
    ):
        return False
    return bool(
        frame[header][problem.record] != book[problem.sheet][header][problem.record]
    )


def _actions_left(orders: Orders, progress: Progress) -> Orders:
    """Orders with the actions that were done taken out of the Action cells."""
    texts = orders.action.copy()
    for at in progress.applied:
        texts[at] = ", ".join(progress.remaining[at]) or None
    return orders.put(Orders.action, texts)


def _waiting(book: Book, progress: Progress, on_hold: OnHold) -> list[Problem]:
    """The actions that were refused, and those that wait."""
    problems = []
    for at, names in progress.remaining.items():
        refused = progress.refused.get(at, {})
        for name in dict.fromkeys(names):
            step = BY_NAME[name.casefold()]
            able = not on_hold.by_rule_error[at] or step.in_spite_of_rule_errors
            if name in refused:
                why = refused[name]
                problems.append(_action_problem(book, at, "ACT02", step, why))
            elif able and not on_hold.by_row_error[at]:
                why = step.waits_for(book, at)
                problems.append(_action_problem(book, at, "ACT03", step, why))
    return problems


def _action_problem(book: Book, order: int, code: str, step: Step, why: str) -> Problem:
    value = str(book.orders.action[order])
    words = {
        "action": step.name,
        "order": str(book.orders.order[order]),
        "why": why,
        # A step that a rule error does not stop waits for something else than its remedy.
        "follows": "" if step.in_spite_of_rule_errors else "yes",
    }
    return Problem(code, "Orders", order, "Action", value, words, order)
