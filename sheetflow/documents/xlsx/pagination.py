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

FOOTER, FOOTER_MORE, ABOVE_FOOTER = 14.25, 9.75, 6.0
"""The height of a footer's first line, of each further one, and what is left free above it."""

TOGETHER = 2
"""How many last lines stay with the totals."""

GROUP = "group"
"""The tag of a row that is the head of those below it: it stays with them, and stands again on the next page."""


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

    Text that is broken into lines over several columns has `across` columns more.
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

    `again` stands at the top of each further page, then `header`, the table's. `tail` is never split, `after` may be,
    where it does not fit on the page. `foot` is the text of the footer, to which the page is added.
    """

    head: Sequence[Row]
    header: Sequence[Row]
    body: Sequence[Row]
    tail: Sequence[Row]
    again: Sequence[Row]
    foot: str
    after: Sequence[Row] = ()


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


def foot_height(foot: str) -> float:
    """The height of a footer."""
    return FOOTER + FOOTER_MORE * foot.count("\n")


def paginate(sheet: Sheet, room: float) -> list[Page]:
    """The pages of a document; `room` is the height that a page has, in points."""
    pages = _Pages(sheet, room - foot_height(sheet.foot) - ABOVE_FOOTER - SLACK)
    blocks = _blocks(sheet.body)
    last = max(len(blocks) - TOGETHER, 0)
    for block in blocks[:last]:
        pages.put(block)
    ending = [*(row for block in blocks[last:] for row in block), *sheet.tail]
    if pages.fits([*ending, *sheet.after]):
        pages.put([*ending, *sheet.after])
        return pages.pages
    pages.put_all([ending] if pages.fits(ending) else [[row] for row in ending])
    pages.end_table()
    pages.put_all([[row] for row in sheet.after])
    return pages.pages


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that stay together: the head of a group with its first line."""
    found: list[list[Row]] = []
    for row in rows:
        if found and found[-1][-1].tag == GROUP:
            found[-1].append(row)
        else:
            found.append([row])
    return found


class _Pages:
    """The pages of a document while it is laid out; each has `left` points for its rows."""

    def __init__(self, sheet: Sheet, left: float) -> None:
        self._again, self._heads, self._left = (
            list(sheet.again),
            [*sheet.again, *sheet.header],
            left,
        )
        self._group: list[Row] = []
        self.pages = [Page()]
        self.pages[0].add([*sheet.head, *sheet.header])

    def fits(self, rows: Sequence[Row]) -> bool:
        """Whether a page of their own has room for these rows."""
        return tall([*self._heads, *self._group, *rows]) <= self._left

    def put_all(self, blocks: Sequence[Sequence[Row]]) -> None:
        """Put blocks of rows one after the other."""
        for block in blocks:
            self.put(block)

    def put(self, rows: Sequence[Row]) -> None:
        """Put rows on the last page, or where it has no room for them on a new one, below the headers."""
        if rows and self.pages[-1].height + tall(rows) > self._left:
            self.pages.append(Page())
            self.pages[-1].add(
                [*self._heads, *([] if rows[0].tag == GROUP else self._group)]
            )
        self.pages[-1].add(rows)
        self._group = next(
            ([row] for row in reversed(rows) if row.tag == GROUP), self._group
        )

    def end_table(self) -> None:
        """From here on no page has the headers of the table."""
        self._heads, self._group = self._again, []
