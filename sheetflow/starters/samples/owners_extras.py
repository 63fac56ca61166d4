"""What the owner of the year's workbook added: colours, notes, and a sheet of ideas."""

from __future__ import annotations

from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.starters.samples.outfitter import LAYOUTS, LEAF, PINE
from sheetflow.starters.samples.tables import Table
from sheetflow.starters.workbook_writer import WorkbookWriter
from sheetflow.workbook.model import CellLook, ColumnDesign, Formula, SheetDesign, Value

# -- colours and notes

_FILLS = {
    "action": "#FFF2CC",
    "refund": "#F8CBAD",
    "Amina": "#E2EFDA",
    "Luc": "#DDEBF7",
    "Sarah": "#EDE7F3",
}


class Rule(NamedTuple):
    """A conditional format over one column's rows."""

    sheet: str
    header: str
    options: dict[str, Any]


def add_colours(
    writer: WorkbookWriter, sheets: dict[str, Worksheet], tables: dict[str, Table]
) -> None:
    """Colours that follow the figures."""
    fills = {
        name: writer.book.add_format({"bg_color": colour})
        for name, colour in _FILLS.items()
    }
    for rule in _rules(fills):
        table = tables[rule.sheet]
        column = table.headers.index(rule.header)
        first = 3 if LAYOUTS[rule.sheet].title else 1
        last = first + len(table.rows) - 1
        sheet = sheets[rule.sheet]
        sheet.conditional_format(first, column, last, column, rule.options)


def _rules(fills: dict[str, Any]) -> list[Rule]:
    has_action = {"type": "no_blanks", "format": fills["action"]}
    bar = {"type": "data_bar", "bar_color": "#9BC2A8", "data_bar_2010": True}
    scale = {"type": "3_color_scale"}
    refund = _equals("Refund", fills["refund"])
    below_0 = {"type": "cell", "criteria": "<", "value": 0, "format": fills["refund"]}
    top_ten = {"type": "top", "value": 10, "format": fills["action"]}
    reps = [
        Rule("Orders", "Sales rep", _equals(name, fills[name]))
        for name in ("Amina", "Luc", "Sarah")
    ]
    return [
        Rule("Orders", "Action", has_action),
        Rule("Orders", "Freight", bar),
        *reps,
        Rule("Products", "Margin", scale),
        Rule("Payments", "Kind", refund),
        Rule("Stock moves", "Quantity", below_0),
        Rule("Invoices", "Total", top_ten),
    ]


def _equals(text: str, fill: Any) -> dict[str, Any]:
    return {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": fill}


_NOTES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "Customers",
        "B9",
        "Season opens in May: ask for the pre-order in March.",
        {"author": "Sarah"},
    ),
    (
        "Products",
        "D8",
        "Supplier raised the cost in June: review the price.",
        {"author": "Luc"},
    ),
    (
        "Orders",
        "D20",
        "Pays late in winter, always pays.",
        {"author": "Amina", "color": "#FFF2CC"},
    ),
    ("Orders", "M3", "Separate several actions with commas.", {}),
)
"""Notes on cells: sheet, cell, text, options."""

_BOX_TEXT = "Invoices are numbered without gaps.\nNever delete a row: void it."
_BOX = {
    "width": 250,
    "height": 60,
    "fill": {"color": "#F4F1E8"},
    "line": {"color": f"#{LEAF}"},
    "font": {"size": 10, "color": f"#{PINE}"},
}


def add_notes(sheets: dict[str, Worksheet]) -> None:
    """Notes on a few cells, and a text box."""
    for name, cell, text, options in _NOTES:
        sheets[name].write_comment(cell, text, options)
    sheets["Invoices"].insert_textbox("M3", _BOX_TEXT, _BOX)


# -- a sheet that has nothing to do with the workflow


class PriceIdea(NamedTuple):
    """What a product costs now, and by how much its price may rise."""

    sku: str
    now: float
    rise: float


PRICE_IDEAS = (
    PriceIdea("TENT-1P", 249.95, 1.04),
    PriceIdea("BAG-MINUS5", 189.0, 1.05),
    PriceIdea("PACK-45", 199.0, 1.03),
    PriceIdea("STOVE-GAS", 74.95, 1.06),
    PriceIdea("LAMP-HEAD", 49.95, 1.04),
    PriceIdea("AXE", 89.0, 1.05),
)


def draw_price_ideas(writer: WorkbookWriter) -> None:
    """Next year's price ideas, with formulas over the price list."""
    columns = (
        ColumnDesign("SKU", 14, CellLook()),
        ColumnDesign("Price now", 14, CellLook("#,##0.00")),
        ColumnDesign("New price", 14, CellLook("#,##0.00")),
        ColumnDesign("Change", 14, CellLook("0.0%")),
    )
    rows = [_price_row(idea, row) for row, idea in enumerate(PRICE_IDEAS, 4)]
    writer.draw(
        SheetDesign(
            "Price ideas",
            columns,
            cells=tuple(zip(*rows, strict=True)),
            as_table=False,
            title="Price ideas for next year",
            tab_colour=LEAF,
        )
    )


def _price_row(idea: PriceIdea, row: int) -> tuple[Value, ...]:
    """One row; prices are rounded to 50 cents."""
    new = round(idea.now * idea.rise * 2) / 2
    lookup = f"INDEX(Products[Price],MATCH(A{row},Products[SKU],0))"
    change = Formula(f"C{row}/B{row}-1", new / idea.now - 1)
    return idea.sku, Formula(lookup, idea.now), new, change
