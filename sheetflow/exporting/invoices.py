"""Invoices and credit notes, line by line, as the tables of accounting programs need them.

Amounts are without tax, with the tax of each line next to it, so that no program has to
calculate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Returns
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    AnyArray,
    IntArray,
    running_by,
    share_of,
)
from sheetflow.exporting.accounts import Chart
from sheetflow.ledgers.invoice_taxes import invoice_items, invoice_terms, tax_invoices
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.receivables import latest_invoices
from sheetflow.ledgers.taxes import tax_groups

ONE = Decimal(1)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class InvoiceLine:
    """A line of an invoice or credit note, without tax."""

    text: str
    amount: Decimal
    account: str
    sku: str = ""
    quantity: Decimal = ONE
    tax_code: str = ""
    tax: Decimal = NOTHING


@dataclass(frozen=True)
class Invoice:
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
    lines: Sequence[InvoiceLine]


@dataclass(frozen=True)
class _Customer:
    """The customer of an order."""

    name: str
    email: str = ""
    address: Sequence[str] = ()


def exported_invoices(book: Book) -> list[Invoice]:
    """Every live invoice, its lines and freight without tax, and the tax of each."""
    lines = _lines_by_invoice(book)
    live = np.flatnonzero(book.invoices.live)
    return [_invoice(book, at, lines.get(at, [])) for at in live.tolist()]


def _invoice(book: Book, at: int, lines: list[InvoiceLine]) -> Invoice:
    invoices = book.invoices
    customer = _invoiced_customer(book, at)
    invoice = Invoice(
        number=_text(invoices.invoice, at),
        customer=customer.name,
        email=customer.email,
        address=customer.address,
        order=_text(invoices.order, at),
        day=date.fromordinal(int(invoices.invoice_date[at])),
        due=date.fromordinal(int(invoices.due_date[at])),
        total=_amount(invoices.total, at),
        currency=_text(invoices.currency, at) or book.settings.currency,
        lines=lines,
    )
    return _as_issued(book, invoice)


def exported_credit_notes(book: Book) -> list[Invoice]:
    """Every credit note, with amounts below 0; a fee that was kept is a line of its own.

    Returns of an order that have one number are one credit note.
    """
    notes = grouped(_issued_credit_notes(book.returns))
    return [_credit_note(book, mine) for mine in notes.values()]


def _issued_credit_notes(returns: Returns) -> Iterator[tuple[tuple[str, str], int]]:
    """Number and order of each live return's credit note, with its position."""
    issued = returns.live & returns.has_credit_note & returns.has_credit_total
    rows = np.flatnonzero(issued)
    numbers = returns.credit_note[rows].tolist()
    orders = returns.order[rows].tolist()
    return zip(zip(numbers, orders, strict=True), rows.tolist(), strict=True)


def _credit_note(book: Book, rows: Sequence[int]) -> Invoice:
    returns = book.returns
    at = rows[0]
    customer = _credited_customer(book, at)
    day = date.fromordinal(max(credit_day(returns, row) for row in rows))
    credit_note = Invoice(
        number=_text(returns.credit_note, at),
        customer=customer.name,
        email=customer.email,
        address=customer.address,
        order=_text(returns.order, at),
        day=day,
        due=day,
        total=-sum((_amount(returns.credit_total, row) for row in rows), NOTHING),
        currency=book.settings.currency,
        lines=[line for row in rows for line in _credit_lines(book, row)],
    )
    return _as_issued(book, credit_note)


def credit_day(returns: Returns, at: int) -> int:
    """The day on which a return was credited; of an older workbook, when it came back."""
    day = int(returns.credit_date[at])
    return int(returns.return_date[at]) if day == BLANK else day


def _as_issued(book: Book, invoice: Invoice) -> Invoice:
    """With one more line for what the total was issued with beyond its lines."""
    lines = [*invoice.lines, *_as_issued_lines(book, invoice)]
    return replace(invoice, lines=lines)


def _beyond_lines(invoice: Invoice) -> Decimal:
    added = sum(line.amount + line.tax for line in invoice.lines)
    return invoice.total - added


def _as_issued_lines(book: Book, invoice: Invoice) -> Iterator[InvoiceLine]:
    difference = _beyond_lines(invoice)
    if difference:
        sales = Chart(book.settings)["Sales account"].name
        yield InvoiceLine("As issued", difference, sales)


def _credit_lines(book: Book, at: int) -> Iterator[InvoiceLine]:
    """What came back, and the fee that was kept."""
    returns = book.returns
    chart = Chart(book.settings)
    net = _amount(returns.credit_net, at)
    tax = _amount(returns.credit_tax, at)
    sku = _text(returns.sku, at)
    yield InvoiceLine(
        f"Returned: {sku}",
        -net,
        chart["Sales account"].name,
        sku=sku,
        quantity=_amount(returns.credited_quantity, at),
        tax_code=_credited_tax_code(book, at),
        tax=-tax,
    )
    fee = net + tax - _amount(returns.credit_total, at)
    if fee:
        yield InvoiceLine("Restocking fee", fee, chart["Fees account"].name)


