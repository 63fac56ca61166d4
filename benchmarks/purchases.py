"""A run of the large workbook with purchases next to one without: `python -m benchmarks.purchases`.

Both have 100,000 order lines and a cost on every product. One also has 50 suppliers, a price of
each product, and 20,000 purchase lines, of which four in five have arrived. What is compared
is processor time, because other programs may be running too: the least of some rounds, taken
in turn.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import numpy as np

from benchmarks import workload
from benchmarks.__main__ import FOLDER, ratio
from benchmarks.chance import FIRST_DAY, LOCATIONS, Columns, numbered, skus
from benchmarks.reports import run_of

LINES_PER_ORDER = 5
LINES = 20_000
SUPPLIERS = 50
MOST = 1.10
"""How much more processor time a run may take with purchases."""

ROUNDS = 3


def sheets(size: workload.Size, lines: int) -> dict[str, Columns]:
    """Every sheet of the workload, and those of purchasing."""
    plain = workload.sheets(size)
    products = {**plain["Products"], "Reorder point": [20] * size.products}
    return {
        **plain,
        "Products": products,
        **_suppliers(size),
        **_purchases(size, lines),
    }


def _suppliers(size: workload.Size) -> dict[str, Columns]:
    """Suppliers, and what they charge for each product."""
    codes = numbered("S-", SUPPLIERS, 3)
    return {
        "Suppliers": {
            "Supplier": codes,
            "Name": [f"Supplier {code}" for code in codes],
            "Lead time (days)": [10] * SUPPLIERS,
        },
        "Supplier prices": {
            "Supplier": [codes[at % SUPPLIERS] for at in range(size.products)],
            "SKU": skus(size),
            "Price": [5.25] * size.products,
            "Pack": [6] * size.products,
        },
    }


def _purchases(size: workload.Size, lines: int) -> dict[str, Columns]:
    """Purchase orders, their lines, and what has arrived of four in five."""
    at = np.arange(lines)
    order = at // LINES_PER_ORDER
    count = int(order[-1]) + 1
    numbers = numbered("PO-", count)
    ordered_on = [
        FIRST_DAY + timedelta(days=each * 150 // count) for each in range(count)
    ]
    codes = skus(size)
    has_arrived = order % 5 != 4
    received = np.flatnonzero(has_arrived).tolist()
    suppliers = numbered("S-", SUPPLIERS, 3)
    line = (at % LINES_PER_ORDER + 1).tolist()
    product = (at * 7 % size.products).tolist()
    return {
        "Purchase orders": {
            "Purchase order": numbers,
            "Order date": ordered_on,
            "Supplier": [suppliers[each % SUPPLIERS] for each in range(count)],
            "Expected date": [day + timedelta(days=10) for day in ordered_on],
        },
        "Purchase lines": {
            "Purchase order": [numbers[each] for each in order.tolist()],
            "Line": line,
            "SKU": [codes[each] for each in product],
            "Quantity": [12] * lines,
            "Unit cost": [5.25] * lines,
        },
        "Receipts": {
            "Receipt": numbered("RC-", len(received)),
            "Purchase order": [numbers[order[each]] for each in received],
            "Line": [line[each] for each in received],
            "SKU": [codes[product[each]] for each in received],
            "Location": [LOCATIONS[each % 4] for each in received],
            "Quantity": [12] * len(received),
            "Receipt date": [
                ordered_on[order[each]] + timedelta(days=9) for each in received
            ],
            "Unit cost": [5.25] * len(received),
        },
    }


def made(name: str, columns: Mapping[str, Columns]) -> Path:
    """The file of a workload; it is made once."""
    path = FOLDER / f"{name}.xlsx"
    if not path.exists():
        print(f"making {path} ...", flush=True)
        workload.write_sheets(path, columns)
    return path


def main() -> None:
    """Print the ratio of the time of a run with purchases to that of one without."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.purchases")
    options.add_argument("--orders", type=int, default=workload.FULL.orders)
    options.add_argument("--lines", type=int, default=LINES)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = options.parse_args()
    full = workload.FULL
    size = workload.Size(chosen.orders, full.products, full.customers, costed=True)
    names = (f"bought-{size.orders}-{chosen.lines}", f"large-costed-{size.orders}")
    makers = (lambda: sheets(size, chosen.lines), lambda: workload.sheets(size))
    sources = [made(name, maker()) for name, maker in zip(names, makers, strict=True)]
    seconds: list[list[float]] = [[], []]
    for _ in range(chosen.rounds):
        for source, taken in zip(sources, seconds, strict=True):
            taken.append(run_of(source, FOLDER / "purchases").seconds)
    print(
        f"\n{size.orders * workload.LINES:,} order lines, {chosen.lines:,} purchase lines"
    )
    with_purchases, without = (min(taken) for taken in seconds)
    print(f"  without purchases, a run takes {without:.1f} seconds of the processor")
    ratio("a run with purchases", with_purchases, without, MOST)


if __name__ == "__main__":
    main()
