"""The mistakes: one of each that people commonly make.

Each is on an order of its own, whose note says what is wrong.
"""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.starters.samples.shop import (
    AUTHOR,
    THEME,
    draw_sheets,
    draw_welcome,
    shop_tables,
)
from sheetflow.starters.samples.tables import Table
from sheetflow.starters.workbook_writer import WorkbookWriter, write_cell
from sheetflow.workbook.model import Formula, Value

WELCOME = (
    (
        "What this is",
        "A shop with one of each common mistake. Each order's note says which.",
    ),
    ("Run it", "sheetflow run mistakes.xlsx"),
    (
        "Then open",
        "On the sheet Issues: every cell, what is wrong with it, and how to fix it.",
    ),
    (
        "Note",
        "Only orders with an error are on hold. All others were processed, and nothing was lost.",
    ),
)

FAILED_LOOKUP = Formula('VLOOKUP("BOWL-XS",Products!$A:$D,4,FALSE)', "#N/A")


def write_mistakes(target: BinaryIO) -> None:
    """Write the workbook."""
    writer = WorkbookWriter(target, THEME, AUTHOR)
    draw_welcome(writer, "What can go wrong", WELCOME)
    tables = shop_tables("mistakes")
    draw_sheets(writer, tables.values())
    _add_mistakes(writer, tables["Order lines"])
    writer.book.close()


def _add_mistakes(writer: WorkbookWriter, lines: Table) -> None:
    """Two mistakes that text cannot show: a code became a date, a look-up failed."""
    sheet = writer.book.get_worksheet_by_name("Order lines")
    rows = _rows_by_order(lines)
    sku = lines.headers.index("SKU")
    price = lines.headers.index("Unit price")
    _write_date(writer, sheet, rows["SO-000114"], sku)
    _write_failed_lookup(writer, sheet, rows["SO-000115"], price)


def _rows_by_order(lines: Table) -> dict[Value, int]:
    """The last row of each order, counted from 0 at the header."""
    return {order: row for row, order in enumerate(lines.column("Order"), 1)}


def _write_date(
    writer: WorkbookWriter, sheet: Worksheet, row: int, column: int
) -> None:
    """The date that Excel makes of a code."""
    day = writer.format(num_format="d-mmm", align="right")
    sheet.write_datetime(row, column, dt.date(2026, 1, 10), day)


def _write_failed_lookup(
    writer: WorkbookWriter, sheet: Worksheet, row: int, column: int
) -> None:
    money = writer.format(num_format="#,##0.00")
    write_cell(sheet, row, column, FAILED_LOOKUP, money)
