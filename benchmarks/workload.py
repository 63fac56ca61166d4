"""The workload: a business of any size in a plain workbook, the same for the same size.

Four lines an order; a third of the orders wait with the action `Fulfil, Invoice`, the others were picked, packed,
shipped and invoiced, most were paid. Amounts are whole cents throughout, as the business's documents would show them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

LINES, SEED = 4, 20260302
FIRST_DAY = date(2025, 9, 1)
LOCATIONS = ("NORTH", "SOUTH", "EAST", "WEST")
TAX_CODES = ("STD", "RED", "TWO")
RATES = {"STD": (20.0, 0.0), "RED": (5.0, 0.0), "TWO": (5.0, 9.975)}

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Size:
    """How many of everything."""

    orders: int
    products: int
    customers: int


FULL = Size(25_000, 1_000, 2_000)
SMALL = Size(50, 20, 15)


@dataclass(frozen=True)
class Draw:
    """What chance decided: one array for orders or lines (four an order, in order)."""

    prices: np.ndarray
    tax_of_product: np.ndarray
    done: np.ndarray
    days: np.ndarray
    customers: np.ndarray
    order_discounts: np.ndarray
    products: np.ndarray
    quantities: np.ndarray
    discounts: np.ndarray
    places: np.ndarray
    paid: np.ndarray


def draw(size: Size) -> Draw:
    """Throw the dice for a business of this size."""
    dice = np.random.default_rng(SEED)
    lines = size.orders * LINES
    first = dice.integers(0, size.products, size.orders)
    steps = dice.integers(1, max(2, size.products // LINES), size.orders)
    return Draw(
        prices=dice.integers(150, 25_000, size.products),
        tax_of_product=dice.integers(0, len(TAX_CODES), size.products),
        done=np.arange(size.orders) % 3 != 2,
        days=dice.integers(0, 150, size.orders),
        customers=dice.integers(0, size.customers, size.orders),
        order_discounts=np.where(dice.random(size.orders) < 0.1, 5, 0),
        products=((first[:, None] + steps[:, None] * np.arange(LINES)) % size.products).ravel(),
        quantities=dice.integers(1, 10, lines),
        discounts=np.where(dice.random(lines) < 0.15, 10, 0),
        places=dice.integers(0, len(LOCATIONS), lines),
        paid=dice.random(size.orders),
    )


def sheets(size: Size) -> dict[str, Columns]:
    """Every sheet by column."""
    drawn = draw(size)
    return {**_master(size, drawn), **_orders(size, drawn), **_stock(size, drawn), **_history(size, drawn)}


def write(path: Path, size: Size) -> None:
    """Write the workbook with bare xlsxwriter: headers and cells, nothing else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, columns in sheets(size).items():
        sheet = book.add_worksheet(name)
        for at, (header, values) in enumerate(columns.items()):
            sheet.write_string(0, at, header)
            sheet.write_column(1, at, values)
    book.close()


# -- columns


def _numbered(prefix: str, count: int, digits: int = 6) -> list[str]:
    return [f"{prefix}{number:0{digits}d}" for number in range(1, count + 1)]


def _picked_out(names: Sequence[str], positions: np.ndarray) -> list[str]:
    return [names[position] for position in positions.tolist()]


def _day(offsets: np.ndarray) -> list[date]:
    return [FIRST_DAY + timedelta(days=offset) for offset in offsets.tolist()]


def _or_blank(values: np.ndarray, scale: int = 1) -> list[float | None]:
    return [value / scale if value else None for value in values.tolist()]


def _skus(size: Size) -> list[str]:
    return _numbered("SKU-", size.products, 5)


