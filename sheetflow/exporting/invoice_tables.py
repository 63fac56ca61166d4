"""Invoices as the tables of accounting programs.

Sources (each point is in docs/guides/export.md): Xero, "Import invoices, bills and
credit notes" and the headers of its SalesInvoiceTemplate.csv: at most 500 invoices a
file, dates as dd/mm/yyyy, tax rates by their full names, credit notes as amounts below
0. QuickBooks Online, "Import invoices in batches": at most 100 invoices and 1,000 rows a
file, no credit notes, no amounts below 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sheetflow.exporting.accounts import Chart
from sheetflow.exporting.csv_text import Cell
from sheetflow.exporting.invoices import Invoice, InvoiceLine
from sheetflow.exporting.tables import Limits, Table, untaxed_rate

_XERO = (
    "*ContactName", "EmailAddress", "POAddressLine1", "POAddressLine2", "POAddressLine3", "POAddressLine4", "POCity",
    "PORegion", "POPostalCode", "POCountry", "*InvoiceNumber", "Reference", "*InvoiceDate", "*DueDate", "Total",
    "InventoryItemCode", "*Description", "*Quantity", "*UnitAmount", "Discount", "*AccountCode", "*TaxType",
    "TaxAmount", "TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2", "Currency", "BrandingTheme",
)  # fmt: skip
_QUICKBOOKS = (
    "*InvoiceNo", "*Customer", "*InvoiceDate", "*DueDate", "Terms", "Location", "Memo", "Item(Product/Service)",
    "ItemDescription", "ItemQuantity", "ItemRate", "*ItemAmount", "*ItemTaxCode", "ItemTaxAmount", "Currency",
    "Service Date",
)  # fmt: skip

XERO_LIMITS = Limits(documents=500)
QUICKBOOKS_LIMITS = Limits(documents=100, rows=1000)

ADDRESS_LINES = 4
NO_CITY = ("", "", "", "")
"""City, region, postal code and country, which an address does not have apart."""

NO_TRACKING = ("", "", "", "")
ONE = Decimal(1)
"""The quantity of every line: the amount is exact as it is, a unit price might not be."""


def xero_invoices(invoices: Sequence[Invoice], chart: Chart) -> Table:
    """Invoices and credit notes for Xero, to be imported as tax exclusive."""
    untaxed = untaxed_rate(chart.settings)
    documents = [list(_xero_rows(invoice, untaxed)) for invoice in invoices]
    return Table(_XERO, documents, XERO_LIMITS)


def _xero_rows(invoice: Invoice, untaxed: str) -> Iterator[Sequence[Cell]]:
    head = _xero_head(invoice)
    tail = (*NO_TRACKING, invoice.currency, "")
    for line in invoice.lines:
        yield (*head, *_xero_line(line, untaxed), *tail)


def _xero_head(invoice: Invoice) -> tuple[Cell, ...]:
    """The cells that all rows of an invoice share, up to Total."""
    address = invoice.address[:ADDRESS_LINES]
    missing = [""] * (ADDRESS_LINES - len(address))
    return (
        invoice.customer,
        invoice.email,
        *address,
        *missing,
        *NO_CITY,
        invoice.number,
        invoice.order,
        _xero_day(invoice.day),
        _xero_day(invoice.due),
        invoice.total,
    )


def _xero_line(line: InvoiceLine, untaxed: str) -> tuple[Cell, ...]:
    """The cells of a line, up to TaxAmount."""
    return (
        line.sku,
        _description(line),
        ONE,
        line.amount,
        None,
        line.account,
        line.tax_code or untaxed,
        line.tax,
    )


def _xero_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def quickbooks_invoices(invoices: Sequence[Invoice], _chart: Chart) -> Table:
    """Invoices for QuickBooks Online.

    It imports no credit notes this way: they are in its journal.
    """
    documents = [list(_quickbooks_rows(each)) for each in invoices]
    return Table(_QUICKBOOKS, documents, QUICKBOOKS_LIMITS)


def _quickbooks_rows(invoice: Invoice) -> Iterator[Sequence[Cell]]:
    head = (
        invoice.number,
        invoice.customer,
        _quickbooks_day(invoice.day),
        _quickbooks_day(invoice.due),
        "",
        "",
        f"Order {invoice.order}",
    )
    for line in invoice.lines:
        item = (line.sku or line.text, _description(line))
        money = (ONE, line.amount, line.amount, line.tax_code, line.tax)
        yield (*head, *item, *money, invoice.currency, "")


def _quickbooks_day(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _description(line: InvoiceLine) -> str:
    """What was sold, and how much of it: the column Quantity cannot say it."""
    if not line.sku:
        return line.text
    return f"{line.quantity.normalize():f} × {line.text}"
