"""Defaults: the blanks that the engine fills in the facts, before anything is checked or done.

Rules: docs/reference/rules.md, sections 1 and 2. A blank is filled once, and listed on Changes. May import checks/,
ledgers/, domain/ and below. Begin with fill_blanks below, then the module of the sheet that you need.
"""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.checks.columns import check_sizes
from sheetflow.checks.keys import check_composite_key, is_typed_whole
from sheetflow.defaults.blank_orders import fill_orders
from sheetflow.defaults.containers import fill_containers, fill_shipments
from sheetflow.defaults.invoices import fill_invoices
from sheetflow.defaults.open_quantities import SHIPPED_FIRST
from sheetflow.defaults.order_lines import fill_order_lines
from sheetflow.defaults.parties import parties_note
from sheetflow.defaults.purchases import fill_purchases, fill_receipts
from sheetflow.defaults.which_line import (
    fill_lines,
    link_lines,
    report_without_line,
)
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_schemas, fact_sheets
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frames import OrderLines, Picks
from sheetflow.domain.number_series import fill_counters, fill_numbers
from sheetflow.domain.relations import LineLink, line_links, named_early
from sheetflow.domain.resolve import resolve_late
from sheetflow.domain.step import Note
from sheetflow.ledgers.ssccs import fill_packing_ssccs, fill_shipment_ssccs

__all__ = ["fill_blanks"]


def fill_blanks(draft: DraftBook, blank: Book) -> tuple[Book, list[Note]]:
    """Fill what is blank in every sheet; `blank` carries the settings, locations and date.

    Returns the book, and notes on what a person should know (a Line taken from the last).
    Rows that name no order line, and containers filled twice, are reported in the draft.
    """
    late = [link for link in line_links() if link.sheet in SHIPPED_FIRST]
    early = [link for link in line_links() if link not in late]
    first = [sheet for sheet in named_early() if sheet not in SHIPPED_FIRST]
    last = [sheet for sheet in named_early() if sheet in SHIPPED_FIRST]
    _number(draft, blank, first)
    fill_orders(draft, blank.orders.has_order)
    fill_order_lines(draft, blank)
    fill_purchases(draft, blank)
    _complete_keys(draft, naming_lines=False)
    check_sizes(draft)
    link_lines(draft)
    notes = _fill_lines(draft, blank, early)
    fill_receipts(draft, blank)
    for link in late:
        report_without_line(draft, link)
    fill_containers(draft)
    _complete_keys(draft, naming_lines=True)
    _date_picks(draft, blank)
    fill_shipments(draft, blank)
    notes += _fill_lines(draft, blank, late)
    _number(draft, blank, last)
    _number_rest(draft, blank)
    book = blank.put(*draft.frames.values())
    book = fill_invoices(book, draft)
    return book, [*notes, *parties_note(blank, book)]


def _number(draft: DraftBook, blank: Book, sheets: Sequence[str]) -> None:
    """Number sheets that other rows may name, and find the rows that do.

    A second run must find nothing new.
    """
    for sheet in sheets:
        draft.put(fill_numbers(draft[sheet], blank.settings))
        resolve_late(draft, sheet)


def _number_rest(draft: DraftBook, blank: Book) -> None:
    """Number the rows of all sheets that have no number yet, and the pallets and parcels."""
    for sheet in fact_sheets():
        draft.put(fill_numbers(draft[sheet], blank.settings))
    packing = fill_packing_ssccs(draft.packing, draft.shipments, blank.settings)
    draft.put(packing)
    draft.put(fill_shipment_ssccs(packing, draft.shipments, blank.settings))


def _fill_lines(draft: DraftBook, blank: Book, links: Sequence[LineLink]) -> list[Note]:
    """Fill Line of the rows of some sheets that have none."""
    return [note for link in links for note in fill_lines(draft, blank, link)]


def _complete_keys(draft: DraftBook, *, naming_lines: bool) -> None:
    """Count rows within those that they belong to, and find the keys that appear twice.

    Of the sheets with a key of several columns (but Order lines), those that name lines, or
    the others, which may be lines that are named.
    """
    for schema in fact_schemas():
        is_done = schema.sheet == OrderLines.SHEET or is_typed_whole(schema)
        names_lines = schema.composite is not None
        if len(schema.key) > 1 and not is_done and names_lines == naming_lines:
            draft.put(fill_counters(draft[schema.sheet]))
            check_composite_key(draft, schema.sheet)


def _date_picks(draft: DraftBook, blank: Book) -> None:
    """What was picked without a date was picked today."""
    picks = draft.picks
    picked = picks.live & (picks.picked > 0)
    undated = picked & ~picks.has_pick_date
    draft.put(picks.fill(Picks.pick_date, undated, blank.as_of))
