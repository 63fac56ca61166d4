"""From a finished run to its documents.

    __init__.py      needed and all_documents; begin here
    selection.py     which facts documents are made from: what a run made necessary
    chosen.py        what was chosen of a workbook
    source.py        a finished run, and rows of its sheets as plain values
    orders.py, invoices.py, credits.py, picks.py, containers.py, deliveries.py,
    statements.py
                     one kind of document each
    as_issued.py     what issued documents had on them, in place of what sheets say today
    priced.py, exemptions.py, parties.py, seller.py, order_facts.py
                     what several kinds share

Nothing is calculated twice: amounts are those of the facts and ledgers that the workbook
shows. May import documents/model/, pipeline/ and below.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sheetflow.documents.gather.arrivals import goods_in_lists
from sheetflow.documents.gather.chosen import (
    orders_left_out,
    select_all,
    select_customers,
    without_new_ssccs,
)
from sheetflow.documents.gather.containers import (
    labels,
    slips,
)
from sheetflow.documents.gather.credits import credit_notes
from sheetflow.documents.gather.deliveries import delivery_notes
from sheetflow.documents.gather.invoices import invoices
from sheetflow.documents.gather.order_facts import with_order_facts
from sheetflow.documents.gather.orders import confirmations, proforma_invoices, quotes
from sheetflow.documents.gather.payment_receipts import payment_receipts
from sheetflow.documents.gather.picks import pick_lists
from sheetflow.documents.gather.price_lists import price_lists
from sheetflow.documents.gather.purchases import purchase_orders
from sheetflow.documents.gather.reminders import (
    all_reminders,
    keeps_reminders,
    new_reminders,
)
from sheetflow.documents.gather.selection import (
    DocumentFilter,
    Selection,
    select_needed,
)
from sheetflow.documents.gather.seller import seller_of
from sheetflow.documents.gather.source import Source
from sheetflow.documents.gather.statements import statements
from sheetflow.documents.model import KINDS, Documents, Reminder
from sheetflow.engine.process import Result
from sheetflow.ledgers.packed_containers import PackedContainer, packed_containers

__all__ = ["DocumentFilter", "all_documents", "needed", "orders_left_out"]


_MADE_BY_RUNS = frozenset(KINDS) - {
    "proforma",
    "statements",
    "receipts",
    "prices",
    "arrivals",
}
"""The kinds of documents that a run can make necessary."""


_ONLY_NAMED = frozenset({"receipts", "prices"})
"""The kinds of documents that are printed only where they are named."""


def needed(result: Result, folder: Path) -> Documents:
    """The documents that this run made necessary; `folder` is the workbook's.

    Picks that it suggested or numbered, containers that were packed, invoices and credit notes
    that it numbered or filled in, and quotes that became orders. Rows that a person
    typed count when this is the first run that reads them.
    """
    selection = select_needed(result)
    return _documents(_source(result, folder), selection, _MADE_BY_RUNS)


def all_documents(result: Result, folder: Path, chosen: DocumentFilter) -> Documents:
    """The documents of all facts in the workbook, as far as they are chosen.

    Pick lists have what is still to be picked; of orders that are named, also what was
    picked.
    """
    if chosen.recorded_only:
        result = without_new_ssccs(result)
    selection = select_all(result, chosen)
    kinds = chosen.only
    if not chosen.named:
        kinds -= _ONLY_NAMED
        if not keeps_reminders(result.book):
            kinds -= {"reminders"}
    return _documents(_source(result, folder), selection, kinds, chosen)


def _source(result: Result, folder: Path) -> Source:
    """A finished run, with what its Settings say of documents."""
    book = result.book
    return Source(result, seller_of(book.settings, book.as_of, folder), folder)


def _documents(
    source: Source,
    selection: Selection,
    kinds: frozenset[str],
    chosen: DocumentFilter | None = None,
) -> Documents:
    """The documents of these kinds; none while a setting is in error.

    Without what is `chosen`, they are those that a run made necessary.
    """
    if source.book.settings.has_error:
        kinds = frozenset()
    makers = _makers(source, selection, chosen)
    made = {}
    for kind in KINDS:
        if kind in kinds:
            made[kind] = with_order_facts(source.book, kind, makers[kind]())
    return Documents(source.seller, **made)


def _makers(
    source: Source, selection: Selection, chosen: DocumentFilter | None
) -> dict[str, Callable[[], tuple[object, ...]]]:
    """What makes the documents of each kind."""
    customers = select_customers(source.book, chosen) if chosen else None
    since = chosen.since if chosen else None

    def packed() -> list[PackedContainer]:
        return packed_containers(source.book, selection.shipments, selection.waiting)

    return {
        "quotes": lambda: quotes(source, selection.quotes),
        "orders": lambda: confirmations(source, selection.orders),
        "proforma": lambda: proforma_invoices(source, selection.proforma),
        "picks": lambda: pick_lists(source, selection.picks),
        "packing": lambda: slips(source, packed()),
        "labels": lambda: labels(source, packed()),
        "deliveries": lambda: delivery_notes(source, selection.delivered),
        "invoices": lambda: invoices(source, selection.invoices),
        "credits": lambda: credit_notes(source, selection.returns),
        "statements": lambda: statements(source, customers, since),
        "reminders": lambda: _reminders(source, selection, chosen),
        "receipts": lambda: payment_receipts(source, selection.payments),
        "prices": lambda: price_lists(source, customers),
        "purchases": lambda: purchase_orders(source, selection.purchases),
        "arrivals": lambda: goods_in_lists(source),
    }


def _reminders(
    source: Source, selection: Selection, chosen: DocumentFilter | None
) -> tuple[Reminder, ...]:
    """The reminders of a run, or those that are chosen."""
    if chosen is None:
        return new_reminders(source, selection.reminded)
    customers = select_customers(source.book, chosen)
    return all_reminders(source, customers, chosen.since)
