"""Margins: what order lines brought in less what their goods cost.

The margin of a line is its net sales, what was invoiced less what was credited, both without
tax, less the cost of the goods that the customer has: shipped less returned, at what they
were picked for. Freight, restocking fees and discarded goods belong to no line. So the
margins of all lines add up to sales less cost of sales of the books.

All amounts are in millionths (docs/reference/rules.md, section 5).
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, AnyArray, next_share, running_by, total_by
from sheetflow.ledgers.costs import Costs
from sheetflow.ledgers.invoice_taxes import invoice_items, invoice_terms, tax_invoices
from sheetflow.ledgers.lines import build_lines, live_invoice_lines
from sheetflow.ledgers.movement_types import outside
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.taxes import tax_groups


def build_margins(book: Book, costs: Costs) -> AnyArray:
    """The margin of each order line.

    BLANK where the goods' cost is not known, and where the line does not count.
    """
    lines = build_lines(book)
    known = take_mask(costs.known, lines.sku) | ~lines.tracked
    margin = net_sales(book) - costs_of_sales(book, costs)
    return np.where(lines.counts & known, margin, BLANK)


def net_sales(book: Book) -> AnyArray:
    """What was invoiced of each order line less what was credited, without tax."""
    returns = book.returns
    size = len(book.order_lines)
    invoiced = total_by(book.invoice_lines.line_index, net_lines(book), size)
    credit = np.where(returns.live, returns.credit_net, 0)
    return np.asarray(invoiced - total_by(returns.line_index, credit, size))


def net_lines(book: Book) -> AnyArray:
    """Each invoice line without tax; 0 for those that do not count."""
    lines = book.invoice_lines
    items = invoice_items(book)
    inclusive = invoice_terms(book).inclusive[items.document]
    net = items.amount - np.where(inclusive, _included_tax(book), 0)
    rows = np.flatnonzero(live_invoice_lines(book) & (lines.invoice_index >= 0))
    found = np.zeros(len(lines), dtype=net.dtype)
    found[rows] = net[: len(rows)]
    return found


def _included_tax(book: Book) -> AnyArray:
    """The tax of each taxable item of invoices, as if their prices included it.

    The tax of a group that is rounded as one is shared out over its items, so that they add
    up to it.
    """
    items = invoice_items(book)
    terms = invoice_terms(book)
    taxes = tax_invoices(book)
    _, group = tax_groups(items, terms)
    before = running_by(group, items.amount)
    minor_unit = terms.minor_unit[items.document]
    return next_share(
        taxes.tax[group], before, items.amount, taxes.base[group], minor_unit
    )


def costs_of_sales(book: Book, costs: Costs) -> AnyArray:
    """The cost of the goods of each order line that the customer has."""
    movements = build_movements(book)
    customer = outside(book, "(customer)")
    size = len(book.order_lines)
    sent = np.where(movements.target == customer, movements.line, -1)
    back = np.where(movements.origin == customer, movements.line, -1)
    cost_sent = total_by(sent, costs.movements, size)
    return np.asarray(cost_sent - total_by(back, costs.movements, size))
