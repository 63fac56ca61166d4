"""Credit notes: returns, credited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from sheetflow.documents.gather.as_issued import Issued
from sheetflow.documents.gather.exemptions import order_exemption
from sheetflow.documents.gather.fee_taxes import fee_tax_lines
from sheetflow.documents.gather.parties import (
    buyer_reference_of,
    credited_party,
    text_at,
)
from sheetflow.documents.gather.priced import (
    ZERO,
    code_label,
    given_rates,
    is_service,
    sold_descriptions,
    tax_shares,
)
from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    Source,
    records,
    text_of,
    texts_at,
)
from sheetflow.documents.model import CreditLine, CreditNote, InvoiceReference, TaxLine
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frame import PERCENT
from sheetflow.domain.frames import InvoiceLines, Returns
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, IntArray, Mask, share_of
from sheetflow.ledgers.invoice_taxes import tax_invoices
from sheetflow.ledgers.lines import live_invoice_lines


class TaxGroup(NamedTuple):
    """A tax code's position (-1 for none) and its two rates, as invoices keep them."""

    code: int
    rate_1: int
    rate_2: int

    @property
    def rates(self) -> tuple[int, int]:
        """Both rates."""
        return self.rate_1, self.rate_2


UNTAXED = TaxGroup(-1, 0, 0)


def credited_rows(book: Book) -> Mask:
    """The live returns that have a credit note."""
    returns = book.returns
    is_credited = returns.has_credit_note & (returns.order_index >= 0)
    return np.asarray(returns.live & is_credited)


def whole_notes(book: Book, chosen: Mask) -> IntArray:
    """All returns on the credit notes of these returns: a number may be typed over several rows."""
    credited = credited_rows(book)
    keys = list(_returns_by_note(book.returns, np.arange(len(credited))))
    wanted = {note for note, at in keys if chosen[at] and credited[at]}
    rows = [at for note, at in keys if note in wanted and credited[at]]
    return np.array(rows, dtype=np.int64)


def credit_notes(source: Source, returns: IntArray) -> tuple[CreditNote, ...]:
    """The credit notes of these positions of Returns, one for each number and order, in the order of the rows."""
    positions = grouped(_returns_by_note(source.book.returns, returns))
    issued = Issued(source)
    return tuple(
        issued.credit_note(_credit_note(source, number, order, mine))
        for (number, order), mine in positions.items()
    )


def _returns_by_note(
    frame: Returns, returns: IntArray
) -> Iterator[tuple[tuple[str, int], int]]:
    """The number and the order of each return's credit note, with its position."""
    numbers = frame.credit_note[returns].tolist()
    orders = frame.order_index[returns].tolist()
    return zip(zip(numbers, orders, strict=True), returns.tolist(), strict=True)


def _credit_note(
    source: Source, number: str, order: int, positions: Sequence[int]
) -> CreditNote:
    book = source.book
    rows = Rows(book.returns, np.array(positions, dtype=np.int64))
    groups = [_group(book, line) for line in rows.link("line")]
    lines = _lines(book, rows, groups)
    buyer = credited_party(source, order, rows.texts("Return")[0])
    invoices = _invoices(book, order, rows.link("line"))
    return CreditNote(
        number=number,
        order=text_at(book.orders, "Order", order),
        date=_date(source, rows),
        invoices=tuple(_reference(book, at) for at in invoices),
        buyer=buyer,
        customer_po=text_at(book.orders, "Customer PO", order),
        lines=lines,
        taxes=_tax_lines(book, order, lines, groups),
        **_totals(lines),
        currency=_currency(source, invoices),
        exemption=order_exemption(source, order, buyer, lines),
        seller=None,
        buyer_reference=buyer_reference_of(source, order),
        fee_taxes=fee_tax_lines(book, rows.at),
    )


def _totals(lines: Sequence[CreditLine]) -> dict[str, Decimal]:
    """What the lines come to."""
    return {
        "net": sum((line.net for line in lines), ZERO),
        "tax": sum((line.tax for line in lines), ZERO),
        "fee": sum((line.fee for line in lines), ZERO),
        "total": sum((line.total for line in lines), ZERO),
    }


def _date(source: Source, rows: Rows) -> dt.date:
    """The date of the credit note; one that has none yet is of today."""
    today = source.seller.as_of
    return max(day or today for day in rows.days("Credit date"))


def _currency(source: Source, invoices: Sequence[int]) -> str:
    """The currency of the first invoice, or else that of Settings."""
    if not invoices:
        return source.seller.currency
    return text_at(source.book.invoices, "Currency", invoices[0])


def _lines(
    book: Book, rows: Rows, groups: Sequence[TaxGroup]
) -> tuple[CreditLine, ...]:
    columns: Columns = {
        "return_number": rows.texts("Return"),
        "date": rows.dates("Return date"),
        "sku": rows.texts("SKU"),
        "description": sold_descriptions(book, rows),
        "unit": texts_at(book.products.unit, rows.link("sku")),
        "quantity": rows.numbers("Credited quantity"),
        "tax_code": [code_label(book, group.code)[0] for group in groups],
        "rates": [_rates(group) for group in groups],
        "net": rows.numbers("Credit net"),
        "tax": rows.numbers("Credit tax"),
        "fee": rows.numbers("Fee"),
        "total": rows.numbers("Credit total"),
        "reason": rows.texts("Reason"),
        "is_service": is_service(book, rows),
    }
    return tuple(CreditLine(**cells) for cells in records(columns))


