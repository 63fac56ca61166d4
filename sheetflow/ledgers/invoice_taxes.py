"""The tax of invoices: their lines and freights, at the rates that they keep."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import integers
from sheetflow.domain.book import Book, Settings, once_per_book
from sheetflow.domain.frames import InvoiceLines, Invoices
from sheetflow.domain.numbers import NOTHING, AnyArray, Mask
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.tax_rates import Rates
from sheetflow.ledgers.taxes import TaxableItems, TaxBreakdown, TaxTerms, tax_items
from sheetflow.standards import currencies


def minor_units(invoices: Invoices, settings: Settings) -> AnyArray:
    """The minor unit of each invoice's currency, in millionths."""
    codes = invoices.currency.tolist()
    units = {code: currencies.minor_unit(code) for code in set(codes) if code}
    each = [units.get(code, settings.minor_unit) for code in codes]
    return integers(each)


@once_per_book
def invoice_terms(book: Book) -> TaxTerms:
    """How each invoice is taxed, as it keeps it; as Settings say where it is blank."""
    invoices = book.invoices
    default = int(book.settings.prices_include_tax)
    inclusive = invoices.number(Invoices.prices_include_tax, default) == 1
    return TaxTerms(
        inclusive, _rounds_by_line(book), minor_units(invoices, book.settings)
    )


def _rounds_by_line(book: Book) -> Mask:
    """The invoices whose tax is rounded on each line."""
    rounding = book.invoices.tax_rounding
    blank = np.equal(rounding, NOTHING).astype(bool)
    default = book.settings.tax_rounding == "Line"
    return np.asarray((rounding == "Line") | (blank & default))


@once_per_book
def invoice_items(book: Book) -> TaxableItems:
    """The line totals, then the freights of all live invoices, at the rates that they keep."""
    known = book.invoice_lines.invoice_index >= 0
    goods = _invoiced_goods(book, live_invoice_lines(book) & known)
    return goods.joined(_invoiced_freights(book, book.invoices.live))


def _invoiced_goods(book: Book, chosen: Mask) -> TaxableItems:
    """The chosen lines of known invoices."""
    lines = book.invoice_lines
    rows = np.flatnonzero(chosen)
    compound = lines.number(InvoiceLines.compound)
    rates = Rates(lines.tax_1_percent, lines.tax_2_percent, compound)
    return TaxableItems(
        lines.invoice_index[rows],
        lines.tax_index[rows],
        lines.line_total[rows],
        rates.at(rows),
    )


def _invoiced_freights(book: Book, chosen: Mask) -> TaxableItems:
    """The freights of the chosen invoices.

    Untaxed freight (an exempt customer's) has no tax code. Otherwise it would count in the
    base of the code, and returning everything would not credit all of the tax.
    """
    invoices = book.invoices
    rows = np.flatnonzero(chosen & (invoices.freight != 0))
    rates = _freight_rates(invoices).at(rows)
    untaxed = (rates.tax_1 == 0) & (rates.tax_2 == 0)
    code = np.where(untaxed, -1, invoices.tax_index[rows])
    return TaxableItems(rows, code, invoices.freight[rows], rates)


def _freight_rates(invoices: Invoices) -> Rates:
    """The rates that each invoice keeps for its freight."""
    return Rates(
        invoices.freight_tax_1_percent,
        invoices.freight_tax_2_percent,
        invoices.number(Invoices.freight_compound),
    )


@once_per_book
def tax_invoices(book: Book) -> TaxBreakdown:
    """The tax of all live invoices by document and code."""
    return tax_items(invoice_items(book), invoice_terms(book))


def tax_all_invoices(book: Book) -> TaxBreakdown:
    """The tax of all invoices by document and code, voided ones included."""
    invoices = book.invoices
    lines = book.invoice_lines
    if not invoices.has_voided.any():
        return tax_invoices(book)
    goods = _invoiced_goods(book, lines.valid & (lines.invoice_index >= 0))
    items = goods.joined(_invoiced_freights(book, invoices.valid))
    return tax_items(items, invoice_terms(book))
