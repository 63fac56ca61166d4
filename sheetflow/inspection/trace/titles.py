"""The titles that several traces share."""

from __future__ import annotations

from sheetflow.domain.frames import InvoiceLines, OrderLines, PurchaseLines
from sheetflow.domain.messages import Message, message


def line_title(lines: OrderLines | InvoiceLines | PurchaseLines, at: int) -> Message:
    """`Line 1 A-100`."""
    return message(
        "Line {line} {sku}", line=str(lines.line[at]), sku=str(lines.sku[at])
    )


def order_title(number: str, customer: str) -> Message:
    """`Order SO-1 of C-1`."""
    return message("Order {order} of {customer}", order=number, customer=customer)


def document_title(word: str, number: str) -> Message:
    """`Payment PAY-1`; `word` is one of the words of `documents`."""
    return message("{word} {number}", word=word, number=number)


def balance_title(number: str, due: str) -> Message:
    """`Balance of INV-1, due 2026-05-01`; without a due date, an empty text, `Balance of INV-1`."""
    if not due:
        return message("Balance of {invoice}", invoice=number)
    return message("Balance of {invoice}, due {due}", invoice=number, due=due)


def at_location(title: str, location: str) -> Message:
    """`On hand at MAIN`."""
    return message("{title} at {location}", title=title, location=location)


INVOICE = message("Invoice")
PAYMENT = message("Payment")
REFUND = message("Refund")
CREDIT = message("Credit for")
"""What documents are called before their numbers."""

UNALLOCATED = message("Unallocated")
"""What goes to no invoice."""