def _master(size: Size, drawn: Draw) -> dict[str, Columns]:
    customers = _numbered("C-", size.customers, 5)
    rates = list(RATES.values())
    return {
        "Settings": {
            "Setting": ["Company", "Currency", "Pick strategy"],
            "Value": ["Benchmark Ltd", "USD", "Most stock"],
        },
        "Customers": {
            "Customer": customers,
            "Name": [f"Customer {code}" for code in customers],
            "Shipping address": [f"{number} Long Street, Springfield" for number in range(1, size.customers + 1)],
            "Terms (days)": [30 + number % 3 * 15 for number in range(size.customers)],
        },
        "Products": {
            "SKU": _skus(size),
            "Name": [f"Product {sku}" for sku in _skus(size)],
            "Price": (drawn.prices / 100).tolist(),
            "Tax code": _picked_out(TAX_CODES, drawn.tax_of_product),
            "Default location": [LOCATIONS[number % 4] for number in range(size.products)],
        },
        "Locations": {"Location": LOCATIONS, "Priority": (1, 2, 3, 4)},
        "Tax codes": {
            "Tax code": TAX_CODES,
            "Tax 1 %": [r[0] for r in rates],
            "Tax 2 %": [r[1] or None for r in rates],
        },
    }


def _orders(size: Size, drawn: Draw) -> dict[str, Columns]:
    """Orders and their lines: where an order is done every cell is filled, else only what a person types."""
    orders = _numbered("SO-", size.orders)
    of_line, done = np.repeat(np.arange(size.orders), LINES), np.repeat(drawn.done, LINES).tolist()
    skus, prices = _skus(size), drawn.prices[drawn.products] / 100
    taxes = _picked_out(TAX_CODES, drawn.tax_of_product[drawn.products])
    return {
        "Orders": {
            "Order": orders,
            "State": ["Order"] * size.orders,
            "Order date": _day(drawn.days),
            "Customer": _picked_out(_numbered("C-", size.customers, 5), drawn.customers),
            "Ship by": _day(drawn.days + 14),
            "Discount %": _or_blank(drawn.order_discounts),
            "Action": [None if done else "Fulfil, Invoice" for done in drawn.done.tolist()],
        },
        "Order lines": {
            "Order": _picked_out(orders, of_line),
            "Line": [1, 2, 3, 4] * size.orders,
            "SKU": _picked_out(skus, drawn.products),
            "Description": [
                f"Product {skus[at]}" if was else None for at, was in zip(drawn.products, done, strict=True)
            ],
            "Quantity": drawn.quantities.tolist(),
            "Unit price": [price if was else None for price, was in zip(prices.tolist(), done, strict=True)],
            "Discount %": drawn.discounts.tolist(),
            "Tax code": [tax if was else None for tax, was in zip(taxes, done, strict=True)],
        },
    }


def _stock(size: Size, drawn: Draw) -> dict[str, Columns]:
    """Openings that last: what is wanted of a product at one location lies at each."""
    count = size.products * len(LOCATIONS)
    each = int(np.bincount(drawn.products, drawn.quantities).max())
    return {
        "Stock moves": {
            "Move": _numbered("MV-", count),
            "Date": [FIRST_DAY] * count,
            "Type": ["Opening"] * count,
            "SKU": [sku for sku in _skus(size) for _ in LOCATIONS],
            "To": list(LOCATIONS) * size.products,
            "Quantity": [each] * count,
        }
    }


# -- what was done before


def _history(size: Size, drawn: Draw) -> dict[str, Columns]:
    """Picks, packing, shipments, invoices and payments of the orders that are done."""
    of_line = np.repeat(np.arange(size.orders), LINES)
    lines = np.flatnonzero(np.repeat(drawn.done, LINES))
    orders = _numbered("SO-", size.orders)
    facts = {
        "Order": _picked_out(orders, of_line[lines]),
        "Line": (lines % LINES + 1).tolist(),
        "SKU": _picked_out(_skus(size), drawn.products[lines]),
    }
    quantities, shipped = drawn.quantities[lines].tolist(), np.flatnonzero(drawn.done)
    count = len(shipped)
    return {
        "Picks": {
            "Pick": _numbered("PK-", len(lines)),
            **facts,
            "Location": _picked_out(LOCATIONS, drawn.places[lines]),
            "Suggested": quantities,
            "Picked": quantities,
            "Pick date": _day(drawn.days[of_line[lines]] + 2),
        },
        "Packing": {"Order": facts["Order"], "Container": [1] * len(lines), **facts, "Quantity": quantities},
        "Shipments": {
            "Shipment": _numbered("SH-", count),
            "Order": _picked_out(orders, shipped),
            "Container": [1] * count,
            "Ship date": _day(drawn.days[shipped] + 3),
            "Carrier": ["Carrier"] * count,
        },
        **_billing(drawn, lines, facts, shipped),
    }


