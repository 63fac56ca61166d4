"""Random price lists, credit limits and deposits for random workbooks: mostly right."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from .reading import is_blank

if TYPE_CHECKING:
    from .reading import Sheets
    from .typing_rows import Cells

AS_OF = date(2026, 3, 2)
LISTS = ["Trade", "Retail"]


def with_price_lists(seed: int, sheets: Sheets) -> Sheets:
    """The same workbook with price lists, and customers that have one; some lines lose their price."""
    rng = Random(f"prices {seed}")
    out = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    skus = [row["SKU"] for row in out["Products"] if not is_blank(row.get("SKU"))]
    out["Prices"] = [_row(rng, rng.choice(skus)) for _ in range(rng.randint(1, 12))]
    for customer in out["Customers"]:
        if rng.random() < 0.6:
            customer["Price list"] = rng.choice([*LISTS, "Trade", "Trdae"])
    if "Settings" in out and rng.random() < 0.3:
        out["Settings"].append({"Setting": "Price list", "Value": rng.choice(LISTS)})
    for line in out["Order lines"]:
        if rng.random() < 0.5:
            line["Unit price"] = None
    return out


def _row(rng: Random, sku: object) -> Cells:
    row: Cells = {
        "Price list": rng.choice([*LISTS, "Trade"]),
        "SKU": sku,
        "From quantity": rng.choice([None, 0, 2, 2.5, 5, 10]),
        "From date": rng.choice([None, None, AS_OF - timedelta(rng.randint(0, 40))]),
        "To date": rng.choice([None, None, AS_OF - timedelta(rng.randint(-5, 20))]),
    }
    row[rng.choice(["Price", "Price", "Discount %"])] = rng.choice(
        [9.99, 12, 0.333333, 5]
    )
    if rng.random() < 0.04:
        row[rng.choice(list(row))] = rng.choice(["wrong", None])
    return row


def with_credit_limits(seed: int, sheets: Sheets) -> Sheets:
    """The same workbook with customers that have a limit or are on hold, and orders that are released."""
    rng = Random(f"credit {seed}")
    out = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    for customer in out["Customers"]:
        limit = rng.choice([None, None, 0, 50, 100, 300, 1000])
        customer["Credit limit"] = limit
        customer["Hold"] = rng.choice([None, None, None, "No", "Yes"])
    for order in out["Orders"]:
        if rng.random() < 0.15:
            order["Release"] = rng.choice(["Yes", "Yes", "No"])
    if "Settings" in out and rng.random() < 0.4:
        days = rng.choice([0, 3, 10])
        out["Settings"].append({"Setting": "Overdue hold (days)", "Value": days})
    return out


def with_deposits(seed: int, sheets: Sheets) -> Sheets:
    """The same workbook with orders that ask for a deposit, which Settings may let them wait for."""
    rng = Random(f"deposits {seed}")
    out = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    for order in out["Orders"]:
        kind = rng.random()
        if kind < 0.4:
            order["Deposit %"] = rng.choice([10, 33.3333, 50, 100])
        elif kind < 0.7:
            order["Deposit"] = rng.choice([0, 1, 50, 5000])
        elif kind < 0.72:
            order.update({"Deposit %": 10, "Deposit": 50})
    if "Settings" in out and rng.random() < 0.7:
        waits = rng.choice(["No", "No", "Yes"])
        out["Settings"].append({"Setting": "Ship before deposit", "Value": waits})
    return out


def with_reminders(seed: int, sheets: Sheets) -> Sheets:
    """The same workbook with customers that are reminded; some invoices have been due for long."""
    rng = Random(f"reminders {seed}")
    out = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    days = rng.choice(["7, 21, 45", "1, 2", "0, 3, 6", 5, None])
    out.setdefault("Settings", []).append({"Setting": "Reminder days", "Value": days})
    for order in out["Orders"]:
        if rng.random() < 0.6:
            order["Terms (days)"] = rng.choice([0, 1, 5])
    for invoice in out.get("Invoices", []):
        if rng.random() < 0.5:
            invoice["Due date"] = AS_OF - timedelta(rng.randint(-2, 30))
    return out
