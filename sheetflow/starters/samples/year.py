"""The year: an outfitter's workbook after twelve months.

Its owner has added charts, colours, notes, formulas and sheets.
"""

from __future__ import annotations

from typing import BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.starters.samples.buying import (
    REORDER_POINT,
    REORDER_TO,
    enter_purchases,
    supplier_prices,
)
from sheetflow.starters.samples.models import Row
from sheetflow.starters.samples.outfitter import (
    AUTHOR,
    COLUMNS,
    CURRENCY,
    LAYOUTS,
    THEME,
)
from sheetflow.starters.samples.overview import draw_overview
from sheetflow.starters.samples.overview_charts import draw_chart_sheet
from sheetflow.starters.samples.owners_extras import (
    add_colours,
    add_notes,
    draw_price_ideas,
)
from sheetflow.starters.samples.simulation import simulate_year
from sheetflow.starters.samples.tables import Table, by_header, load, owners_sheet
from sheetflow.starters.samples.world import Records
from sheetflow.starters.workbook_writer import WorkbookWriter
from sheetflow.workbook.model import Formula, Value

SEED = 2025

ORDER_NOTES = {
    7: "Call before delivery: the dock is narrow",
    31: "Wants one invoice for the whole season",
    118: "Gift: no prices in the box",
    203: "Left at the neighbour's, number 14",
    377: "Deliver to the boathouse",
}
"""Notes on orders, by the position of the order."""

CREDIT: dict[str, Row] = {
    "C003": {"Price list": "CLUB", "Credit limit": 5000},
    "C010": {"Credit limit": 3000},
    "C017": {"Price list": "TRADE", "Credit limit": 2500},
    "C021": {"Price list": "CLUB"},
    "C024": {"Hold": "Yes"},
    "C041": {"Price list": "CLUB"},
    "C047": {"Price list": "TRADE"},
}
"""The credit limits and price lists of customers."""


def write_year(target: BinaryIO) -> None:
    """Write the workbook."""
    tables = _tables()
    writer = WorkbookWriter(target, THEME, AUTHOR)
    draw_overview(writer, tables)
    sheets = _draw_tables(writer, tables)
    add_colours(writer, sheets, tables)
    add_notes(sheets)
    draw_price_ideas(writer)
    draw_chart_sheet(writer)
    _define_names(writer.book)
    writer.book.close()


def _draw_tables(
    writer: WorkbookWriter, tables: dict[str, Table]
) -> dict[str, Worksheet]:
    return {
        name: writer.draw(owners_sheet(table, CURRENCY, LAYOUTS[name]))
        for name, table in tables.items()
    }


def _define_names(book: Workbook) -> None:
    book.define_name("Tax_rates", "='Tax codes'!$A$2:$E$7")
    book.define_name("Best_margin", "=MAX(Products!$K$4:$K$44)")


def _tables() -> dict[str, Table]:
    """The rows of every sheet, in the order of the sheets."""
    entered = load("year")
    world = simulate_year(entered["Products"], SEED)
    records = world.records
    enter_purchases(records, world.deliveries, entered["Suppliers"], SEED)
    entered["Supplier prices"] = supplier_prices(entered["Products"])
    _give_credit(records)
    _leave_prices_blank(records)
    for position, note in ORDER_NOTES.items():
        records.rows["Orders"][position]["Notes"] = note
    entered["Products"] = _with_reorder_points(_with_margins(entered["Products"]))
    return {
        sheet: entered[sheet] if sheet in entered else _recorded(records, sheet)
        for sheet in LAYOUTS
    }


def _recorded(records: Records, sheet: str) -> Table:
    """The rows of a sheet that the year brought."""
    headers = COLUMNS[sheet].split(", ")
    return by_header(headers, records.rows[sheet], sheet)


def _give_credit(records: Records) -> None:
    """Enter the credit limits of a few customers, and their price lists."""
    for row in records.rows["Customers"]:
        row.update(CREDIT.get(str(row["Customer"]), {}))


def _leave_prices_blank(records: Records) -> None:
    """Let the program fill the prices of open orders of customers with a price list."""
    listed = {code for code, row in CREDIT.items() if "Price list" in row}
    open_orders = {
        row["Order"]
        for row in records.rows["Orders"]
        if row["Customer"] in listed and row.get("Action")
    }
    for line in records.rows["Order lines"]:
        if line["Order"] in open_orders:
            line["Unit price"] = None


def _with_reorder_points(products: Table) -> Table:
    """The price list with a Reorder point and a Reorder to for goods."""
    rows: list[tuple[Value, ...]] = []
    for row, supplier in zip(products.rows, products.column("Supplier"), strict=True):
        points = (REORDER_POINT, REORDER_TO) if supplier else (None, None)
        rows.append((*row, *points))
    headers = (*products.headers, "Reorder point", "Reorder to")
    return Table("Products", headers, tuple(rows))


_MARGIN = (
    "(Products[[#This Row],[Price]]-Products[[#This Row],[Cost]])"
    "/Products[[#This Row],[Price]]"
)


def _with_margins(products: Table) -> Table:
    """The price list with a column of the owner's own, a formula over two others."""
    prices = products.column("Price")
    costs = products.column("Cost")
    rows: list[tuple[Value, ...]] = []
    for row, price, cost in zip(products.rows, prices, costs, strict=True):
        margin = _margin(float(str(price)), float(str(cost or 0)))
        rows.append((*row, Formula(_MARGIN, margin)))
    return Table("Products", (*products.headers, "Margin"), tuple(rows))


def _margin(price: float, cost: float) -> float:
    return round((price - cost) / price, 12)
