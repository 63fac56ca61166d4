"""Margins: what order lines brought in less what their goods cost.

The margin of a line is its net sales, what was invoiced less what was credited, both without tax, less the cost of
the goods that the customer has: shipped less returned, at what they were picked for. Freight, restocking fees
and goods thrown away are no line's. So the margins of all lines add up to sales less cost of sales of the books.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, AnyArray, running_by, share_of, total_by
from sheetflow.ledgers.costs import Costs
from sheetflow.ledgers.lines import build_lines, live_invoice_lines
from sheetflow.ledgers.movements import build_movements, outside
from sheetflow.ledgers.taxes import (
    invoice_items,
    invoice_terms,
    tax_groups,
    tax_invoices,
)


def net_lines(book: Book) -> AnyArray:
    """Each invoice line without tax: 0 for those that do not count.

    Where prices hold the tax, that of a group that is rounded as one is shared out over its lines so that they add up.
    """
    lines, items, terms = (
        book.invoice_lines,
        invoice_items(book),
        invoice_terms(book),
    )
    at = np.flatnonzero(live_invoice_lines(book) & (lines.invoice_index >= 0))
    _, groups = tax_groups(items, terms)
    taxed, before = tax_invoices(book), running_by(groups, items.amount)
    tax, base = taxed.tax[groups], taxed.base[groups]
    step = terms.step[items.document]
    inside = share_of(tax, before + items.amount, base, step) - share_of(
        tax, before, base, step
    )
    net = items.amount - np.where(terms.inclusive[items.document], inside, 0)
    found = np.zeros(len(lines), dtype=net.dtype)
    found[at] = net[: len(at)]
    return found


def net_sales(book: Book) -> AnyArray:
    """Of each order line, what was invoiced less what was credited, without tax."""
    returns, size = book.returns, len(book.order_lines)
    billed = total_by(book.invoice_lines.line_index, net_lines(book), size)
    credited = np.where(returns.live, returns.credit_net, 0)
    return np.asarray(billed - total_by(returns.line_index, credited, size))


def costs_of_sales(book: Book, costs: Costs) -> AnyArray:
    """Of each order line, the cost of the goods that the customer has."""
    moves, size, customer = (
        build_movements(book),
        len(book.order_lines),
        outside(book, "(customer)"),
    )
    sent, back = (
        np.where(place == customer, moves.line, -1)
        for place in (moves.target, moves.origin)
    )
    return np.asarray(
        total_by(sent, costs.movements, size) - total_by(back, costs.movements, size)
    )


def build_margins(book: Book, costs: Costs) -> AnyArray:
    """The margin of each order line; blank where the goods' cost is not known, and where the line does not count."""
    lines = build_lines(book)
    known = np.append(costs.known, False)[lines.sku] | ~lines.tracked
    margin = net_sales(book) - costs_of_sales(book, costs)
    return np.where(lines.counts & known, margin, BLANK)
