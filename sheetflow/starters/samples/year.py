"""The year: a made-up outfitter's workbook after twelve months.

Its owner has added charts, colours, notes, formulas and sheets.
"""

from __future__ import annotations

from typing import Any, BinaryIO, NamedTuple

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.starters.samples.overview import draw_chart_sheet, draw_overview
from sheetflow.starters.samples.simulation import simulate_year
from sheetflow.starters.samples.tables import (
    Layout,
    Table,
    by_header,
    load,
    owners_sheet,
)
from sheetflow.starters.samples.world import Records
from sheetflow.starters.workbook_writer import Theme, WorkbookWriter
from sheetflow.workbook.model import ColumnDesign, Formula, Look, SheetDesign, Value

SEED = 2025
CURRENCY = "CAD"
PINE = "1E4D3B"
LAKE = "2E75B6"
LEAF = "E3A33B"
STONE = "7F7F7F"
THEME = Theme(
    header_fill=PINE,
    title=PINE,
    font="Calibri",
    size=10.5,
    table_style="Table Style Medium 4",
)
AUTHOR = "Northfork Outfitters"

COLUMNS: dict[str, str] = {
    "Customers": "Customer, Name, Province, Since, Email, Phone, Billing address, Terms (days), Discount %",
    "Orders": "Order, State, Order date, Customer, Sales rep, Customer PO, Quote expiry, Ship by, "
    "Discount %, Freight, Freight tax code, Requires shipping, Action, Notes",
    "Order lines": "Order, Line, SKU, Description, Quantity, Unit price, Discount %, Tax code",
    "Stock moves": "Move, Date, Type, SKU, From, To, Quantity, Unit cost, Reference",
    "Picks": "Pick, Order, Line, SKU, Location, Suggested, Picked, Pick date, Picker, Voided",
    "Packing": "Order, Container, Line, SKU, Quantity, Container type",
    "Shipments": "Shipment, Order, Container, Ship date, Carrier, Service, Tracking number",
    "Invoices": "Invoice, Order, Invoice date, Due date, Freight, Freight tax code, Subtotal, Tax, Total, Voided",
    "Invoice lines": "Invoice, Order, Line, SKU, Description, Quantity, "
    "Unit price, Discount %, Order discount %, Tax code, Line total",
    "Payments": "Payment, Order, Invoice, Payment date, Kind, Method, Amount, Reference",
    "Returns": "Return, Order, Line, SKU, Quantity, Return date, Disposition, Fee, Reason",
    "Restocks": "Restock, Return, SKU, Location, Quantity, Restock date",
}
"""The columns of each sheet, in the owner's order."""

LAYOUTS: dict[str, Layout] = {
    "Settings": Layout(tab_colour=STONE, widths={"Setting": 22, "Value": 46}),
    "Customers": Layout(
        "Customers",
        LAKE,
        {"Name": 26, "Email": 34, "Billing address": 26},
        {"Province": ColumnDesign("Province", 10), "Since": ColumnDesign("Since", 8)},
    ),
    "Products": Layout(
        "Price list 2025",
        LAKE,
        {"Name": 27},
        {
            "Supplier": ColumnDesign("Supplier", 16),
            "Margin": ColumnDesign("Margin", 10, Look("0.0%")),
        },
    ),
    "Locations": Layout(tab_colour=LAKE, own={"Keeper": ColumnDesign("Keeper", 12)}),
    "Tax codes": Layout(tab_colour=LAKE, widths={"Name": 28}),
    "Orders": Layout(
        "Orders 2025",
        PINE,
        {"Notes": 34, "Action": 16, "Customer PO": 12},
        {"Sales rep": ColumnDesign("Sales rep", 11, choices=("Amina", "Luc", "Sarah"))},
    ),
    "Order lines": Layout(tab_colour=PINE),
    "Stock moves": Layout("Goods in, moved, counted", LEAF, {"Reference": 24}),
    "Picks": Layout(tab_colour=LEAF),
    "Packing": Layout(tab_colour=LEAF),
    "Shipments": Layout(tab_colour=LEAF),
    "Invoices": Layout("Invoices 2025", LAKE),
    "Invoice lines": Layout(tab_colour=LAKE),
    "Payments": Layout(tab_colour=LAKE, widths={"Reference": 14}, as_table=False),
    "Returns": Layout(tab_colour=STONE),
    "Restocks": Layout(tab_colour=STONE),
}

ORDER_NOTES = {
    7: "Call before delivery: the dock is narrow",
    31: "Wants one invoice for the whole season",
    118: "Gift: no prices in the box",
    203: "Left at the neighbour's, number 14",
    377: "Deliver to the boathouse",
}
"""Notes on orders, by the position of the order."""


def write_year(target: BinaryIO) -> None:
    """Write the workbook."""
    tables = _tables()
    writer = WorkbookWriter(target, THEME, AUTHOR)
    draw_overview(writer, tables)
    sheets = {}
    for name, table in tables.items():
        sheets[name] = writer.draw(owners_sheet(table, CURRENCY, LAYOUTS[name]))
    _add_colours(writer, sheets, tables)
    _add_notes(sheets)
    _draw_price_ideas(writer)
    draw_chart_sheet(writer)
    writer.book.define_name("Tax_rates", "='Tax codes'!$A$2:$E$7")
    writer.book.define_name("Best_margin", "=MAX(Products!$K$4:$K$44)")
    writer.book.close()


def _tables() -> dict[str, Table]:
    """The rows of every sheet, in the order of the sheets."""
    entered = load("year")
    records = simulate_year(entered["Products"], SEED)
    for position, note in ORDER_NOTES.items():
        records.rows["Orders"][position]["Notes"] = note
    entered["Products"] = _with_margins(entered["Products"])
    return {
        sheet: entered[sheet] if sheet in entered else _recorded(records, sheet)
        for sheet in LAYOUTS
    }


def _recorded(records: Records, sheet: str) -> Table:
    """The rows of a sheet that the year brought."""
    headers = COLUMNS[sheet].split(", ")
    return by_header(headers, records.rows[sheet], sheet)


_MARGIN = (
    "(Products[[#This Row],[Price]]-Products[[#This Row],[Cost]])"
    "/Products[[#This Row],[Price]]"
)


def _with_margins(products: Table) -> Table:
    """The price list with a column of the owner's own, a formula over two others."""
    prices = products.column("Price")
    costs = products.column("Cost")
    rows: list[tuple[Value, ...]] = []
    for row, price, cost in zip(products.rows, prices, costs, strict=True):
        margin = _margin(float(str(price)), float(str(cost or 0)))
        rows.append((*row, Formula(_MARGIN, margin)))
    return Table("Products", (*products.headers, "Margin"), tuple(rows))


def _margin(price: float, cost: float) -> float:
    return round((price - cost) / price, 12)


# -- the owner's colours and notes

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


def _add_colours(
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
        "Supplier raised the cost in June; price to be looked at.",
        {"author": "Luc"},
    ),
    (
        "Orders",
        "D20",
        "Pays late in winter, always pays.",
        {"author": "Amina", "color": "#FFF2CC"},
    ),
    ("Orders", "M3", "Several actions go with commas between them.", {}),
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


def _add_notes(sheets: dict[str, Worksheet]) -> None:
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


def _draw_price_ideas(writer: WorkbookWriter) -> None:
    """Next year's price ideas, with formulas over the price list."""
    columns = (
        ColumnDesign("SKU", 14, Look()),
        ColumnDesign("Price now", 14, Look("#,##0.00")),
        ColumnDesign("New price", 14, Look("#,##0.00")),
        ColumnDesign("Change", 14, Look("0.0%")),
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
