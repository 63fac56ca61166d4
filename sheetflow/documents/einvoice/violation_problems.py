"""Violations as problems of the workbook: one per cell, with the documents it affects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sheetflow.documents.einvoice.violations import RowKey, Violation
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.messages import counted_message, message
from sheetflow.domain.numbers import Mask
from sheetflow.domain.problems import Problem

_MAX_NAMED = 3


def problems_of(
    violations: Mapping[Violation, Sequence[str]], book: Book
) -> list[Problem]:
    """One problem per violation; each comes with the numbers of the documents it affects."""
    return [
        _problem(violation, numbers, book) for violation, numbers in violations.items()
    ]


def _problem(violation: Violation, numbers: Sequence[str], book: Book) -> Problem:
    sheet = violation.sheet
    frame = book[sheet]
    record = _find_record(frame, violation.row)
    words = {**dict(violation.words), "documents": _listed(numbers)}
    words |= _what_to_add(violation, frame, is_there=record >= 0)
    return Problem(violation.code, sheet, record, violation.column, "", words)


def _what_to_add(
    violation: Violation, frame: Frame, *, is_there: bool
) -> dict[str, str]:
    """What is missing, where it is a row of Settings or a column that is yet to be added."""
    words = dict(violation.words)
    if "what" not in words:
        return {}
    if not frame.schema.column(violation.column).in_use:
        return {"what": message("the column {name}, to add,", name=words["what"])}
    if violation.sheet == "Settings" and not is_there:
        return {
            "what": message("the setting {name}, a row to add,", name=words["what"])
        }
    return {}


def _find_record(frame: Frame, row: RowKey) -> int:
    """The first record that matches, a live one if there is any; -1 for no record."""
    matches = _matches(frame, row)
    live = matches & frame.live
    return _first_true(live if live.any() else matches)


def _first_true(where: Mask) -> int:
    positions = np.flatnonzero(where)
    return int(positions[0]) if len(positions) else -1


def _matches(frame: Frame, row: RowKey) -> Mask:
    """Which records have these values."""
    matches = np.ones(len(frame), dtype=bool)
    for header, value in row:
        matches &= _equal_to(value, frame[header].tolist())
    return matches


def _equal_to(value: str, cells: list[object]) -> Mask:
    return np.array([cell == value for cell in cells], dtype=bool)


def _listed(numbers: Sequence[str]) -> str:
    named = ", ".join(numbers[:_MAX_NAMED])
    more = len(numbers) - _MAX_NAMED
    if more <= 0:
        return named
    return counted_message(
        more, "{cells} and {count} more", "{cells} and {count} more", cells=named
    )
