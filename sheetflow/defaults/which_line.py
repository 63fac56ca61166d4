"""Which line a row means: filled where Order and SKU name exactly one.

Where they name several, it is the first that still has a quantity open for that step; with
none open, the last. Where they name none, it is a row error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.defaults.open_quantities import OpenQuantities, open_quantities
from sheetflow.domain.arrays import integers, no_rows, stable_order
from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import PurchaseLines, Returns
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import IntArray, Mask, take, take_text
from sheetflow.domain.references import line_index
from sheetflow.domain.relations import LineLink, line_links
from sheetflow.domain.step import Note


class LineCodes(NamedTuple):
    """The problems of a row that names a line: there is none, it is another product's, nothing says which."""

    unknown: str
    differs: str
    missing: str


CODES = {PurchaseLines.SHEET: LineCodes("PUR06", "PUR07", "PUR08")}
"""The problems of rows that name lines other than those of orders."""

OF_ORDERS = LineCodes("LIN01", "LIN02", "LIN03")


def codes_of(link: LineLink) -> LineCodes:
    """The problems of rows that name lines of a sheet."""
    return CODES.get(link.target, OF_ORDERS)


LineIndex = Mapping[tuple[int, str], int]
"""(position of the order, line) → position of the line."""


def link_lines(draft: DraftBook) -> None:
    """Link every row that has a Line (picks, packing rows …) to the line that it names.

    It must be a line of that order, and of that SKU.
    """
    indexes: dict[tuple[str, str, str], LineIndex] = {}
    for link in line_links():
        key = (link.target, link.target_owner, link.header)
        if key not in indexes:
            indexes[key] = line_index(draft[link.target], link)
        _link(draft, link, _named_lines(draft[link.sheet], link, indexes[key]))


def _named_lines(frame: Frame, link: LineLink, index: LineIndex) -> IntArray:
    """The line that each row names by its order and its Line; -1 for none."""
    order = frame.link(link.owner)
    pairs = zip(order.tolist(), frame[link.header].tolist(), strict=True)
    named = integers([index.get(pair, -1) for pair in pairs])
    named[(order < 0) | ~frame.given(link.header)] = -1
    return named


def _link(draft: DraftBook, link: LineLink, named: IntArray) -> None:
    """Link rows to the lines that they name; report other lines, and lines of other products."""
    frame = draft[link.sheet]
    codes = codes_of(link)
    of_line = take_text(draft[link.target]["SKU"], named)
    differs = (named >= 0) & (of_line != frame["SKU"])
    is_known = frame.given(link.header) & (frame.link(link.owner) >= 0)
    missing = is_known & (named < 0)
    draft.put(frame.linked(**{link.name: np.where(differs, -1, named)}))
    words = {"order": frame[link.owner_header]}
    gone = np.full(len(frame), "", dtype=object)
    unknown = {**words, "suggestion": gone}
    draft.report(link.sheet, missing & frame.valid, codes.unknown, link.header, unknown)
    words = {**words, "other": of_line, "sku": frame["SKU"]}
    draft.report(link.sheet, differs & frame.valid, codes.differs, link.header, words)


def report_without_line(draft: DraftBook, link: LineLink) -> None:
    """Report a sheet's rows without a Line whose Order and SKU name none."""
    frame = draft[link.sheet]
    is_blank = frame.live & ~frame.given(link.header)
    if is_blank.any():
        unknown = is_blank & (_candidates(draft, link).count == 0)
        words = {"order": frame[link.owner_header]}
        draft.report(link.sheet, unknown, codes_of(link).missing, "SKU", words)


def fill_lines(draft: DraftBook, blank: Book, link: LineLink) -> list[Note]:
    """Fill Line of a sheet's rows that have none, and link them.

    `blank` carries the settings, locations and date. Returns a note for each row whose line
    had nothing open.
    """
    frame = draft[link.sheet]
    is_blank = frame.live & ~frame.given(link.header)
    if not is_blank.any():
        return []
    candidates = _candidates(draft, link)
    at = np.where(is_blank, candidates.single, -1)
    several = np.flatnonzero(is_blank & (candidates.count > 1))
    notes: list[Note] = []
    for credit_only in (False, True):
        rows = several[_is_credit_only(frame)[several] == credit_only]
        if len(rows):
            is_first = _is_first(draft, link)
            choices = {
                row: _without_repeats(candidates.of(row), is_first)
                for row in rows.tolist()
            }
            left = open_quantities(draft, blank, link, at, credit_only)
            notes += _choose(frame, link.header, at, choices, left)
    _write(draft, link, at)
    return sorted(notes, key=lambda note: note.record)


