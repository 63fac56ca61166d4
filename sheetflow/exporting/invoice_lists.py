"""Invoices as the tables of accounting programs, line by line, so that no program has to reckon.

Sources (each point is in docs/guides/export.md): Xero, "Import invoices, bills and credit notes" and the headers
of its SalesInvoiceTemplate.csv: at most 500 invoices a file, dates as dd/mm/yyyy, tax rates by their full names, credit
notes as amounts below 0; QuickBooks Online, "Import invoices in batches": at most 100 invoices and 1,000 rows a file,
no credit notes, no amounts below 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import MICRO, AnyArray, IntArray, running_by, share_of
from sheetflow.exporting.accounts import Chart
from sheetflow.exporting.csvtext import Cell
from sheetflow.exporting.tables import Limits, Rows, Table, untaxed_rate
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.taxes import (
    invoice_items,
    invoice_terms,
    tax_groups,
    tax_invoices,
)

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


@dataclass(frozen=True)
class BillLine:
    """A line of an invoice or credit note, without tax."""

    sku: str
    text: str
    quantity: Decimal
    amount: Decimal
    tax_code: str
    tax: Decimal
    account: str


@dataclass(frozen=True)
class Bill:
    """An invoice, or a credit note with amounts below 0."""

    number: str
    customer: str
    email: str
    address: Sequence[str]
    order: str
    day: date
    due: date
    total: Decimal
    currency: str
    lines: Sequence[BillLine]


@dataclass(frozen=True)
class _Paper:
    """Which columns of a sheet make a bill."""

    sheet: str
    number: str
    day: str
    due: str
    total: str
    sign: int


_INVOICE = _Paper("Invoices", "Invoice", "Invoice date", "Due date", "Total", 1)
_CREDIT_NOTE = _Paper(
    "Returns", "Credit note", "Return date", "Return date", "Credit total", -1
)


def invoice_bills(book: Book) -> list[Bill]:
    """Every live invoice, its lines and freight without tax, and the tax of each."""
    invoices, lines = book.invoices, _invoice_lines(book)
    return [
        _bill(book, _INVOICE, at, lines.get(at, []))
        for at in np.flatnonzero(invoices.live).tolist()
    ]


def credit_bills(book: Book) -> list[Bill]:
    """Every credit note, with amounts below 0; a fee that was kept is a line of its own."""
    returns = book.returns
    issued = np.flatnonzero(
        returns.live & returns.has_credit_note & returns.has_credit_total
    )
    return [
        _bill(book, _CREDIT_NOTE, at, list(_credit_lines(book, at)))
        for at in issued.tolist()
    ]


def _credit_lines(book: Book, at: int) -> Iterator[BillLine]:
    returns, chart = book.returns, Chart(book.settings)
    net, tax, total = (
        _money(returns[header], at)
        for header in ("Credit net", "Credit tax", "Credit total")
    )
    line = int(returns.line_index[at])
    code = int(book.order_lines.tax_index[line]) if line >= 0 else -1
    sku, tax_code = (
        _text(returns.sku, at),
        _text(book.tax_codes.tax_code, code),
    )
    quantity = _money(returns.credited_quantity, at)
    yield BillLine(
        sku,
        f"Returned: {sku}",
        quantity,
        -net,
        tax_code,
        -tax,
        chart["Sales account"].name,
    )
    if fee := net + tax - total:
        yield BillLine(
            "",
            "Restocking fee",
            Decimal(1),
            fee,
            "",
            Decimal(0),
            chart["Fees account"].name,
        )


def _bill(book: Book, paper: _Paper, at: int, lines: list[BillLine]) -> Bill:
    """A bill; what its total was issued with beyond its lines stands on a line of its own."""
    frame, order = book[paper.sheet], int(book[paper.sheet].link("order")[at])
    total = paper.sign * _money(frame[paper.total], at)
    beyond = total - sum(line.amount + line.tax for line in lines)
    if beyond:
        sales = Chart(book.settings)["Sales account"].name
        lines = [
            *lines,
            BillLine("", "As issued", Decimal(1), beyond, "", Decimal(0), sales),
        ]
    customer, email, address = _customer(book, order)
    currency = _text(frame["Currency"], at) if "Currency" in frame.columns else ""
    return Bill(
        number=_text(frame[paper.number], at),
        customer=customer,
        email=email,
        address=address,
        order=_text(frame["Order"], at),
        day=date.fromordinal(int(frame[paper.day][at])),
        due=date.fromordinal(int(frame[paper.due][at])),
        total=total,
        currency=currency or book.settings.currency,
        lines=lines,
    )


def _customer(book: Book, order: int) -> tuple[str, str, list[str]]:
    """Name, email and address of an order's customer; one that is not on Customers is its code alone."""
    customers = book.customers
    at = int(book.orders.customer_index[order]) if order >= 0 else -1
    if at < 0:
        return _text(book.orders.customer, order), "", []
    address = _text(customers.billing_address, at) or _text(
        customers.shipping_address, at
    )
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    return _text(customers.name, at), _text(customers.email, at), lines


