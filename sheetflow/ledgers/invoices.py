"""What invoices come to by their own rows: their lines, the sum of these, and the total.

Amounts are in millionths of the invoice's currency (docs/reference/rules.md, section 2).
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.numbers import (
    MICRO,
    AnyArray,
    IntArray,
    rounded_product,
    take,
    total_by,
)
from sheetflow.ledgers.invoice_taxes import invoice_terms
from sheetflow.ledgers.lines import live_invoice_lines


@once_per_book
def line_totals(book: Book) -> IntArray:
    """Quantity × unit price × (1 − discount) × (1 − order discount) of each invoice line."""
    lines = book.invoice_lines
    minor_units = invoice_terms(book).minor_unit
    minor_unit = take(minor_units, lines.invoice_index, book.settings.minor_unit)
    factors = [
        lines.quantity,
        lines.unit_price,
        MICRO - lines.discount_percent,
        MICRO - lines.order_discount_percent,
    ]
    return rounded_product(factors, minor_unit)


def subtotals(book: Book, line_total: AnyArray) -> AnyArray:
    """The sum of the live lines of each invoice, with these line totals."""
    lines = book.invoice_lines
    counted = np.where(live_invoice_lines(book), line_total, 0)
    return total_by(lines.invoice_index, counted, len(book.invoices))


def total_of(book: Book, subtotal: AnyArray) -> AnyArray:
    """Subtotal, freight and tax of each invoice; no tax where its prices include it."""
    invoices = book.invoices
    tax = np.where(invoice_terms(book).inclusive, 0, invoices.tax)
    return np.asarray(subtotal + invoices.freight + tax)
