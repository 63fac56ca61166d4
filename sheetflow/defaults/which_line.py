"""Which order line a row means: filled where Order and SKU name exactly one.

Where they name several, the first that still has a quantity open for that step, or with none open the last; where they
name none, a row error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import AnyArray, IntArray, take_text
from sheetflow.domain.references import line_index
from sheetflow.domain.relations import LINES, LineLink, line_links
from sheetflow.domain.step import Note
from sheetflow.ledgers.lines import Lines, build_lines


def link_lines(draft: DraftBook) -> None:
    """Link every row that has a Line (picks, packing rows …) to the line that it names."""
    indexes = {
        each.target: line_index(draft[each.target], each) for each in line_links()
    }
    for each in line_links():
        _link_typed(draft, each, indexes[each.target])


def report_without_line(draft: DraftBook, link: LineLink) -> None:
    """Report a sheet's rows without a Line whose Order and SKU name none."""
    frame = draft[link.sheet]
    at, several = _named(draft, link)
    unknown = frame.live & ~frame.given(link.header) & (at < 0)
    unknown[list(several)] = False
    words = {"order": frame[link.owner_header]}
    draft.report(link.sheet, unknown, "LIN03", "SKU", words)


def fill_lines(draft: DraftBook, blank: Book, link: LineLink) -> list[Note]:
    """Fill Line of a sheet's rows that have none, and link them; `blank` carries the settings."""
    sheet = link.sheet
    at, several = _named(draft, link)
    notes: list[Note] = []
    only = (
        draft[sheet]["Disposition"] == "Credit only"
        if sheet == "Returns"
        else np.zeros(len(draft[sheet]), dtype=bool)
    )
    for credit_only in (False, True):
        rows = {
            row: candidates
            for row, candidates in several.items()
            if only[row] == credit_only
        }
        if rows:
            left = _open_on(draft, blank, link, at, credit_only)
            notes += _choose(draft, link, at, rows, left)
    _write(draft, link, at)
    return sorted(notes, key=lambda note: note.record)


def _link_typed(
    draft: DraftBook, link: LineLink, index: dict[tuple[int, str], int]
) -> None:
    """Rows with a Line: it must be a line of that order, and of that SKU."""
    sheet, header = link.sheet, link.header
    frame, lines = draft[sheet], draft[link.target]
    order = frame.link(link.owner)
    pairs = zip(order.tolist(), frame[header].tolist(), strict=True)
    at = np.array([index.get(pair, -1) for pair in pairs], dtype=np.int64)
    at[(order < 0) | ~frame.given(header)] = -1
    known = frame.given(header) & (order >= 0)
    other = take_text(lines["SKU"], at)
    differs = known & (at >= 0) & (other != frame["SKU"])
    draft.put(frame.linked(**{link.name: np.where(differs, -1, at)}))
    words = {"order": frame[link.owner_header]}
    draft.report(sheet, known & (at < 0) & frame.valid, "LIN01", header, words)
    words = {**words, "other": other, "sku": frame["SKU"]}
    draft.report(sheet, differs & frame.valid, "LIN02", header, words)


def _named(draft: DraftBook, link: LineLink) -> tuple[IntArray, dict[int, IntArray]]:
    """For rows without a Line: the only line that Order and SKU name (-1 for other rows), or the several."""
    frame, lines = draft[link.sheet], draft[link.target]
    size = len(draft.products)
    blank = frame.live & ~frame.given(link.header)
    at = np.full(len(frame), -1, dtype=np.int64)
    if not blank.any():
        return at, {}
    order, sku = lines.link(link.target_owner), lines.link("sku")
    keys = np.where((order >= 0) & (sku >= 0), order * size + sku, -1)
    by_key = np.argsort(keys, kind="stable")
    wanted = frame.link(link.owner) * size + frame.link("sku")
    low, high = (
        np.searchsorted(keys[by_key], wanted, side) for side in ("left", "right")
    )
    one = blank & (high - low == 1)
    at[one] = by_key[low[one]]
    return at, {
        row: by_key[low[row] : high[row]]
        for row in np.flatnonzero(blank & (high - low > 1)).tolist()
    }


def _write(draft: DraftBook, link: LineLink, at: IntArray) -> None:
    """Write the lines found into the rows; a row that names none is a row error."""
    sheet, header = link.sheet, link.header
    frame, lines = draft[sheet], draft[link.target]
    blank = frame.live & ~frame.given(header)
    found = blank & (at >= 0)
    filled = frame.fill(header, found, take_text(lines[header], at))
    linked = np.where(found, at, frame.link(link.name))
    draft.put(filled.linked(**{link.name: linked}))
    words = {"order": frame[link.owner_header]}
    draft.report(sheet, blank & ~found, "LIN03", "SKU", words)


def _open_on(
    draft: DraftBook, blank: Book, link: LineLink, at: IntArray, credit_only: bool
) -> AnyArray:
    """What is still open on each line for the step that a sheet records."""
    if link.target != LINES:
        return draft[link.target].number("Quantity")
    lines = _lines_so_far(draft, blank, link, at)
    is_open = _open_to_credit if credit_only else _OPEN.get(link.sheet, _ordered)
    return is_open(lines)


def _lines_so_far(draft: DraftBook, blank: Book, link: LineLink, at: IntArray) -> Lines:
    """The ledger of order lines with the rows of a sheet that are decided already."""
    frame = draft[link.sheet]
    decided = np.where(at >= 0, at, frame.link(link.name))
    return build_lines(
        blank.put(*draft.frames.values(), frame.linked(**{link.name: decided}))
    )


def _choose(
    draft: DraftBook,
    link: LineLink,
    at: IntArray,
    several: dict[int, IntArray],
    left: AnyArray,
) -> list[Note]:
    """Decide, in the order of the rows, for rows whose order has several lines of their SKU (rare, so one by one)."""
    frame, moved = draft[link.sheet], _moved(draft[link.sheet])
    notes = []
    for row, candidates in several.items():
        has_open = candidates[left[candidates] > 0]
        at[row] = has_open[0] if len(has_open) else candidates[-1]
        left[at[row]] -= moved[row]
        if not len(has_open):
            said = (
                f"no line of {frame['SKU'][row]} has anything open: taken from the last"
            )
            notes.append(Note(link.sheet, row, link.header, said))
    return notes


def _moved(frame: Frame) -> AnyArray:
    """What each row takes of what is open on its line."""
    if frame.schema.sheet == "Picks":
        return np.where(
            frame.given("Picked"), frame.number("Picked"), frame.number("Suggested")
        )
    header = frame.schema.moves_units or "Quantity"
    if header in frame.columns:
        return frame.number(header)
    return np.zeros(len(frame), dtype=np.int64)


_OPEN: dict[str, Callable[[Lines], AnyArray]] = {
    "Picks": lambda lines: lines.left_to_pick - lines.suggested,
    "Packing": lambda lines: lines.picked - lines.packed,
    "Invoice lines": lambda lines: lines.effective - lines.uncredited - lines.invoiced,
    "Returns": lambda lines: lines.shipped - lines.returned,
}
"""What is open on each order line for the step that a sheet records."""

SHIPPED_FIRST = frozenset({"Returns"})
"""The sheets of which that depends on what was shipped: shipments are filled before them."""


def _ordered(lines: Lines) -> AnyArray:
    """What is open on each order line for a sheet that says nothing else: what is ordered."""
    return lines.effective.copy()


def _open_to_credit(lines: Lines) -> AnyArray:
    """What is open on each order line for a return that is `Credit only`."""
    return lines.invoiced - lines.credited
