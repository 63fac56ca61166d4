"""What invoices come to by their own rows: their lines, the sum of these, and the total."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import MICRO, IntArray, rounded_product, take, total_by
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.taxes import invoice_terms


def line_totals(book: Book) -> IntArray:
    """What each invoice line comes to by its own row: quantity × unit price × (1 − discount) × (1 − order discount)."""
    lines = book.invoice_lines
    steps = invoice_terms(book).step
    step = take(steps, lines.invoice_index, book.settings.minor_unit)
    factors = [
        lines.quantity,
        lines.unit_price,
        MICRO - lines.discount_percent,
        MICRO - lines.order_discount_percent,
    ]
    return rounded_product(factors, step)


def subtotals(book: Book) -> IntArray:
    """The sum of the live lines of each invoice."""
    lines = book.invoice_lines
    counted = np.where(live_invoice_lines(book), lines.line_total, 0)
    return total_by(lines.invoice_index, counted, len(book.invoices))


def totals(book: Book) -> IntArray:
    """Subtotal, freight and tax of each invoice; the tax only where prices do not hold it already."""
    invoices = book.invoices
    tax = np.where(invoice_terms(book).inclusive, 0, invoices.tax)
    return invoices.subtotal + invoices.freight + tax
