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
from sheetflow.exporting.accounts import chart_of
from sheetflow.exporting.invoice_customers import (
    credited_customer,
    invoiced_customer,
    text_in,
)
from sheetflow.ledgers.invoice_taxes import invoice_items, invoice_terms, tax_invoices
from sheetflow.ledgers.lines import live_invoice_lines
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
    """An invoice, or a credit note (`fact`: credits) with amounts below 0."""

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
    fact: str = "invoices"


def exported_invoices(book: Book) -> list[Invoice]:
    """Every live invoice, its lines and freight without tax, and the tax of each."""
    lines = _lines_by_invoice(book)
    live = np.flatnonzero(book.invoices.live)
    return [_invoice(book, at, lines.get(at, [])) for at in live.tolist()]


def _invoice(book: Book, at: int, lines: list[InvoiceLine]) -> Invoice:
    invoices = book.invoices
    customer = invoiced_customer(book, at)
    invoice = Invoice(
        number=text_in(invoices.invoice, at),
        customer=customer.name,
        email=customer.email,
        address=customer.address,
        order=text_in(invoices.order, at),
        day=date.fromordinal(int(invoices.invoice_date[at])),
        due=date.fromordinal(int(invoices.due_date[at])),
        total=_amount(invoices.total, at),
        currency=text_in(invoices.currency, at) or book.settings.currency,
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
    customer = credited_customer(book, at)
    day = date.fromordinal(max(credit_day(returns, row) for row in rows))
    credit_note = Invoice(
        number=text_in(returns.credit_note, at),
        customer=customer.name,
        email=customer.email,
        address=customer.address,
        order=text_in(returns.order, at),
        day=day,
        due=day,
        total=-sum((_amount(returns.credit_total, row) for row in rows), NOTHING),
        currency=book.settings.currency,
        lines=[line for row in rows for line in _credit_lines(book, row)],
        fact="credits",
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
        sales = chart_of(book)["Sales account"].name
        yield InvoiceLine("As issued", difference, sales)


def _credit_lines(book: Book, at: int) -> Iterator[InvoiceLine]:
    """What came back, and the fee that was kept."""
    returns = book.returns
    chart = chart_of(book)
    net = _amount(returns.credit_net, at)
    tax = _amount(returns.credit_tax, at)
    sku = text_in(returns.sku, at)
    yield InvoiceLine(
        f"Returned: {sku}",
        -net,
        chart.sales_of(sku).name,
        sku=sku,
        quantity=_amount(returns.credited_quantity, at),
        tax_code=credited_tax_code(book, at),
        tax=-tax,
    )
    fee = net + tax - _amount(returns.credit_total, at)
    if fee:
        fee_tax = _amount(returns.fee_tax, at)
        yield InvoiceLine(
            "Restocking fee",
            fee - fee_tax,
            chart["Fees account"].name,
            tax_code=fee_tax_code(book, at),
            tax=fee_tax,
        )


def fee_tax_code(book: Book, at: int) -> str:
    """The tax code of a return's fee, if it includes tax."""
    code = int(book.returns.fee_tax_index[at])
    return text_in(book.tax_codes.tax_code, code)


def credited_tax_code(book: Book, at: int) -> str:
    """The tax code of the order line that came back."""
    line = int(book.returns.line_index[at])
    code = int(book.order_lines.tax_index[line]) if line >= 0 else -1
    return text_in(book.tax_codes.tax_code, code)


def _lines_by_invoice(book: Book) -> dict[int, list[InvoiceLine]]:
    """The lines of each invoice, then its freight.

    Net and tax add up to those of the invoice.
    """
    items = invoice_items(book)
    nets, taxes = net_and_tax(book)
    codes = [text_in(book.tax_codes.tax_code, code) for code in items.code.tolist()]
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
    chart = chart_of(book)
    live = np.flatnonzero(live_invoice_lines(book) & (lines.invoice_index >= 0))
    return [
        InvoiceLine(
            _description(book, at),
            NOTHING,
            chart.sales_of(text_in(lines.sku, at)).name,
            sku=text_in(lines.sku, at),
            quantity=_amount(lines.quantity, at),
        )
        for at in live.tolist()
    ]


def _description(book: Book, at: int) -> str:
    """What an invoice line says, or else the name of its product."""
    own = text_in(book.invoice_lines.description, at)
    return own or text_in(book.products.name, int(book.invoice_lines.sku_index[at]))


def _freights(book: Book, count: int) -> list[InvoiceLine]:
    """So many freights, still without money."""
    account = chart_of(book)["Freight account"].name
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


def _amount(column: AnyArray | IntArray, at: int) -> Decimal:
    return Decimal(int(column[at])) / MICRO
