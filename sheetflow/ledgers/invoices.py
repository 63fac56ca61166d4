"""What invoices come to by their own rows: their lines, the sum of these, and the total."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import MICRO, IntArray, rounded_product, take, total_by
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.taxes import invoice_terms


def line_totals(book: Book) -> IntArray:
    """What each invoice line comes to by its own row: quantity × unit price × (1 − discount) × (1 − order discount)."""
    lines = book["Invoice lines"]
    steps = invoice_terms(book).step
    step = take(steps, lines.link("invoice"), book.settings.minor_unit)
    factors = [
        lines.number("Quantity"),
        lines.number("Unit price"),
        MICRO - lines.number("Discount %"),
        MICRO - lines.number("Order discount %"),
    ]
    return rounded_product(factors, step)


def subtotals(book: Book) -> IntArray:
    """The sum of the live lines of each invoice."""
    lines = book["Invoice lines"]
    counted = np.where(live_invoice_lines(book), lines.number("Line total"), 0)
    return total_by(lines.link("invoice"), counted, len(book["Invoices"]))


def totals(book: Book) -> IntArray:
    """Subtotal, freight and tax of each invoice; the tax only where prices do not hold it already."""
    invoices = book["Invoices"]
    tax = np.where(invoice_terms(book).inclusive, 0, invoices.number("Tax"))
    return invoices.number("Subtotal") + invoices.number("Freight") + tax