def _invoice_lines(book: Book) -> dict[int, list[BillLine]]:
    """The lines of each invoice, then its freight: net and tax, which add up to the invoice's own."""
    frame, chart = book.invoice_lines, Chart(book.settings)
    goods = np.flatnonzero(live_invoice_lines(book) & (frame.invoice_index >= 0))
    items, (nets, taxes) = invoice_items(book), item_taxes(book)
    names = book.products.name
    found: dict[int, list[BillLine]] = defaultdict(list)
    for place, (document, code) in enumerate(
        zip(items.document.tolist(), items.code.tolist(), strict=True)
    ):
        money = (
            _money(nets, place),
            _text(book.tax_codes.tax_code, code),
            _money(taxes, place),
        )
        if place < len(goods):
            at, sku = int(goods[place]), int(frame.sku_index[goods[place]])
            text = _text(frame.description, at) or _text(names, sku)
            quantity, account = (
                _money(frame["Quantity"], at),
                chart["Sales account"].name,
            )
            line = BillLine(_text(frame.sku, at), text, quantity, *money, account)
        else:
            line = BillLine(
                "", "Freight", Decimal(1), *money, chart["Freight account"].name
            )
        found[document].append(line)
    return found


def item_taxes(book: Book) -> tuple[AnyArray, AnyArray]:
    """Net and tax of every invoiced item, in millionths.

    The tax of a group that is rounded as one is shared out, so that the items of an invoice add up to its tax.
    """
    items, terms, taxed = invoice_items(book), invoice_terms(book), tax_invoices(book)
    _, groups = tax_groups(items, terms)
    before, step = running_by(groups, items.amount), terms.minor_unit[items.document]
    tax, base = taxed.tax[groups], taxed.base[groups]
    inside = share_of(tax, before + items.amount, base, step) - share_of(
        tax, before, base, step
    )
    net = items.amount - np.where(terms.inclusive[items.document], inside, 0)
    return np.asarray(net), np.asarray(inside)


def _text(column: AnyArray, at: int) -> str:
    return "" if at < 0 or column[at] is None else str(column[at])


def _money(column: AnyArray | IntArray, at: int) -> Decimal:
    return Decimal(int(column[at])) / MICRO


def xero_invoices(book: Book) -> Table:
    """Invoices and credit notes for Xero, to be imported as tax exclusive."""
    bills, untaxed = (
        [*invoice_bills(book), *credit_bills(book)],
        untaxed_rate(book.settings),
    )
    return Table(
        _XERO, [list(_xero_rows(bill, untaxed)) for bill in bills], Limits(500, 10**9)
    )


def _xero_rows(bill: Bill, untaxed: str) -> Iterator[Sequence[Cell]]:
    address: list[str] = [*bill.address[:4], *[""] * (8 - len(bill.address[:4]))]
    days = (_day(bill.day), _day(bill.due))
    head: tuple[Cell, ...] = (
        bill.customer,
        bill.email,
        *address,
        bill.number,
        bill.order,
        *days,
        bill.total,
    )
    for line in bill.lines:
        money: tuple[Cell, ...] = (
            Decimal(1),
            line.amount,
            None,
            line.account,
            line.tax_code or untaxed,
            line.tax,
        )
        yield (
            *head,
            line.sku,
            _described(line),
            *money,
            "",
            "",
            "",
            "",
            bill.currency,
            "",
        )


def quickbooks_invoices(book: Book) -> Table:
    """Invoices for QuickBooks Online, which imports no credit notes this way: they are in its journal."""
    return Table(
        _QUICKBOOKS,
        [_quickbooks_rows(bill) for bill in invoice_bills(book)],
        Limits(100, 1000),
    )


def _quickbooks_rows(bill: Bill) -> Rows:
    head = (
        bill.number,
        bill.customer,
        f"{bill.day:%m/%d/%Y}",
        f"{bill.due:%m/%d/%Y}",
        "",
        "",
        f"Order {bill.order}",
    )
    return [
        (*head, line.sku or line.text, _described(line), Decimal(1), line.amount, line.amount,
         line.tax_code, line.tax, bill.currency, "")
        for line in bill.lines
    ]  # fmt: skip


def _described(line: BillLine) -> str:
    """What was sold and how much of it; the quantity stays in words, since the amount is exact as it stands."""
    return f"{line.quantity.normalize():f} × {line.text}" if line.sku else line.text


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
