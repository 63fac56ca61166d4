"""The mistakes: one of each that people commonly make, each on an order of its own whose note says what is wrong."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from sheetflow.starters.drawing import Studio, write_cell
from sheetflow.starters.samples.shop import (
    AUTHOR,
    THEME,
    draw_sheets,
    draw_welcome,
    shop_tables,
)
from sheetflow.starters.samples.tables import Table
from sheetflow.workbook.model import Formula

WELCOME = (
    (
        "What this is",
        "A shop in which somebody made one of each common mistake; each order's note says which.",
    ),
    ("Run it", "sheetflow run mistakes.xlsx"),
    (
        "Then open",
        "out/mistakes.xlsx: Issues names every cell, what is wrong with it, and how to mend it.",
    ),
    (
        "Note",
        "Only the orders with an error are held. Every other one goes on, and nothing was lost.",
    ),
)


def write_mistakes(target: BinaryIO) -> None:
    """Write the workbook."""
    studio = Studio(target, THEME, AUTHOR)
    draw_welcome(studio, "What can go wrong", WELCOME)
    tables = shop_tables("mistakes")
    draw_sheets(studio, tables.values())
    _spoil(studio, tables["Order lines"])
    studio.book.close()


def _spoil(studio: Studio, lines: Table) -> None:
    """Two mistakes that text cannot show: a code of which Excel made a date, and a look-up that failed."""
    sheet = studio.book.get_worksheet_by_name("Order lines")
    rows = {order: row for row, order in enumerate(lines.column("Order"), 1)}
    day = studio.format(num_format="d-mmm", align="right")
    sheet.write_datetime(
        rows["SO-000114"], lines.headers.index("SKU"), dt.date(2026, 1, 10), day
    )
    lookup = Formula('VLOOKUP("BOWL-XS",Products!$A:$D,4,FALSE)', "#N/A")
    write_cell(
        sheet,
        rows["SO-000115"],
        lines.headers.index("Unit price"),
        lookup,
        studio.format(num_format="#,##0.00"),
    )
