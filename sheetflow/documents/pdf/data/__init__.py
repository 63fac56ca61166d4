"""What a layout gets: each document as plain values, with every text ready to print.

    field_declarations  how a field is declared: meaning, examples, whether it must be shown
    *_fields            the fields of each kind of document, as typed dictionaries
    *_data              functions that fill them from the documents in documents/model
    qr_pictures         QR codes as SVG

Begin with `document_data`. May import documents.wording, labels, barcodes and model.
The names of the fields are a contract: sellers use them in their own layouts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from sheetflow.documents.model import (
    CreditNote,
    DeliveryNote,
    Document,
    GoodsInList,
    Invoice,
    OrderConfirmation,
    PackingSlip,
    PaymentReceipt,
    PickList,
    PriceList,
    Proforma,
    PurchaseOrder,
    Quote,
    Reminder,
    Seller,
    Statement,
)
from sheetflow.documents.pdf.data.account_data import (
    credit_data,
    receipt_data,
    reminder_data,
    statement_data,
)
from sheetflow.documents.pdf.data.goods_data import (
    delivery_data,
    pick_data,
    slip_data,
)
from sheetflow.documents.pdf.data.price_list_data import price_list_data
from sheetflow.documents.pdf.data.priced_data import (
    confirmation_data,
    invoice_data,
    proforma_data,
    quote_data,
)
from sheetflow.documents.pdf.data.purchase_data import (
    goods_in_data,
    purchase_order_data,
)
from sheetflow.documents.wording.document_formats import document_formats
from sheetflow.documents.wording.locale_formats import Formats

__all__ = ["document_data"]

_DataFunction: TypeAlias = Callable[[Any, Seller, Formats], Mapping[str, object]]

_DATA_FUNCTIONS: dict[type[Document], _DataFunction] = {
    Quote: quote_data,
    OrderConfirmation: confirmation_data,
    Proforma: proforma_data,
    PickList: pick_data,
    PackingSlip: slip_data,
    DeliveryNote: delivery_data,
    Invoice: invoice_data,
    CreditNote: credit_data,
    Statement: statement_data,
    Reminder: reminder_data,
    PaymentReceipt: receipt_data,
    PriceList: price_list_data,
    PurchaseOrder: purchase_order_data,
    GoodsInList: goods_in_data,
}


def document_data(document: Document, seller: Seller) -> Mapping[str, object]:
    """The fields of one document, in its language."""
    formats = document_formats(document, seller, Formats)
    make_data = _DATA_FUNCTIONS[type(document)]
    return make_data(document, seller, formats)
