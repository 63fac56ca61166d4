"""Which order line a row means: filled where Order and SKU name exactly one.

Where they name several, the first that still has a quantity open for that step, or with none open the last; where they
name none, a row error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import AnyArray, IntArray, take_text
from sheetflow.domain.references import Desk, line_index
from sheetflow.domain.relations import LINES, LineLink, line_links
from sheetflow.domain.step import Note
from sheetflow.ledgers.lines import Lines, build_lines


def link_lines(desk: Desk) -> None:
    """Link every row that has a Line (picks, packing rows …) to the line that it names."""
    indexes = {
        each.target: line_index(desk[each.target], each) for each in line_links()
    }
    for each in line_links():
        _link_typed(desk, each, indexes[each.target])


def fill_lines(desk: Desk, blank: Book, link: LineLink) -> list[Note]:
    """Fill Line of a sheet's rows that have none, and link them; `blank` carries the settings."""
    sheet = link.sheet
    at, several = _named(desk, link)
    notes: list[Note] = []
    only = (
        desk[sheet]["Disposition"] == "Credit only"
        if sheet == "Returns"
        else np.zeros(len(desk[sheet]), dtype=bool)
    )
    for credit_only in (False, True):
        rows = {
            row: candidates
            for row, candidates in several.items()
            if only[row] == credit_only
        }
        if rows:
            left = _open_on(desk, blank, link, at, credit_only)
            notes += _choose(desk, link, at, rows, left)
    _write(desk, link, at)
    return sorted(notes, key=lambda note: note.record)


def _link_typed(desk: Desk, link: LineLink, index: dict[tuple[int, str], int]) -> None:
    """Rows with a Line: it must be a line of that order, and of that SKU."""
    sheet, header = link.sheet, link.header
    frame, lines = desk[sheet], desk[link.target]
    order = frame.link(link.owner)
    pairs = zip(order.tolist(), frame[header].tolist(), strict=True)
    at = np.array([index.get(pair, -1) for pair in pairs], dtype=np.int64)
    at[(order < 0) | ~frame.given(header)] = -1
    known = frame.given(header) & (order >= 0)
    other = take_text(lines["SKU"], at)
    differs = known & (at >= 0) & (other != frame["SKU"])
    desk.put(frame.linked(**{link.name: np.where(differs, -1, at)}))
    words = {"order": frame[link.owner_header]}
    desk.fault(sheet, known & (at < 0) & frame.valid, "LIN01", header, words)
    words = {**words, "other": other, "sku": frame["SKU"]}
    desk.fault(sheet, differs & frame.valid, "LIN02", header, words)


def _named(desk: Desk, link: LineLink) -> tuple[IntArray, dict[int, IntArray]]:
    """For rows without a Line: the only line that Order and SKU name (-1 for other rows), or the several."""
    frame, lines = desk[link.sheet], desk[link.target]
    size = len(desk.products)
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


def _write(desk: Desk, link: LineLink, at: IntArray) -> None:
    """Write the lines found into the rows; a row that names none is a row error."""
    sheet, header = link.sheet, link.header
    frame, lines = desk[sheet], desk[link.target]
    blank = frame.live & ~frame.given(header)
    found = blank & (at >= 0)
    filled = frame.fill(header, found, take_text(lines[header], at))
    linked = np.where(found, at, frame.link(link.name))
    desk.put(filled.linked(**{link.name: linked}))
    words = {"order": frame[link.owner_header]}
    desk.fault(sheet, blank & ~found, "LIN03", "SKU", words)


def _open_on(
    desk: Desk, blank: Book, link: LineLink, at: IntArray, credit_only: bool
) -> AnyArray:
    """What is still open on each line for the step that a sheet records."""
    if link.target != LINES:
        return desk[link.target].number("Quantity")
    lines = _lines_so_far(desk, blank, link, at)
    is_open = _open_to_credit if credit_only else _OPEN.get(link.sheet, _ordered)
    return is_open(lines)


def _lines_so_far(desk: Desk, blank: Book, link: LineLink, at: IntArray) -> Lines:
    """The ledger of order lines with the rows of a sheet that are decided already."""
    frame = desk[link.sheet]
    decided = np.where(at >= 0, at, frame.link(link.name))
    return build_lines(
        blank.put(*desk.frames.values(), frame.linked(**{link.name: decided}))
    )


def _choose(
    desk: Desk,
    link: LineLink,
    at: IntArray,
    several: dict[int, IntArray],
    left: AnyArray,
) -> list[Note]:
    """Decide, in the order of the rows, for rows whose order has several lines of their SKU (rare, so one by one)."""
    frame, moved = desk[link.sheet], _moved(desk[link.sheet])
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
