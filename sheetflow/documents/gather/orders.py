"""Quotes, order confirmations and proforma invoices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from sheetflow.defaults.deposits import deposit_days
from sheetflow.defaults.invoices import terms_days
from sheetflow.documents.gather.as_issued import Issued
from sheetflow.documents.gather.exemptions import exemptions
from sheetflow.documents.gather.parties import buyer_of, ship_to_of
from sheetflow.documents.gather.priced import (
    Terms,
    by_document,
    priced_lines,
    tax_lines,
)
from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    Source,
    decimals,
    records,
    texts_at,
)
from sheetflow.documents.model import (
    Deposit,
    OrderConfirmation,
    Priced,
    PricedLine,
    Proforma,
    Quote,
    TaxLine,
)
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, take
from sheetflow.ledgers.deposits import requested_deposits
from sheetflow.ledgers.orders import days_of_orders, tax_orders
from sheetflow.ledgers.tax_rates import code_rates


def quotes(source: Source, orders: IntArray) -> tuple[Quote, ...]:
    """A quote for each of these positions of Orders."""
    rows = Rows(source.book.orders, orders)
    columns: Columns = {
        **_shared_columns(source, orders),
        "expiry": rows.days("Quote expiry"),
    }
    return tuple(Quote(**cells) for cells in records(columns))


def confirmations(source: Source, orders: IntArray) -> tuple[OrderConfirmation, ...]:
    """A confirmation for each of these positions of Orders."""
    rows = Rows(source.book.orders, orders)
    columns: Columns = {
        **_shared_columns(source, orders),
        "quote": rows.texts("Quote"),
        "ship_by": rows.days("Ship by"),
    }
    issued = Issued(source)
    unnamed = _unnamed_lines(source.book, orders)
    return tuple(
        issued.confirmation(OrderConfirmation(**cells), unnamed.get(at, frozenset()))
        for at, cells in zip(orders.tolist(), records(columns), strict=True)
    )


def proforma_invoices(source: Source, orders: IntArray) -> tuple[Proforma, ...]:
    """A proforma invoice for each of these positions of Orders."""
    columns = _shared_columns(source, orders)
    return tuple(Proforma(**cells) for cells in records(columns))


def _unnamed_lines(book: Book, orders: IntArray) -> dict[int, frozenset[str]]:
    """The lines of these orders that have no Description of their own, by their numbers."""
    lines = book.order_lines
    is_unnamed = ~lines.has_description & np.isin(lines.order_index, orders)
    at = np.flatnonzero(is_unnamed)
    found: dict[int, set[str]] = {}
    numbers = Rows(lines, at).texts("Line")
    for order, number in zip(lines.order_index[at].tolist(), numbers, strict=True):
        found.setdefault(order, set()).add(number)
    return {order: frozenset(names) for order, names in found.items()}


def _shared_columns(source: Source, orders: IntArray) -> Columns:
    """What quotes, confirmations and proforma invoices all say."""
    rows = Rows(source.book.orders, orders)
    money = order_money(source, orders)
    positions = orders.tolist()
    buyers = [buyer_of(source, at) for at in positions]
    amounts = [money[at] for at in positions]
    return {
        "number": rows.texts("Order"),
        "order": rows.texts("Order"),
        "date": rows.dates("Order date"),
        "buyer": buyers,
        "ship_to": [ship_to_of(source, at) for at in positions],
        "customer_po": rows.texts("Customer PO"),
        "terms_days": terms_days(source.book, orders).tolist(),
        "money": amounts,
        "exemption": exemptions(source, orders, buyers, amounts),
        "deposit": _deposits(source, orders),
    }


def _deposits(source: Source, orders: IntArray) -> list[Deposit | None]:
    """What each order asks the customer to pay in advance; None where it asks for nothing."""
    money = source.ledgers.money
    requested = requested_deposits(source.book, money.total)[orders]
    missing = np.maximum(requested - money.paid[orders], 0)
    amounts = decimals(requested)
    days = deposit_days(source.book, orders).tolist()
    found = zip(amounts, days, decimals(missing), strict=True)
    return [
        Deposit(amount, date.fromordinal(day), left) if amount else None
        for amount, day, left in found
    ]


def order_money(source: Source, orders: IntArray) -> Mapping[int, Priced]:
    """The money of orders, as the derived columns of Orders and Order lines have it."""
    book = source.book
    money = source.ledgers.money
    rows = Rows(book.orders, orders)
    lines = _order_lines(source, orders)
    taxes = _tax_lines(source, orders)
    columns: Columns = {
        "lines": [lines.get(at, ()) for at in orders.tolist()],
        "subtotal": decimals(money.subtotal[orders]),
        "freight": rows.numbers("Freight"),
        "freight_tax_code": texts_at(book.tax_codes.tax_code, rows.link("tax")),
        "taxes": [taxes[at] for at in orders.tolist()],
        "tax": decimals(money.tax[orders]),
        "total": decimals(money.total[orders]),
    }
    settings = book.settings
    includes_tax = settings.prices_include_tax
    priced = [
        Priced(**cells, currency=settings.currency, prices_include_tax=includes_tax)
        for cells in records(columns)
    ]
    return dict(zip(orders.tolist(), priced, strict=True))


def _tax_lines(source: Source, orders: IntArray) -> Mapping[int, tuple[TaxLine, ...]]:
    """The tax of orders by tax code."""
    book = source.book
    ledgers = source.ledgers
    taxed = tax_orders(book, ledgers.lines, ledgers.money.line_total)
    inclusive = np.full(len(book.orders), book.settings.prices_include_tax)
    return tax_lines(book, taxed, inclusive, orders)


def _order_lines(
    source: Source, orders: IntArray
) -> Mapping[int, tuple[PricedLine, ...]]:
    """The lines with anything still expected."""
    book = source.book
    lines = source.ledgers.lines
    is_expected = lines.counts & (lines.effective > 0)
    at = np.flatnonzero(is_expected & np.isin(lines.order, orders))
    rows = Rows(book.order_lines, at)
    days = days_of_orders(book, lines.order[at])
    code = rows.frame.link("tax")[at]
    first, second, compound = code_rates(book, code, days)
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
