"""Divides a document's rows into pages, by their heights.

This happens before anything is written, so that each page can have its own footer and repeat the headers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sheetflow.documents.xlsx.layout import (
    GROUP_TAG,
    DocumentLayout,
    Row,
    total_height,
)

SLACK = 16.0
"""Points left free at the bottom of a page: printers' margins differ a little, and a person may add a line."""

FOOTER_HEIGHT = 14.25
"""The height of a footer's first line."""

FOOTER_LINE_HEIGHT = 9.75
"""The height of each further line of a footer."""

ABOVE_FOOTER = 6.0
"""What is left free above a footer."""

LINES_WITH_ENDING = 2
"""How many of the last lines of a table stay on the page of the ending."""


@dataclass
class Page:
    """The rows of one page, and their height in points."""

    rows: list[Row] = field(default_factory=list)
    height: float = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Put rows below."""
        self.rows.extend(rows)
        self.height += total_height(rows)


def footer_height(footer: str) -> float:
    """The height of a footer with this text."""
    return FOOTER_HEIGHT + FOOTER_LINE_HEIGHT * footer.count("\n")


def paginate(document: DocumentLayout, page_height: float) -> list[Page]:
    """The pages of a document; `page_height` is the height that can be printed on."""
    room = page_height - footer_height(document.footer) - ABOVE_FOOTER - SLACK
    pages = _Pages(document, room)

    blocks = _unbroken_blocks(document.body)
    first_kept = max(len(blocks) - LINES_WITH_ENDING, 0)
    pages.put_all(blocks[:first_kept])

    last_lines = [row for block in blocks[first_kept:] for row in block]
    _put_ending(pages, [*last_lines, *document.ending], document.notes)
    return pages.pages


def _put_ending(pages: _Pages, ending: Sequence[Row], notes: Sequence[Row]) -> None:
    """Put the ending and the notes on one page where they fit; else the ending; else row by row."""
    together = [*ending, *notes]
    if pages.fits(together):
        pages.put(together)
    else:
        _put_on_one_page_if_it_fits(pages, ending)
        pages.end_table()
        _put_row_by_row(pages, notes)


def _put_on_one_page_if_it_fits(pages: _Pages, rows: Sequence[Row]) -> None:
    if pages.fits(rows):
        pages.put(rows)
    else:
        _put_row_by_row(pages, rows)


def _put_row_by_row(pages: _Pages, rows: Sequence[Row]) -> None:
    pages.put_all([[row] for row in rows])


def _unbroken_blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that stay together: the heading of a group with its first line, any other row alone."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and blocks[-1][-1].tag == GROUP_TAG:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


class _Pages:
    """The pages of a document while they are filled; each has `room` points for its rows."""

    def __init__(self, document: DocumentLayout, room: float) -> None:
        self._room = room
        self._running_head = list(document.running_head)
        self._repeated = [*document.running_head, *document.table_header]
        self._group: list[Row] = []
        self.pages = [Page()]
        self.pages[0].add([*document.head, *document.table_header])

    def fits(self, rows: Sequence[Row]) -> bool:
        """Whether a page of their own has room for these rows."""
        needed = total_height([*self._repeated, *self._group, *rows])
        return needed <= self._room

    def put_all(self, blocks: Sequence[Sequence[Row]]) -> None:
        """Put blocks of rows one after the other."""
        for block in blocks:
            self.put(block)

    def put(self, rows: Sequence[Row]) -> None:
        """Put rows on the last page, or below the headers of a new one where they do not fit."""
        if self._overflow(rows):
            self._begin_page(rows[0])
        self.pages[-1].add(rows)
        self._remember_group(rows)

    def _overflow(self, rows: Sequence[Row]) -> bool:
        """Whether the last page has no room for these rows."""
        height = self.pages[-1].height + total_height(rows)
        return bool(rows) and height > self._room

    def _remember_group(self, rows: Sequence[Row]) -> None:
        """Remember the last heading of a group: a new page repeats it."""
        for row in rows:
            if row.tag == GROUP_TAG:
                self._group = [row]

    def _begin_page(self, first: Row) -> None:
        """Begin a page with the repeated headers; `first` is the row that follows them."""
        is_heading = first.tag == GROUP_TAG
        group = [] if is_heading else self._group
        page = Page()
        page.add([*self._repeated, *group])
        self.pages.append(page)

    def end_table(self) -> None:
        """From here on no page repeats the headers of the table."""
        self._repeated = self._running_head
        self._group = []
