"""The layouts that sheetflow knows: what each is for, and what it finds in a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheetflow.documents.pdf.data.declaring import Field, walk
from sheetflow.documents.pdf.data.fields import (
    ConfirmationData,
    CreditNoteData,
    HouseData,
    InvoiceData,
    PackingSlipData,
    PickListData,
    QuoteData,
    StatementData,
)

_LEGAL = ("name", "address", "tax_number")
"""What a tax document says of the seller (docs/reference/invoices.md)."""


@dataclass(frozen=True)
class Layout:
    """A layout of one kind of documents.

    `name` is that of its file, without .typ; `kind` is the word of `sheetflow print --only`; `document` declares what
    it finds in each document, `house` names what it must show of the house.
    """

    name: str
    kind: str
    what: str
    document: type
    house: tuple[str, ...] = ("name",)

    def fields(self) -> Iterator[tuple[str, Field, bool]]:
        """All that it finds: the way to each field, the field, and whether it must be shown."""
        for way, item in walk(self.document, "document"):
            yield way, item, item.about.must
        for way, item in walk(HouseData, "house"):
            yield way, item, item.name in self.house


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("quote", "quotes", "a quote", QuoteData),
        Layout("confirmation", "orders", "an order confirmation", ConfirmationData),
        Layout("pick-list", "picks", "a pick list", PickListData, ()),
        Layout("packing-slip", "packing", "a packing slip", PackingSlipData),
        Layout("invoice", "invoices", "an invoice", InvoiceData, _LEGAL),
        Layout("credit-note", "credits", "a credit note", CreditNoteData, _LEGAL),
        Layout("statement", "statements", "a statement of account", StatementData),
    )
}
"""Each layout by its name."""

SHARED = {
    "looks": "the colours and the type of all letters",
    "letterhead": "what stands around the text of all letters: logo, sender, address, title, foot",
    "priced": "the lines and sums of quotes, order confirmations and invoices",
    "kit": "what all layouts share: pages, tables, sums",
    "codes": "codes to scan on labels",
}
"""What several layouts are made of, in files of their own that may be replaced too."""
