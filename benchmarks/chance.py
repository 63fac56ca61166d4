"""What is random in the workload, from one seed, and small helpers that write columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

LINES = 4
"""Lines per order."""

SEED = 20260302
FIRST_DAY = date(2025, 9, 1)
LOCATIONS = ("NORTH", "SOUTH", "EAST", "WEST")
TAX_CODES = ("STD", "RED", "TWO")
RATES = {"STD": (20.0, 0.0), "RED": (5.0, 0.0), "TWO": (5.0, 9.975)}

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Size:
    """How many there are of everything; `costed`: products have a cost, so that stock has a value."""

    orders: int
    products: int
    customers: int
    costed: bool = False


FULL = Size(25_000, 1_000, 2_000)
SMALL = Size(50, 20, 15)


@dataclass(frozen=True)
class Draw:
    """The random numbers: one array for products, orders or lines (four per order)."""

    prices: np.ndarray
    tax_of_product: np.ndarray
    done: np.ndarray
    days: np.ndarray
    customers: np.ndarray
    order_discounts: np.ndarray
    products: np.ndarray
    quantities: np.ndarray
    discounts: np.ndarray
    locations: np.ndarray
    paid: np.ndarray


def draw(size: Size) -> Draw:
    """The random numbers for a business of this size."""
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
        products=(
            (first[:, None] + steps[:, None] * np.arange(LINES)) % size.products
        ).ravel(),
        quantities=dice.integers(1, 10, lines),
        discounts=np.where(dice.random(lines) < 0.15, 10, 0),
        locations=dice.integers(0, len(LOCATIONS), lines),
        paid=dice.random(size.orders),
    )


def numbered(prefix: str, count: int, digits: int = 6) -> list[str]:
    return [f"{prefix}{number:0{digits}d}" for number in range(1, count + 1)]


def picked_out(names: Sequence[str], positions: np.ndarray) -> list[str]:
    return [names[position] for position in positions.tolist()]


def day(offsets: np.ndarray) -> list[date]:
    return [FIRST_DAY + timedelta(days=offset) for offset in offsets.tolist()]


def or_blank(values: np.ndarray, scale: int = 1) -> list[float | None]:
    return [value / scale if value else None for value in values.tolist()]


def skus(size: Size) -> list[str]:
    return numbered("SKU-", size.products, 5)
