"""The rules between sheets: each is a function from the book to the rows that break it.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks import (
    amounts,
    credits,
    currencies,
    dates,
    deposits,
    imported,
    movements,
    payments,
    prices,
    purchases,
    quantities,
    rates,
    ssccs,
    states,
    taxes,
)
from sheetflow.checks.violations import Rule, Violation
from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import value_text
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.lines import build_lines

RULES: tuple[Rule, ...] = (
    *states.RULES,
    *quantities.RULES,
    *ssccs.RULES,
    *amounts.RULES,
    *payments.RULES,
    *dates.RULES,
    *taxes.RULES,
    *credits.RULES,
    *rates.RULES,
    *currencies.RULES,
    *prices.RULES,
    *deposits.RULES,
    *purchases.RULES,
    *movements.RULES,
    *imported.RULES,
)


def check_rules(book: Book) -> list[Problem]:
    """Every rule error and warning of the book as it is now."""
    lines = build_lines(book)
    problems: list[Problem] = []
    for rule in RULES:
        for violation in rule(book, lines):
            problems += _problems(book, violation)
    return problems


def _problems(book: Book, violation: Violation) -> Iterator[Problem]:
    """One problem for each row that breaks a rule."""
    frame = book[violation.sheet]
    orders = order_links(book, violation.sheet)
    for record in np.flatnonzero(violation.where).tolist():
        yield Problem(
            code=violation.code,
            sheet=violation.sheet,
            record=record,
            column=violation.column,
            value=value_text(frame, violation.column, record),
            words={word: text(record) for word, text in violation.words.items()},
            order=int(orders[record]),
        )
