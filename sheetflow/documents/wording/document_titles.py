"""What each document that goes to a customer calls itself."""

from __future__ import annotations

from sheetflow.documents.model import (
    CreditNote,
    Document,
    Invoice,
    OrderConfirmation,
    PaymentReceipt,
    PriceList,
    Proforma,
    PurchaseOrder,
    Quote,
    Reminder,
    Seller,
    Statement,
)
from sheetflow.documents.wording.account_wording import (
    credit_title,
    receipt_title,
    reminder_title,
    statement_title,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.priced_wording import invoice_title


def document_title(document: Document, seller: Seller, words: Words) -> str:
    """What a document calls itself; "" for one that goes with goods."""
    match document:
        case Quote():
            return words.text("Quote")
        case OrderConfirmation():
            return words.text("Order confirmation")
        case Proforma():
            return words.text("Proforma invoice")
        case Invoice():
            return invoice_title(seller, words)
        case CreditNote():
            return credit_title(seller, words)
        case Statement():
            return statement_title(words)
        case Reminder():
            return reminder_title(document, words)
        case PaymentReceipt():
            return receipt_title(document, words)
        case PurchaseOrder():
            return words.text("Purchase order")
        case PriceList():
            return words.text("Price list")
        case _:
            return ""
