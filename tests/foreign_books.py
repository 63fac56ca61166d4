"""Workbooks that others made, with their own names: small, as public samples are, and awkward.

Each has the columns that mean something to sheetflow (`equivalents`: own sheet and header → sheet
and column), and others that mean nothing to it.

    BOOKS["northwind"].write(path)
"""

# ruff: noqa: E501

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl

Row = Sequence[object]

FIRST_DAY = date(2026, 1, 5)
CLIENTS = ("Around the Horn", "Blauer See", "Bon app", "Chop-suey", "Du monde entier")
GOODS = ("Chai", "Chang", "Aniseed syrup", "Gumbo mix", "Ikura", "Tofu", "Pavlova")
PRICES = (18, 19, 10, 21.35, 31, 23.25, 17.45)


@dataclass(frozen=True)
class OwnBook:
    """A workbook: its sheets, each a table with headers, and what its names mean."""

    sheets: Mapping[str, Sequence[Row]]
    equivalents: Mapping[str, Mapping[str, str]]

    def write(self, path: Path) -> Path:
        """Write it as a workbook."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        book.save(path)
        return path


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def _dotted(number: int) -> str:
    return f"{_day(number):%d.%m.%Y}"


def _slashed(number: int) -> str:
    return f"{_day(number):%d/%m/%Y}"


def _comma(amount: float) -> str:
    return f"{amount:.2f} €".replace(".", ",")


# -- an English book: 'Sales Orders', 'Clients', 'Items'

_SALES_ORDERS = OwnBook(
    sheets={
        "Clients": [
            ("ClientID", "Company Name", "Contact Name", "Phone", "Address", "Country", "Region", "Fax"),
            *((f"C{at:03}", name, f"Contact {at}", f"555-010{at}", f"{at} High Street\nLondon", "GB", "", "")
              for at, name in enumerate(CLIENTS, 1)),
        ],
        "Items": [
            ("Item No.", "Item Description", "List Price", "Unit Cost", "UOM", "Barcode", "Supplier", "Reorder Level"),
            *((f"I-{at:02}", name, price, price / 2, "each", f"500000000{at:03}", "Exotic Liquids", 10)
              for at, (name, price) in enumerate(zip(GOODS, PRICES, strict=True), 1)),
        ],
        "Sales Orders": [
            ("Order No.", "Date Ordered", "Client", "Required By", "PO Number", "Freight Charge", "Comments", "Salesperson"),
            *((f"SO{10248 + at}", _day(at), f"C{1 + at % 5:03}", _day(at + 14), f"PO-{at}", 12.5, "", "Nancy")
              for at in range(12)),
        ],
        "Order Details": [
            ("Order No.", "Line No.", "Item", "Qty", "Price Each", "Disc. %", "Packed by"),
            *((f"SO{10248 + at // 2}", 1 + at % 2, f"I-{1 + at % 7:02}", 3 + at % 4, PRICES[at % 7], 0, "")
              for at in range(24)),
        ],
    },
    equivalents={
        "Clients": {
            "": "Customers", "ClientID": "Customer", "Company Name": "Name", "Contact Name": "Contact", "Phone": "Phone",
            "Address": "Billing address", "Country": "Country",
        },
        "Items": {
            "": "Products", "Item No.": "SKU", "Item Description": "Name", "List Price": "Price", "Unit Cost": "Cost",
            "UOM": "Unit", "Barcode": "Barcode",
        },
        "Sales Orders": {
            "": "Orders", "Order No.": "Order", "Date Ordered": "Order date", "Client": "Customer",
            "Required By": "Ship by", "PO Number": "Customer PO", "Freight Charge": "Freight", "Comments": "Notes",
        },
        "Order Details": {
            "": "Order lines", "Order No.": "Order", "Line No.": "Line", "Item": "SKU", "Qty": "Quantity",
            "Price Each": "Unit price", "Disc. %": "Discount %",
        },
    },
)  # fmt: skip

# -- a German book, amounts and dates typed as text

_GERMAN = OwnBook(
    sheets={
        "Kundenstamm": [
            ("Kd-Nr.", "Firma", "Ansprechpartner", "Telefon", "E-Mail-Adresse", "Rechnungsanschrift", "USt-IdNr.", "Zahlungsziel", "Vertreter"),
            *((f"K{at}", name, f"Frau {at}", f"030 {at}", f"k{at}@firma.test", f"Weg {at}\n10115 Berlin", "", 14, "Meier")
              for at, name in enumerate(CLIENTS, 1)),
        ],
        "Artikelliste": [
            ("Art.-Nr.", "Bezeichnung", "VK-Preis", "EK-Preis", "Einheit", "EAN", "Lieferant", "Lagerfach"),
            *((f"A-{at}", name, _comma(price), _comma(price / 2), "Stück", f"400000000{at:03}", "Import AG", f"R{at}")
              for at, (name, price) in enumerate(zip(GOODS, PRICES, strict=True), 1)),
        ],
        "Bestellungen": [
            ("Auftragsnr.", "Bestelldatum", "Kd-Nr.", "Liefertermin", "Versandkosten", "Bemerkung", "Sachbearbeiter"),
            *((f"AU-{at}", _dotted(at), f"K{1 + at % 5}", _dotted(at + 14), _comma(4.9), "", "Müller")
              for at in range(1, 13)),
        ],
        "Auftragspositionen": [
            ("Auftragsnr.", "Pos.", "Art.-Nr.", "Stückzahl", "Einzelpreis", "Rabatt %", "Provision"),
            *((f"AU-{1 + at // 2}", 1 + at % 2, f"A-{1 + at % 7}", 3 + at % 4, _comma(PRICES[at % 7]), 0, "")
              for at in range(24)),
        ],
    },
    equivalents={
        "Kundenstamm": {
            "": "Customers", "Kd-Nr.": "Customer", "Firma": "Name", "Ansprechpartner": "Contact", "Telefon": "Phone",
            "E-Mail-Adresse": "Email", "Rechnungsanschrift": "Billing address", "USt-IdNr.": "Tax number",
            "Zahlungsziel": "Terms (days)",
        },
        "Artikelliste": {
            "": "Products", "Art.-Nr.": "SKU", "Bezeichnung": "Name", "VK-Preis": "Price", "EK-Preis": "Cost",
            "Einheit": "Unit", "EAN": "Barcode",
        },
        "Bestellungen": {
            "": "Orders", "Auftragsnr.": "Order", "Bestelldatum": "Order date", "Kd-Nr.": "Customer",
            "Liefertermin": "Ship by", "Versandkosten": "Freight", "Bemerkung": "Notes",
        },
        "Auftragspositionen": {
            "": "Order lines", "Auftragsnr.": "Order", "Pos.": "Line", "Art.-Nr.": "SKU", "Stückzahl": "Quantity",
            "Einzelpreis": "Unit price", "Rabatt %": "Discount %",
        },
    },
)  # fmt: skip

# -- a Spanish book

_SPANISH = OwnBook(
    sheets={
        "Clientes": [
            ("Nº cliente", "Razón social", "Persona de contacto", "Teléfono", "Correo electrónico", "Dirección", "NIF", "Provincia"),
            *((f"CL{at}", name, f"Ana {at}", f"91 {at}", f"c{at}@tienda.test", f"Calle {at}\n28001 Madrid", "", "Madrid")
              for at, name in enumerate(CLIENTS, 1)),
        ],
        "Artículos": [
            ("Referencia", "Descripción", "Precio de venta", "Precio de coste", "Unidad", "Proveedor"),
            *((f"R{at}", name, price, price / 2, "ud", "Import SL")
              for at, (name, price) in enumerate(zip(GOODS, PRICES, strict=True), 1)),
        ],
        "Pedidos de venta": [
            ("Nº pedido", "Fecha", "Nº cliente", "Fecha de entrega", "Portes", "Observaciones", "Comercial"),
            *((f"P-{at}", _day(at), f"CL{1 + at % 5}", _day(at + 10), 6, "", "Luis") for at in range(1, 13)),
        ],
        "Detalle de pedidos": [
            ("Nº pedido", "Línea", "Referencia", "Cant.", "Precio", "Dto. %", "Comisión"),
            *((f"P-{1 + at // 2}", 1 + at % 2, f"R{1 + at % 7}", 3 + at % 4, PRICES[at % 7], 0, "")
              for at in range(24)),
        ],
    },
    equivalents={
        "Clientes": {
            "": "Customers", "Nº cliente": "Customer", "Razón social": "Name", "Persona de contacto": "Contact",
            "Teléfono": "Phone", "Correo electrónico": "Email", "Dirección": "Billing address", "NIF": "Tax number",
        },
        "Artículos": {
            "": "Products", "Referencia": "SKU", "Descripción": "Name", "Precio de venta": "Price",
            "Precio de coste": "Cost", "Unidad": "Unit",
        },
        "Pedidos de venta": {
            "": "Orders", "Nº pedido": "Order", "Fecha": "Order date", "Nº cliente": "Customer",
            "Fecha de entrega": "Ship by", "Portes": "Freight", "Observaciones": "Notes",
        },
        "Detalle de pedidos": {
            "": "Order lines", "Nº pedido": "Order", "Línea": "Line", "Referencia": "SKU", "Cant.": "Quantity",
            "Precio": "Unit price", "Dto. %": "Discount %",
        },
    },
)  # fmt: skip

# -- dates and amounts as text, after a title

_TEXTS = OwnBook(
    sheets={
        "Accounts": [
            ("Account list, exported from the old program",),
            (),
            ("Account", "Business name", "Tel.", "Delivery address", "Balance b/f"),
            *((f"{1000 + at}", name, f"555-{at}", f"{at} Mill Lane\nLeeds", 0) for at, name in enumerate(CLIENTS, 1)),
        ],
        "Price list": [
            ("Part no.", "Title", "Retail price", "Buying price", "Shelf"),
            *((f"P{at}", name, f"£{price:,.2f}", f"£{price / 2:,.2f}", "B2")
              for at, (name, price) in enumerate(zip(GOODS, PRICES, strict=True), 1)),
        ],
        "Order book": [
            ("SO no.", "Placed on", "Sold to", "Deliver by", "Carriage", "Taken by"),
            *((f"S{at}", _slashed(at), f"{1001 + at % 5}", _slashed(at + 14), "£4.50", "Joe") for at in range(1, 13)),
        ],
        "Order rows": [
            ("SO no.", "Part no.", "Pcs", "Each", "Rebate"),
            *((f"S{1 + at // 2}", f"P{1 + at % 7}", str(3 + at % 4), f"£{PRICES[at % 7]:,.2f}", 0)
              for at in range(24)),
        ],
    },
    equivalents={
        "Accounts": {
            "": "Customers", "Account": "Customer", "Business name": "Name", "Tel.": "Phone",
            "Delivery address": "Shipping address",
        },
        "Price list": {
            "": "Products", "Part no.": "SKU", "Title": "Name", "Retail price": "Price", "Buying price": "Cost",
        },
        "Order book": {
            "": "Orders", "SO no.": "Order", "Placed on": "Order date", "Sold to": "Customer", "Deliver by": "Ship by",
            "Carriage": "Freight",
        },
        "Order rows": {
            "": "Order lines", "SO no.": "Order", "Part no.": "SKU", "Pcs": "Quantity", "Each": "Unit price",
            "Rebate": "Discount %",
        },
    },
)  # fmt: skip

# -- twelve sheets, of which four matter

_OTHERS: Mapping[str, Sequence[Row]] = {
    "Read me": [("The order book of Lake & Sons",), ("Ask Tom before you change anything",)],
    "Budget": [("Month", "Plan", "Actual"), ("Jan", 1000, 900), ("Feb", 1200, 1250)],
    "Staff": [("Employee", "Birthday", "Wage"), ("Tom", date(1980, 1, 1), 15), ("Ann", date(1990, 5, 5), 16)],
    "Rota": [("Week", "Early", "Late"), (1, "Tom", "Ann"), (2, "Ann", "Tom")],
    "Suppliers": [("Supplier", "Company", "Terms", "Email"), ("S1", "Exotic Liquids", 30, "a@b.test")],
    "Purchase orders": [("PO", "PO date", "Supplier", "Expected"), ("PO1", date(2026, 1, 2), "S1", date(2026, 2, 2))],
    "Mileage": [("Date", "From", "To", "Miles"), (date(2026, 1, 3), "Leeds", "York", 25)],
    "Dashboard": [("Sales by month",), ("Jan", "Feb"), (900, 1250)],
}  # fmt: skip

_TWELVE_SHEETS = OwnBook(
    sheets={
        **dict(list(_OTHERS.items())[:4]),
        "Customer list": [
            ("Code", "Customer Name", "E-mail", "Mobile", "Invoice address", "Net days", "Since"),
            *((name[:4].upper(), name, f"c{at}@shop.test", f"07{at}", f"{at} Road\nYork", 30, 2019)
              for at, name in enumerate(CLIENTS, 1)),
        ],
        "Stock items": [
            ("Stock code", "Product name", "Sells at", "Cost price", "Bin", "Photo"),
            *((f"{at:05}", name, price, price / 2, "", "") for at, (name, price) in enumerate(zip(GOODS, PRICES, strict=True), 1)),
        ],
        **dict(list(_OTHERS.items())[4:]),
        "Sales 2026": [
            ("Order ref", "Ordered on", "Customer code", "Due to ship", "Your reference", "Remarks", "Rep"),
            *((f"L{at}", _day(at), CLIENTS[at % 5][:4].upper(), _day(at + 7), "", "", "Tom") for at in range(1, 13)),
        ],
        "Sales lines": [
            ("Order ref", "Row", "Stock code", "Units", "Rate", "Discount", "Checked"),
            *((f"L{1 + at // 2}", 1 + at % 2, f"{1 + at % 7:05}", 3 + at % 4, PRICES[at % 7], 0, "x")
              for at in range(24)),
        ],
    },
    equivalents={
        "Customer list": {
            "": "Customers", "Code": "Customer", "Customer Name": "Name", "E-mail": "Email", "Mobile": "Phone",
            "Invoice address": "Billing address", "Net days": "Terms (days)",
        },
        "Stock items": {
            "": "Products", "Stock code": "SKU", "Product name": "Name", "Sells at": "Price", "Cost price": "Cost",
            "Bin": "Default location",
        },
        "Sales 2026": {
            "": "Orders", "Order ref": "Order", "Ordered on": "Order date", "Customer code": "Customer",
            "Due to ship": "Ship by", "Your reference": "Customer PO", "Remarks": "Notes",
        },
        "Sales lines": {
            "": "Order lines", "Order ref": "Order", "Row": "Line", "Stock code": "SKU", "Units": "Quantity",
            "Rate": "Unit price", "Discount": "Discount %",
        },
    },
)  # fmt: skip

BOOKS: Mapping[str, OwnBook] = {
    "sales-orders": _SALES_ORDERS,
    "auftraege": _GERMAN,
    "pedidos": _SPANISH,
    "old-program": _TEXTS,
    "twelve-sheets": _TWELVE_SHEETS,
}


def write_flat_list(path: Path) -> Path:
    """A list with one row per order line, with the names of customers and products."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("Row ID", "Order ID", "Order Date", "Ship Mode", "Customer Name", "City", "Postal Code", "Category", "Product Name", "Qty", "Unit Price", "Sales"))  # fmt: skip
        for at in range(24):
            writer.writerow(_flat_row(at))
    return path


def _flat_row(at: int) -> Row:
    order = at // 2
    quantity = 3 + at % 4
    price = PRICES[at % 7]
    total = f"{quantity * price:.2f}"
    client = CLIENTS[order % 5]
    return (at + 1, f"CA-{1000 + order}", _day(order).isoformat(), "Second Class", client, "London", "EC1", "Food",
            GOODS[at % 7], quantity, f"{price:.2f}", total)  # fmt: skip
