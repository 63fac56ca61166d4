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
from sheetflow.domain.relations import naming_lines
from sheetflow.domain.step import Note
from sheetflow.ledgers.lines import Lines, build_lines


def link_lines(desk: Desk) -> None:
    """Link every row that has a Line (picks, packing rows …) to its order line."""
    index = line_index(desk.order_lines)
    for sheet in naming_lines():
        _link_typed(desk, sheet, index)


def fill_lines(desk: Desk, blank: Book, sheet: str) -> list[Note]:
    """Fill Line of a sheet's rows that have none, and link them; `blank` carries the settings."""
    at, several = _named(desk, sheet)
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
            own = _OPEN.get(sheet, _ordered)
            is_open = _open_to_credit if credit_only else own
            notes += _choose(
                desk, sheet, at, rows, is_open(_lines_so_far(desk, blank, sheet, at))
            )
    _write(desk, sheet, at)
    return sorted(notes, key=lambda note: note.record)


def _link_typed(desk: Desk, sheet: str, index: dict[tuple[int, str], int]) -> None:
    """Rows with a Line: it must be a line of that order, and of that SKU."""
    frame, lines = desk[sheet], desk.order_lines
    pairs = zip(frame.link("order").tolist(), frame["Line"].tolist(), strict=True)
    at = np.array([index.get(pair, -1) for pair in pairs], dtype=np.int64)
    at[(frame.link("order") < 0) | ~frame.given("Line")] = -1
    known = frame.given("Line") & (frame.link("order") >= 0)
    other = take_text(lines.sku, at)
    differs = known & (at >= 0) & (other != frame["SKU"])
    desk.put(frame.linked(line=np.where(differs, -1, at)))
    desk.fault(
        sheet,
        known & (at < 0) & frame.valid,
        "LIN01",
        "Line",
        {"order": frame["Order"]},
    )
    words = {"order": frame["Order"], "other": other, "sku": frame["SKU"]}
    desk.fault(sheet, differs & frame.valid, "LIN02", "Line", words)


def _named(desk: Desk, sheet: str) -> tuple[IntArray, dict[int, IntArray]]:
    """For rows without a Line: the only order line that Order and SKU name (-1 for other rows), or the several."""
    frame, lines = desk[sheet], desk.order_lines
    size = len(desk.products)
    blank = frame.live & ~frame.given("Line")
    at = np.full(len(frame), -1, dtype=np.int64)
    if not blank.any():
        return at, {}
    keys = lines.order_index * size + lines.sku_index
    keys = np.where((lines.order_index >= 0) & (lines.sku_index >= 0), keys, -1)
    by_key = np.argsort(keys, kind="stable")
    wanted = frame.link("order") * size + frame.link("sku")
    low, high = (
        np.searchsorted(keys[by_key], wanted, side) for side in ("left", "right")
    )
    one = blank & (high - low == 1)
    at[one] = by_key[low[one]]
    return at, {
        row: by_key[low[row] : high[row]]
        for row in np.flatnonzero(blank & (high - low > 1)).tolist()
    }


def _write(desk: Desk, sheet: str, at: IntArray) -> None:
    """Write the lines found into the rows; a row that names none is a row error."""
    frame, lines = desk[sheet], desk.order_lines
    blank = frame.live & ~frame.given("Line")
    found = blank & (at >= 0)
    filled = frame.fill("Line", found, take_text(lines.line, at))
    desk.put(filled.linked(line=np.where(found, at, frame.link("line"))))
    desk.fault(sheet, blank & ~found, "LIN03", "SKU", {"order": frame["Order"]})


def _lines_so_far(desk: Desk, blank: Book, sheet: str, at: IntArray) -> Lines:
    """The ledger of order lines with the rows of a sheet that are decided already."""
    frame = desk[sheet]
    linked = frame.linked(line=np.where(at >= 0, at, frame.link("line")))
    return build_lines(blank.put(*desk.frames.values(), linked))


def _choose(
    desk: Desk, sheet: str, at: IntArray, several: dict[int, IntArray], left: AnyArray
) -> list[Note]:
    """Decide, in the order of the rows, for rows whose order has several lines of their SKU (rare, so one by one)."""
    frame, moved = desk[sheet], _moved(desk[sheet])
    notes = []
    for row, candidates in several.items():
        has_open = candidates[left[candidates] > 0]
        at[row] = has_open[0] if len(has_open) else candidates[-1]
        left[at[row]] -= moved[row]
        if not len(has_open):
            said = (
                f"no line of {frame['SKU'][row]} has anything open: taken from the last"
            )
            notes.append(Note(sheet, row, "Line", said))
    return notes


def _moved(frame: Frame) -> AnyArray:
    """What each row takes of what is open on its line."""
    if frame.schema.sheet == "Picks":
        return np.where(
            frame.given("Picked"), frame.number("Picked"), frame.number("Suggested")
        )
    return frame.number("Quantity")


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
    return lines.effective


def _open_to_credit(lines: Lines) -> AnyArray:
    """What is open on each order line for a return that is `Credit only`."""
    return lines.invoiced - lines.credited
