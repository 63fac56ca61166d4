"""Random costs for random workbooks: what products cost, what deliveries cost, and how what leaves is valued."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from .reading import is_blank
from .typing_rows import Cells, Desk

if TYPE_CHECKING:
    from .reading import Sheets

COSTS = (3, 7.5, 12.99, 0.333333, 0.125, 100, 0.004, 0)
FIRST = date(2026, 1, 3)
DAYS = 57


def priced(seed: int, sheets: Sheets) -> Sheets:
    """The same workbook with costs, and with more goods that come and go."""
    rng = Random(seed)
    out = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    out.setdefault("Settings", []).append(
        {"Setting": "Costing", "Value": rng.choice(["Average", "FIFO", None])}
    )
    for product in out["Products"]:
        if rng.random() < 0.4 and not is_blank(product.get("SKU")):
            product["Cost"] = rng.choice(COSTS)
    moves = out.setdefault("Stock moves", [])
    moves += [row for _ in range(rng.randint(0, 12)) for row in _more(rng, out)]
    for row in moves:
        if (
            rng.random() < 0.6
            and row.get("Type") != "Transfer"
            and not is_blank(row.get("SKU"))
        ):
            row["Unit cost"] = rng.choice(COSTS)
    return out


def _more(rng: Random, sheets: Sheets) -> list[Cells]:
    """A delivery, something that is found or lost, or a transfer."""
    desk = Desk(rng, sheets, FIRST)
    product = desk.pick("Products", lambda row: row.get("Track stock") != "No")
    if product is None:
        return []
    source, to = rng.sample(desk.locations(), 2)
    kind, sign = rng.choice(
        [
            ("Receipt", 1),
            ("Receipt", 1),
            ("Adjustment", -1),
            ("Adjustment", 1),
            ("Transfer", 1),
        ]
    )
    cells: Cells = {
        "Date": FIRST + timedelta(days=rng.randint(0, DAYS)),
        "Type": kind,
        "SKU": product["SKU"],
    }
    if kind == "Transfer":
        cells["From"] = source
    return [{**cells, "To": to, "Quantity": sign * rng.choice([1, 2, 3, 7, 11, 0.5])}]
