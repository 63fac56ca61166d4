"""`sheetflow demo`: a small sample business with two deliberate mistakes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import BinaryIO

from sheetflow.starters.new_file import write_new_file
from sheetflow.starters.samples.shop import AUTHOR, THEME, draw_sheets, shop_tables
from sheetflow.starters.workbook_writer import WorkbookWriter

NAME = "demo.xlsx"

AS_OF = date(2026, 3, 2)
"""The date on which the demo is run, so that everybody sees the same."""


def write_demo(directory: Path) -> Path:
    """Write the demo's workbook into a folder, created if needed; returns its path.

    Raises SheetflowError where the file exists already or cannot be written.
    """
    path = directory / NAME
    write_new_file(path, _draw)
    return path


def _draw(target: BinaryIO) -> None:
    writer = WorkbookWriter(target, THEME, AUTHOR)
    draw_sheets(writer, shop_tables("demo").values())
    writer.book.close()
