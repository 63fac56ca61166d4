"""Traces of invoices."""

from __future__ import annotations

from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.taxes import invoice_terms, tax_invoices
from sheetflow.tracing.orders import invoice_balance, tax_parts
from sheetflow.tracing.source import Source, rows
from sheetflow.tracing.sums import product
from sheetflow.tracing.tree import Trace, kept


def trace_invoice(source: Source, invoice: int) -> Trace:
    """An invoice: its total as it was issued, and what is left of it."""
    invoices = source.book["Invoices"]
    terms = invoice_terms(source.book)
    unit, inclusive = int(terms.step[invoice]), bool(terms.inclusive[invoice])
    parts = _lines(source, invoice, unit)
    freight = int(invoices.number("Freight")[invoice])
    if freight:
        parts.append(Trace("Freight", freight, unit, place=source.place("Invoices", invoice)))
    taxes = tax_parts(source, tax_invoices(source.book), invoice, inclusive, unit)
    tax = kept("Tax held in the total" if inclusive else "Tax", int(invoices.number("Tax")[invoice]), taxes, unit)
    traced = kept("Total", int(invoices.number("Total")[invoice]), parts if inclusive else [*parts, tax], unit)
    left = invoice_balance(source, invoice)
    title = f"Invoice {invoices['Invoice'][invoice]}" + ("" if invoices.live[invoice] else " (does not count)")
    shown = (traced, tax, left) if inclusive else (traced, left)
    return Trace(title, place=source.place("Invoices", invoice), parts=shown)


def _lines(source: Source, invoice: int, unit: int) -> list[Trace]:
    lines = source.book["Invoice lines"]
    found = []
    for at in rows(live_invoice_lines(source.book) & (lines.link("invoice") == invoice)).tolist():
        discounts = [int(lines.number(header)[at]) for header in ("Discount %", "Order discount %")]
        how = product(int(lines.number("Quantity")[at]), int(lines.number("Unit price")[at]), discounts, unit)
        figure = int(lines.number("Line total")[at])
        found.append(Trace(f"{lines['SKU'][at]}", figure, unit, how, source.place("Invoice lines", at)))
    return found