def _billing(drawn: Draw, lines: np.ndarray, facts: Columns, shipped: np.ndarray) -> dict[str, Columns]:
    """Invoices and their lines in whole cents, rounded half away from zero, and the payments, some of them in part."""
    invoice_of_line = np.repeat(np.arange(len(shipped)), LINES)
    quantities, products = drawn.quantities[lines], drawn.products[lines]
    discounts, order_discounts = drawn.discounts[lines], np.repeat(drawn.order_discounts[shipped], LINES)
    gross = quantities * drawn.prices[products] * (100 - discounts) * (100 - order_discounts)
    totals = (gross + 5_000) // 10_000
    taxes, subtotals = np.zeros(len(shipped), dtype=np.int64), np.zeros(len(shipped), dtype=np.int64)
    np.add.at(subtotals, invoice_of_line, totals)
    codes = drawn.tax_of_product[products]
    for number, code in enumerate(TAX_CODES):
        bases = np.zeros(len(shipped), dtype=np.int64)
        np.add.at(bases, invoice_of_line, np.where(codes == number, totals, 0))
        for rate in RATES[code]:
            taxes += (bases * int(rate * 1_000) + 50_000) // 100_000
    invoices, whole = _numbered("INV-", len(shipped)), subtotals + taxes
    named = [TAX_CODES[code] for code in codes.tolist()]
    return {
        "Invoices": {
            "Invoice": invoices,
            "Order": _picked_out(_numbered("SO-", len(drawn.done)), shipped),
            "Invoice date": _day(drawn.days[shipped] + 3),
            "Due date": _day(drawn.days[shipped] + 33),
            "Currency": ["USD"] * len(shipped),
            "Prices include tax": ["No"] * len(shipped),
            "Tax rounding": ["Document"] * len(shipped),
            "Subtotal": (subtotals / 100).tolist(),
            "Tax": (taxes / 100).tolist(),
            "Total": (whole / 100).tolist(),
        },
        "Invoice lines": {
            "Invoice": _picked_out(invoices, invoice_of_line),
            **facts,
            "Quantity": quantities.tolist(),
            "Unit price": (drawn.prices[products] / 100).tolist(),
            "Discount %": discounts.tolist(),
            "Order discount %": order_discounts.tolist(),
            "Tax code": named,
            "Tax 1 %": [RATES[code][0] for code in named],
            "Tax 2 %": [RATES[code][1] for code in named],
            "Compound": ["No"] * len(named),
            "Line total": (totals / 100).tolist(),
        },
        "Payments": _payments(drawn, shipped, whole),
    }


def _payments(drawn: Draw, shipped: np.ndarray, whole: np.ndarray) -> Columns:
    """Four of five are paid, one of ten of these in part; no payment names its invoice."""
    paid = drawn.paid[shipped]
    at = np.flatnonzero(paid < 0.8)
    amounts = np.where(paid[at] < 0.08, whole[at] // 2, whole[at])
    return {
        "Payment": _numbered("PAY-", len(at)),
        "Order": _picked_out(_numbered("SO-", len(drawn.done)), shipped[at]),
        "Payment date": _day(drawn.days[shipped[at]] + 20),
        "Method": ["Transfer"] * len(at),
        "Amount": (amounts / 100).tolist(),
    }
