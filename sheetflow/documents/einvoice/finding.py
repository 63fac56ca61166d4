"""What documents lack, as problems of the workbook: each cell once, with the documents that it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sheetflow.documents.einvoice.lacks import Lack, Row
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.problems import Problem

_NAMED = 3


def problems_of(lacks: Mapping[Lack, Sequence[str]], book: Book) -> list[Problem]:
    """A problem for each cell; `lacks` holds the numbers of the documents that lack it."""
    return [_problem(lack, documents, book) for lack, documents in lacks.items()]


def _problem(lack: Lack, documents: Sequence[str], book: Book) -> Problem:
    record = _record(book[lack.sheet], lack.row)
    words = {**dict(lack.words), "documents": _listed(documents)}
    if record < 0 and lack.sheet == "Settings":
        words["what"] = f"the setting {words['what']}, a row to add,"
    return Problem(lack.code, lack.sheet, record, lack.column, "", words)


def _record(frame: Frame, row: Row) -> int:
    """The first record whose cells say this, a live one if there is any, -1 where there is none at all."""
    where = np.ones(len(frame), dtype=bool)
    for header, value in row:
        where &= np.array(
            [cell == value for cell in frame[header].tolist()], dtype=bool
        )
    live = np.flatnonzero(where & frame.live) if len(frame) else where
    found = live if len(live) else np.flatnonzero(where)
    return int(found[0]) if len(found) else -1


def _listed(documents: Sequence[str]) -> str:
    more = len(documents) - _NAMED
    named = ", ".join(documents[:_NAMED])
    return f"{named} and {more:,} more" if more > 0 else named
