"""The made-up shop behind the quickstart, the mistakes and the demo: Harbour Lane Pottery."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.domain.schema import FACTS
from sheetflow.starters.drawing import Studio, Theme
from sheetflow.starters.samples.tables import Layout, Table, laid_out, load
from sheetflow.workbook.model import ColumnDesign, SheetDesign

CURRENCY = "GBP"
THEME = Theme(
    header_fill="8C4A2F",
    header_font="FFFFFF",
    title="8C4A2F",
    table_style="Table Style Light 15",
)
CLAY, SEA, SAND, MOSS = "8C4A2F", "2F6C8C", "D9B26F", "6B7F3A"


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
        "Orders and quotes",
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
    """The shop's settings and master data with the tables of a sample, in the order of the contract."""
    tables = load("shop")
    for sheet, more in load(name).items():
        tables[sheet] = tables[sheet].with_rows(more) if sheet in tables else more
    return {sheet: tables[sheet] for sheet in FACTS if sheet in tables}


def draw_sheets(studio: Studio, tables: Iterable[Table]) -> None:
    """Draw these sheets as the shop has them."""
    for facts in tables:
        design = laid_out(facts, CURRENCY, LAYOUTS[facts.sheet])
        sheet = studio.draw(design)
        if facts.sheet == "Orders":
            _colour_channels(studio, sheet, design)


def _colour_channels(studio: Studio, sheet: Worksheet, design: SheetDesign) -> None:
    """The owner likes to see where an order came from."""
    at = next(
        number
        for number, column in enumerate(design.columns)
        if column.header == "Channel"
    )
    last = design.header_row + design.row_count - 1
    for name, fill in CHANNELS.items():
        colour = studio.book.add_format({"bg_color": f"#{fill}"})
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{name}"',
            "format": colour,
        }
        sheet.conditional_format(design.header_row, at, last, at, rule)


def draw_welcome(studio: Studio, title: str, lines: Iterable[tuple[str, str]]) -> None:
    """The owner's first sheet: a title, and lines of a bold word and a sentence."""
    sheet = studio.book.add_worksheet("Read me")
    sheet.hide_gridlines(2)
    sheet.set_tab_color(f"#{SAND}")
    for column, width in enumerate((3, 22, 92)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 36)
    sheet.write_string(
        0, 1, title, studio.format(bold=True, font_size=20, font_color=f"#{CLAY}")
    )
    for row, (word, sentence) in enumerate(lines, 2):
        sheet.write_string(row, 1, word, studio.format(bold=True))
        sheet.write_string(row, 2, sentence, studio.format(text_wrap=True))
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)
