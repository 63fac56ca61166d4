"""A flat list of sales in the shape of the public Superstore list: one row per order line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

HEADERS = (
    "Row ID",
    "Order ID",
    "Order Date",
    "Ship Date",
    "Ship Mode",
    "Customer ID",
    "Customer Name",
    "Segment",
    "Country",
    "City",
    "State",
    "Postal Code",
    "Region",
    "Product ID",
    "Category",
    "Sub-Category",
    "Product Name",
    "Sales",
    "Quantity",
    "Discount",
    "Profit",
)
CITIES = (
    ("Henderson", "Kentucky", "42420", "South"),
    ("Los Angeles", "California", "90036", "West"),
    ("Fort Lauderdale", "Florida", "33311", "South"),
)


def write_sales(path: Path, lines: int, seed: int = 7) -> Decimal:
    """Write a list of so many lines; returns what its line totals, each to the cent, come to."""
    rows = list(_rows(lines, Random(seed)))
    with path.open("w", newline="", encoding="cp1252") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(rows)
    at = HEADERS.index("Sales")
    cents = [(Decimal(row[at]) * 100 + Decimal("0.5")) // 1 for row in rows]
    return sum(cents, Decimal(0)) / 100


def _rows(lines: int, random: Random) -> Iterator[list[str]]:
    order = 0
    row = 0
    while row < lines:
        order += 1
        head = _head(order, random)
        for _ in range(min(random.choice((1, 1, 2, 2, 3, 5)), lines - row)):
            row += 1
            yield [str(row), *head, *_line(random)]


def _head(order: int, random: Random) -> list[str]:
    """What all lines of an order have."""
    customer = random.randrange(793)
    city, state, postcode, region = random.choice(CITIES)
    month = random.randint(1, 12)
    day = random.randint(1, 28)
    return [
        f"CA-2016-{100_000 + order}",
        f"{month}/{day}/2016",
        f"{month}/{day}/2016",
        "Second Class",
        f"CG-{10_000 + customer}",
        f"Customer {customer}",
        "Consumer",
        "United States",
        city,
        state,
        postcode,
        region,
    ]


def _line(random: Random) -> list[str]:
    """A product, what its quantity comes to with up to four decimals, and its discount."""
    product = random.randrange(1862)
    quantity = random.randint(1, 14)
    sales = Decimal(random.randint(444, 2_000_000)) / 10_000 * quantity
    return [
        f"FUR-BO-{10_000_000 + product}",
        "Furniture",
        "Bookcases",
        f"Bush Somerset Collection Bookcase, no. {product} – Größe M",
        str(sales.normalize()),
        str(quantity),
        random.choice(("0", "0.2", "0.45")),
        "1.5",
    ]
