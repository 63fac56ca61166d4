"""Rules on serial shipping container codes (SSCC): each is valid, and has one container.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sheetflow.checks.violations import Rule, Violation
from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Shipments
from sheetflow.domain.grouping import grouped
from sheetflow.domain.messages import joined, message
from sheetflow.ledgers.lines import Lines
from sheetflow.standards.gs1 import SSCC_DIGITS, check_digit, is_sscc, sscc_digits


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
    others = _other_containers(shipments)
    if not others:
        return
    where = shipments.live & only_rows(list(others), len(shipments))
    words = {"others": lambda row: joined([_name(shipments, at) for at in others[row]])}
    yield Violation("SSC02", "Shipments", "SSCC", where, words)


def _other_containers(shipments: Shipments) -> dict[int, list[int]]:
    """For each row whose SSCC another container has or had: the rows of these containers.

    Rows that do not count still matter if they are of another container.
    """
    live = shipments.live
    orders = shipments.order_index.tolist()
    containers = list(zip(orders, shipments.container.tolist(), strict=True))

    def others(row: int, alike: Sequence[int]) -> list[int]:
        return [
            at
            for at in alike
            if at != row and (live[at] or containers[at] != containers[row])
        ]

    found = {row: others(row, rows) for rows in _repeats(shipments) for row in rows}
    return {row: of_row for row, of_row in found.items() if of_row}


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
