"""Northfork Outfitters, the made-up business of the year: how its sheets look."""

from __future__ import annotations

from sheetflow.starters.samples.tables import Layout
from sheetflow.starters.workbook_writer import Theme
from sheetflow.workbook.model import CellLook, ColumnDesign

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
    "Customers": "Customer, Name, Province, Since, Email, Phone, Billing address, Terms (days), Discount %, "
    "Price list, Credit limit, Hold",
    "Orders": "Order, State, Order date, Customer, Sales rep, Customer PO, Quote expiry, Ship by, "
    "Discount %, Freight, Freight tax code, Requires shipping, Action, Notes",
    "Order lines": "Order, Line, SKU, Description, Quantity, Unit price, Discount %, Tax code",
    "Stock moves": "Move, Date, Type, SKU, From, To, Quantity, Unit cost, Reference",
    "Purchase orders": "Purchase order, Order date, Supplier, Expected date, Freight, Action, Notes",
    "Purchase lines": "Purchase order, Line, SKU, Quantity, Unit cost, For order",
    "Receipts": "Receipt, Purchase order, Line, SKU, Location, Quantity, Receipt date, Unit cost, Voided",
    "Picks": "Pick, Order, Line, SKU, Location, Suggested, Picked, Pick date, Picker, Voided",
    "Packing": "Order, Container, Line, SKU, Quantity, Container type",
    "Shipments": "Shipment, Order, Container, Ship date, Carrier, Service, Tracking number",
    "Invoices": "Invoice, Order, Invoice date, Due date, Freight, Freight tax code, Subtotal, Tax, Total, Voided",
    "Invoice lines": "Invoice, Order, Line, SKU, Description, Quantity, "
    "Unit price, Discount %, Order discount %, Tax code, Line total, Voided",
    "Payments": "Payment, Order, Invoice, Payment date, Kind, Method, Amount, Reference, Voided",
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
            "Margin": ColumnDesign("Margin", 10, CellLook("0.0%")),
        },
    ),
    "Suppliers": Layout(tab_colour=LAKE, widths={"Address": 30}),
    "Supplier prices": Layout(tab_colour=LAKE),
    "Prices": Layout(tab_colour=LAKE),
    "Locations": Layout(tab_colour=LAKE, own={"Keeper": ColumnDesign("Keeper", 12)}),
    "Tax codes": Layout(tab_colour=LAKE, widths={"Name": 28}),
    "Orders": Layout(
        "Orders 2025",
        PINE,
        {"Notes": 34, "Action": 16, "Customer PO": 12},
        {"Sales rep": ColumnDesign("Sales rep", 11, choices=("Amina", "Luc", "Sarah"))},
    ),
    "Order lines": Layout(tab_colour=PINE),
    "Stock moves": Layout("Opened, moved, counted", LEAF, {"Reference": 24}),
    "Purchase orders": Layout("Ordered from suppliers", LEAF),
    "Purchase lines": Layout(tab_colour=LEAF),
    "Receipts": Layout(tab_colour=LEAF),
    "Picks": Layout(tab_colour=LEAF),
    "Packing": Layout(tab_colour=LEAF),
    "Shipments": Layout(tab_colour=LEAF),
    "Invoices": Layout("Invoices 2025", LAKE),
    "Invoice lines": Layout(tab_colour=LAKE),
    "Payments": Layout(tab_colour=LAKE, widths={"Reference": 14}, as_table=False),
    "Returns": Layout(tab_colour=STONE),
    "Restocks": Layout(tab_colour=STONE),
}
