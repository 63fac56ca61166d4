"""Rows of cells laid out on pages, before any of them is written.

A document is a head, a table whose body may run over several pages, and a tail that is never split. Pages are broken
here, by the heights of the rows, so that each page can bear its own footer and the headers again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeAlias

SLACK = 16.0
"""Left free at the foot of a page, in points: a printer's margins may differ a little, and a person may add a line."""

FOOTER = 14.0
TOGETHER = 2
"""How many last lines stay with the totals."""


class Sum(NamedTuple):
    """A formula over rows of the document, by their tags, with its value: `{line}` is the row so tagged, `{line_last}`
    the last of several.
    """

    formula: str
    value: Decimal


class Picture(NamedTuple):
    """A picture that fits into a box, in points."""

    path: Path
    width: float
    height: float


Value: TypeAlias = str | Decimal | int | dt.date | Sum | Picture | None


class Cell(NamedTuple):
    """One cell: column from 0, value, and the name of its look; `form` is a number format that the look does not have.

    Text that runs over its neighbours has `across` columns more.
    """

    column: int
    value: Value
    look: str
    form: str = ""
    across: int = 0


class Row(NamedTuple):
    """One row: its height in points, its cells, and a tag for formulas."""

    height: float
    cells: tuple[Cell, ...] = ()
    tag: str = ""


@dataclass(frozen=True)
class Sheet:
    """One document as rows.

    `again` stands at the top of each further page, then `header`, the table's; `foot` is the text of the footer, to
    which the page is added.
    """

    head: Sequence[Row]
    header: Sequence[Row]
    body: Sequence[Row]
    tail: Sequence[Row]
    again: Sequence[Row]
    foot: str


@dataclass
class Page:
    """Rows on one page."""

    rows: list[Row] = field(default_factory=list)
    height: float = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Put rows below."""
        self.rows.extend(rows)
        self.height += tall(rows)


def tall(rows: Sequence[Row]) -> float:
    """The height of rows."""
    return sum(row.height for row in rows)


def paginate(sheet: Sheet, room: float) -> list[Page]:
    """The pages of a document; `room` is the height that a page has, in points."""
    left = room - FOOTER - SLACK
    pages = [Page()]
    pages[0].add([*sheet.head, *sheet.header])
    last = max(len(sheet.body) - TOGETHER, 0)
    for row in sheet.body[:last]:
        _page_with(pages, sheet, row.height, left).add([row])
    ending = [*sheet.body[last:], *sheet.tail]
    if tall(ending) <= left - tall([*sheet.again, *sheet.header]):
        _page_with(pages, sheet, tall(ending), left).add(ending)
    else:
        for row in ending:
            _page_with(pages, sheet, row.height, left).add([row])
    return pages


def _page_with(pages: list[Page], sheet: Sheet, height: float, left: float) -> Page:
    """The page that has room for so much more: the last one, or a new one with the headers again."""
    if pages[-1].height + height > left:
        pages.append(Page())
        pages[-1].add([*sheet.again, *sheet.header])
    return pages[-1]
