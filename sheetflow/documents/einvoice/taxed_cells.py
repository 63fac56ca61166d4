"""The amounts of a document that have a tax code, with the cell of each tax code."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from sheetflow.documents.einvoice.violations import Document, RowKey
from sheetflow.documents.model import (
    CreditLine,
    CreditNote,
    Invoice,
    Priced,
    PricedLine,
)


class TaxedCell(NamedTuple):
    """A tax code with its rates in percent, and the sheet, row and column of its cell."""

    code: str
    rates: tuple[Decimal, ...]
    sheet: str
    row: RowKey
    column: str


def taxed_cells(document: Document) -> Iterator[TaxedCell]:
    """The tax code of each line, and of the freight."""
    if isinstance(document, Invoice):
        return _invoice_cells(document)
    return _credit_cells(document)


def _credit_cells(note: CreditNote) -> Iterator[TaxedCell]:
    key = ("Order", note.order)
    for line in note.lines:
        yield _line_cell(line, key)


def _invoice_cells(invoice: Invoice) -> Iterator[TaxedCell]:
    key = ("Invoice", invoice.number)
    money = invoice.money
    for line in money.lines:
        yield _line_cell(line, key)
    if money.freight:
        yield _freight_cell(money, key)


def _freight_cell(money: Priced, key: tuple[str, str]) -> TaxedCell:
    code = money.freight_tax_code
    rates = money.freight_rates
    return TaxedCell(code, rates, "Invoices", (key,), "Freight tax code")


def _line_cell(line: PricedLine | CreditLine, key: tuple[str, str]) -> TaxedCell:
    """The cell of an invoice line; `key` is the invoice or the order of the line."""
    row = (key, ("SKU", line.sku))
    return TaxedCell(line.tax_code, line.rates, "Invoice lines", row, "Tax code")
