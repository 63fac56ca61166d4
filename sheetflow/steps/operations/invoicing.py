"""Invoicing: what is not invoiced yet goes on a new invoice.

Reads   order lines, packing, shipments, returns, invoice lines    what is left to invoice
Writes  invoices, invoice lines                                    one new invoice per order
"""

from __future__ import annotations

import numpy as np

from sheetflow.defaults.invoices import fill_invoices
from sheetflow.domain.arrays import no_links, sorted_by
from sheetflow.domain.book import Book
from sheetflow.domain.frames import OrderLines
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    any_by,
    matches,
)
from sheetflow.domain.phrases import money
from sheetflow.domain.step import Outcome
from sheetflow.ledgers.facts import live_by_order
from sheetflow.ledgers.lines import Lines, build_lines


def write_invoices(book: Book, orders: IntArray, policy: str) -> Outcome:
    """Write one invoice for each order that has something to invoice, in the order of service."""
    lines = build_lines(book)
    size = len(book.orders)
    chosen = matches(lines.order, orders, size)
    quantity = np.where(chosen, quantity_to_invoice(lines, policy), 0)
    has_lines = any_by(lines.order, size, quantity > 0)
    invoiced = orders[has_lines[orders]]
    if not len(invoiced):
        return Outcome(book, invoiced)
    freight = freight_to_invoice(book, lines, quantity)
    book, invoice_of = _add_invoices(book, invoiced, freight)
    book = _add_lines(book, lines, quantity, invoice_of)
    return Outcome(fill_invoices(book), invoiced)


def quantity_to_invoice(lines: Lines, policy: str) -> AnyArray:
    """What is left to invoice of each order line (millionths).

    Products without stock are invoiced in full on the first invoice (rules.md section 3).
    """
    shipped = np.where(lines.tracked, lines.shipped, lines.effective)
    basis = lines.effective if policy == "Ordered" else shipped
    left = np.maximum(basis - lines.uncredited - lines.invoiced, 0)
    return np.where(lines.counts, left, 0)


def freight_to_invoice(book: Book, lines: Lines, quantity: AnyArray) -> AnyArray:
    """The freight that the next invoice of each order charges.

    It is what is left of the order's freight, once goods are on the invoice or the order
    has no tracked line.
    """
    size = len(book.orders)
    has_goods = any_by(lines.order, size, lines.tracked & (quantity > 0))
    is_untracked = ~any_by(lines.order, size, lines.goods)
    return np.where(has_goods | is_untracked, freight_left(book), 0)


def freight_left(book: Book) -> AnyArray:
    """The freight of each order that no live invoice charges yet."""
    charged = live_by_order(book, book.invoices, book.invoices.freight)
    return np.asarray(np.maximum(book.orders.freight - charged, 0))


def _add_invoices(
    book: Book, orders: IntArray, freight: AnyArray
) -> tuple[Book, IntArray]:
    """Add one invoice for each order.

    Returns the book, and the position of each order's new invoice, -1 for none.
    """
    invoices = book.invoices
    frame = book.orders
    values = {
        "Invoice date": book.as_of,
        "Freight": freight[orders],
        "Freight tax code": frame.freight_tax_code[orders],
    }
    links = {"order": orders, "tax": frame.tax_index[orders]}
    invoice_of = no_links(len(frame))
    invoice_of[orders] = len(invoices) + np.arange(len(orders))
    return book.put(invoices.extended(len(orders), values, links)), invoice_of


def _add_lines(
    book: Book, lines: Lines, quantity: AnyArray, invoice_of: IntArray
) -> Book:
    """Add the lines of the new invoices.

    Prices, discounts and tax codes are copied from the order line.
    """
    rows = np.flatnonzero(quantity > 0)
    rows = sorted_by(rows, invoice_of[lines.order])
    frame = book.order_lines
    values = {
        "Line": frame.line[rows],
        "SKU": frame.sku[rows],
        "Description": frame.description[rows],
        "Quantity": quantity[rows],
        "Unit price": frame.unit_price[rows],
        "Discount %": frame[OrderLines.discount_percent][rows],
        "Tax code": frame.tax_code[rows],
    }
    order = lines.order[rows]
    links = {
        "invoice": invoice_of[order],
        "order": order,
        "line": rows,
        "sku": lines.sku[rows],
        "tax": frame.tax_index[rows],
    }
    return book.put(book.invoice_lines.extended(len(rows), values, links))


def nothing_to_invoice(book: Book, order: int) -> str:
    """Why there is nothing to invoice."""
    if _is_partly_invoiced(book, order):
        return message("nothing to invoice: nothing more has shipped")
    left = int(freight_left(book)[order])
    if left:
        amount = money(left, book.settings.minor_unit)
        return message(
            "nothing to invoice: all goods are invoiced; "
            "to charge the remaining freight of {amount}, type an invoice for it",
            amount=amount,
        )
    return message("nothing to invoice: everything is invoiced")


def _is_partly_invoiced(book: Book, order: int) -> bool:
    """Whether an order has lines that are not invoiced in full."""
    lines = build_lines(book)
    below: Mask = lines.invoiced + lines.uncredited < lines.effective
    return bool((below & lines.counts & (lines.order == order)).any())
