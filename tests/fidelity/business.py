"""A small business, spliced into any workbook: the sample shop, with an order in every state and every action."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from sheetflow.opening import open_workbook
from sheetflow.pipeline import Run, run
from sheetflow.starters.samples.shop import LAYOUTS, shop_tables
from sheetflow.starters.samples.tables import owners_sheet
from sheetflow.workbook import Workbook

AS_OF = dt.date(2026, 3, 2)
PLAIN_RANGES = ("Locations", "Order lines", "Payments")
"""The sheets that are not tables: half of all people type into plain ranges."""

LATER = {
    "SO-000001": "Pick, Pack, Ship, Invoice",
    "SO-000002": "Fulfil, Invoice",
    "SO-000005": "Invoice",
    "SO-000009": "Re-open",
    "SO-000022": "Fulfil, Invoice, Close",
}
"""The actions requested on the next day."""


def with_business(path: Path, data: bytes) -> bytes:
    """The workbook with the sheets of the shop that it lacks behind its own.

    Raises SheetflowError where it must not be edited.
    """
    book = Workbook(path, data)
    lacking = {
        sheet: table
        for sheet, table in shop_tables("quickstart").items()
        if sheet not in book.sheets
    }
    for sheet, table in lacking.items():
        layout = replace(LAYOUTS[sheet], as_table=sheet not in PLAIN_RANGES)
        book.add_sheet(owners_sheet(table, "GBP", layout))
    return applied(book)


def applied(book: Workbook) -> bytes:
    """The bytes of a workbook with its edits."""
    book.apply()
    return book.package.to_bytes()


def run_on(path: Path, day: int = 0) -> Run:
    """Run the workbook in its place, some days after the first run."""
    done = run(path, as_of=AS_OF + dt.timedelta(days=day))
    done.save(path, replacing=True)
    return done


def ask_for_more(path: Path, actions: dict[str, str]) -> None:
    """Type actions into Orders, as a clerk does between two runs."""
    opened = open_workbook(path)
    orders = opened.raw["Orders"].frame
    layout = opened.layouts["Orders"]
    rows = dict(zip(orders["Order"].tolist(), orders.rows.tolist(), strict=True))
    book = opened.workbook
    at = layout.columns["Action"]
    book.set_cells(
        layout.name, at, [rows[order] for order in actions], list(actions.values())
    )
    book.save(path, replacing=True)
