"""The documents as typed values: everything that a layout shows, already calculated.

    priced_documents    quote, order confirmation, proforma invoice, invoice; begin here
    goods_documents     pick list, packing slip, container label, delivery note
    account_documents   credit note, statement of account, reminder, receipt
    price_lists         price list
    purchase_documents  purchase order, goods-in list
    common              the seller, parties, and files, which all of them share

Amounts, quantities and percentages are exact Decimals and equal the cells of the workbook (10 % is `Decimal(10)`).
A text that was not given is `""`, a number or day `None`. Addresses are tuples of lines. Layouts add only words, type
and positions. Imports nothing of sheetflow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sheetflow.documents.model.account_documents import (
    AccountEntry,
    Activity,
    CreditLine,
    CreditNote,
    InvoiceReference,
    OnAccount,
    OpenItem,
    PaymentReceipt,
    Reminder,
    Statement,
)
from sheetflow.documents.model.common import (
    Bank,
    DocumentFile,
    Lines,
    OrderFacts,
    Party,
    Seller,
    Style,
)
from sheetflow.documents.model.goods_documents import (
    Container,
    ContainerLabel,
    Content,
    DeliveryNote,
    PackedLine,
    PackingSlip,
    PickLine,
    PickList,
    PickNote,
    PickTotal,
    SentContainer,
    Stop,
)
from sheetflow.documents.model.price_lists import PriceList, PriceListLine
from sheetflow.documents.model.priced_documents import (
    Deposit,
    Invoice,
    OrderConfirmation,
    Priced,
    PricedLine,
    Proforma,
    Quote,
    TaxLine,
    TaxShare,
)
from sheetflow.documents.model.purchase_documents import (
    ExpectedDelivery,
    GoodsInLine,
    GoodsInList,
    PurchaseLine,
    PurchaseOrder,
)

__all__ = [
    "FILE_STEMS",
    "KINDS",
    "MAILED",
    "MARK",
    "AccountEntry",
    "Activity",
    "Bank",
    "Container",
    "ContainerLabel",
    "Content",
    "CreditLine",
    "CreditNote",
    "DeliveryNote",
    "Deposit",
    "Document",
    "DocumentFile",
    "Documents",
    "ExpectedDelivery",
    "GoodsInLine",
    "GoodsInList",
    "Invoice",
    "InvoiceReference",
    "Lines",
    "OnAccount",
    "OpenItem",
    "OrderConfirmation",
    "OrderFacts",
    "PackedLine",
    "PackingSlip",
    "Party",
    "PaymentReceipt",
    "PickLine",
    "PickList",
    "PickNote",
    "PickTotal",
    "PriceList",
    "PriceListLine",
    "Priced",
    "PricedLine",
    "Proforma",
    "PurchaseLine",
    "PurchaseOrder",
    "Quote",
    "Reminder",
    "Seller",
    "SentContainer",
    "Statement",
    "Stop",
    "Style",
    "TaxLine",
    "TaxShare",
    "issuer",
    "seller_on_file",
]

KINDS = (
    "quotes",
    "orders",
    "proforma",
    "picks",
    "packing",
    "labels",
    "deliveries",
    "invoices",
    "credits",
    "statements",
    "reminders",
    "receipts",
    "prices",
    "purchases",
    "arrivals",
)
"""The kinds of documents, as `sheetflow print --only` names them; also the fields of `Documents`."""

FILE_STEMS = {
    "quotes": "quotes",
    "orders": "orders",
    "proforma": "proforma-invoices",
    "picks": "picks",
    "packing": "packing-slips",
    "labels": "labels",
    "deliveries": "delivery-notes",
    "invoices": "invoices",
    "credits": "credit-notes",
    "statements": "statements",
    "reminders": "reminders",
    "receipts": "receipts",
    "prices": "price-lists",
    "purchases": "purchase-orders",
    "arrivals": "goods-in",
}
"""The file name of each kind, without its extension."""

MAILED = frozenset(KINDS) - {
    "picks",
    "packing",
    "labels",
    "deliveries",
    "arrivals",
}
"""The kinds of documents that are sent to customers and suppliers; the others go with goods, or stay in the house."""

MARK = "Printed by sheetflow"
"""What the properties of every file say, so that a document of an earlier run can be recognized."""

Document: TypeAlias = (
    Quote
    | OrderConfirmation
    | Proforma
    | PickList
    | PackingSlip
    | ContainerLabel
    | DeliveryNote
    | Invoice
    | CreditNote
    | Statement
    | Reminder
    | PaymentReceipt
    | PriceList
    | PurchaseOrder
    | GoodsInList
)


_NOT_ISSUED = (
    Quote,
    Proforma,
    PickList,
    Statement,
    Reminder,
    PaymentReceipt,
    PriceList,
    GoodsInList,
)
"""What a run does not issue: it always says what the sheets say."""


def issuer(document: Document, seller: Seller) -> Seller:
    """Who issued a document; `seller` where it was not issued before."""
    own = None if isinstance(document, _NOT_ISSUED) else document.seller
    return seller if own is None else own


def seller_on_file(document: Document, seller: Seller) -> Seller:
    """Who issued a document, on a file of this seller."""
    own = issuer(document, seller)
    return own if own == seller else own.on_file_of(seller)


@dataclass(frozen=True)
class Documents:
    """Documents by kind, in the order in which they are printed, and the seller who sends them."""

    seller: Seller
    quotes: tuple[Quote, ...] = ()
    orders: tuple[OrderConfirmation, ...] = ()
    proforma: tuple[Proforma, ...] = ()
    picks: tuple[PickList, ...] = ()
    packing: tuple[PackingSlip, ...] = ()
    labels: tuple[ContainerLabel, ...] = ()
    deliveries: tuple[DeliveryNote, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    credits: tuple[CreditNote, ...] = ()
    statements: tuple[Statement, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    receipts: tuple[PaymentReceipt, ...] = ()
    prices: tuple[PriceList, ...] = ()
    purchases: tuple[PurchaseOrder, ...] = ()
    arrivals: tuple[GoodsInList, ...] = ()

    def seller_of(self, kind: str) -> Seller:
        """Who sends the documents of a kind: who issued all of them, or where that differs, who sends them now."""
        sellers = {issuer(each, self.seller) for each in getattr(self, kind)}
        return sellers.pop() if len(sellers) == 1 else self.seller

    def __len__(self) -> int:
        return sum(len(documents) for _, documents in self.by_kind())

    def by_kind(self) -> Iterator[tuple[str, tuple[Document, ...]]]:
        """Each kind that has documents, with its documents."""
        for kind in KINDS:
            documents = getattr(self, kind)
            if documents:
                yield kind, documents
