"""The layouts that sheetflow has: what each is for, and which fields it gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sheetflow.documents.pdf.data.account_fields import (
    CreditNoteData,
    ReceiptData,
    ReminderData,
    StatementData,
)
from sheetflow.documents.pdf.data.common_fields import HouseData
from sheetflow.documents.pdf.data.field_declarations import Field, walk_fields
from sheetflow.documents.pdf.data.goods_fields import (
    DeliveryNoteData,
    PackingSlipData,
    PickListData,
)
from sheetflow.documents.pdf.data.price_list_fields import PriceListData
from sheetflow.documents.pdf.data.priced_fields import (
    ConfirmationData,
    InvoiceData,
    ProformaData,
    QuoteData,
)
from sheetflow.documents.pdf.data.purchase_fields import GoodsInData, PurchaseOrderData


class LayoutField(NamedTuple):
    """A field, its path in the data, and whether a layout must show it."""

    path: str
    field: Field
    must_show: bool


@dataclass(frozen=True)
class Layout:
    """A layout for one kind of document.

    `name` is the name of its file without .typ; `kind` is a word of `sheetflow print
    --only`. `document` declares the fields of each document; `house` names the fields of
    HouseData that the layout must show.
    """

    name: str
    kind: str
    title: str
    document: type
    house: tuple[str, ...] = ("name",)

    def fields(self) -> Iterator[LayoutField]:
        """All fields that the layout gets."""
        yield from self._document_fields()
        yield from self._house_fields()

    def _document_fields(self) -> Iterator[LayoutField]:
        for path, field in walk_fields(self.document, "document"):
            yield LayoutField(path, field, field.about.must)

    def _house_fields(self) -> Iterator[LayoutField]:
        for path, field in walk_fields(HouseData, "house"):
            yield LayoutField(path, field, field.name in self.house)


_LEGAL = ("name", "address", "tax_number")
"""What a tax document must state about the seller (see the guide to invoices)."""

_ALL = (
    Layout("quote", "quotes", "a quote", QuoteData),
    Layout("confirmation", "orders", "an order confirmation", ConfirmationData),
    Layout("proforma", "proforma", "a proforma invoice", ProformaData),
    Layout("pick-list", "picks", "a pick list", PickListData, house=()),
    Layout("packing-slip", "packing", "a packing slip", PackingSlipData),
    Layout("delivery-note", "deliveries", "a delivery note", DeliveryNoteData),
    Layout("invoice", "invoices", "an invoice", InvoiceData, _LEGAL),
    Layout("credit-note", "credits", "a credit note", CreditNoteData, _LEGAL),
    Layout("statement", "statements", "a statement of account", StatementData),
    Layout("reminder", "reminders", "a reminder", ReminderData),
    Layout("receipt", "receipts", "a receipt", ReceiptData),
    Layout("price-list", "prices", "a price list", PriceListData),
    Layout("purchase-order", "purchases", "a purchase order", PurchaseOrderData),
    Layout("goods-in", "arrivals", "a goods-in list", GoodsInData, house=()),
)
LAYOUTS = {layout.name: layout for layout in _ALL}
"""Each layout by its name."""

SHARED = {
    "looks": "the colours and fonts of all documents",
    "letterhead": "logo, sender, address, title and footer of all documents",
    "priced": "lines and totals of quotes, order confirmations and invoices",
    "kit": "pages, tables and totals of all layouts",
    "account": "open invoices of statements and reminders",
    "codes": "codes to scan on labels",
    "qr-bill": "the Swiss QR-bill at the foot of invoices in CHF",
}
"""Files that several layouts share. A seller can replace them too."""
