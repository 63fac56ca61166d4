"""The quickstart: a small shop with an order in every state.

Orders have an action wherever it shows something. The note of every order says what
it is there for.
"""

from __future__ import annotations

from typing import BinaryIO

from sheetflow.starters.samples.shop import (
    AUTHOR,
    THEME,
    draw_sheets,
    draw_welcome,
    shop_tables,
)
from sheetflow.starters.workbook_writer import WorkbookWriter

WELCOME = (
    (
        "What this is",
        "A small shop with an order in every state. Each order's note says what it is there for.",
    ),
    ("Run it", "sheetflow run quickstart.xlsx"),
    (
        "Then open",
        "out/quickstart.xlsx: the same workbook, with every action done and everything worked out.",
    ),
    (
        "Look at",
        "Orders, on the right: how far each order is, what it comes to, what is paid.",
    ),
    (
        "",
        "Issues: what still waits, and why. Changes: every cell and row that the run wrote.",
    ),
    ("", "Checks: the program's figures beside Excel's own formulas over your sheets."),
    (
        "Try",
        "Enter 20 for LAMP-01 in Stock moves as a Receipt, and run again: the hotel's lamps leave.",
    ),
)

ACTION_NOTE = "Choose what is to be done. Several go with commas between them."


def write_quickstart(target: BinaryIO) -> None:
    """Write the workbook."""
    writer = WorkbookWriter(target, THEME, AUTHOR)
    draw_welcome(writer, AUTHOR, WELCOME)
    draw_sheets(writer, shop_tables("quickstart").values())
    orders = writer.book.get_worksheet_by_name("Orders")
    orders.write_comment("L3", ACTION_NOTE, {"x_scale": 1.5})
    writer.book.close()
