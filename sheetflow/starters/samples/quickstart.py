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
        "This workbook, with every action done and all figures worked out.",
    ),
    (
        "Look at",
        "Orders, on the right: the status of each order, its total, and what is paid.",
    ),
    (
        "",
        "Issues: what is still waiting, and why. Changes: every cell and row that the run wrote.",
    ),
    ("", "Checks: the program's figures next to Excel's own formulas."),
    (
        "Try",
        "Enter a Receipt of 20 LAMP-01 in Stock moves, and run again: the hotel's lamps are shipped.",
    ),
)

ACTION_NOTE = "Choose what to do. Separate several actions with commas."


def write_quickstart(target: BinaryIO) -> None:
    """Write the workbook."""
    writer = WorkbookWriter(target, THEME, AUTHOR)
    draw_welcome(writer, AUTHOR, WELCOME)
    draw_sheets(writer, shop_tables("quickstart").values())
    orders = writer.book.get_worksheet_by_name("Orders")
    orders.write_comment("L3", ACTION_NOTE, {"x_scale": 1.5})
    writer.book.close()
