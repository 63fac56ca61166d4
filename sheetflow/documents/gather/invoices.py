"""Invoices, as issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from sheetflow.documents.gather.exemptions import exempt_orders, exemption
from sheetflow.documents.gather.parties import buyer_of, ship_to_of, text_at
from sheetflow.documents.gather.priced import (
    Terms,
    by_document,
    priced_lines,
    settle_difference,
    tax_lines,
)
from sheetflow.documents.gather.source import Rows, Source, decimals, texts_at
from sheetflow.documents.model import Invoice, Priced, PricedLine
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices, Orders
from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.ledgers.lines import live_invoice_lines, shipped_rows
from sheetflow.ledgers.receivables import invoice_statuses
from sheetflow.ledgers.taxes import invoice_terms, tax_invoices

Days = tuple[dt.date, dt.date]


def invoices(source: Source, chosen: IntArray) -> tuple[Invoice, ...]:
    """These positions of Invoices, which are live and have their amounts."""
    orders = source.book.invoices.order_index[chosen]
    money, supplied = invoice_money(source, chosen), supply_days(source.book)
    found = zip(
        chosen.tolist(),
        orders.tolist(),
        exempt_orders(source, orders),
        _facts(source, chosen),
        strict=True,
    )
    return tuple(
        _invoice(
            source, order, is_exempt, money[at], {**facts, "supplied": supplied.get(at)}
        )
        for at, order, is_exempt, facts in found
    )


def _invoice(
    source: Source, order: int, is_exempt: bool, money: Priced, facts: Mapping[str, Any]
) -> Invoice:
    buyer = buyer_of(source, order)
    return Invoice(
        **facts,
        order=texts_at(source.book.orders.order, [order])[0],
        buyer=buyer,
        ship_to=ship_to_of(source, order),
        customer_po=text_at(source.book.orders, "Customer PO", order)
        if order >= 0
        else "",
        money=money,
        exemption=exemption(source, buyer, money.lines) if is_exempt else "",
    )


def _facts(source: Source, chosen: IntArray) -> Iterator[dict[str, Any]]:
    """What each invoice itself says, and what has settled it."""
    book, settled = source.book, source.ledgers.allocations
    rows = Rows(book.invoices, chosen)
    dates = rows.dates("Invoice date")
    due = [last or day for last, day in zip(rows.days("Due date"), dates, strict=True)]
    columns = {
        "number": rows.texts("Invoice"),
        "date": dates,
        "due": due,
        "terms_days": [(last - day).days for last, day in zip(due, dates, strict=True)],
        "notes": rows.texts("Notes"),
        "credited": decimals(settled.credited[chosen]),
        "paid": decimals(settled.paid[chosen]),
        "balance": decimals(settled.balance[chosen]),
        "status": texts_at(invoice_statuses(book, settled), chosen.tolist()),
    }
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def invoice_money(source: Source, chosen: IntArray) -> Mapping[int, Priced]:
    """The money of invoices, as the sheet Invoices has it."""
    book, terms = source.book, invoice_terms(source.book)
    lines = invoice_lines(source, chosen)
    taxes = tax_lines(book, tax_invoices(book), terms.inclusive, chosen)
    rows = Rows(book.invoices, chosen)
    columns = zip(
        chosen.tolist(),
        rows.numbers("Subtotal"),
        rows.numbers("Freight"),
        texts_at(book.tax_codes.tax_code, rows.link("tax")),
        rows.numbers("Tax"),
        rows.numbers("Total"),
        [currency or source.house.currency for currency in rows.texts("Currency")],
        terms.inclusive[chosen].tolist(),
        _freight_rates(rows),
        strict=True,
    )
    return {
        at: Priced(
            lines.get(at, ()), subtotal, freight, code, settle_difference(taxes[at], tax, total - tax), tax, total,
            currency, inclusive, rates,
        )
        for at, subtotal, freight, code, tax, total, currency, inclusive, rates in columns
    }  # fmt: skip


def _freight_rates(rows: Rows) -> Iterator[tuple[Decimal, ...]]:
    """The rates of each invoice's freight in percent: one, or two where there is a second tax."""
    both = zip(
        rows.numbers("Freight tax 1 %"), rows.numbers("Freight tax 2 %"), strict=True
    )
    return ((first, second) if second else (first,) for first, second in both)


def invoice_lines(
    source: Source, chosen: IntArray
) -> Mapping[int, tuple[PricedLine, ...]]:
    """The live lines of invoices."""
    book, frame = source.book, source.book.invoice_lines
    invoice = frame.invoice_index
    at = np.flatnonzero(live_invoice_lines(book) & np.isin(invoice, chosen))
    terms = Terms(
        rate_1=frame.tax_1_percent[at],
        rate_2=frame.tax_2_percent[at],
        compound=frame.number("Compound")[at],
        inclusive=invoice_terms(book).inclusive[invoice[at]],
        order_discount=frame.order_discount_percent[at],
        quantity=frame.quantity[at],
        total=frame.line_total[at],
    )
    return by_document(invoice[at].tolist(), priced_lines(book, Rows(frame, at), terms))


def supply_days(book: Book) -> dict[int, Days]:
    """The first and the last day on which the goods of each invoice left, where that can be told.

    A line's goods are those that left up to the invoice's date, and after the last invoice before it that billed the
    same order line.
    """
    left = days_left(book)
    frame, dates = book.invoice_lines, book.invoices.number(Invoices.invoice_date)
    invoice, line = frame.invoice_index, frame.line_index
    at = np.flatnonzero(live_invoice_lines(book) & (invoice >= 0) & (line >= 0))
    found: dict[int, list[int]] = {}
    billed: dict[int, int] = {}
    for row in at[np.argsort(dates[invoice[at]], kind="stable")].tolist():
        document, goods = int(invoice[row]), int(line[row])
        day, since = int(dates[document]), billed.get(goods, 0)
        found.setdefault(document, []).extend(
            gone for gone in left.get(goods, ()) if since < gone <= day
        )
        billed[goods] = day
    spans = {
        document: (min(days), max(days)) for document, days in found.items() if days
    }
    return {
        document: (_date(first), _date(last))
        for document, (first, last) in spans.items()
    }


def days_left(book: Book) -> dict[int, list[int]]:
    """The days on which units of each order line left: shipped, or picked where no shipping is required."""
    found: dict[int, list[int]] = {}
    packing, shipments, picks = book.packing, book.shipments, book.picks
    shipment = shipped_rows(book)
    at = np.flatnonzero(packing.live & (shipment >= 0))
    gone = zip(
        packing.line_index[at].tolist(),
        shipments.ship_date[shipment[at]].tolist(),
        strict=True,
    )
    over = (
        book.orders.number(
            Orders.requires_shipping, int(book.settings.requires_shipping)
        )
        == 0
    )
    taken = np.flatnonzero(picks.live & (picks.picked > 0) & (picks.order_index >= 0))
    taken = taken[over[picks.order_index[taken]]]
    handed = zip(
        picks.line_index[taken].tolist(),
        picks.pick_date[taken].tolist(),
        strict=True,
    )
    for line, day in (*gone, *handed):
        if day != BLANK:
            found.setdefault(line, []).append(day)
    return found


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(ordinal)
