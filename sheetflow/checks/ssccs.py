"""Rules on serial shipping container codes: each is a right one, and no two containers have the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.found import Found
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Shipments
from sheetflow.ledgers.lines import Lines
from sheetflow.standards.gs1 import SSCC_DIGITS, check_digit, is_sscc, sscc_digits


def wrong(book: Book, _lines: Lines) -> Iterator[Found]:
    """A text that is no SSCC, or one whose check digit is another."""
    shipments = book.shipments
    faults = {text: _fault(text) for text in set(shipments.sscc.tolist()) if text}
    if any(faults.values()):
        texts = shipments.sscc.tolist()
        where = np.array([bool(faults.get(text)) for text in texts], dtype=bool)
        yield Found(
            "SSC01",
            "Shipments",
            "SSCC",
            where & shipments.live,
            {"why": lambda at: faults[texts[at]]},
        )


def _fault(text: str) -> str:
    digits = sscc_digits(text)
    if not digits:
        return f"it has {SSCC_DIGITS} digits"
    return (
        ""
        if is_sscc(digits)
        else f"its check digit, the last, must be {check_digit(digits[:-1])}"
    )


def repeated(book: Book, _lines: Lines) -> Iterator[Found]:
    """An SSCC that another container has too, or had: a voided shipment's stays taken, but for the same container."""
    shipments = book.shipments
    alike = _alike(shipments)
    if not alike:
        return
    order, box, live = shipments.order_index, shipments.container, shipments.live
    others: dict[int, list[int]] = {}
    for rows in alike:
        for at in rows:
            others[at] = [
                row
                for row in rows
                if row != at
                and (live[row] or (order[row], box[row]) != (order[at], box[at]))
            ]
    where = np.array([bool(others.get(at)) for at in range(len(shipments))], dtype=bool)
    names = shipments.shipment
    said = {
        "others": lambda at: ", ".join(
            str(names[row] or f"row {shipments.rows[row]}") for row in others[at]
        )
    }
    yield Found("SSC02", "Shipments", "SSCC", where & live, said)


def _alike(shipments: Shipments) -> list[list[int]]:
    """The rows of each SSCC that several rows have."""
    found: dict[str, list[int]] = {}
    for at in np.flatnonzero(shipments.has_sscc).tolist():
        if digits := sscc_digits(shipments.sscc[at]):
            found.setdefault(digits, []).append(at)
    return [rows for rows in found.values() if len(rows) > 1]


def none_left(book: Book, _lines: Lines) -> Iterator[Found]:
    """A shipment that could not be given an SSCC: every other one has been, where Settings hold a prefix."""
    prefix, shipments = book.settings.gs1_company_prefix, book.shipments
    if prefix:
        where = shipments.live & ~shipments.has_sscc
        yield Found("SSC03", "Shipments", "SSCC", where, {"prefix": lambda _at: prefix})
