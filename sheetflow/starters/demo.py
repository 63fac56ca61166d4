"""`sheetflow demo`: a small sample business with two deliberate mistakes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import BinaryIO

from sheetflow.starters.drawing import Studio
from sheetflow.starters.putting import put
from sheetflow.starters.samples.shop import AUTHOR, THEME, draw_sheets, shop_tables

NAME = "demo.xlsx"

AS_OF = date(2026, 3, 2)
"""The date on which the demo is run, so that everybody sees the same."""


def write_demo(directory: Path) -> Path:
    """Write the demo's workbook into a folder, which is made if need be; gives its path.

    Raises SheetflowError where the file exists already or cannot be written.
    """
    path = directory / NAME
    put(_draw, path)
    return path


def _draw(target: BinaryIO) -> None:
    studio = Studio(target, THEME, AUTHOR)
    draw_sheets(studio, shop_tables("demo").values())
    studio.book.close()
