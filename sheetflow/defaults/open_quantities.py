"""How much is still open on each line, for the step that a sheet records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import zeros
from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Picks, PurchaseLines
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.relations import LINES, LineLink
from sheetflow.ledgers.lines import Lines, build_lines
from sheetflow.ledgers.purchases import build_purchases


def _left_to_suggest(lines: Lines) -> AnyArray:
    return lines.left_to_pick - lines.suggested


def _left_to_pack(lines: Lines) -> AnyArray:
    return lines.picked - lines.packed


def _left_to_invoice(lines: Lines) -> AnyArray:
    return lines.effective - lines.uncredited - lines.invoiced


def _left_to_return(lines: Lines) -> AnyArray:
    return lines.shipped - lines.returned


def _left_to_credit(lines: Lines) -> AnyArray:
    """For a return that is `Credit only`."""
    return lines.invoiced - lines.credited


def _ordered(lines: Lines) -> AnyArray:
    """For a sheet of which nothing else is known."""
    return lines.effective.copy()


_OPEN: dict[str, Callable[[Lines], AnyArray]] = {
    "Picks": _left_to_suggest,
    "Packing": _left_to_pack,
    "Invoice lines": _left_to_invoice,
    "Returns": _left_to_return,
}

SHIPPED_FIRST = frozenset({"Returns"})
"""The sheets whose open quantity depends on what was shipped: shipments are filled before them."""


@dataclass(frozen=True)
class OpenQuantities:
    """What is open on each line while rows are given their lines, in millionths.

    A row `used` uses so much. `most` is what a line of purchases may receive: what is sent
    back uses what was received, and everything else what may still be. None elsewhere.
    """

    left: AnyArray
    used: AnyArray
    most: AnyArray | None = None

    def of(self, row: int, lines: IntArray) -> AnyArray:
        """What is open on these lines for a row."""
        if self.most is not None and self.used[row] < 0:
            return self.most[lines] - self.left[lines]
        return self.left[lines]

    def use(self, row: int, line: int) -> None:
        """Let a row use a line."""
        self.left[line] -= self.used[row]


def open_quantities(
    draft: DraftBook, blank: Book, link: LineLink, at: IntArray, credit_only: bool
) -> OpenQuantities:
    """What is open on each line, with the rows whose line (`at`) is decided already.

    `blank` carries the settings, locations and date.
    """
    used = quantity_used(draft[link.sheet])
    if link.target not in (LINES, PurchaseLines.SHEET):
        return OpenQuantities(draft[link.target].number("Quantity"), used)
    book = _book_so_far(draft, blank, link, at)
    if link.target == PurchaseLines.SHEET:
        ledger = build_purchases(book)
        left = ledger.effective - ledger.received
        return OpenQuantities(left, used, ledger.effective)
    is_open = _left_to_credit if credit_only else _OPEN.get(link.sheet, _ordered)
    return OpenQuantities(is_open(build_lines(book)), used)


def _book_so_far(draft: DraftBook, blank: Book, link: LineLink, at: IntArray) -> Book:
    """The book with the rows of a sheet that are decided already."""
    frame = draft[link.sheet]
    decided = np.where(at >= 0, at, frame.link(link.name))
    linked = frame.linked(**{link.name: decided})
    return blank.put(*draft.frames.values(), linked)


def quantity_used(frame: Frame) -> AnyArray:
    """How much each row uses of what is open on its line (millionths)."""
    if isinstance(frame, Picks):
        return np.where(frame.has_picked, frame.picked, frame.suggested)
    header = frame.schema.moves_units or "Quantity"
    if header in frame.columns:
        return frame.number(header)
    return zeros(len(frame))
