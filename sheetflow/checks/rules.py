"""The rules between sheets (rules.md section 7): each a function from the book to the problems that it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sheetflow.checks import amounts, movements, quantities, ssccs, states
from sheetflow.checks.found import Found
from sheetflow.domain.book import Book
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
