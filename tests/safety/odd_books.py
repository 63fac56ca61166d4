"""A business with one order half done, as a file, with odd cells, or parts rewritten."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from provoked import Provoked, write_workbook
from sheets import SHOP

ODD_SHOP = {
    **SHOP,
    "Settings": """
        Setting  Value
        Company  Mill
    """,
    "Customers": """
        Customer  Name              Terms (days)
        C-1       Mill Lane Stores  30
        C-2       Harbour Cafe      30
    """,
    "Orders": """
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       Fulfil, Invoice
        SO-2   2026-02-01  C-2       Fulfil, Invoice
    """,
    "Order lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  5
    """,
    "Picks": """
        Pick  Order  Line  SKU    Location  Suggested  Picked
        PK-1  SO-1   1     A-100  MAIN      5          5
    """,
    "Packing": """
        Order  Container  SKU    Quantity
        SO-1   1          A-100  5
    """,
    "Shipments": """
        Shipment  Order  Container  Ship date
        SH-1      SO-1   1          2026-02-10
    """,
    "Invoices": """
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-11
    """,
    "Invoice lines": """
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  5         20
    """,
    "Payments": """
        Payment  Order  Invoice  Payment date  Amount
        PAY-1    SO-1   INV-1    2026-02-12    50
    """,
    "Returns": """
        Return  Order  Line  SKU    Quantity  Return date
        RET-1   SO-1   1     A-100  1         2026-02-20
    """,
}

SHEETS = "xl/worksheets/"
SHEET_OF_ORDERS = f"{SHEETS}sheet{list(ODD_SHOP).index('Orders') + 1}.xml"


def odd_shop(path: Path, cells: Mapping[str, object] | None = None) -> Path:
    """The business, with some cells (`Orders!A2`) as they are given."""
    given = Provoked(sheets=ODD_SHOP, cell="", says="", fix={})
    write_workbook(path, given)
    book = openpyxl.load_workbook(path)
    for place, value in (cells or {}).items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    book.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The file with one of its parts changed, or all those in a folder (`xl/worksheets/`)."""
    with zipfile.ZipFile(path) as package:
        contents = {name: package.read(name) for name in package.namelist()}
    changed = [name for name in contents if name.startswith(part)]
    assert changed
    for name in changed:
        contents[name] = change(contents[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return path


def part_of(path: Path, part: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(path) as package:
        return package.read(part)
