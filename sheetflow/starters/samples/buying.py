"""What the made-up business buys: orders with its suppliers, and what has arrived of them.

The goods of a year arrive as the stock runs low (stock_keeping.py). From that, this module
enters what must have been ordered, and when: a supplier's lead time before, or earlier where
the supplier was late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from sheetflow.domain.grouping import grouped
from sheetflow.starters.samples.chance import Dice
from sheetflow.starters.samples.models import Row, cents
from sheetflow.starters.samples.tables import Table
from sheetflow.starters.samples.world import Delivery, Records
from sheetflow.workbook.model import Value

LATE_SUPPLIER = "FORGE9"
"""The supplier that delivers late, now and then."""

PACK = 6
LARGE = 48
"""How many are in a pack, and from how many on a supplier gives a discount."""

NOW = Decimal("1.08")
NOW_IN_LARGE = Decimal("1.05")
"""What products cost at the end of the year, in their usual cost."""

REORDER_POINT = 24
REORDER_TO = 60


class OpenOrder(NamedTuple):
    """A purchase order of which nothing has arrived: `lines` are products and quantities."""

    supplier: str
    ordered_on: dt.date
    expected: dt.date
    lines: Sequence[tuple[str, int]]


OPEN_ORDERS = (
    OpenOrder(
        "FORGE9",
        dt.date(2025, 12, 15),
        dt.date(2025, 12, 22),
        (("AXE", 30), ("SAW", 24)),
    ),
    OpenOrder(
        "BOREALIS",
        dt.date(2025, 12, 19),
        dt.date(2026, 1, 12),
        (("TENT-2P", 18), ("PEG-12", 48)),
    ),
    OpenOrder(
        "EIDER",
        dt.date(2025, 12, 22),
        dt.date(2026, 1, 19),
        (("LINER", 36),),
    ),
)


def supplier_prices(products: Table) -> Table:
    """What each supplier charges: one unit, and one of many."""
    headers = (
        "Supplier",
        "SKU",
        "From quantity",
        "Supplier SKU",
        "Price",
        "Pack",
        "Minimum quantity",
    )
    bought = [row for row in products.by_header() if row["Supplier"]]
    rows = [row for product in bought for row in _prices_of(product)]
    return Table("Supplier prices", headers, tuple(rows))


def _prices_of(product: Mapping[str, Value]) -> Iterator[tuple[Value, ...]]:
    supplier = str(product["Supplier"])
    sku = str(product["SKU"])
    cost = Decimal(str(product["Cost"]))
    own_code = f"{supplier[:2]}-{sku}"
    yield supplier, sku, None, own_code, cents(cost * NOW), PACK, 2 * PACK
    yield supplier, sku, LARGE, own_code, cents(cost * NOW_IN_LARGE), PACK, None


class Purchase(NamedTuple):
    """A purchase order that arrived whole on one day, some days after it was expected."""

    deliveries: Sequence[Delivery]
    ordered_on: dt.date
    expected: dt.date


def enter_purchases(
    records: Records, deliveries: Sequence[Delivery], suppliers: Table, seed: int
) -> None:
    """Enter the purchase orders with their lines and receipts, those of which nothing has arrived last."""
    purchases = list(_purchases(deliveries, _lead_times(suppliers), Dice(seed)))
    purchases.sort(key=lambda purchase: purchase.ordered_on)
    for purchase in purchases:
        _enter(records, purchase)
    for order in OPEN_ORDERS:
        _enter_open(records, order)
    _number_receipts(records)


def _lead_times(suppliers: Table) -> dict[str, int]:
    """How many days each supplier usually takes."""
    days = suppliers.column("Lead time (days)")
    codes = suppliers.column("Supplier")
    return {
        str(code): int(float(str(each))) for code, each in zip(codes, days, strict=True)
    }


def _purchases(
    deliveries: Sequence[Delivery], lead_times: Mapping[str, int], dice: Dice
) -> Iterator[Purchase]:
    """What one supplier delivered on one day was one purchase order."""
    groups = grouped(((each.day, each.supplier), each) for each in deliveries)
    for (day, supplier), group in groups.items():
        is_late = supplier == LATE_SUPPLIER and dice.happens(60)
        late = dice.between(2, 9) if is_late else 0
        expected = day - dt.timedelta(days=late)
        ordered_on = expected - dt.timedelta(days=lead_times[supplier])
        yield Purchase(group, ordered_on, expected)


def _enter(records: Records, purchase: Purchase) -> None:
    """Enter a purchase order, its lines and its receipts."""
    first = purchase.deliveries[0]
    order = _enter_order(
        records, first.supplier, purchase.ordered_on, purchase.expected
    )
    for number, delivery in enumerate(purchase.deliveries, 1):
        line: Row = {
            "Purchase order": order,
            "Line": number,
            "SKU": delivery.sku,
            "Quantity": delivery.quantity,
        }
        records.add("Purchase lines", {**line, "Unit cost": delivery.cost})
        arrived: Row = {"Location": delivery.location, "Receipt date": delivery.day}
        records.add("Receipts", {**line, "Unit cost": delivery.cost, **arrived})


def _enter_order(
    records: Records, supplier: str, ordered_on: dt.date, expected: dt.date
) -> str:
    """Enter a purchase order without lines; returns its number."""
    number = records.next_number("Purchase orders", "PO")
    row: Row = {
        "Purchase order": number,
        "Order date": ordered_on,
        "Supplier": supplier,
        "Expected date": expected,
    }
    records.add("Purchase orders", row)
    return number


def _enter_open(records: Records, order: OpenOrder) -> None:
    """Enter a purchase order of which nothing has arrived; the program fills its costs."""
    number = _enter_order(records, order.supplier, order.ordered_on, order.expected)
    for at, (sku, quantity) in enumerate(order.lines, 1):
        line: Row = {"Purchase order": number, "Line": at, "SKU": sku}
        records.add("Purchase lines", {**line, "Quantity": quantity})


def _number_receipts(records: Records) -> None:
    """Number the receipts in the order of their dates."""
    receipts = records.rows["Receipts"]
    receipts.sort(key=lambda row: str(row["Receipt date"]))
    for number, receipt in enumerate(receipts, 1):
        receipt["Receipt"] = f"RC-{number:06d}"
