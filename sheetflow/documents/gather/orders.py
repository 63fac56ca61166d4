"""Quotes and order confirmations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sheetflow.defaults.invoices import terms_days
from sheetflow.documents.gather.exemptions import exempt_orders, exemption
from sheetflow.documents.gather.parties import buyer_of, ship_to_of
from sheetflow.documents.gather.priced import (
    Terms,
    by_document,
    priced_lines,
    tax_lines,
)
from sheetflow.documents.gather.source import Rows, Source, decimals, texts_at
from sheetflow.documents.model import (
    OrderConfirmation,
    Party,
    Priced,
    PricedLine,
    Quote,
)
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, take
from sheetflow.ledgers.orders import tax_orders
from sheetflow.ledgers.taxes import code_rates


def quotes(source: Source, orders: IntArray) -> tuple[Quote, ...]:
    """A quote for each of these positions of Orders."""
    rows = Rows(source.book.orders, orders)
    columns = (
        rows.texts("Order"),
        rows.dates("Order date"),
        rows.days("Quote expiry"),
        rows.texts("Customer PO"),
    )
    return tuple(
        Quote(
            number,
            number,
            day,
            expiry,
            buyer,
            ship_to_of(source, at),
            customer_po,
            days,
            money,
            note,
        )
        for (number, day, expiry, customer_po), (at, buyer, days, money, note) in zip(
            zip(*columns, strict=True), _terms(source, orders), strict=True
        )
    )


def confirmations(source: Source, orders: IntArray) -> tuple[OrderConfirmation, ...]:
    """A confirmation for each of these positions of Orders."""
    rows = Rows(source.book.orders, orders)
    numbers, quoted, po = (
        rows.texts("Order"),
        rows.texts("Quote"),
        rows.texts("Customer PO"),
    )
    columns = zip(
        numbers, quoted, rows.dates("Order date"), rows.days("Ship by"), po, strict=True
    )
    return tuple(
        OrderConfirmation(
            number,
            number,
            quote,
            day,
            ship_by,
            buyer,
            ship_to_of(source, at),
            mine,
            days,
            money,
            note,
        )
        for (number, quote, day, ship_by, mine), (at, buyer, days, money, note) in zip(
            columns, _terms(source, orders), strict=True
        )
    )


def _terms(
    source: Source, orders: IntArray
) -> Iterator[tuple[int, Party, int, Priced, str]]:
    """Of each order: position, buyer, days to pay, money, and why no tax is charged."""
    money = order_money(source, orders)
    days = terms_days(source.book, orders).tolist()
    for at, due, exempt in zip(
        orders.tolist(), days, exempt_orders(source, orders), strict=True
    ):
        buyer = buyer_of(source, at)
        yield (
            at,
            buyer,
            due,
            money[at],
            exemption(source, buyer, money[at].lines) if exempt else "",
        )


def order_money(source: Source, orders: IntArray) -> Mapping[int, Priced]:
    """The money of orders, as the derived columns of Orders and Order lines have it."""
    book, ledgers, settings = source.book, source.ledgers, source.book.settings
    lines = _order_lines(source, orders)
    taxed = tax_orders(book, ledgers.lines, ledgers.money.line_total)
    inclusive = np.full(len(book.orders), settings.prices_include_tax)
    taxes = tax_lines(book, taxed, inclusive, orders)
    rows, sums = Rows(book.orders, orders), ledgers.money
    columns = zip(
        orders.tolist(),
        decimals(sums.subtotal[orders]),
        rows.numbers("Freight"),
        texts_at(book.tax_codes.tax_code, rows.link("tax")),
        decimals(sums.tax[orders]),
        decimals(sums.total[orders]),
        strict=True,
    )
    return {
        at: Priced(
            lines.get(at, ()), subtotal, freight, code, taxes[at], tax, total,
            settings.currency, settings.prices_include_tax,
        )
        for at, subtotal, freight, code, tax, total in columns
    }  # fmt: skip


def _order_lines(
    source: Source, orders: IntArray
) -> Mapping[int, tuple[PricedLine, ...]]:
    """The lines of which anything is still expected."""
    book, lines = source.book, source.ledgers.lines
    at = np.flatnonzero(
        lines.counts & (lines.effective > 0) & np.isin(lines.order, orders)
    )
    rows = Rows(book.order_lines, at)
    first, second, compound = code_rates(book, rows.frame.link("tax")[at])
    terms = Terms(
        rate_1=first,
        rate_2=second,
        compound=compound,
        inclusive=np.full(len(at), book.settings.prices_include_tax),
        order_discount=take(book.orders.discount_percent, lines.order[at]),
        quantity=lines.effective[at],
        total=source.ledgers.money.line_total[at],
    )
    return by_document(lines.order[at].tolist(), priced_lines(book, rows, terms))


def confirmed(before: Book, after: Book) -> IntArray:
    """The orders that were quotes before the run."""
    old, new = before.orders.state, after["Orders"]["State"]
    return np.flatnonzero((old == "Quote") & (new[: len(old)] == "Order"))
