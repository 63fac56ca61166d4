"""What documents are, in a line: how many of each kind, and which labels are too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheetflow.documents.model import Documents

KINDS = {
    "quotes": "quote",
    "orders": "order confirmation",
    "picks": "pick list",
    "packing": "packing slip",
    "labels": "label",
    "invoices": "invoice",
    "credits": "credit note",
    "statements": "statement",
}
"""The kinds of documents, and what one document of each is called."""


def summary(documents: Documents) -> str:
    """`11 invoices, 1 credit note`."""
    from sheetflow.domain.phrases import counted

    counts = [counted(len(some), KINDS[kind]) for kind, some in documents.by_kind()]
    return ", ".join(counts)


def small_labels_note(documents: Documents) -> str:
    """Which labels are too small for what they show; empty where none is."""
    from sheetflow.documents.labels import label_sheet, too_small_note

    sheet = label_sheet(documents.seller.style.label_format)
    return too_small_note(documents.labels, sheet)
