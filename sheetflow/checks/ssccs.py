"""Rules on serial shipping container codes (SSCC): each is valid, and has one container.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from sheetflow.checks.violations import Rule, Violation
from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Shipments
from sheetflow.domain.grouping import grouped
from sheetflow.domain.messages import counted_message, joined, message
from sheetflow.ledgers.lines import Lines
from sheetflow.standards.gs1 import SSCC_DIGITS, check_digit, is_sscc, sscc_digits

MOST_NAMED = 6
"""How many other containers with the same SSCC are named."""


def invalid(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A text that is not an SSCC, or one with a wrong check digit."""
    texts = book.shipments.sscc.tolist()
    faults = {text: _fault(text) for text in set(texts) if text}
    if any(faults.values()):
        wrong = np.array([bool(faults.get(text)) for text in texts], dtype=bool)
        words = {"why": lambda row: faults[texts[row]]}
        where = wrong & book.shipments.live
        yield Violation("SSC01", "Shipments", "SSCC", where, words)


def _fault(text: str) -> str:
    """What is wrong with an SSCC, as a message says it; empty where nothing is."""
    digits = sscc_digits(text)
    if not digits:
        return message("it has {digits} digits", digits=str(SSCC_DIGITS))
    if is_sscc(digits):
        return ""
    expected = str(check_digit(digits[:-1]))
    return message("its check digit, the last, must be {digit}", digit=expected)


def repeated(book: Book, _lines: Lines) -> Iterator[Violation]:
    """An SSCC that another container has too, or had.

    That of a voided shipment stays taken, except for the same container.
    """
    shipments = book.shipments
    alike = _repeated(shipments)
    if alike:
        where = only_rows(list(alike), len(shipments))
        words = {"others": lambda row: _others(shipments, row, alike[row])}
        yield Violation("SSC02", "Shipments", "SSCC", where, words)


class _Alike(NamedTuple):
    """The rows that have an SSCC, and how many of them are of other containers than one of these rows."""

    rows: Sequence[int]
    others: int


def _repeated(shipments: Shipments) -> dict[int, _Alike]:
    """For each live row whose SSCC another container has or had: the rows that have it."""
    live = shipments.live
    containers = _containers(shipments)
    found: dict[int, _Alike] = {}
    for rows in _repeats(shipments):
        voided = Counter(containers[at] for at in rows if not live[at])
        for row in rows:
            others = len(rows) - 1 - voided[containers[row]]
            if live[row] and others:
                found[row] = _Alike(rows, others)
    return found


def _containers(shipments: Shipments) -> list[tuple[int, str | None]]:
    """The order and container of each row."""
    orders = shipments.order_index.tolist()
    return list(zip(orders, shipments.container.tolist(), strict=True))


def _others(shipments: Shipments, row: int, alike: _Alike) -> str:
    """The other rows of an SSCC as a message names them; of very many the first, and how many more there are."""
    first = islice(_other_rows(shipments, row, alike.rows), MOST_NAMED)
    names = [_name(shipments, at) for at in first]
    more = alike.others - len(names)
    if not more:
        return joined(names)
    return counted_message(
        more,
        "{cells} and {count} more",
        "{cells} and {count} more",
        cells=joined(names),
    )


def _other_rows(shipments: Shipments, row: int, alike: Sequence[int]) -> Iterator[int]:
    """These rows without the row itself, and without voided ones of the same container."""
    own = (shipments.order_index[row], shipments.container[row])
    for at in alike:
        container = (shipments.order_index[at], shipments.container[at])
        if at != row and (shipments.live[at] or container != own):
            yield at


def _name(shipments: Shipments, row: int) -> str:
    """A shipment as a message names it."""
    number = shipments.shipment[row]
    return str(number) if number else message("row {row}", row=str(shipments.rows[row]))


def _repeats(shipments: Shipments) -> list[list[int]]:
    """The rows of each SSCC that several rows have."""
    rows = np.flatnonzero(shipments.has_sscc).tolist()
    rows_of = grouped((sscc_digits(shipments.sscc[row]), row) for row in rows)
    return [same for digits, same in rows_of.items() if digits and len(same) > 1]


def missing(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A shipment that could not be given an SSCC.

    Where Settings have a prefix, every other shipment has one.
    """
    prefix = book.settings.gs1_company_prefix
    if prefix:
        where = book.shipments.live & ~book.shipments.has_sscc
        words = {"prefix": lambda _row: prefix}
        yield Violation("SSC03", "Shipments", "SSCC", where, words)


RULES: tuple[Rule, ...] = (
    invalid,
    repeated,
    missing,
)
"""The rules of this module."""
