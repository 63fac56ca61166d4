"""Harbour Lane Pottery, the made-up shop of the quickstart, the mistakes and the demo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.domain.catalogue import fact_sheets
from sheetflow.starters.samples.tables import Layout, Table, load, owners_sheet
from sheetflow.starters.workbook_writer import A4, Theme, WorkbookWriter
from sheetflow.workbook.model import ColumnDesign, SheetDesign

CURRENCY = "GBP"
THEME = Theme(
    header_fill="8C4A2F",
    header_font="FFFFFF",
    title="8C4A2F",
    table_style="Table Style Light 15",
)
CLAY = "8C4A2F"
SEA = "2F6C8C"
SAND = "D9B26F"
MOSS = "6B7F3A"

AUTHOR = "Harbour Lane Pottery"
CHANNELS = {"Web": "DDEBF7", "Phone": "FFF2CC", "Shop": "E2EFDA"}

LAYOUTS: Mapping[str, Layout] = {
    "Settings": Layout("How the shop works", SAND, {"Setting": 24, "Value": 44}),
    "Customers": Layout(
        tab_colour=SEA,
        widths={
            "Name": 24,
            "Contact": 14,
            "Email": 27,
            "Billing address": 26,
            "Shipping address": 26,
        },
    ),
    "Products": Layout(
        tab_colour=SEA,
        widths={"Name": 24},
        own={"Kiln": ColumnDesign("Kiln", 9, choices=("small", "large"))},
    ),
    "Locations": Layout(tab_colour=SEA),
    "Tax codes": Layout(tab_colour=SEA),
    "Orders": Layout(
        "Orders",
        CLAY,
        {"Order": 13, "Action": 17, "Notes": 46},
        {"Channel": ColumnDesign("Channel", 10, choices=("Shop", "Web", "Phone"))},
    ),
    "Order lines": Layout(tab_colour=CLAY, widths={"Order": 13, "Line": 7}),
    "Stock moves": Layout("What came in, moved or broke", MOSS, {"Reference": 34}),
    "Picks": Layout(tab_colour=MOSS),
    "Packing": Layout(tab_colour=MOSS),
    "Shipments": Layout(tab_colour=MOSS),
    "Invoices": Layout(tab_colour=SAND),
    "Invoice lines": Layout(tab_colour=SAND),
    "Payments": Layout(tab_colour=SAND),
    "Returns": Layout(tab_colour=SEA, widths={"Reason": 30}),
    "Restocks": Layout(tab_colour=SEA),
}


def shop_tables(name: str) -> dict[str, Table]:
    """The shop's settings and master data with the tables of a sample."""
    tables = load("shop")
    for sheet, more in load(name).items():
        tables[sheet] = tables[sheet].with_rows(more) if sheet in tables else more
    return {sheet: tables[sheet] for sheet in fact_sheets() if sheet in tables}


def draw_sheets(writer: WorkbookWriter, tables: Iterable[Table]) -> None:
    """Draw these sheets as the shop has them."""
    for table in tables:
        design = owners_sheet(table, CURRENCY, LAYOUTS[table.sheet])
        sheet = writer.draw(design)
        if table.sheet == "Orders":
            _colour_channels(writer, sheet, design)


def _colour_channels(
    writer: WorkbookWriter, sheet: Worksheet, design: SheetDesign
) -> None:
    """The owner likes to see where an order came from."""
    column = _channel_column(design)
    first = design.header_row
    last = first + design.row_count - 1
    for name, colour in CHANNELS.items():
        rule = _channel_rule(writer, name, colour)
        sheet.conditional_format(first, column, last, column, rule)


def _channel_column(design: SheetDesign) -> int:
    headers = [column.header for column in design.columns]
    return headers.index("Channel")


def _channel_rule(writer: WorkbookWriter, name: str, colour: str) -> dict[str, Any]:
    fill = writer.book.add_format({"bg_color": f"#{colour}"})
    value = f'"{name}"'
    return {"type": "cell", "criteria": "==", "value": value, "format": fill}


WELCOME_WIDTHS = (3, 22, 92)


def draw_welcome(
    writer: WorkbookWriter, title: str, lines: Iterable[tuple[str, str]]
) -> None:
    """The owner's first sheet: a title, and lines of a bold word and a sentence."""
    sheet = writer.book.add_worksheet("Read me")
    _set_up_welcome(sheet)
    sheet.set_row(0, 36)
    large = writer.format(bold=True, font_size=20, font_color=f"#{CLAY}")
    sheet.write_string(0, 1, title, large)
    for row, (word, sentence) in enumerate(lines, 2):
        sheet.write_string(row, 1, word, writer.format(bold=True))
        sheet.write_string(row, 2, sentence, writer.format(text_wrap=True))
    _set_up_printing(sheet)


def _set_up_welcome(sheet: Worksheet) -> None:
    sheet.hide_gridlines(2)
    sheet.set_tab_color(f"#{SAND}")
    for column, width in enumerate(WELCOME_WIDTHS):
        sheet.set_column(column, column, width)


def _set_up_printing(sheet: Worksheet) -> None:
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(A4)
