"""Invoices, as issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np

from sheetflow.documents.gather.as_issued import Issued
from sheetflow.documents.gather.exemptions import exemptions
from sheetflow.documents.gather.parties import (
    buyer_reference_of,
    invoiced_party,
    invoiced_ship_to,
)
from sheetflow.documents.gather.priced import (
    Terms,
    by_document,
    given_rates,
    priced_lines,
    tax_lines,
    with_difference,
)
from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    Source,
    decimals,
    records,
    texts_at,
)
from sheetflow.documents.model import Invoice, Priced, PricedLine, TaxLine
from sheetflow.domain.book import Book
from sheetflow.domain.frames import InvoiceLines, Invoices, Orders
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.ledgers.invoice_taxes import invoice_terms, tax_invoices
from sheetflow.ledgers.lines import live_invoice_lines, shipped_rows
from sheetflow.ledgers.receivables import invoice_statuses

Days = tuple[dt.date, dt.date]


def invoices(source: Source, chosen: IntArray) -> tuple[Invoice, ...]:
    """These positions of Invoices, which are live and have their amounts."""
    book = source.book
    positions = chosen.tolist()
    orders = book.invoices.order_index[chosen].tolist()
    references = [buyer_reference_of(source, order) for order in orders]
    money = invoice_money(source, chosen)
    amounts = [money[at] for at in positions]
    buyers = [invoiced_party(source, at) for at in positions]
    supplied = supply_days(book)
    columns: Columns = {
        **_own_columns(source, chosen),
        **_balances(source, chosen),
        "supplied": [supplied.get(at) for at in positions],
        "order": texts_at(book.orders.order, orders),
        "buyer": buyers,
        "ship_to": [invoiced_ship_to(source, at) for at in positions],
        "customer_po": texts_at(book.orders.customer_po, orders),
        "buyer_reference": references,
        "money": amounts,
        "exemption": exemptions(
            source, book.invoices.order_index[chosen], buyers, amounts
        ),
    }
    issued = Issued(source)
    unnamed = _unnamed_lines(book, chosen)
    return tuple(
        issued.invoice(Invoice(**cells), unnamed.get(at, frozenset()))
        for at, cells in zip(positions, records(columns), strict=True)
    )


def _unnamed_lines(book: Book, chosen: IntArray) -> dict[int, frozenset[str]]:
    """The lines of these invoices that have no Description of their own, by their numbers."""
    frame = book.invoice_lines
    is_unnamed = ~frame.has_description & np.isin(frame.invoice_index, chosen)
    rows = Rows(frame, np.flatnonzero(is_unnamed & live_invoice_lines(book)))
    lines = zip(rows.link("invoice"), rows.texts("Line"), strict=True)
    return {invoice: frozenset(mine) for invoice, mine in grouped(lines).items()}


def _own_columns(source: Source, chosen: IntArray) -> Columns:
    """What each invoice itself says."""
    rows = Rows(source.book.invoices, chosen)
    dates = rows.dates("Invoice date")
    due = _due_dates(rows, dates)
    return {
        "number": rows.texts("Invoice"),
        "date": dates,
        "due": due,
        "terms_days": _days_between(dates, due),
        "notes": rows.texts("Notes"),
    }


def _due_dates(rows: Rows, dates: Sequence[dt.date]) -> list[dt.date]:
    """The due date of each invoice; where it is blank, the invoice's date."""
    days = rows.days("Due date")
    return [due or date for due, date in zip(days, dates, strict=True)]


def _days_between(first: Sequence[dt.date], last: Sequence[dt.date]) -> list[int]:
    both = zip(first, last, strict=True)
    return [(end - start).days for start, end in both]


def _balances(source: Source, chosen: IntArray) -> Columns:
    """What was paid of each invoice, and its status."""
    allocations = source.ledgers.allocations
    statuses = invoice_statuses(source.book, allocations)
    return {
        "credited": decimals(allocations.credited[chosen]),
        "paid": decimals(allocations.paid[chosen]),
        "balance": decimals(allocations.balance[chosen]),
        "status": texts_at(statuses, chosen.tolist()),
    }


def invoice_money(source: Source, chosen: IntArray) -> Mapping[int, Priced]:
    """The money of invoices, as the sheet Invoices has it."""
    book = source.book
    terms = invoice_terms(book)
    rows = Rows(book.invoices, chosen)
    lines = invoice_lines(source, chosen)
    usual = source.seller.currency
    columns: Columns = {
        "lines": [lines.get(at, ()) for at in chosen.tolist()],
        "subtotal": rows.numbers("Subtotal"),
        "freight": rows.numbers("Freight"),
        "freight_tax_code": texts_at(book.tax_codes.tax_code, rows.link("tax")),
        "taxes": _tax_lines(book, rows),
        "tax": rows.numbers("Tax"),
        "total": rows.numbers("Total"),
        "currency": [currency or usual for currency in rows.texts("Currency")],
        "prices_include_tax": terms.inclusive[chosen].tolist(),
        "freight_rates": _freight_rates(rows),
    }
    priced = [Priced(**cells) for cells in records(columns)]
    return dict(zip(chosen.tolist(), priced, strict=True))


