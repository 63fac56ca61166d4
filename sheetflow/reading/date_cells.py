"""Columns of dates, and of Yes and No."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

import numpy as np

from sheetflow.domain.numbers import BLANK
from sheetflow.reading.cells import (
    CellFault,
    Fault,
    Read,
    is_blank,
    is_midnight,
    shown,
    unreadable,
)

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES = {"yes": 1, "y": 1, "true": 1, "no": 0, "n": 0, "false": 0}


def read_dates(cells: Sequence[object]) -> Read:
    """A column of dates as day numbers: date cells, or ISO text."""
    days = [cell.toordinal() if type(cell) is date else BLANK for cell in cells]
    values = np.array(days, dtype=np.int64)
    odd = [
        at
        for at, cell in enumerate(cells)
        if type(cell) is not date and cell != "" and not is_blank(cell)
    ]
    faults: list[Fault] = []
    for at in odd:
        values[at], found = _odd_date(cells[at])
        faults += [fault.at(at) for fault in found]
    return values, faults


def _odd_date(cell: object) -> tuple[int, list[CellFault]]:
    """One cell that is not a plain date: its day (BLANK if unreadable), and what is wrong with it."""
    if isinstance(cell, datetime):
        kept = {"kept": cell.date().isoformat()}
        found = [] if is_midnight(cell) else [CellFault("DAT02", kept)]
        return cell.toordinal(), found
    day = _iso_day(cell)
    return (BLANK, [unreadable(cell, "DAT01")]) if day is None else (day, [])


def _iso_day(cell: object) -> int | None:
    """The day that ISO text names; None where the cell is something else."""
    if not isinstance(cell, str) or not _ISO.fullmatch(cell.strip()):
        return None
    try:
        return date.fromisoformat(cell.strip()).toordinal()
    except ValueError:
        return None


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
