"""Billing: what is not billed yet goes on a new invoice.

Reads   order lines, packing, shipments, returns, invoice lines    what is to bill
Writes  invoices, invoice lines                                    one new invoice for each order
"""

from __future__ import annotations

import numpy as np

from sheetflow.defaults.invoices import fill_invoices
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    count_by,
    matches,
    total_by,
)
from sheetflow.domain.phrases import money
from sheetflow.domain.step import Outcome
from sheetflow.ledgers.lines import Lines, build_lines


def to_bill(lines: Lines, policy: str) -> AnyArray:
    """What is to bill of each order line; products without stock are billed
    in full on the first invoice (rules.md section 3).
    """
    basis = (
        lines.effective
        if policy == "Ordered"
        else np.where(lines.tracked, lines.shipped, lines.effective)
    )
    return np.where(
        lines.counts, np.maximum(basis - lines.uncredited - lines.invoiced, 0), 0
    )


def freight_to_bill(book: Book, lines: Lines, quantity: AnyArray) -> AnyArray:
    """The order's freight less what was invoiced of it,
    once goods are on the invoice or the order has no tracked line.
    """
    size = len(book.orders)
    goods = count_by(lines.order, size, lines.tracked & (quantity > 0)) > 0
    untracked = count_by(lines.order, size, lines.goods) == 0
    return np.where(goods | untracked, freight_left(book), 0)


def freight_left(book: Book) -> AnyArray:
    """The freight of each order that no live invoice bears yet."""
    invoices = book.invoices
    billed = total_by(
        invoices.order_index,
        np.where(invoices.live, invoices.freight, 0),
        len(book.orders),
    )
    return np.asarray(np.maximum(book.orders.freight - billed, 0))


def bill(book: Book, orders: IntArray, policy: str) -> Outcome:
    """Write one invoice for each order that has something to bill, in the order of service."""
    lines, size = build_lines(book), len(book.orders)
    quantity = np.where(matches(lines.order, orders, size), to_bill(lines, policy), 0)
    freight = freight_to_bill(book, lines, quantity)
    has_lines = count_by(lines.order, size, quantity > 0) > 0
    billed = orders[has_lines[orders]]
    if not len(billed):
        return Outcome(book, billed)
    book, invoice_of = _new_invoices(book, billed, freight)
    book = _new_lines(book, lines, quantity, invoice_of)
    return Outcome(fill_invoices(book), billed)


def _new_invoices(
    book: Book, orders: IntArray, freight: AnyArray
) -> tuple[Book, IntArray]:
    """One invoice for each order; returns the position of each order's new invoice."""
    invoices, frame = book.invoices, book.orders
    values = {
        "Invoice date": book.as_of,
        "Freight": freight[orders],
        "Freight tax code": frame.freight_tax_code[orders],
    }
    links = {"order": orders, "tax": frame.tax_index[orders]}
    invoice_of = np.full(len(frame), -1, dtype=np.int64)
    invoice_of[orders] = len(invoices) + np.arange(len(orders))
    return book.put(invoices.extended(len(orders), values, links)), invoice_of


def _new_lines(
    book: Book, lines: Lines, quantity: AnyArray, invoice_of: IntArray
) -> Book:
    """The lines of the new invoices: prices, discounts and tax codes are copied from the order line."""
    frame = book.order_lines
    at = np.flatnonzero(quantity > 0)
    at = at[np.argsort(invoice_of[lines.order[at]], kind="stable")]
    values = {
        header: frame[header][at]
        for header in ("Line", "SKU", "Description", "Discount %", "Tax code")
    }
    values["Quantity"], values["Unit price"] = (
        quantity[at],
        frame.unit_price[at],
    )
    order = lines.order[at]
    links = {
        "invoice": invoice_of[order],
        "order": order,
        "line": at,
        "sku": lines.sku[at],
        "tax": frame.tax_index[at],
    }
    return book.put(book.invoice_lines.extended(len(at), values, links))


def nothing_to_bill(book: Book, order: int) -> str:
    """Why there is nothing to invoice."""
    left = int(freight_left(book)[order])
    lines = build_lines(book)
    unbilled: Mask = (
        (lines.order == order)
        & lines.counts
        & (lines.invoiced + lines.uncredited < lines.effective)
    )
    if unbilled.any():
        return "nothing to invoice: nothing more has shipped"
    if left:
        amount = money(left, book.settings.minor_unit)
        return f"nothing to invoice: all goods are billed; type an invoice for the freight of {amount} that is left"
    return "nothing to invoice: all is billed"
