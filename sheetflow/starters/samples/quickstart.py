"""The quickstart: a small shop with an order in every state, and an action wherever it shows something.

Every order's note says what it is there for.
"""

from __future__ import annotations

from typing import BinaryIO

from sheetflow.starters.drawing import Studio
from sheetflow.starters.samples.shop import (
    AUTHOR,
    THEME,
    draw_sheets,
    draw_welcome,
    shop_tables,
)

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


def write_quickstart(target: BinaryIO) -> None:
    """Write the workbook."""
    studio = Studio(target, THEME, AUTHOR)
    draw_welcome(studio, AUTHOR, WELCOME)
    draw_sheets(studio, shop_tables("quickstart").values())
    help_text = "Choose what is to be done. Several go with commas between them."
    studio.book.get_worksheet_by_name("Orders").write_comment(
        "L3", help_text, {"x_scale": 1.5}
    )
    studio.book.close()
