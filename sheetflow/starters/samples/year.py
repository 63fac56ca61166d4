"""The year: a made-up outfitter's workbook after twelve months, with its owner's charts, colours, notes and sheets."""

from __future__ import annotations

from typing import Any, BinaryIO

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.starters.drawing import Studio, Theme
from sheetflow.starters.samples.business import Business
from sheetflow.starters.samples.overview import draw_chart_sheet, draw_overview
from sheetflow.starters.samples.tables import Layout, Table, laid_out
from sheetflow.workbook.model import ColumnDesign, Formula, Look, SheetDesign, Value

SEED = 2025
CURRENCY = "CAD"
PINE, LAKE, LEAF, STONE = "1E4D3B", "2E75B6", "E3A33B", "7F7F7F"
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
"""The columns that the owner keeps in each sheet, in the owner's order."""

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


def write_year(target: BinaryIO) -> None:
    """Write the workbook."""
    business = Business(SEED)
    business.live()
    studio = Studio(target, THEME, AUTHOR)
    tables = {sheet: _table(business, sheet) for sheet in LAYOUTS}
    draw_overview(studio, tables)
    sheets = {
        sheet: studio.draw(laid_out(table, CURRENCY, LAYOUTS[sheet]))
        for sheet, table in tables.items()
    }
    _decorate(studio, sheets, tables)
    _draw_plans(studio)
    draw_chart_sheet(studio)
    studio.book.define_name("Tax_rates", "='Tax codes'!$A$2:$E$7")
    studio.book.define_name("Best_margin", "=MAX(Products!$K$4:$K$44)")
    studio.book.close()


def _table(business: Business, sheet: str) -> Table:
    """The rows of a sheet, as entered or as the year brought them."""
    if sheet == "Products":
        return _with_margins(business.tables[sheet])
    if sheet in business.tables:
        return business.tables[sheet]
    for number, note in ORDER_NOTES.items():
        business.rows["Orders"][number]["Notes"] = note
    return business.table(sheet, *COLUMNS[sheet].split(", "))


_MARGIN = "(Products[[#This Row],[Price]]-Products[[#This Row],[Cost]])/Products[[#This Row],[Price]]"


def _with_margins(products: Table) -> Table:
    """The price list with a column of the owner's own: a formula over two of the sheet's."""
    rows: list[tuple[Value, ...]] = []
    for row in products.rows:
        price, cost = (
            row[products.headers.index(header)] for header in ("Price", "Cost")
        )
        margin = (float(str(price)) - float(str(cost or 0))) / float(str(price))
        rows.append((*row, Formula(_MARGIN, round(margin, 12))))
    return Table("Products", (*products.headers, "Margin"), tuple(rows))


# -- the owner's colours and notes


def _decorate(
    studio: Studio, sheets: dict[str, Worksheet], tables: dict[str, Table]
) -> None:
    """Colours that follow the figures, and notes on a few cells."""
    colours = {
        name: studio.book.add_format({"bg_color": colour})
        for name, colour in _FILLS.items()
    }
    _rule(
        sheets,
        tables,
        "Orders",
        "Action",
        {"type": "no_blanks", "format": colours["wish"]},
    )
    _rule(
        sheets,
        tables,
        "Orders",
        "Freight",
        {"type": "data_bar", "bar_color": "#9BC2A8", "data_bar_2010": True},
    )
    for name in ("Amina", "Luc", "Sarah"):
        wanted = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{name}"',
            "format": colours[name],
        }
        _rule(sheets, tables, "Orders", "Sales rep", wanted)
    _rule(sheets, tables, "Products", "Margin", {"type": "3_color_scale"})
    refund = {
        "type": "cell",
        "criteria": "==",
        "value": '"Refund"',
        "format": colours["refund"],
    }
    _rule(sheets, tables, "Payments", "Kind", refund)
    _rule(
        sheets,
        tables,
        "Stock moves",
        "Quantity",
        {"type": "cell", "criteria": "<", "value": 0, "format": colours["refund"]},
    )
    _rule(
        sheets,
        tables,
        "Invoices",
        "Total",
        {"type": "top", "value": 10, "format": colours["wish"]},
    )
    sheets["Customers"].write_comment(
        "B9",
        "Season opens in May: ask for the pre-order in March.",
        {"author": "Sarah"},
    )
    sheets["Products"].write_comment(
        "D8",
        "Supplier raised the cost in June; price to be looked at.",
        {"author": "Luc"},
    )
    sheets["Orders"].write_comment(
        "D20",
        "Pays late in winter, always pays.",
        {"author": "Amina", "color": "#FFF2CC"},
    )
    sheets["Orders"].write_comment("M3", "Several actions go with commas between them.")
    sheets["Invoices"].insert_textbox(
        "M3", "Invoices are numbered without gaps.\nNever delete a row: void it.", _BOX
    )


_FILLS = {
    "wish": "#FFF2CC",
    "refund": "#F8CBAD",
    "Amina": "#E2EFDA",
    "Luc": "#DDEBF7",
    "Sarah": "#EDE7F3",
}
_BOX: dict[str, Any] = {
    "width": 250,
    "height": 60,
    "fill": {"color": "#F4F1E8"},
    "line": {"color": f"#{LEAF}"},
    "font": {"size": 10, "color": f"#{PINE}"},
}


def _rule(
    sheets: dict[str, Worksheet],
    tables: dict[str, Table],
    sheet: str,
    header: str,
    rule: dict[str, Any],
) -> None:
    """A conditional format over one column's rows."""
    table, first = tables[sheet], 3 if LAYOUTS[sheet].title else 1
    at = table.headers.index(header)
    sheets[sheet].conditional_format(first, at, first + len(table.rows) - 1, at, rule)


def _draw_plans(studio: Studio) -> None:
    """A sheet that has nothing to do with the workflow: next year's price ideas, with formulas over the price list."""
    names = ("SKU", "Price now", "New price", "Change")
    skus = ("TENT-1P", "BAG-MINUS5", "PACK-45", "STOVE-GAS", "LAMP-HEAD", "AXE")
    now = (249.95, 189.0, 199.0, 74.95, 49.95, 89.0)
    rises = (1.04, 1.05, 1.03, 1.06, 1.04, 1.05)
    lookups = [
        Formula(f"INDEX(Products[Price],MATCH(A{row},Products[SKU],0))", price)
        for row, price in enumerate(now, 4)
    ]
    new = [round(price * rise * 2) / 2 for price, rise in zip(now, rises, strict=True)]
    change = [
        Formula(f"C{row}/B{row}-1", n / p - 1)
        for row, (n, p) in enumerate(zip(new, now, strict=True), 4)
    ]
    looks = (Look(), Look("#,##0.00"), Look("#,##0.00"), Look("0.0%"))
    columns = tuple(
        ColumnDesign(name, 14, look) for name, look in zip(names, looks, strict=True)
    )
    cells = (skus, lookups, new, change)
    studio.draw(
        SheetDesign(
            "Price ideas",
            columns,
            cells,
            False,
            title="Price ideas for next year",
            tab_colour=LEAF,
        )
    )