def _credited_tax_code(book: Book, at: int) -> str:
    """The tax code of the order line that came back."""
    line = int(book.returns.line_index[at])
    code = int(book.order_lines.tax_index[line]) if line >= 0 else -1
    return _text(book.tax_codes.tax_code, code)


def _invoiced_customer(book: Book, invoice: int) -> _Customer:
    """Who an invoice was issued to; where to write to is today's."""
    invoices = book.invoices
    customer = _customer(book, int(invoices.order_index[invoice]))
    name = _text(invoices.bill_to, invoice)
    if not name:
        return customer
    address = _filled_lines(_text(invoices.billing_address, invoice))
    return _Customer(name, customer.email, address)


def _credited_customer(book: Book, at: int) -> _Customer:
    """Who a credit was issued to; of a new one the customer of the order's latest live invoice."""
    order = int(book.returns.order_index[at])
    issued = book.credited.get(_text(book.returns.return_, at))
    if issued:
        email = _customer(book, order).email
        return _Customer(issued.name, email, _filled_lines(issued.address))
    invoice = int(latest_invoices(book)[order]) if order >= 0 else -1
    return _invoiced_customer(book, invoice) if invoice >= 0 else _customer(book, order)


def _customer(book: Book, order: int) -> _Customer:
    """An order's customer; one that is not on Customers is its code alone."""
    at = _customer_position(book, order)
    if at < 0:
        return _Customer(_text(book.orders.customer, order))
    return _known_customer(book, at)


def _customer_position(book: Book, order: int) -> int:
    return int(book.orders.customer_index[order]) if order >= 0 else -1


def _known_customer(book: Book, at: int) -> _Customer:
    customers = book.customers
    return _Customer(
        _text(customers.name, at), _text(customers.email, at), _address(book, at)
    )


def _address(book: Book, customer: int) -> list[str]:
    """The billing address as its lines, or else the shipping address."""
    customers = book.customers
    billing = _text(customers.billing_address, customer)
    address = billing or _text(customers.shipping_address, customer)
    return _filled_lines(address)


def _filled_lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line]


def _lines_by_invoice(book: Book) -> dict[int, list[InvoiceLine]]:
    """The lines of each invoice, then its freight.

    Net and tax add up to those of the invoice.
    """
    items = invoice_items(book)
    nets, taxes = net_and_tax(book)
    codes = [_text(book.tax_codes.tax_code, code) for code in items.code.tolist()]
    goods = _goods(book)
    freights = _freights(book, len(items.document) - len(goods))
    lines = [*goods, *freights]
    found: dict[int, list[InvoiceLine]] = defaultdict(list)
    for at, document in enumerate(items.document.tolist()):
        net = _amount(nets, at)
        tax = _amount(taxes, at)
        line = replace(lines[at], amount=net, tax=tax, tax_code=codes[at])
        found[document].append(line)
    return found


def _goods(book: Book) -> list[InvoiceLine]:
    """The live invoice lines, still without money."""
    lines = book.invoice_lines
    account = Chart(book.settings)["Sales account"].name
    live = np.flatnonzero(live_invoice_lines(book) & (lines.invoice_index >= 0))
    return [
        InvoiceLine(
            _description(book, at),
            NOTHING,
            account,
            sku=_text(lines.sku, at),
            quantity=_amount(lines.quantity, at),
        )
        for at in live.tolist()
    ]


def _description(book: Book, at: int) -> str:
    """What an invoice line says, or else the name of its product."""
    own = _text(book.invoice_lines.description, at)
    return own or _text(book.products.name, int(book.invoice_lines.sku_index[at]))


def _freights(book: Book, count: int) -> list[InvoiceLine]:
    """So many freights, still without money."""
    account = Chart(book.settings)["Freight account"].name
    return [InvoiceLine("Freight", NOTHING, account)] * count


def net_and_tax(book: Book) -> tuple[AnyArray, AnyArray]:
    """Net and tax of every invoiced item, in millionths.

    The tax of a group that is rounded together is shared among its items, so that those
    of an invoice add up to its tax.
    """
    items = invoice_items(book)
    terms = invoice_terms(book)
    taxes = _shared_tax(book)
    included = np.where(terms.inclusive[items.document], taxes, 0)
    return np.asarray(items.amount - included), np.asarray(taxes)


def _shared_tax(book: Book) -> AnyArray:
    """Each item's share of the tax of its group: up to and with it, less up to it."""
    items = invoice_items(book)
    terms = invoice_terms(book)
    breakdown = tax_invoices(book)
    _, groups = tax_groups(items, terms)
    unit = terms.minor_unit[items.document]
    tax = breakdown.tax[groups]
    base = breakdown.base[groups]
    before = running_by(groups, items.amount)
    after = before + items.amount
    return share_of(tax, after, base, unit) - share_of(tax, before, base, unit)


def _text(column: AnyArray, at: int) -> str:
    """One cell of text; "" where it is blank, or where the position is below 0."""
    return "" if at < 0 or column[at] is None else str(column[at])


def _amount(column: AnyArray | IntArray, at: int) -> Decimal:
    return Decimal(int(column[at])) / MICRO
