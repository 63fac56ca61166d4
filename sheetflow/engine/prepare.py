"""From the sheets of a workbook to a book with every reference resolved and every blank filled,
and what was wrong on the way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from sheetflow.checks.columns import check_columns
from sheetflow.checks.keys import check_keys
from sheetflow.defaults import fill_blanks
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_sheets
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import empty_frame
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import Desk, resolve, resolve_locations
from sheetflow.domain.step import Note
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.reading.settings import read_settings
from sheetflow.reading.sheets import RawSheet

if TYPE_CHECKING:
    from sheetflow.engine.custom import CustomCheck


@dataclass(frozen=True)
class Prepared:
    """The book as typed, the book with its blanks filled, the problems of its rows, and notes on what was filled.

    `closed` is what was changed in a closed period; `checks` are the user's own.
    """

    typed: Book
    book: Book
    problems: list[Problem]
    notes: list[Note]
    closed: list[Problem] = field(default_factory=list)
    checks: Sequence[CustomCheck] = ()


def prepare(raw: Mapping[str, RawSheet], as_of: int) -> Prepared:
    """Read, resolve, check and fill the sheets of facts."""
    settings, default, setting_problems = read_settings(raw.get("Settings"))
    frames = {
        sheet: raw[sheet].frame if sheet in raw else empty_frame(sheet)
        for sheet in fact_sheets()
    }
    desk = Desk(dict(frames))
    for sheet in fact_sheets():
        if (
            sheet in raw
        ):  # each setting's value is read by its own kind: what the column says of it is left out
            desk.adopt(
                [
                    problem
                    for problem in raw[sheet].problems
                    if (sheet, problem.column) != ("Settings", "Value")
                ]
            )
    warehouse = resolve_locations(desk.frames, default)
    resolve(desk, warehouse)
    check_keys(desk)
    check_columns(desk, settings)
    location, location_problems = _default_location(
        warehouse.codes.tolist(),
        warehouse.rank,
        warehouse.pickable,
        default,
        frames["Settings"],
    )
    settings = replace(settings, default_location=location)
    typed = Book(dict(desk.frames), settings, warehouse, as_of)
    book, notes = fill_blanks(desk, typed)
    return Prepared(
        typed, book, [*setting_problems, *location_problems, *desk.placed()], notes
    )


def _default_location(
    codes: list[str],
    rank: np.ndarray,
    pickable: np.ndarray,
    default: str,
    settings: Frame,
) -> tuple[int, list[Problem]]:
    """Settings' Default location, or without one the first pickable by Priority, then name."""
    if default in codes:
        return codes.index(default), []
    problems = []
    if default:
        names = [
            name.casefold() if name else "" for name in settings["Setting"].tolist()
        ]
        record = next(
            (
                at
                for at, name in enumerate(names)
                if " ".join(name.split()) == "default location"
            ),
            -1,
        )
        problems = [
            Problem(
                "LOC01",
                "Settings",
                record,
                "Value",
                default,
                {"near": did_you_mean(default, codes)},
            )
        ]
    order = np.argsort(rank, kind="stable")
    first = order[pickable[order]]
    return (int(first[0]) if len(first) else -1), problems
