"""Invoice: charge what is not invoiced yet, by Settings' Invoice policy or by the policy that the action names.

Reads   order lines, packing, shipments, returns, invoice lines    what is left to invoice
Writes  invoices, invoice lines                                    one new invoice
"""

from __future__ import annotations

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.step import Outcome, Part, Step, nothing_refused
from sheetflow.steps.operations.invoicing import nothing_to_invoice, write_invoices


def invoice(book: Book, orders: IntArray) -> Outcome:
    """Invoice by Settings' Invoice policy."""
    return write_invoices(book, orders, book.settings.invoice_policy)


def invoice_ordered(book: Book, orders: IntArray) -> Outcome:
    """Invoice what is ordered."""
    return write_invoices(book, orders, "Ordered")


def invoice_shipped(book: Book, orders: IntArray) -> Outcome:
    """Invoice what has shipped."""
    return write_invoices(book, orders, "Shipped")


def _step(name: str, does: str, part: Part) -> Step:
    return Step(
        name=name,
        does=does,
        writes=("Invoices", "Invoice lines"),
        parts=(part,),
        refuses=nothing_refused,
        waits_for=nothing_to_invoice,
    )


STEPS = (
    _step(
        "Invoice",
        "Invoices what is not invoiced yet, by the setting Invoice policy.",
        invoice,
    ),
    _step(
        "Invoice ordered",
        "Invoices what is ordered and not invoiced yet.",
        invoice_ordered,
    ),
    _step(
        "Invoice shipped",
        "Invoices what has shipped and is not invoiced yet.",
        invoice_shipped,
    ),
)
