"""Which order line a row means: filled where Order and SKU name exactly one.

Where they name several, the first that still has a quantity open for that step, or with none open the last; where they name none, a row error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sheetflow.book import Frame
from sheetflow.links import Desk, line_index
from sheetflow.numbers import AnyArray, IntArray, Mask, take_text, total_by
from sheetflow.outcome import Note

SHEETS = ("Picks", "Packing", "Invoice lines", "Returns")


def fill_lines(desk: Desk) -> list[Note]:
    """Link every pick, packing row, invoice line and return to its order line, filling Line where it is blank."""
    index = line_index(desk["Order lines"])
    notes: list[Note] = []
    for sheet in SHEETS:
        _link_typed(desk, sheet, index)
        notes += _fill_blank(desk, sheet)
    return notes


def _link_typed(desk: Desk, sheet: str, index: dict[tuple[int, str], int]) -> None:
    """Rows with a Line: it must be a line of that order, and of that SKU."""
    frame, lines = desk[sheet], desk["Order lines"]
    pairs = zip(frame.link("order").tolist(), frame["Line"].tolist(), strict=True)
    at = np.array([index.get(pair, -1) for pair in pairs], dtype=np.int64)
    at[(frame.link("order") < 0) | ~frame.given("Line")] = -1
    known = frame.given("Line") & (frame.link("order") >= 0)
    other = take_text(lines["SKU"], at)
    differs = known & (at >= 0) & (other != frame["SKU"])
    desk.put(frame.linked(line=np.where(differs, -1, at)))
    desk.fault(sheet, known & (at < 0) & frame.valid, "LIN01", "Line", {"order": frame["Order"]})
    desk.fault(sheet, differs & frame.valid, "LIN02", "Line", {"order": frame["Order"], "other": other, "sku": frame["SKU"]})


def _fill_blank(desk: Desk, sheet: str) -> list[Note]:
    """Rows without a Line."""
    frame, lines = desk[sheet], desk["Order lines"]
    size = len(desk["Products"])
    blank = frame.live & ~frame.given("Line")
    if not blank.any():
        return []
    keys = lines.link("order") * size + lines.link("sku")
    keys = np.where((lines.link("order") >= 0) & (lines.link("sku") >= 0), keys, -1)
    by_key = np.argsort(keys, kind="stable")
    wanted = frame.link("order") * size + frame.link("sku")
    low, high = (np.searchsorted(keys[by_key], wanted, side) for side in ("left", "right"))
    named = high - low
    at = np.where(blank & (named == 1), _pick(by_key, low), -1)
    notes = _choose(desk, sheet, at, {row: by_key[low[row] : high[row]] for row in np.flatnonzero(blank & (named > 1)).tolist()})
    found = blank & (at >= 0)
    filled = frame.fill("Line", found, take_text(lines["Line"], at))
    desk.put(filled.linked(line=np.where(found, at, frame.link("line"))))
    desk.fault(sheet, blank & (named == 0), "LIN03", "SKU", {"order": frame["Order"]})
    return notes


def _pick(values: IntArray, at: IntArray) -> IntArray:
    return values[np.minimum(at, len(values) - 1)] if len(values) else np.full(len(at), -1, dtype=np.int64)


def _choose(desk: Desk, sheet: str, at: IntArray, several: dict[int, IntArray]) -> list[Note]:
    """Decide, in the order of the rows, for rows whose order has several lines of their SKU (rare, so one by one)."""
    if not several:
        return []
    frame, lines = desk[sheet], desk["Order lines"]
    linked = frame.linked(line=np.where(at >= 0, at, frame.link("line")))
    left = OPEN[sheet](desk, linked)
    moved = _moved(linked)
    notes = []
    for row, candidates in several.items():
        has_open = candidates[left[candidates] > 0]
        at[row] = has_open[0] if len(has_open) else candidates[-1]
        left[at[row]] -= moved[row]
        if not len(has_open):
            notes.append(Note(sheet, row, "Line", f"no line of {frame['SKU'][row]} has anything open: taken from the last"))
    assert len(lines) > 0
    return notes


def _moved(frame: Frame) -> AnyArray:
    """What each row takes of what is open on its line."""
    if frame.schema.sheet == "Picks":
        return np.where(frame.given("Picked"), frame.number("Picked"), frame.number("Suggested"))
    return frame.number("Quantity")


def _sum(desk: Desk, frame: Frame, where: Mask | None = None) -> AnyArray:
    counted = frame.live if where is None else frame.live & where
    return total_by(frame.link("line"), np.where(counted, _moved(frame), 0), len(desk["Order lines"]))


def _effective(desk: Desk) -> AnyArray:
    lines = desk["Order lines"]
    return lines.number("Quantity") - lines.number("Cancelled quantity")


def _back(desk: Desk, frame: Frame) -> AnyArray:
    return _sum(desk, frame, frame["Disposition"] != "Credit only")


OPEN: dict[str, Callable[[Desk, Frame], AnyArray]] = {
    "Picks": lambda desk, frame: _effective(desk) - _sum(desk, frame),
    "Packing": lambda desk, frame: _sum(desk, desk["Picks"], desk["Picks"].given("Picked")) - _sum(desk, frame),
    "Invoice lines": lambda desk, frame: _effective(desk) - _sum(desk, frame),
    "Returns": lambda desk, frame: _sum(desk, desk["Packing"]) - _back(desk, frame),
}
"""What is open on each order line for the step that a sheet records."""
