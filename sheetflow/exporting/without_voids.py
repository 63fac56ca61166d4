"""A book in which one document was not voided: what it was like when it was issued."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, Mask

VOIDED = "Voided"
SHEETS = {"invoices": ("Invoices", "Invoice"), "credits": ("Returns", "Credit note")}
"""The sheet and the column of the numbers of each kind of document."""


def without_voids(book: Book, fact: str, numbers: Collection[str]) -> Book:
    """The book as if the documents of these numbers, and their lines, had not been voided."""
    sheet, header = SHEETS[fact]
    frame = book[sheet]
    wanted = set(numbers)
    mine = np.array([key in wanted for key in frame[header].tolist()], dtype=bool)
    found = book.put(_live(frame, mine))
    if fact != "invoices":
        return found
    lines = book.invoice_lines
    at = lines.invoice_index
    voided = np.where(at >= 0, frame[VOIDED][at], BLANK)
    with_invoice = (lines[VOIDED] == voided) | ~lines.given(VOIDED)
    of_mine = (at >= 0) & mine[at] & with_invoice
    return found.put(_live(lines, of_mine))


def _live(frame: Frame, rows: Mask) -> Frame:
    """A sheet in which these rows count."""
    return replace(frame.fill(VOIDED, rows, BLANK), valid=frame.valid | rows)
