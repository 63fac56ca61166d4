"""Receipts: payments that were received, and refunds that were paid back."""

from __future__ import annotations

from sheetflow.documents.gather.parties import buyer_of, invoiced_party
from sheetflow.documents.gather.source import Columns, Rows, Source, records, texts_at
from sheetflow.documents.model import Party, PaymentReceipt
from sheetflow.domain.numbers import IntArray
from sheetflow.ledgers.payments import is_refund


def payment_receipts(source: Source, payments: IntArray) -> tuple[PaymentReceipt, ...]:
    """A receipt for each of these positions of Payments."""
    book = source.book
    rows = Rows(book.payments, payments)
    orders = rows.link("order")
    invoices = rows.link("invoice")
    columns: Columns = {
        "number": rows.texts("Payment"),
        "is_refund": is_refund(book)[payments].tolist(),
        "date": rows.dates("Payment date"),
        "amount": rows.numbers("Amount"),
        "method": rows.texts("Method"),
        "reference": rows.texts("Reference"),
        "order": texts_at(book.orders.order, orders),
        "invoice": texts_at(book.invoices.invoice, invoices),
        "customer_po": texts_at(book.orders.customer_po, orders),
        "buyer": [
            _buyer(source, order, invoice)
            for order, invoice in zip(orders, invoices, strict=True)
        ],
    }
    currency = source.seller.currency
    return tuple(
        PaymentReceipt(**cells, currency=currency) for cells in records(columns)
    )


def _buyer(source: Source, order: int, invoice: int) -> Party:
    """Who paid: who was invoiced, or else the customer of the order."""
    if invoice >= 0:
        return invoiced_party(source, invoice)
    return buyer_of(source, order)
