"""What the business did before: picks, packing, shipments, invoices and payments, every cell filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.chance import (
    LINES,
    LOCATIONS,
    RATES,
    TAX_CODES,
    Columns,
    Draw,
    Size,
    day,
    numbered,
    picked_out,
    skus,
)


@dataclass(frozen=True)
class Done:
    """The lines of the orders that are done (positions), the orders of these, and the cells that name both."""

    lines: np.ndarray
    orders: np.ndarray
    facts: Columns

    @property
    def document(self) -> np.ndarray:
        """For each line, which of the done orders it belongs to."""
        return np.repeat(np.arange(len(self.orders)), LINES)


def history(size: Size, drawn: Draw) -> dict[str, Columns]:
    """Picks, packing, shipments, invoices and payments of the orders that are done."""
    lines = np.flatnonzero(np.repeat(drawn.done, LINES))
    numbers = numbered("SO-", size.orders)
    facts: Columns = {
        "Order": picked_out(numbers, lines // LINES),
        "Line": (lines % LINES + 1).tolist(),
        "SKU": picked_out(skus(size), drawn.products[lines]),
    }
    done = Done(lines, np.flatnonzero(drawn.done), facts)
    totals = _line_totals(drawn, done)
    return {
        **_shipping(drawn, done),
        **_invoicing(drawn, done, totals),
        "Payments": _payments(drawn, done, totals),
    }


def _orders_of(done: Done) -> Sequence[str]:
    return done.facts["Order"][::LINES]


def _shipping(drawn: Draw, done: Done) -> dict[str, Columns]:
    quantities = drawn.quantities[done.lines].tolist()
    count = len(done.orders)
    return {
        "Picks": {
            "Pick": numbered("PK-", len(done.lines)),
            **done.facts,
            "Location": picked_out(LOCATIONS, drawn.locations[done.lines]),
            "Suggested": quantities,
            "Picked": quantities,
            "Pick date": day(drawn.days[done.lines // LINES] + 2),
        },
        "Packing": {
            **done.facts,
            "Container": [1] * len(quantities),
            "Quantity": quantities,
        },
        "Shipments": {
            "Shipment": numbered("SH-", count),
            "Order": _orders_of(done),
            "Container": [1] * count,
            "Ship date": day(drawn.days[done.orders] + 3),
            "Carrier": ["Carrier"] * count,
        },
    }


# -- money, in whole cents, rounded half away from zero


def _line_totals(drawn: Draw, done: Done) -> np.ndarray:
    kept = (100 - drawn.discounts[done.lines]) * (
        100 - np.repeat(drawn.order_discounts[done.orders], LINES)
    )
    gross = (
        drawn.quantities[done.lines] * drawn.prices[drawn.products[done.lines]] * kept
    )
    rounded: np.ndarray = (gross + 5_000) // 10_000
    return rounded


def _sums(done: Done, cents: np.ndarray) -> np.ndarray:
    """Sums by document; whole numbers of this size are exact as floats too."""
    sums: np.ndarray = np.bincount(done.document, cents, len(done.orders)).astype(
        np.int64
    )
    return sums


def _taxes(drawn: Draw, done: Done, totals: np.ndarray) -> np.ndarray:
    """The tax of each document, rounded once per code."""
    codes = drawn.tax_of_product[drawn.products[done.lines]]
    taxes = np.zeros(len(done.orders), dtype=np.int64)
    for number, code in enumerate(TAX_CODES):
        bases = _sums(done, np.where(codes == number, totals, 0))
        for rate in RATES[code]:
            taxes += (bases * round(rate * 1_000) + 50_000) // 100_000
    return taxes


def _invoicing(drawn: Draw, done: Done, totals: np.ndarray) -> dict[str, Columns]:
    """Invoices and their lines, every cell filled in."""
    count = len(done.orders)
    days = drawn.days[done.orders] + 3
    invoices = numbered("INV-", count)
    subtotals = _sums(done, totals)
    taxes = _taxes(drawn, done, totals)
    heads = {
        "Invoice": invoices,
        "Order": _orders_of(done),
        "Invoice date": day(days),
        "Due date": day(days + 30),
        "Currency": ["USD"] * count,
        "Prices include tax": ["No"] * count,
        "Tax rounding": ["Document"] * count,
        "Subtotal": (subtotals / 100).tolist(),
        "Tax": (taxes / 100).tolist(),
        "Total": ((subtotals + taxes) / 100).tolist(),
    }
    return {
        "Invoices": heads,
        "Invoice lines": _invoice_lines(drawn, done, totals, invoices),
    }


def _invoice_lines(
    drawn: Draw, done: Done, totals: np.ndarray, invoices: Sequence[str]
) -> Columns:
    products = drawn.products[done.lines]
    codes = picked_out(TAX_CODES, drawn.tax_of_product[products])
    return {
        "Invoice": picked_out(invoices, done.document),
        **done.facts,
        "Quantity": drawn.quantities[done.lines].tolist(),
        "Unit price": (drawn.prices[products] / 100).tolist(),
        "Discount %": drawn.discounts[done.lines].tolist(),
        "Order discount %": np.repeat(
            drawn.order_discounts[done.orders], LINES
        ).tolist(),
        "Tax code": codes,
        "Tax 1 %": [RATES[code][0] for code in codes],
        "Tax 2 %": [RATES[code][1] for code in codes],
        "Compound": ["No"] * len(codes),
        "Line total": (totals / 100).tolist(),
    }


def _payments(drawn: Draw, done: Done, totals: np.ndarray) -> Columns:
    """Four in five invoices are paid, one in ten of these in part; no payment names its invoice."""
    whole = _sums(done, totals) + _taxes(drawn, done, totals)
    paid = drawn.paid[done.orders]
    at = np.flatnonzero(paid < 0.8)
    amounts = np.where(paid[at] < 0.08, whole[at] // 2, whole[at])
    return {
        "Payment": numbered("PAY-", len(at)),
        "Order": picked_out(_orders_of(done), at),
        "Payment date": day(drawn.days[done.orders[at]] + 20),
        "Method": ["Transfer"] * len(at),
        "Amount": (amounts / 100).tolist(),
    }
