"""The rules between sheets (rules.md section 7): each a function from the book to the problems that it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sheetflow.checks import amounts, movements, quantities, ssccs, states
from sheetflow.checks.causes import Causes
from sheetflow.checks.found import Found
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import Mask, values_of
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import value_text
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.lines import Lines, build_lines

RULES: tuple[Callable[[Book, Lines], Iterator[Found]], ...] = (
    states.facts_on_quotes,
    states.orders_without_lines,
    states.unknown_actions,
    states.shipping_not_required,
    quantities.cancelled_too_much,
    quantities.picked_too_much,
    quantities.packed_too_much,
    quantities.containers,
    ssccs.wrong,
    ssccs.repeated,
    ssccs.none_left,
    quantities.invoiced_too_much,
    quantities.returned_too_much,
    quantities.restocked_too_much,
    amounts.disagreements,
    amounts.invoice_amounts,
    amounts.credits,
    amounts.payments,
    amounts.prices,
    movements.below_zero,
)


def check_rules(book: Book) -> list[Problem]:
    """Every rule error and warning of the book as it stands."""
    lines = build_lines(book)
    return [
        problem
        for rule in RULES
        for found in rule(book, lines)
        for problem in _problems(book, found)
    ]


def _problems(book: Book, found: Found) -> Iterator[Problem]:
    frame = book[found.sheet]
    orders = order_links(book, found.sheet)
    for record in np.flatnonzero(found.where).tolist():
        words = {word: texts(record) for word, texts in found.words.items()}
        value = value_text(frame, found.column, record)
        yield Problem(
            found.code,
            found.sheet,
            record,
            found.column,
            value,
            words,
            int(orders[record]),
        )


@dataclass(frozen=True)
class Holds:
    """Which orders are held: `barred` by a row error, `bound` by a rule error."""

    barred: Mask
    bound: Mask

    @property
    def held(self) -> Mask:
        """All orders that an error holds."""
        return np.asarray(self.barred | self.bound)


def holders(
    book: Book, problems: Sequence[Problem], causes: Causes | None = None
) -> Mapping[int, list[Problem]]:
    """For each held order, the errors that hold it:
    its own, and those of the customer, products and tax codes that it names.

    With `causes`, each error is stood for by the one that tells it, once.
    """
    held: dict[int, dict[int, Problem]] = {}
    for at, problem in enumerate(problems):
        if problem.rule.is_error:
            teller, told = (
                (causes.teller[at], causes.telling(at)) if causes else (at, problem)
            )
            for order in _concerned(book, problem):
                held.setdefault(order, {})[teller] = told
    return {order: list(found.values()) for order, found in held.items()}


def _concerned(book: Book, problem: Problem) -> list[int]:
    lines, orders = book.order_lines, book.orders
    if problem.order >= 0:
        key = orders.order[problem.order]
        return (
            np.flatnonzero(orders.order == key).tolist()
            if problem.sheet == "Orders" and key
            else [problem.order]
        )
    frame = book[problem.sheet]
    reference = frame.schema.reference
    if not frame.schema.holds_orders or reference is None:
        return []
    link = reference.name
    keys = frame[frame.schema.key[0]]
    # A duplicate is named by its key as the first row is: which of the two is meant, only a person can say.
    same = (
        np.flatnonzero(keys == keys[problem.record])
        if keys[problem.record] is not None
        else np.zeros(0, dtype=np.int64)
    )
    concerned = np.flatnonzero(np.isin(orders.link(link), same))
    naming = lines.order_index[np.isin(lines.link(link), same)]
    concerned = values_of(concerned, naming[naming >= 0])
    return [int(at) for at in concerned]


def holds_of(book: Book, problems: list[Problem]) -> Holds:
    """Which orders are held by these problems."""
    size = len(book.orders)
    barred, bound = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for order, found in holders(book, problems).items():
        barred[order] = any(problem.rule.kind == "row error" for problem in found)
        bound[order] = any(problem.rule.kind == "rule error" for problem in found)
    return Holds(barred, bound)
