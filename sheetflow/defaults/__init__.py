"""Defaults: the blanks that the engine fills in the facts, before anything is checked or done.

Rules: docs/reference/rules.md, sections 1 and 2. A blank is filled once, and listed on Changes. May import checks/,
ledgers/, domain/ and below. Begin with fill_blanks below, then the module of the sheet that you need.
"""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.checks.columns import check_sizes
from sheetflow.checks.keys import check_composite_key
from sheetflow.defaults.containers import fill_containers, fill_shipments
from sheetflow.defaults.invoices import fill_invoices
from sheetflow.defaults.order_lines import fill_order_lines
from sheetflow.defaults.which_line import SHIPPED_FIRST, fill_lines, link_lines
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_schemas, fact_sheets
from sheetflow.domain.frames import OrderLines, Picks
from sheetflow.domain.number_series import fill_counters, fill_numbers, fill_ssccs
from sheetflow.domain.references import Desk, resolve_late
from sheetflow.domain.relations import named_early, naming_lines
from sheetflow.domain.step import Note

__all__ = ["fill_blanks"]


def fill_blanks(desk: Desk, blank: Book) -> tuple[Book, list[Note]]:
    """Fill what is blank in every sheet; `blank` carries the settings, places and date.

    Returns the book and what was done that a person should know (a Line taken from the
    last). Rows that name no order line, and containers filled twice, are reported on the
    desk.
    """
    late = [sheet for sheet in naming_lines() if sheet in SHIPPED_FIRST]
    early = [sheet for sheet in naming_lines() if sheet not in late]
    _number(desk, blank, [sheet for sheet in named_early() if sheet not in late])
    fill_order_lines(desk)
    check_sizes(desk)
    link_lines(desk)
    notes = _fill_lines(desk, blank, early)
    fill_containers(desk)
    _fill_counters(desk)
    _date_picks(desk, blank)
    fill_shipments(desk, blank)
    notes += _fill_lines(desk, blank, late)
    _number(desk, blank, [sheet for sheet in named_early() if sheet in late])
    for sheet in fact_sheets():
        desk.put(fill_numbers(desk[sheet], blank.settings))
    desk.put(fill_ssccs(desk.shipments, blank.settings))
    book = blank.put(*desk.frames.values())
    return fill_invoices(book, desk), notes


def _number(desk: Desk, blank: Book, sheets: Sequence[str]) -> None:
    """Number sheets that other rows may name, and find the rows that do.

    A second run must find nothing new.
    """
    for sheet in sheets:
        desk.put(fill_numbers(desk[sheet], blank.settings))
        resolve_late(desk, sheet)


def _fill_lines(desk: Desk, blank: Book, sheets: Sequence[str]) -> list[Note]:
    """Fill Line of the rows of these sheets that have none."""
    return [note for sheet in sheets for note in fill_lines(desk, blank, sheet)]


def _fill_counters(desk: Desk) -> None:
    """Count rows within those that they belong to, and find the keys that appear twice."""
    for schema in fact_schemas():
        if len(schema.key) > 1 and schema.sheet != OrderLines.SHEET:
            desk.put(fill_counters(desk[schema.sheet]))
            check_composite_key(desk, schema.sheet)


def _date_picks(desk: Desk, blank: Book) -> None:
    """What was picked without a date was picked today."""
    picks = desk.picks
    picked = picks.live & (picks.picked > 0) & ~picks.has_pick_date
    desk.put(picks.fill(Picks.pick_date, picked, blank.as_of))
