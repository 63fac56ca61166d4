"""The workload: a business of any size in a plain workbook, the same for the same size.

Each order has four lines. A third of the orders have the action `Fulfil, Invoice`; the
others were picked, packed, shipped and invoiced, and most were paid. All amounts are
whole cents, as on the documents of the business.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import xlsxwriter  # type: ignore[import-untyped]

from benchmarks.chance import (
    FIRST_DAY,
    FULL,
    LINES,
    LOCATIONS,
    RATES,
    SMALL,
    TAX_CODES,
    Columns,
    Draw,
    Size,
    day,
    draw,
    numbered,
    or_blank,
    picked_out,
    skus,
)
from benchmarks.history import history

__all__ = ["FULL", "LINES", "SMALL", "Size", "sheets", "write"]


def sheets(size: Size) -> dict[str, Columns]:
    """Every sheet by column."""
    drawn = draw(size)
    return {
        **_master(size, drawn),
        **_orders(size, drawn),
        **_stock(size, drawn),
        **history(size, drawn),
    }


def write(path: Path, size: Size) -> None:
    """Write the workbook with plain xlsxwriter: headers and cells, nothing else."""
    write_sheets(path, sheets(size))


def write_sheets(path: Path, columns_of: Mapping[str, Columns]) -> None:
    """Write sheets, each by column."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, columns in columns_of.items():
        sheet = book.add_worksheet(name)
        for at, (header, values) in enumerate(columns.items()):
            sheet.write_string(0, at, header)
            sheet.write_column(1, at, values)
    book.close()


def _master(size: Size, drawn: Draw) -> dict[str, Columns]:
    customers = numbered("C-", size.customers, 5)
    rates = list(RATES.values())
    return {
        "Settings": {
            "Setting": ["Company", "Currency", "Pick strategy"],
            "Value": ["Benchmark Ltd", "USD", "Most stock"],
        },
        "Customers": {
            "Customer": customers,
            "Name": [f"Customer {code}" for code in customers],
            "Shipping address": [
                f"{number} Long Street, Springfield"
                for number in range(1, size.customers + 1)
            ],
            "Terms (days)": [30 + number % 3 * 15 for number in range(size.customers)],
        },
        "Products": {
            "SKU": skus(size),
            "Name": [f"Product {sku}" for sku in skus(size)],
            "Price": (drawn.prices / 100).tolist(),
            "Tax code": picked_out(TAX_CODES, drawn.tax_of_product),
            "Default location": [
                LOCATIONS[number % 4] for number in range(size.products)
            ],
            **(
                {"Cost": (drawn.prices * 6 // 10 / 100).tolist()} if size.costed else {}
            ),
        },
        "Locations": {"Location": LOCATIONS, "Priority": (1, 2, 3, 4)},
        "Tax codes": {
            "Tax code": TAX_CODES,
            "Tax 1 %": [r[0] for r in rates],
            "Tax 2 %": [r[1] or None for r in rates],
        },
    }


def _orders(size: Size, drawn: Draw) -> dict[str, Columns]:
    """Orders and their lines: of an order that is done every cell is filled in, else only what a person types."""
    orders = numbered("SO-", size.orders)
    of_line = np.repeat(np.arange(size.orders), LINES)
    done = np.repeat(drawn.done, LINES).tolist()
    codes = skus(size)
    prices = drawn.prices[drawn.products] / 100
    taxes = picked_out(TAX_CODES, drawn.tax_of_product[drawn.products])
    return {
        "Orders": {
            "Order": orders,
            "State": ["Order"] * size.orders,
            "Order date": day(drawn.days),
            "Customer": picked_out(numbered("C-", size.customers, 5), drawn.customers),
            "Ship by": day(drawn.days + 14),
            "Discount %": or_blank(drawn.order_discounts),
            "Action": [
                None if done else "Fulfil, Invoice" for done in drawn.done.tolist()
            ],
        },
        "Order lines": {
            "Order": picked_out(orders, of_line),
            "Line": [1, 2, 3, 4] * size.orders,
            "SKU": picked_out(codes, drawn.products),
            "Description": [
                f"Product {codes[at]}" if was else None
                for at, was in zip(drawn.products, done, strict=True)
            ],
            "Quantity": drawn.quantities.tolist(),
            "Unit price": [
                price if was else None
                for price, was in zip(prices.tolist(), done, strict=True)
            ],
            "Discount %": drawn.discounts.tolist(),
            "Tax code": [
                tax if was else None for tax, was in zip(taxes, done, strict=True)
            ],
        },
    }


def _stock(size: Size, drawn: Draw) -> dict[str, Columns]:
    """Opening stock that lasts: each location has what all orders need of a product."""
    count = size.products * len(LOCATIONS)
    each = int(np.bincount(drawn.products, drawn.quantities).max())
    return {
        "Stock moves": {
            "Move": numbered("MV-", count),
            "Date": [FIRST_DAY] * count,
            "Type": ["Opening"] * count,
            "SKU": [sku for sku in skus(size) for _ in LOCATIONS],
            "To": list(LOCATIONS) * size.products,
            "Quantity": [each] * count,
        }
    }
