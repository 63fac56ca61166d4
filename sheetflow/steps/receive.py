"""Receive: everything that is outstanding of a purchase order arrives.

Reads   purchase orders, purchase lines, receipts    what is outstanding
Writes  receipts                                     one new row for every line with something outstanding
"""

from __future__ import annotations

import numpy as np

from sheetflow.defaults.purchases import net_unit_costs, receiving_location
from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import (
    BLANK,
    AnyArray,
    IntArray,
    matches,
    take_text,
    values_of,
)
from sheetflow.domain.step import Outcome, Step, refuse_where
from sheetflow.ledgers.lines import tracked_rows
from sheetflow.ledgers.purchases import build_purchases


def receive(book: Book, orders: IntArray) -> Outcome:
    """Put what is outstanding of each purchase order into its Location, else the product's, else Settings'."""
    ledger = build_purchases(book)
    chosen = matches(ledger.purchase_order, orders, len(book.purchase_orders))
    lines = np.flatnonzero(ledger.counts & chosen & (ledger.outstanding > 0))
    order = ledger.purchase_order[lines]
    location = receiving_location(book, book, order, ledger.sku[lines])
    has_place = (location >= 0) | ~tracked_rows(book, ledger.sku[lines])
    lines = lines[has_place]
    order = order[has_place]
    location = location[has_place]
    frame = book.purchase_lines
    costs = np.where(frame.has_unit_cost, net_unit_costs(frame), BLANK)
    values = {
        "Purchase order": frame.purchase_order[lines],
        "SKU": frame.sku[lines],
        "Location": take_text(book.warehouse.codes, location),
        "Quantity": ledger.outstanding[lines],
        "Receipt date": book.as_of,
        "Unit cost": costs[lines],
    }
    links = {
        "purchase_order": order,
        "purchase_line": lines,
        "sku": ledger.sku[lines],
        "location": location,
    }
    receipts = book.receipts.extended(len(lines), values, links)
    return Outcome(book.put(receipts), values_of(order))


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """Without any location there is nowhere to put the goods."""
    nowhere = np.full(len(orders), not len(book.warehouse))
    return refuse_where(nowhere, message("there is no location to put it in"))


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to receive."""
    return message("nothing to receive: nothing is outstanding")


STEP = Step(
    name="Receive",
    does="Receives everything that is outstanding of a purchase order.",
    writes=("Receipts",),
    parts=(receive,),
    refuses=refuses,
    waits_for=waits_for,
)
