"""Thousands of rows with the same mistake, and large orders: through the real command, in little time and memory."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from measured import Ended, assert_fit, measured
from shop import AS_OF

from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.schema import Column, SheetSchema

pytestmark = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="this platform does not report what a process used"
)

DAY = dt.date(2026, 2, 1)
Columns = Mapping[str, Sequence[object]]
Sheets = dict[str, Columns]


def shop(orders: int, action: str = "", stock: int = 1_000_000) -> Sheets:
    """Orders of one unit each, of one customer and one product."""
    numbers = [f"SO-{number:06d}" for number in range(orders)]
    return {
        "Customers": {"Customer": ["C-1", "C-2"], "Name": ["Mill", "Cafe"]},
        "Products": {"SKU": ["A-100"], "Name": ["Anvil"], "Price": [20]},
        "Locations": {"Location": ["MAIN"], "Priority": [1]},
        "Stock moves": {
            "Date": [DAY],
            "Type": ["Opening"],
            "SKU": ["A-100"],
            "To": ["MAIN"],
            "Quantity": [stock],
        },
        "Orders": {
            "Order": numbers,
            "Order date": [DAY] * orders,
            "Customer": ["C-1"] * orders,
            "Action": [action] * orders,
        },
        "Order lines": {
            "Order": numbers,
            "Line": [1] * orders,
            "SKU": ["A-100"] * orders,
            "Quantity": [1] * orders,
        },
    }


def repeated(columns: Columns, times: int) -> Columns:
    """The first row of a sheet, so many times."""
    return {header: [values[0]] * times for header, values in columns.items()}


def duplicated(sheet: str) -> Callable[[], Sheets]:
    """A sheet of 4,000 rows with one key, and 4,000 orders."""

    def sheets() -> Sheets:
        found = shop(4_000)
        return {**found, sheet: repeated(found[sheet], 4_000)}

    return sheets


def picked(orders: int) -> Columns:
    """The unit of each order, picked."""
    return {
        "Order": shop(orders)["Orders"]["Order"],
        "Line": [1] * orders,
        "SKU": ["A-100"] * orders,
        "Location": ["MAIN"] * orders,
        "Suggested": [1] * orders,
        "Picked": [1] * orders,
    }


def reopened() -> Sheets:
    """Orders to re-open, of which each has a pick."""
    return {**shop(4_000, "Re-open"), "Picks": picked(4_000)}


def many_locations() -> Sheets:
    """An order, and 50,000 locations."""
    codes = [f"L-{number}" for number in range(50_000)] + ["MAIN"]
    locations = {"Location": codes, "Priority": list(range(len(codes)))}
    return {**shop(1, "Fulfil, Invoice"), "Locations": locations}


def many_containers() -> Sheets:
    """An order that is packed into 20,000 containers."""
    found = shop(1, "Fulfil, Invoice")
    units = 20_000
    lines = {**found["Order lines"], "Quantity": [units]}
    packing = {
        "Order": ["SO-000000"] * units,
        "Container": list(range(1, units + 1)),
        "SKU": ["A-100"] * units,
        "Quantity": [1] * units,
    }
    picks = {**picked(1), "Suggested": [units], "Picked": [units]}
    return {**found, "Order lines": lines, "Picks": picks, "Packing": packing}


def unknown_keys() -> Sheets:
    """30,000 products, and as many order lines and moves that nearly name one."""
    count = 30_000
    found = shop(count)
    known = {
        "SKU": [f"PRODUCT-{number}" for number in range(count)],
        "Name": ["Anvil"] * count,
    }
    mistyped = [f"PRODUKT-{number}" for number in range(count)]
    lines = {**found["Order lines"], "SKU": mistyped}
    return {**found, "Products": known, "Order lines": lines}


def unknown_in_every_column(count: int) -> Sheets:
    """So many rows on every sheet, in which every reference names nothing."""
    found: Sheets = {}
    for schema in fact_schemas():
        if not schema.settings and schema.in_template and not schema.part:
            columns = [
                column
                for column in schema.facts
                if column.required or column.references or column.header in schema.key
            ]
            found[schema.sheet] = {
                column.header: _values(column, schema, count) for column in columns
            }
    return found


def _values(column: Column, schema: SheetSchema, count: int) -> Sequence[object]:
    """Values of a column: references to nothing, keys that are all different."""
    if column.references:
        return [f"NONE-{column.header}-{at}" for at in range(count)]
    if column.choices:
        return [column.choices[0]] * count
    if column.kind == "date":
        return [DAY] * count
    if column.header in schema.key and not column.counter:
        return [f"K-{at}" for at in range(count)]
    return [1] * count


def run(folder: Path, sheets: Sheets) -> Ended:
    """What a run does with these sheets, within its limits."""
    path = folder / "book.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, columns in sheets.items():
        sheet = book.add_worksheet(name)
        for at, (header, values) in enumerate(columns.items()):
            sheet.write_string(0, at, header)
            sheet.write_column(1, at, values)
    book.close()
    ended = measured("run", path, "-o", folder / "out", "--no-print", AS_OF)
    assert_fit(ended)
    return ended


def test_300_000_cells_that_cannot_be_read(tmp_path: Path) -> None:
    """Numbers, dates, choices and answers, all wrong, of 50,000 orders and their lines."""
    count = 50_000
    found = shop(count)
    bad = {
        "Orders": {
            "State": [f"Odd{number}" for number in range(count)],
            "Order date": ["soon"] * count,
            "Freight": ["f"] * count,
            "Requires shipping": ["perhaps"] * count,
        },
        "Order lines": {"Quantity": ["abc"] * count, "Discount %": ["lots"] * count},
    }
    sheets = {name: {**found[name], **bad.get(name, {})} for name in found}
    ended = run(tmp_path, sheets)
    assert ended.status == 1
    assert "299,800 more: see the sheet Issues" in ended.out
    assert "Read 50,000 orders: 0 applied, 50,000 on hold" in ended.out


@pytest.mark.parametrize("sheet", ["Orders", "Customers", "Products", "Order lines"])
def test_4_000_rows_with_one_key(tmp_path: Path, sheet: str) -> None:
    ended = run(tmp_path, duplicated(sheet)())
    assert ended.status == 1
    assert "3,994 more" in ended.out


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        (lambda: shop(4_000, "Fulfil, Invoice", stock=2_000), "has 0 free of 1"),
        (lambda: shop(4_000, "Fulfil, Cancel"), "Cancel of SO-000000 was refused"),
        (reopened, "4,000 applied"),
        (many_locations, "1 applied"),
        (many_containers, "1 applied"),
        (unknown_keys, "Did you mean PRODUCT-0?"),
    ],
    ids=["short", "fulfil, cancel", "re-open", "locations", "containers", "unknown"],
)
def test_thousands_of_orders_and_rows(
    tmp_path: Path, sheets: Callable[[], Sheets], says: str
) -> None:
    assert says in run(tmp_path, sheets()).out


def test_20_000_unknown_keys_in_each_of_thirty_columns(tmp_path: Path) -> None:
    sheets = unknown_in_every_column(20_000)
    references = sum(
        bool(column.references)
        for schema in fact_schemas()
        for column in schema.facts
        if schema.sheet in sheets
    )
    assert references >= 30
    ended = run(tmp_path, sheets)
    assert ended.status == 1
    assert "19,900 more cells down to" in ended.out
    assert "Read 20,000 orders: 0 applied, 20,000 on hold, 0 untouched." in ended.out
