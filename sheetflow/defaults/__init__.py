"""Defaults: the blanks that the engine fills in the facts, before anything is checked or done.

Rules: docs/reference/rules.md, sections 1 and 2. A blank is filled once, and listed on Changes. May import checks/,
ledgers/, domain/ and below. Begin with fill_blanks below, then the module of the sheet that you need.
"""

from __future__ import annotations

from sheetflow.checks.columns import check_sizes
from sheetflow.defaults.containers import fill_containers, fill_shipments
from sheetflow.defaults.invoices import fill_invoices
from sheetflow.defaults.order_lines import fill_order_lines
from sheetflow.defaults.which_line import fill_lines, link_lines
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Picks
from sheetflow.domain.number_series import fill_numbers, fill_ssccs
from sheetflow.domain.references import Desk, resolve_late
from sheetflow.domain.step import Note

__all__ = ["fill_blanks"]

NUMBERED = ("Stock moves", "Picks", "Shipments", "Payments", "Restocks")


def fill_blanks(desk: Desk, blank: Book) -> tuple[Book, list[Note]]:
    """Fill what is blank in every sheet; `blank` carries the settings, places and date.

    Returns the book and what was done that a person should know (a Line taken from the last). Rows that name no order
    line, and containers filled twice, are reported on the desk.
    """
    _number(desk, blank, "Invoices")
    fill_order_lines(desk)
    check_sizes(desk)
    link_lines(desk)
    notes = [
        note
        for sheet in ("Picks", "Packing", "Invoice lines")
        for note in fill_lines(desk, blank, sheet)
    ]
    fill_containers(desk)
    picks = desk.picks
    desk.put(
        picks.fill(
            Picks.pick_date,
            picks.live & (picks.picked > 0) & ~picks.has_pick_date,
            blank.as_of,
        )
    )
    fill_shipments(desk, blank)
    notes += fill_lines(desk, blank, "Returns")
    _number(desk, blank, "Returns")
    for sheet in NUMBERED:
        desk.put(fill_numbers(desk[sheet], blank.settings))
    desk.put(fill_ssccs(desk.shipments, blank.settings))
    book = blank.put(*desk.frames.values())
    return fill_invoices(book, desk), notes


def _number(desk: Desk, blank: Book, sheet: str) -> None:
    """Number a sheet that other rows may name, and find the rows that do: the second run must find nothing new."""
    desk.put(fill_numbers(desk[sheet], blank.settings))
    resolve_late(desk, sheet)