def _tax_lines(book: Book, rows: Rows) -> list[tuple[TaxLine, ...]]:
    """The tax of invoices by tax code, and what they were issued with beyond it."""
    inclusive = invoice_terms(book).inclusive
    found = tax_lines(book, tax_invoices(book), inclusive, rows.at)
    taxes = rows.numbers("Tax")
    totals = rows.numbers("Total")
    return [
        with_difference(found[at], tax, total - tax)
        for at, tax, total in zip(rows.at.tolist(), taxes, totals, strict=True)
    ]


def _freight_rates(rows: Rows) -> list[tuple[Decimal, ...]]:
    """The rates of each invoice's freight in percent."""
    first = rows.numbers("Freight tax 1 %")
    second = rows.numbers("Freight tax 2 %")
    return list(map(given_rates, first, second))


def invoice_lines(
    source: Source, chosen: IntArray
) -> Mapping[int, tuple[PricedLine, ...]]:
    """The live lines of invoices."""
    book = source.book
    frame = book.invoice_lines
    invoice = frame.invoice_index
    at = np.flatnonzero(live_invoice_lines(book) & np.isin(invoice, chosen))
    terms = Terms(
        rate_1=frame.tax_1_percent[at],
        rate_2=frame.tax_2_percent[at],
        compound=frame.number(InvoiceLines.compound)[at],
        inclusive=invoice_terms(book).inclusive[invoice[at]],
        order_discount=frame.order_discount_percent[at],
        quantity=frame.quantity[at],
        total=frame.line_total[at],
    )
    return by_document(invoice[at].tolist(), priced_lines(book, Rows(frame, at), terms))


def supply_days(book: Book) -> dict[int, Days]:
    """The first and the last day on which the goods of each invoice left, where that is known.

    A line's goods are those that left up to the invoice's date, and after the last
    invoice before it of the same order line.
    """
    left = days_left(book)
    dates = book.invoices.number(Invoices.invoice_date)
    found: dict[int, list[int]] = {}
    last_invoiced: dict[int, int] = {}
    for invoice, line in _invoiced_lines_by_date(book, dates):
        day = int(dates[invoice])
        since = last_invoiced.get(line, 0)
        gone = [each for each in left.get(line, ()) if since < each <= day]
        found.setdefault(invoice, []).extend(gone)
        last_invoiced[line] = day
    return {
        invoice: (_date(min(days)), _date(max(days)))
        for invoice, days in found.items()
        if days
    }


def _invoiced_lines_by_date(book: Book, dates: IntArray) -> Iterator[tuple[int, int]]:
    """Invoice and order line of every invoice line, by invoice date."""
    frame = book.invoice_lines
    is_known = (frame.invoice_index >= 0) & (frame.line_index >= 0)
    at = np.flatnonzero(live_invoice_lines(book) & is_known)
    at = at[np.argsort(dates[frame.invoice_index[at]], kind="stable")]
    return zip(
        frame.invoice_index[at].tolist(), frame.line_index[at].tolist(), strict=True
    )


def days_left(book: Book) -> dict[int, list[int]]:
    """The days on which units of each order line left: shipped, or picked where no shipping is required."""
    left = (*_shipped(book), *_handed_over(book))
    return grouped((line, day) for line, day in left if day != BLANK)


def _shipped(book: Book) -> Iterator[tuple[int, int]]:
    """Order line and ship date of what left in containers."""
    packing = book.packing
    shipment = shipped_rows(book)
    at = np.flatnonzero(packing.live & (shipment >= 0))
    days = book.shipments.ship_date[shipment[at]]
    return zip(packing.line_index[at].tolist(), days.tolist(), strict=True)


def _handed_over(book: Book) -> Iterator[tuple[int, int]]:
    """Order line and pick date of what was picked for orders that need no shipping."""
    picks = book.picks
    usual = int(book.settings.requires_shipping)
    needs_shipping = book.orders.number(Orders.requires_shipping, usual)
    is_picked = (picks.picked > 0) & (picks.order_index >= 0)
    at = np.flatnonzero(picks.live & is_picked)
    at = at[needs_shipping[picks.order_index[at]] == 0]
    return zip(picks.line_index[at].tolist(), picks.pick_date[at].tolist(), strict=True)


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(ordinal)
