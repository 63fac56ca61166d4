"""Credit notes: returns, credited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from sheetflow.documents.gather.exemptions import exempt_orders, exemption
from sheetflow.documents.gather.parties import buyer_of, text_at
from sheetflow.documents.gather.priced import ZERO, code_label, descriptions, tax_shares
from sheetflow.documents.gather.source import Rows, Source, texts_at
from sheetflow.documents.model import CreditLine, CreditNote, InvoiceReference, TaxLine
from sheetflow.domain.book import Book
from sheetflow.domain.frame import PERCENT
from sheetflow.domain.numbers import BLANK, IntArray, Mask, share_of
from sheetflow.ledgers.lines import live_invoice_lines, tracked_rows
from sheetflow.ledgers.taxes import tax_invoices

Group = tuple[int, int, int]
"""A tax code's position (-1 for none) and its two rates, as invoices keep them."""


def credited_rows(book: Book) -> Mask:
    """The live returns that have a credit note."""
    returns = book.returns
    return np.asarray(
        returns.live & returns.has_credit_note & (returns.order_index >= 0)
    )


def credit_notes(source: Source, returns: IntArray) -> tuple[CreditNote, ...]:
    """The credit notes of these positions of Returns, one for each number and order, in the order of the rows."""
    frame = source.book.returns
    found: dict[tuple[str, int], list[int]] = {}
    for at in returns.tolist():
        found.setdefault(
            (frame.credit_note[at], int(frame.order_index[at])), []
        ).append(at)
    return tuple(
        _credit_note(source, number, order, rows)
        for (number, order), rows in found.items()
    )


def _credit_note(
    source: Source, number: str, order: int, positions: Sequence[int]
) -> CreditNote:
    book = source.book
    rows = Rows(book.returns, np.array(positions, dtype=np.int64))
    groups = [_group(book, line) for line in rows.link("line")]
    lines = _lines(book, rows, groups)
    buyer = buyer_of(source, order)
    exempt = exempt_orders(source, np.array([order], dtype=np.int64))[0]
    invoices = _invoices(book, order, rows.link("line"))
    return CreditNote(
        number=number,
        order=texts_at(book.orders.order, [order])[0],
        date=max(_dated(source, day) for day in rows.days("Return date")),
        invoices=tuple(InvoiceReference(*_reference(book, at)) for at in invoices),
        buyer=buyer,
        customer_po=text_at(book.orders, "Customer PO", order),
        lines=lines,
        taxes=_tax_lines(book, order, lines, groups),
        net=sum((line.net for line in lines), ZERO),
        tax=sum((line.tax for line in lines), ZERO),
        fee=sum((line.fee for line in lines), ZERO),
        total=sum((line.total for line in lines), ZERO),
        currency=text_at(book.invoices, "Currency", invoices[0])
        if invoices
        else source.house.currency,
        exemption=exemption(source, buyer, lines) if exempt else "",
    )


def _dated(source: Source, day: dt.date | None) -> dt.date:
    return day or source.house.as_of


def _lines(book: Book, rows: Rows, groups: Sequence[Group]) -> tuple[CreditLine, ...]:
    units = texts_at(book.products.unit, rows.link("sku"))
    columns = (
        rows.texts("Return"),
        rows.dates("Return date"),
        rows.texts("SKU"),
        _described(book, rows),
        units,
        rows.numbers("Credited quantity"),
        [code_label(book, code)[0] for code, _, _ in groups],
        [_rates(group) for group in groups],
        *(
            rows.numbers(header)
            for header in ("Credit net", "Credit tax", "Fee", "Credit total")
        ),
        rows.texts("Reason"),
        (~tracked_rows(book, rows.frame.link("sku")[rows.at])).tolist(),
    )
    return tuple(CreditLine(*values) for values in zip(*columns, strict=True))


def _described(book: Book, rows: Rows) -> list[str]:
    """What was sold is called on the credit note as on the order."""
    names = descriptions(book, rows)
    sold = texts_at(book.order_lines.description, rows.link("line"))
    return [own or name for own, name in zip(sold, names, strict=True)]


def _rates(group: Group) -> tuple[Decimal, ...]:
    both = [Decimal(rate) / PERCENT for rate in group[1:]]
    return tuple(both) if both[1] else (both[0],)


def _billed(book: Book, line: int) -> IntArray:
    """The live invoice lines that billed an order line."""
    frame = book.invoice_lines
    return np.flatnonzero(
        live_invoice_lines(book)
        & (frame.line_index == line)
        & (frame.invoice_index >= 0)
    )


def _group(book: Book, line: int) -> Group:
    """The tax code and rates at which an order line was billed first; no tax where it never was."""
    frame, at = book.invoice_lines, _billed(book, line)
    if line < 0 or not len(at):
        return -1, 0, 0
    first = at[0]
    return (
        int(frame.tax_index[first]),
        int(frame.tax_1_percent[first]),
        int(frame.tax_2_percent[first]),
    )


def _tax_lines(
    book: Book, order: int, lines: Sequence[CreditLine], groups: Sequence[Group]
) -> tuple[TaxLine, ...]:
    """Net and tax by code; two taxes are credited in the proportion in which they were invoiced."""
    found = []
    for group in dict.fromkeys(groups):
        mine = [
            line for line, other in zip(lines, groups, strict=True) if other == group
        ]
        net, tax = (
            sum((line.net for line in mine), ZERO),
            sum((line.tax for line in mine), ZERO),
        )
        first = _first_share(book, order, group, tax)
        shares = tax_shares(book, group[0], group[1:], (first, tax - first))
        found.append(TaxLine(*code_label(book, group[0]), net, tax, shares))
    return tuple(found)


def _first_share(book: Book, order: int, group: Group, tax: Decimal) -> Decimal:
    """What of a credited tax is the first of two."""
    if not group[2]:
        return tax
    taxed = tax_invoices(book)
    mine = (book.invoices.order_index[taxed.document] == order) & (
        taxed.code == group[0]
    )
    whole, first = sum(taxed.tax[mine].tolist()), sum(taxed.tax_1[mine].tolist())
    part = np.array([int(tax * 1_000_000)], dtype=object)
    share = share_of(
        part,
        np.array([first], dtype=object),
        np.array([whole], dtype=object),
        book.settings.minor_unit,
    )
    return Decimal(int(share[0])) / 1_000_000


def _invoices(book: Book, order: int, lines: Sequence[int]) -> list[int]:
    """The live invoices that billed these order lines, by date, then number."""
    invoices = book.invoices
    at = {
        int(book.invoice_lines.invoice_index[row])
        for line in set(lines)
        for row in _billed(book, line)
    }
    mine = [
        number
        for number in at
        if invoices.order_index[number] == order and invoices.live[number]
    ]
    return sorted(
        mine,
        key=lambda number: (
            int(invoices.invoice_date[number]),
            invoices.invoice[number],
        ),
    )


def _reference(book: Book, invoice: int) -> tuple[str, dt.date]:
    day = int(book.invoices.invoice_date[invoice])
    assert day != BLANK, "a live invoice has a date"
    return str(book.invoices.invoice[invoice]), dt.date.fromordinal(day)