def _rates(group: TaxGroup) -> tuple[Decimal, ...]:
    first, second = (Decimal(rate) / PERCENT for rate in group.rates)
    return given_rates(first, second)


def _invoiced(book: Book, line: int) -> IntArray:
    """The live invoice lines of an order line."""
    by_line = _by_line(book)
    first, end = np.searchsorted(by_line.lines, [line, line + 1])
    return by_line.rows[first:end]


class _ByLine(NamedTuple):
    """The live invoice lines (rows) by the order line that they name, in the order of the rows."""

    lines: IntArray
    rows: IntArray


@once_per_book
def _by_line(book: Book) -> _ByLine:
    """All live invoice lines that name an invoice."""
    frame = book.invoice_lines
    counted = live_invoice_lines(book) & (frame.invoice_index >= 0)
    rows = np.flatnonzero(counted)
    by_line = np.argsort(frame.line_index[rows], kind="stable")
    rows = rows[by_line]
    return _ByLine(frame.line_index[rows], rows)


def _group(book: Book, line: int) -> TaxGroup:
    """The tax code and rates at which an order line was first invoiced; no tax where it never was."""
    invoiced = _invoiced(book, line)
    if line < 0 or not len(invoiced):
        return UNTAXED
    return _group_of(book.invoice_lines, int(invoiced[0]))


def _group_of(lines: InvoiceLines, at: int) -> TaxGroup:
    """The tax code and rates of an invoice line."""
    return TaxGroup(
        int(lines.tax_index[at]),
        int(lines.tax_1_percent[at]),
        int(lines.tax_2_percent[at]),
    )


def _tax_lines(
    book: Book, order: int, lines: Sequence[CreditLine], groups: Sequence[TaxGroup]
) -> tuple[TaxLine, ...]:
    """Net and tax by code."""
    by_group = grouped(zip(groups, lines, strict=True))
    return tuple(
        _tax_line(book, order, mine, group) for group, mine in by_group.items()
    )


def _tax_line(
    book: Book, order: int, lines: Sequence[CreditLine], group: TaxGroup
) -> TaxLine:
    """Net and tax under one code; two taxes are credited in the proportion in which they were invoiced."""
    net = sum((line.net for line in lines), ZERO)
    tax = sum((line.tax for line in lines), ZERO)
    first = _first_tax(book, order, group, tax)
    shares = tax_shares(book, group.code, group.rates, (first, tax - first))
    code, name = code_label(book, group.code)
    category = text_of(book.tax_codes.vat_category, group.code)
    return TaxLine(code, name, net, tax, shares, category)


def _first_tax(book: Book, order: int, group: TaxGroup, tax: Decimal) -> Decimal:
    """The first of the two taxes in a credited tax."""
    if not group.rate_2:
        return tax
    invoiced = _invoiced_taxes(book).get((order, group.code), NO_TAXES)
    share = share_of(
        _exact(int(tax * MICRO)),
        _exact(invoiced.first),
        _exact(invoiced.both),
        book.settings.minor_unit,
    )
    return Decimal(int(share[0])) / MICRO


class _InvoicedTaxes(NamedTuple):
    """What was invoiced of the first tax, and of both together, in millionths."""

    first: int
    both: int


NO_TAXES = _InvoicedTaxes(0, 0)


@once_per_book
def _invoiced_taxes(book: Book) -> dict[tuple[int, int], _InvoicedTaxes]:
    """What was invoiced under each tax code to each order, by order and code."""
    taxed = tax_invoices(book)
    orders = book.invoices.order_index[taxed.document].tolist()
    keys = zip(orders, taxed.code.tolist(), strict=True)
    found: dict[tuple[int, int], _InvoicedTaxes] = {}
    for key, first, both in zip(
        keys, taxed.tax_1.tolist(), taxed.tax.tolist(), strict=True
    ):
        before = found.get(key, NO_TAXES)
        found[key] = _InvoicedTaxes(before.first + first, before.both + both)
    return found


def _exact(value: int) -> AnyArray:
    """A number as a column of Python integers, which never overflow."""
    return np.array([value], dtype=object)


def _invoices(book: Book, order: int, lines: Sequence[int]) -> list[int]:
    """The live invoices of these order lines, by date, then number."""
    invoices = book.invoices
    found: set[int] = set()
    for line in set(lines):
        found.update(book.invoice_lines.invoice_index[_invoiced(book, line)].tolist())
    mine = [
        at for at in found if invoices.order_index[at] == order and invoices.live[at]
    ]
    return sorted(
        mine, key=lambda at: (int(invoices.invoice_date[at]), invoices.invoice[at])
    )


def _reference(book: Book, invoice: int) -> InvoiceReference:
    invoices = book.invoices
    day = int(invoices.invoice_date[invoice])
    assert day != BLANK, "a live invoice has a date"
    return InvoiceReference(str(invoices.invoice[invoice]), dt.date.fromordinal(day))
