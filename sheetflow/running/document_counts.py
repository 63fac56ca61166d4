"""What documents are, in a line: how many of each kind, and which labels are too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.domain.messages import Plural, joined

if TYPE_CHECKING:
    from sheetflow.documents.model import Documents

KINDS = {
    "quotes": Plural("{count} quote", "{count} quotes"),
    "orders": Plural("{count} order confirmation", "{count} order confirmations"),
    "proforma": Plural("{count} proforma invoice", "{count} proforma invoices"),
    "picks": Plural("{count} pick list", "{count} pick lists"),
    "packing": Plural("{count} packing slip", "{count} packing slips"),
    "labels": Plural("{count} label", "{count} labels"),
    "deliveries": Plural("{count} delivery note", "{count} delivery notes"),
    "invoices": Plural("{count} invoice", "{count} invoices"),
    "credits": Plural("{count} credit note", "{count} credit notes"),
    "statements": Plural("{count} statement", "{count} statements"),
    "reminders": Plural("{count} reminder", "{count} reminders"),
    "receipts": Plural("{count} receipt", "{count} receipts"),
    "prices": Plural("{count} price list", "{count} price lists"),
    "purchases": Plural("{count} purchase order", "{count} purchase orders"),
    "arrivals": Plural("{count} goods-in list", "{count} goods-in lists"),
}
"""The kinds of documents, and what some documents of each are called."""

KIND_OF_FILE = {
    "proforma-invoices": "proforma",
    "packing-slips": "packing",
    "delivery-notes": "deliveries",
    "credit-notes": "credits",
    "price-lists": "prices",
    "purchase-orders": "purchases",
    "goods-in": "arrivals",
}
"""The kinds of documents by the names of their files, where those differ."""


def summary(documents: Documents) -> str:
    """`11 invoices, 1 credit note`."""
    return joined([KINDS[kind].of(len(some)) for kind, some in documents.by_kind()])


def small_labels_note(documents: Documents) -> str:
    """Which labels are too small for what they show; empty where none is."""
    from sheetflow.documents.labels import label_sheet, too_small_note

    sheet = label_sheet(documents.seller.style.label_format)
    return too_small_note(documents.labels, sheet)
