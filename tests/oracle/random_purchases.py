"""Random purchasing for random workbooks: suppliers, their prices, purchase orders, receipts; mostly right."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from .reading import is_blank
from .typing_rows import Cells, Desk, Edit

if TYPE_CHECKING:
    from .reading import Sheets

AS_OF = date(2026, 3, 2)
SUPPLIERS = ["S-1", "S-2", "S-3"]
COSTS = [3, 7.5, 12.99, 0.333333, 0.125, 100, 0.004, 1]
QUANTITIES = [1, 2, 5, 10, 12, 2.5, 0.75, 40]
ACTIONS = [
    "Receive",
    "Receive",
    "Receive",
    "Close",
    "Cancel",
    "Re-open",
    "Receive, Close",
]


def with_purchases(seed: int, sheets: Sheets) -> Sheets:
    """The same workbook with suppliers and what is bought of them."""
    rng = Random(f"purchases {seed}")
    out = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    out["Suppliers"] = [_supplier(rng, code) for code in SUPPLIERS[: rng.randint(1, 3)]]
    codes = [row["Supplier"] for row in out["Suppliers"]]
    skus = [row["SKU"] for row in out["Products"] if not is_blank(row.get("SKU"))]
    if rng.random() < 0.9:
        rows = [_price(rng, codes, skus) for _ in range(rng.randint(0, 9))]
        out["Supplier prices"] = rows
    _reorder(rng, out["Products"], codes)
    out["Purchase orders"] = []
    out["Purchase lines"] = []
    out["Receipts"] = []
    for number in range(rng.randint(0, 5)):
        _purchase(rng, out, f"PO-{number + 1:06d}", skus)
    for _ in range(rng.choice([0, 1, 3, 6])):
        _apply(out, receipt(Desk(rng, out, AS_OF)))
    if rng.random() < 0.3:
        _err(rng, out)
    _settings(rng, out)
    return out


def _supplier(rng: Random, code: str) -> Cells:
    return {
        "Supplier": code,
        "Name": f"Supplier {code}",
        "Lead time (days)": rng.choice([None, 0, 3, 14]),
        "Minimum order": rng.choice([None, None, 50, 12.25]),
        "Action": rng.choice([None, None, "Order"]),
    }


def _price(rng: Random, codes: list[object], skus: list[object]) -> Cells:
    return {
        "Supplier": rng.choice(codes),
        "SKU": rng.choice(skus),
        "From quantity": rng.choice([None, None, 0, 5, 10, 2.5]),
        "Supplier SKU": rng.choice([None, "X-1"]),
        "Price": rng.choice(COSTS),
        "Pack": rng.choice([None, None, 6, 2.5]),
        "Minimum quantity": rng.choice([None, None, 8]),
        "Lead time (days)": rng.choice([None, None, 1, 10]),
        "Preferred": rng.choice([None, None, "No", "Yes"]),
    }


def _reorder(rng: Random, products: list[Cells], codes: list[object]) -> None:
    """Products that are watched, and by whom they are sold."""
    for product in products:
        product["Supplier"] = rng.choice([None, *codes])
        product["Reorder point"] = rng.choice([None, None, 0, 5, 20, 60])
        product["Reorder to"] = rng.choice([None, 10, 30.5])
        if rng.random() < 0.1:
            product["Active"] = "No"
        if rng.random() < 0.4:
            product["Cost"] = rng.choice(COSTS)


def _purchase(rng: Random, sheets: Sheets, key: str, skus: list[object]) -> None:
    desk = Desk(rng, sheets, AS_OF)
    ordered = desk.day()
    sheets["Purchase orders"].append(
        {
            "Purchase order": None if rng.random() < 0.1 else key,
            "State": rng.choice(
                [None, "Order", "Order", "Order", "Request", "Cancelled"]
            ),
            "Order date": rng.choice([ordered, ordered, None]),
            "Supplier": rng.choice(sheets["Suppliers"])["Supplier"],
            "Location": rng.choice([None, None, *desk.locations()]),
            "Expected date": rng.choice(
                [None, None, ordered + timedelta(rng.randint(0, 60))]
            ),
            "Freight": rng.choice([None, None, 10, 7, 100]),
            "Action": rng.choice([None, None, *ACTIONS]),
        }
    )
    for _ in range(rng.randint(0, 4)):
        sheets["Purchase lines"].append(_line(rng, sheets, key, rng.choice(skus)))


def _line(rng: Random, sheets: Sheets, key: str, sku: object) -> Cells:
    orders = [
        row["Order"] for row in sheets["Orders"] if not is_blank(row.get("Order"))
    ]
    row: Cells = {"Purchase order": key, "SKU": sku, "Quantity": rng.choice(QUANTITIES)}
    row["Unit cost"] = rng.choice([None, None, *COSTS])
    row["Discount %"] = rng.choice([None, None, 5, 33.3333])
    if rng.random() < 0.3:
        row["Expected date"] = AS_OF + timedelta(rng.randint(-10, 40))
    if orders and rng.random() < 0.25:
        row["For order"] = rng.choice(orders)
    if rng.random() < 0.1:
        row["Cancelled quantity"] = rng.choice([0, 0.5, 1])
    return row


def _settings(rng: Random, sheets: Sheets) -> None:
    if "Settings" not in sheets:
        return
    said = {
        "Landed cost": rng.choice(["By value", "By value", "None"]),
        "Purchase order prefix": "B-",
    }
    chance = {"Landed cost": 0.6, "Purchase order prefix": 0.1}
    sheets["Settings"] += [
        {"Setting": name, "Value": value}
        for name, value in said.items()
        if rng.random() < chance[name]
    ]


def _apply(sheets: Sheets, edits: list[Edit]) -> None:
    for edit in edits:
        if edit.index is None:
            sheets.setdefault(edit.sheet, []).append(dict(edit.cells))
        else:
            sheets[edit.sheet][edit.index].update(edit.cells)


def _err(rng: Random, sheets: Sheets) -> None:
    """One cell that is wrong."""
    sheet = rng.choice(
        [
            "Suppliers",
            "Supplier prices",
            "Purchase orders",
            "Purchase lines",
            "Receipts",
            "Products",
        ]
    )
    rows = sheets.get(sheet, [])
    if not rows:
        return
    wrong = {
        "Suppliers": {"Name": None, "Lead time (days)": "soon", "Supplier": "S-1", "Action": "Ordr"},
        "Supplier prices": {"Price": "cheap", "SKU": "A-10O", "Supplier": "S-9"},
        "Purchase orders": {"Supplier": "S-9", "State": "Odrer", "Order date": "soon", "Action": "Recieve"},
        "Purchase lines": {"SKU": "A-10O", "Quantity": -1, "Unit cost": "?", "Line": 1, "For order": "SO-9"},
        "Receipts": {"Purchase order": "PO-9", "Quantity": "many", "SKU": "A-10O", "Location": "NOWHERE"},
        "Products": {"Supplier": "S-9", "Reorder point": "low"},
    }  # fmt: skip
    header, value = rng.choice(list(wrong[sheet].items()))
    rng.choice(rows)[header] = value


# --- later sittings ------------------------------------------------------------------------------------
def receipt(desk: Desk) -> list[Edit]:
    """Goods that came, or went back."""
    line = desk.pick("Purchase lines")
    if line is None:
        return []
    cells: Cells = {"Purchase order": line["Purchase order"], "SKU": line["SKU"]}
    cells["Quantity"] = desk.rng.choice([*QUANTITIES, 1, 2, 5, -1])
    desk.maybe(cells, "Receipt date", desk.day(20), 0.6)
    desk.maybe(cells, "Unit cost", desk.rng.choice(COSTS), 0.2)
    desk.maybe(cells, "Location", desk.rng.choice(desk.locations()), 0.3)
    desk.maybe(cells, "Line", line.get("Line"), 0.3)
    return [Edit("Receipts", cells)]


def purchase_action(desk: Desk) -> list[Edit]:
    """An action typed into an open Action cell."""
    rows = desk.sheets.get("Purchase orders", [])
    open_rows = [
        at
        for at, row in enumerate(rows)
        if row.get("Purchase order") and not row.get("Action")
    ]
    if not open_rows:
        return []
    at = desk.rng.choice(open_rows)
    return [Edit("Purchase orders", {"Action": desk.rng.choice(ACTIONS)}, at)]


def order_of_supplier(desk: Desk) -> list[Edit]:
    rows = desk.sheets.get("Suppliers", [])
    if not rows:
        return []
    return [Edit("Suppliers", {"Action": "Order"}, desk.rng.randrange(len(rows)))]


def voided_receipt(desk: Desk) -> list[Edit]:
    rows = [
        at
        for at, row in enumerate(desk.sheets.get("Receipts", []))
        if row.get("Receipt") and not row.get("Voided")
    ]
    if not rows:
        return []
    return [Edit("Receipts", {"Voided": desk.as_of}, desk.rng.choice(rows))]


def new_purchase(desk: Desk) -> list[Edit]:
    """A purchase order with a line or two."""
    supplier = desk.pick("Suppliers")
    product = desk.pick("Products")
    if supplier is None or product is None:
        return []
    key = f"PO-9{len(desk.sheets.get('Purchase orders', [])):05d}"
    order: Cells = {"Purchase order": key, "Supplier": supplier["Supplier"]}
    line = _line(desk.rng, desk.sheets, key, product["SKU"])
    return [Edit("Purchase orders", order), Edit("Purchase lines", line)]


LATER = {
    receipt: 5,
    purchase_action: 6,
    order_of_supplier: 2,
    voided_receipt: 1,
    new_purchase: 2,
}


def next_purchases(seed: int, sheets: Sheets, day: date) -> list[Edit]:
    """What is typed of purchasing in one sitting; nothing where the workbook does not buy."""
    if "Purchase orders" not in sheets:
        return []
    rng = Random(f"purchases {seed}")
    work = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    out: list[Edit] = []
    for _ in range(rng.randint(0, 4)):
        kind = rng.choices(list(LATER), list(LATER.values()))[0]
        edits = kind(Desk(rng, work, day))
        _apply(work, edits)
        out += edits
    return out
