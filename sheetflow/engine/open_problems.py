"""The problems that are open after a pass of the actions.

Some of those found when the book was prepared are gone: their row was voided, or their cell
was rewritten. New ones are the actions that were refused, and those that wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from sheetflow.checks.on_hold import OnHold
from sheetflow.domain.arrays import no_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import value_text
from sheetflow.domain.relations import ORDERS
from sheetflow.domain.step import Step
from sheetflow.engine.prepare import Prepared
from sheetflow.engine.progress import Progress
from sheetflow.steps import BY_NAME


def still_open(book: Book, prepared: Prepared) -> list[Problem]:
    """The problems of the prepared book that no action has solved."""
    found: list[Problem] = []
    for problem in prepared.problems:
        found += _still_open(book, prepared.book, problem)
    return found


def _still_open(book: Book, before: Book, problem: Problem) -> Iterable[Problem]:
    """A problem, or of one with many rows what is left of it; empty where it is solved."""
    if problem.more:
        return _with_open_rows(book, before, problem)
    return [] if _is_solved(book, before, problem) else [problem]


def _with_open_rows(book: Book, before: Book, problem: Problem) -> Iterator[Problem]:
    """A problem of very many rows, with those rows that still have it; nothing where none has."""
    frame = book[problem.sheet]
    header = problem.column
    records = np.array(problem.records)
    solved = no_rows(len(records))
    if frame.schema.voidable:
        solved |= frame.given("Voided")[records]
    if header in before[problem.sheet].columns:
        old = before[problem.sheet][header]
        new = frame[header]
        solved |= (old[records] != new[records]).astype(bool)
    still: list[int] = records[~solved].tolist()
    if not still:
        return
    more = tuple(still[1:])
    if still[0] == problem.record:
        yield replace(problem, more=more)
    else:
        value = value_text(frame, header, still[0])
        yield replace(problem, record=still[0], value=value, more=more)


def _is_solved(book: Book, before: Book, problem: Problem) -> bool:
    """Whether the row of a problem is voided by now, or its cell was rewritten."""
    return _is_voided(book, problem) or _is_rewritten(book, before, problem)


def _is_voided(book: Book, problem: Problem) -> bool:
    """Whether the row of a problem is voided by now."""
    frame = book[problem.sheet]
    if problem.record < 0 or not frame.schema.voidable:
        return False
    return bool(frame.given("Voided")[problem.record])


def _is_rewritten(book: Book, before: Book, problem: Problem) -> bool:
    """Whether an action has changed the cell (Re-open clears a cancelled quantity)."""
    header = problem.column
    columns = before[problem.sheet].columns
    if problem.record < 0 or header not in columns:
        return False
    old = columns[header]
    new = book[problem.sheet][header]
    return new is not old and bool(old[problem.record] != new[problem.record])


def open_actions(book: Book, progress: Progress, on_hold: OnHold) -> Iterator[Problem]:
    """A problem for each action that was refused, and for each that waits.

    Actions that an error of the order stops are left out: the error is reported.
    """
    for order, actions in progress.remaining.items():
        refused = progress.refused.get(order, {})
        waiting = []
        for action in dict.fromkeys(actions):
            step = BY_NAME[action.casefold()]
            if action in refused:
                yield action_problem(book.orders, order, "ACT02", step, refused[action])
            elif not _is_stopped(step, order, on_hold):
                waiting.append(step)
        yield from _waiting(book, order, waiting, progress)


def _waiting(
    book: Book, order: int, steps: Sequence[Step], progress: Progress
) -> Iterator[Problem]:
    """A problem for each step of an order that waits.

    Where the first that needs credit waits for it, this is one problem: those after it wait for the same.
    """
    for step in steps:
        if step.needs_credit and order in progress.without_credit:
            reason = progress.without_credit[order]
            yield action_problem(book.orders, order, "ACT04", step, reason)
            return
        reason = _waits_for(book, step, order, progress)
        yield action_problem(book.orders, order, "ACT03", step, reason)


def _waits_for(book: Book, step: Step, order: int, progress: Progress) -> str:
    """What an order waits for: its deposit, or what the step needs."""
    if step.needs_deposit and order in progress.without_deposit:
        return progress.without_deposit[order]
    return step.waits_for(book, order)


def _is_stopped(step: Step, order: int, on_hold: OnHold) -> bool:
    """Whether an error of the order stops the step."""
    if on_hold.by_row_error[order]:
        return True
    return bool(on_hold.by_rule_error[order]) and not step.in_spite_of_rule_errors


def action_problem(
    frame: Frame, record: int, code: str, step: Step, reason: str
) -> Problem:
    """The problem of an action that was not done for a record."""
    schema = frame.schema
    key = str(frame[schema.key[0]][record])
    words = {
        "action": schema.column("Action").own_word(step.name),
        "order": key,
        "supplier": key,
        "why": reason,
        # A step that a rule error does not stop waits for something other than its remedy.
        "follows": "" if step.in_spite_of_rule_errors else "yes",
    }
    value = str(frame["Action"][record])
    order = record if schema.sheet == ORDERS else -1
    return Problem(code, schema.sheet, record, "Action", value, words, order)
