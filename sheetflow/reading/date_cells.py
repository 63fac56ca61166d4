"""Columns of dates, and of Yes and No."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import numpy as np

from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.reading.cells import (
    CellFault,
    Fault,
    Read,
    faults_at,
    is_blank,
    is_midnight,
    shown,
    unreadable,
)
from sheetflow.reading.text_conventions import (
    NO_LOCALE,
    TextConventions,
    looks_like_a_date,
)

EARLIEST = date(1904, 1, 1).toordinal()
"""The first day that every workbook can store, whatever it counts days from."""

_YES = {"yes": 1, "y": 1, "true": 1, "no": 0, "n": 0, "false": 0}


def read_dates(
    cells: Sequence[object], conventions: TextConventions = NO_LOCALE
) -> Read:
    """A column of dates as day numbers: date cells, ISO text, or text as a stated locale writes dates."""
    days = [cell.toordinal() if type(cell) is date else BLANK for cell in cells]
    values = np.array(days, dtype=np.int64)
    odd = [
        at
        for at, cell in enumerate(cells)
        if type(cell) is not date and cell != "" and not is_blank(cell)
    ]
    texts = [cell for cell in (cells[at] for at in odd) if isinstance(cell, str)]
    days_of_texts = conventions.days(texts)
    faults: list[Fault] = []
    for at in odd:
        values[at], found = _odd_date(cells[at], days_of_texts, conventions)
        faults += [fault.at(at) for fault in found]
    return values, faults + _take_too_early(values)


def _take_too_early(days: IntArray) -> list[Fault]:
    """Blank the days that a workbook may be unable to store, and report them."""
    too_early = np.flatnonzero((days < EARLIEST) & (days != BLANK))
    days[too_early] = BLANK
    return faults_at(too_early.tolist(), "DAT05")


def _odd_date(
    cell: object, days: Mapping[str, date | None], conventions: TextConventions
) -> tuple[int, list[CellFault]]:
    """One cell that is not a plain date: its day (BLANK if unreadable), and what is wrong with it."""
    if isinstance(cell, datetime):
        kept = {"kept": cell.date().isoformat()}
        found = [] if is_midnight(cell) else [CellFault("DAT02", kept)]
        return cell.toordinal(), found
    if isinstance(cell, str):
        return _date_text(cell, days[cell], conventions)
    return BLANK, [unreadable(cell, "DAT01")]


def _date_text(
    text: str, day: date | None, conventions: TextConventions
) -> tuple[int, list[CellFault]]:
    """A date stored as text: its day, and a warning where it is not ISO text."""
    if day is None:
        return BLANK, [_not_read(text, conventions)]
    read = day.isoformat()
    is_plain = text.strip() == read
    found = [] if is_plain else [CellFault("DAT04", {"read": read})]
    return day.toordinal(), found


def _not_read(text: str, conventions: TextConventions) -> CellFault:
    """Why a text is not read as a date."""
    if looks_like_a_date(text):
        return CellFault("DAT03", {"why": conventions.why_no_day(text)})
    return CellFault("DAT01", {})


def read_yes_no(cells: Sequence[object]) -> Read:
    """A column of Yes and No as 1 and 0."""
    words = [cell if isinstance(cell, str) else _word(cell) for cell in cells]
    meanings = {word: _meaning(word) for word in set(words)}
    wrong = {word for word, meaning in meanings.items() if meaning is None}
    values = [BLANK if word in wrong else meanings[word] for word in words]
    odd = [at for at, word in enumerate(words) if word in wrong] if wrong else []
    faults = [unreadable(cells[at], "YES01").at(at) for at in odd]
    return np.array(values, dtype=np.int64), faults


def _word(cell: object) -> str:
    return "" if cell is None else shown(cell)


def _meaning(word: str) -> int | None:
    """1 for Yes, 0 for No, BLANK for nothing; None for another word."""
    return BLANK if is_blank(word) else _YES.get(word.strip().casefold())