def _without_repeats(lines: IntArray, is_first: Mask) -> IntArray:
    """The lines that count; all of them where none does."""
    first = lines[is_first[lines]]
    return first if len(first) else lines


def _is_first(draft: DraftBook, link: LineLink) -> Mask:
    """The lines that no line above has the number of: a repeated one counts for nothing."""
    lines = draft[link.target]
    index = line_index(lines, link)
    owners = lines.link(link.target_owner).tolist()
    pairs = zip(owners, lines[link.header].tolist(), strict=True)
    first = [index.get(pair, at) == at for at, pair in enumerate(pairs)]
    return np.array(first, dtype=bool) | ~lines.given(link.header)


def _is_credit_only(frame: Frame) -> Mask:
    """The returns for which nothing comes back."""
    if isinstance(frame, Returns):
        return np.asarray(frame.disposition == "Credit only")
    return no_rows(len(frame))


@dataclass(frozen=True)
class Candidates:
    """For each row of a sheet, the lines that its Order and SKU name.

    They are those in `lines` from `first` up to, but without, `end`.
    """

    lines: IntArray
    first: IntArray
    end: IntArray

    @property
    def count(self) -> IntArray:
        """How many lines each row names."""
        return self.end - self.first

    @property
    def single(self) -> IntArray:
        """The only line that each row names, -1 where there are none or several."""
        return take(self.lines, np.where(self.count == 1, self.first, -1), -1)

    def of(self, row: int) -> IntArray:
        """The lines that one row names."""
        return self.lines[self.first[row] : self.end[row]]


def _candidates(draft: DraftBook, link: LineLink) -> Candidates:
    """The lines that rows name by Order and SKU: both as one number, and looked up sorted."""
    lines = draft[link.target]
    order = lines.link(link.target_owner)
    sku = lines.link("sku")
    size = len(draft.products)
    keys = np.where((order >= 0) & (sku >= 0), order * size + sku, -1)
    by_key = stable_order(keys)
    keys = keys[by_key]
    frame = draft[link.sheet]
    wanted = frame.link(link.owner) * size + frame.link("sku")
    first = np.searchsorted(keys, wanted, "left")
    return Candidates(by_key, first, np.searchsorted(keys, wanted, "right"))


def _choose(
    frame: Frame,
    header: str,
    at: IntArray,
    choices: Mapping[int, IntArray],
    left: OpenQuantities,
) -> list[Note]:
    """Choose a line for rows that name several: rare, so one by one, in the order of the rows.

    Writes into `at` the line of each row, and takes its quantity out of what is `left`.
    """
    notes = []
    for row, lines in choices.items():
        are_open = lines[left.of(row, lines) > 0]
        chosen = are_open[0] if len(are_open) else lines[-1]
        at[row] = chosen
        left.use(row, chosen)
        if not len(are_open) and len(lines) > 1:
            sku = frame["SKU"][row]
            text = message(
                "no line of {sku} has anything open: taken from the last", sku=str(sku)
            )
            notes.append(Note(frame.schema.sheet, row, header, text))
    return notes


def _write(draft: DraftBook, link: LineLink, at: IntArray) -> None:
    """Write the lines found into the rows; a row that names none is a row error."""
    frame = draft[link.sheet]
    is_blank = frame.live & ~frame.given(link.header)
    found = is_blank & (at >= 0)
    lines = take_text(draft[link.target][link.header], at)
    filled = frame.fill(link.header, found, lines)
    linked = np.where(found, at, frame.link(link.name))
    draft.put(filled.linked(**{link.name: linked}))
    words = {"order": frame[link.owner_header]}
    draft.report(link.sheet, is_blank & ~found, codes_of(link).missing, "SKU", words)
