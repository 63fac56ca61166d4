"""Every kind of problem is provoked by a workbook, and names the cell where a person typed it.

A case is what differs from the small shop, and the problems that come out: code, sheet, row of the text table, column.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sheets import after, expect, grid

from sheetflow.problems import rules
from sheetflow.workbook.model import Grid, TableInfo

PICKED = """
    Pick  Order  Line  SKU    Location  Picked  Pick date
    PK-1  SO-1   1     A-100  MAIN      6       2026-02-10
"""
PACKED = """
    Order  Container  Line  SKU    Quantity
    SO-1   1          1     A-100  6
"""
SHIPPED = """
    Shipment  Order  Container  Ship date
    SH-1      SO-1   1          2026-02-11
"""
INVOICE = """
    Invoice  Order  Invoice date
    INV-1    SO-1   2026-02-12
"""
BILLED = """
    Invoice  Order  Line  SKU    Quantity  Unit price
    INV-1    SO-1   1     A-100  6         20
"""
IN_TWO = """
    Order  Container  Line  SKU    Quantity
    SO-1   1          1     A-100  4
    SO-1   2          1     A-100  2
"""
SHIPPED_AS = "Shipment  Order  Container  SSCC"
SENT = {"picks": PICKED, "packing": PACKED, "shipments": SHIPPED}
SOLD = {**SENT, "invoices": INVOICE, "invoice_lines": BILLED}
TWO_ORDERS = """
    Order  Order date  Customer
    SO-1   2026-02-01  C-1
    SO-2   2026-02-01  C-1
"""
TWO_LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-2   1     B-200  4
"""
PAYMENT = "Order  Payment date  Amount"
ISSUED = "Invoice  Order  Invoice date"
LINE = "Order  SKU  Quantity"
ORDER = "Order  Order date  Customer"
RETURN = "Return  Order  SKU  Quantity  Return date"
RESTOCK = "Return  SKU  Location  Quantity  Restock date"

TWO_PAYMENTS = f"{PAYMENT}\nSO-1  2026-02-20  5\nSO-1  2026-02-21  6"


def in_table(table: str, info: TableInfo) -> Grid:
    """The sheet Payments, a table of it."""
    return replace(grid("Payments", table), tables=(info,))


CASES = {
    # --- cells by themselves
    "REQ01": ({"order_lines": f"{LINE}\nSO-1  A-100  -\nSO-1  -  2"}, [
        "REQ01  Order lines  2  SKU", "REQ01  Order lines  1  Quantity",
    ]),
    "TXT01": ({"customers": "Customer  Name\nC-1  12:30"}, ["TXT01  Customers  1  Name"]),
    "CEL01": ({"order_lines": f"{LINE}  Unit price\nSO-1  A-100  2  #N/A"}, [
        "CEL01  Order lines  1  Unit price",
    ]),
    "CEL02": ({"order_lines": f"{LINE}\nSO-1  A-100  =?"}, ["CEL02  Order lines  1  Quantity"]),
    "KEY02": ({"customers": "Customer  Name\nC-1  Mill\nC-2  Cafe\nC-1  Mill"}, ["KEY02  Customers  3  Customer"]),
    "KEY03": ({"customers": "Customer  Name\nC-1  Mill\n2026-03-04  Cafe"}, ["KEY03  Customers  2  Customer"]),
    "NUM01": ({"order_lines": f"{LINE}\nSO-1  A-100  ten"}, ["NUM01  Order lines  1  Quantity"]),
    "NUM02": ({"order_lines": f"{LINE}\nSO-1  A-100  '10'"}, ["NUM02  Order lines  1  Quantity"]),
    "NUM03": ({"order_lines": f"{LINE}\nSO-1  A-100  4012345678901"}, ["NUM03  Order lines  1  Quantity"]),
    "NUM04": ({"customers": "Customer  Name  Terms (days)\nC-1  Mill  30.5"}, ["NUM04  Customers  1  Terms (days)"]),
    "NUM05": ({"order_lines": f"{LINE}\nSO-1  A-100  1.23456789"}, ["NUM05  Order lines  1  Quantity"]),
    "NUM06": ({"order_lines": f"{LINE}\nSO-1  A-100  -2"}, ["NUM06  Order lines  1  Quantity"]),
    "NUM07": ({"payments": f"{PAYMENT}\nSO-1  2026-02-20  0\nSO-1  2026-02-20  -5"}, [
        "NUM07  Payments  1  Amount", "NUM07  Payments  2  Amount",
    ]),
    "NUM08": ({"payments": f"{PAYMENT}\nSO-1  2026-02-20  10.005"}, ["NUM08  Payments  1  Amount"]),
    "NUM09": ({"order_lines": f"{LINE}  Unit price\nSO-1  A-100  1000000  1000000"}, [
        "NUM09  Order lines  1  Quantity",
    ]),
    "DAT01": ({"payments": f"{PAYMENT}\nSO-1  31.3.  5"}, ["DAT01  Payments  1  Payment date"]),
    "DAT02": ({"payments": f"{PAYMENT}\nSO-1  2026-02-20 14:05  5"}, ["DAT02  Payments  1  Payment date"]),
    "YES01": ({"products": "SKU  Name  Price  Track stock\nA-100  Anvil  20  maybe\nB-200  Bellows  5  -"}, [
        "YES01  Products  1  Track stock",
    ]),
    "CHO01": ({"orders": f"{ORDER}  State\nSO-1  2026-02-01  C-1  Qoute"}, ["CHO01  Orders  1  State"]),
    "CUR01": ({"settings": "Setting  Value\nCurrency  Euro"}, ["CUR01  Settings  1  Value"]),
    "SET01": ({"settings": "Setting  Value\nTax roundig  Line"}, ["SET01  Settings  1  Setting"]),
    # --- references
    "SKU01": ({"order_lines": f"{LINE}\nSO-1  A-10O  2"}, ["SKU01  Order lines  1  SKU"]),
    "CUS01": ({"orders": "Order  Order date  Customer\nSO-1  2026-02-01  C-11"}, ["CUS01  Orders  1  Customer"]),
    "LOC01": ({"picks": "Order  SKU  Location  Picked\nSO-1  A-100  MIAN  2"}, ["LOC01  Picks  1  Location"]),
    "TAX01": ({"order_lines": f"{LINE}  Tax code\nSO-1  A-100  2  VAT2O"}, [
        "TAX01  Order lines  1  Tax code",
    ]),
    "ORD01": ({"payments": f"{PAYMENT}\nSO-11  2026-02-20  5"}, ["ORD01  Payments  1  Order"]),
    "INV01": ({"payments": f"{PAYMENT}  Invoice\nSO-1  2026-02-20  5  INV-12"}, ["INV01  Payments  1  Invoice"]),
    "RET01": ({"restocks": f"{RESTOCK}\nRET-9  A-100  MAIN  1  2026-02-20"}, [
        "RET01  Restocks  1  Return",
    ]),
    "LIN01": ({"picks": "Order  Line  SKU  Location  Picked\nSO-1  4  A-100  MAIN  2"}, ["LIN01  Picks  1  Line"]),
    "LIN02": ({"picks": "Order  Line  SKU  Location  Picked\nSO-1  1  B-200  MAIN  2"}, ["LIN02  Picks  1  Line"]),
    "LIN03": ({"picks": "Order  SKU  Location  Picked\nSO-1  B-200  MAIN  2"}, ["LIN03  Picks  1  SKU"]),
    "SHP01": ({"shipments": "Order\nSO-1"}, ["SHP01  Shipments  1  Container"]),
    # --- rules between sheets
    "QTY01": ({"picks": PICKED, "order_lines": f"{LINE}  Cancelled quantity\nSO-1  A-100  10  5"}, [
        "QTY01  Order lines  1  Cancelled quantity",
    ]),
    "PIK01": ({"picks": PICKED + "PK-2  SO-1  1  A-100  MAIN  5  2026-02-10"}, ["PIK01  Picks  2  Picked"]),
    "PAC01": ({"picks": PICKED, "packing": PACKED + "SO-1  2  1  A-100  1"}, ["PAC01  Packing  2  Quantity"]),
    "SHP02": ({**SENT, "shipments": SHIPPED + "SH-2  SO-1  1  2026-02-12"}, ["SHP02  Shipments  2  Container"]),
    "SHP03": ({**SENT, "shipments": SHIPPED + "SH-2  SO-1  2  2026-02-12"}, ["SHP03  Shipments  2  Container"]),
    "SHP04": ({**SENT, "settings": "Setting  Value\nRequires shipping  No"}, [
        "SHP04  Packing  1  Order",
    ]),
    "SET02": ({"settings": "Setting  Value\nGS1 company prefix  614141"}, ["SET02  Settings  1  Value"]),
    "SET03": ({"settings": "Setting  Value\nLocale  en_XY"}, ["SET03  Settings  1  Value"]),
    "SET04": ({"settings": "Setting  Value\nColour  reddish"}, ["SET04  Settings  1  Value"]),
    "SET05": ({"settings": "Setting  Value\nIBAN  DE00370400440532013000"}, ["SET05  Settings  1  Value"]),
    "SSC01": ({**SENT, "shipments": f"{SHIPPED_AS}\nSH-1  SO-1  1  '106141411234567890'"}, [
        "SSC01  Shipments  1  SSCC",
    ]),
    "SSC02": ({**SENT, "packing": IN_TWO, "shipments": SHIPPED_AS + "".join(
        f"\nSH-{box}  SO-1  {box}  '106141411234567897'" for box in (1, 2)
    )}, ["SSC02  Shipments  1  SSCC"]),
    "SSC03": ({**SENT, "settings": "Setting  Value\nGS1 company prefix  '9999999'", "packing": IN_TWO,
               "shipments": f"{SHIPPED_AS}\nSH-1  SO-1  1  '999999999999999995'\nSH-2  SO-1  2  -"}, [
        "SSC03  Shipments  2  SSCC",
    ]),
    "INV02": ({"invoices": INVOICE, "invoice_lines": BILLED.replace("6 ", "11 ")}, [
        "INV02  Invoice lines  1  Quantity",
    ]),
    "INV03": ({"invoices": INVOICE}, ["INV03  Invoices  1  Invoice"]),
    "RET02": ({**SENT, "returns": f"{LINE}  Return date\nSO-1  A-100  4  2026-02-20\nSO-1  A-100  3  2026-02-20"}, [
        "RET02  Returns  2  Quantity",
    ]),
    "RET03": ({**SOLD, "returns": f"{LINE}  Return date  Disposition\nSO-1  A-100  7  2026-02-20  Credit only"}, [
        "RET03  Returns  1  Quantity",
    ]),
    "RST01": ({
        **SENT,
        "returns": f"{RETURN}\nRET-1  SO-1  A-100  2  2026-02-20",
        "restocks": f"{RESTOCK}\nRET-1  A-100  MAIN  3  2026-02-20",
    }, ["RST01  Restocks  1  Quantity"]),
    "AMT01": ({
        "invoices": INVOICE,
        "invoice_lines": "Invoice  Order  SKU  Quantity  Unit price  Line total\nINV-1  SO-1  A-100  2  10  25",
    }, ["AMT01  Invoice lines  1  Line total"]),
    "AMT02": ({"invoice_lines": BILLED, "invoices": f"{ISSUED}  Subtotal\nINV-1  SO-1  2026-02-12  121"}, [
        "AMT02  Invoices  1  Subtotal",
    ]),
    "AMT03": ({"invoice_lines": BILLED, "invoices": f"{ISSUED}  Total\nINV-1  SO-1  2026-02-12  119.99"}, [
        "AMT03  Invoices  1  Total",
    ]),
    "AMT04": ({
        **SOLD,
        "returns": f"{LINE}  Return date  Fee  Credit total\nSO-1  A-100  1  2026-02-20  2  19",
    }, ["AMT04  Returns  1  Credit total"]),
    "FEE01": ({**SOLD, "returns": f"{LINE}  Return date  Fee\nSO-1  A-100  1  2026-02-20  20.01"}, [
        "FEE01  Returns  1  Fee",
    ]),
    "AGR01": ({
        "orders": TWO_ORDERS, "order_lines": TWO_LINES, "invoices": INVOICE, "invoice_lines": BILLED,
        "payments": f"{PAYMENT}  Invoice\nSO-2  2026-02-20  5  INV-1",
    }, ["AGR01  Payments  1  Order"]),
    "AGR02": ({
        **SENT,
        "returns": f"{RETURN}\nRET-1  SO-1  A-100  2  2026-02-20",
        "restocks": f"{RESTOCK}\nRET-1  B-200  MAIN  1  2026-02-20",
    }, ["AGR02  Restocks  1  SKU"]),
    "PAY01": ({"payments": f"{PAYMENT}  Kind\nSO-1  2026-02-20  5  -\nSO-1  2026-02-20  5.01  Refund"}, [
        "PAY01  Payments  2  Amount",
    ]),
    "PAY02": ({
        "invoices": "Invoice  Order  Invoice date  Voided\nINV-1  SO-1  2026-02-12  2026-02-13",
        "payments": f"{PAYMENT}  Invoice\nSO-1  2026-02-20  5  INV-1",
    }, ["PAY02  Payments  1  Invoice"]),
    "STK01": ({"picks": PICKED, "stock_moves": "Date  Type  SKU  To  Quantity\n2026-01-02  Opening  A-100  MAIN  5"}, [
        "STK01  Picks  1  Picked",
    ]),
    "STK02": ({"picks": PICKED, "stock_moves": "Date  Type  SKU  To  Quantity\n2026-02-11  Receipt  A-100  MAIN  6"}, [
        "STK02  Picks  1  Picked",
    ]),
    "STA01": ({"picks": PICKED, "orders": "Order  State  Order date  Customer\nSO-1  Quote  2026-02-01  C-1"}, [
        "STA01  Picks  1  Order",
    ]),
    "ORD02": ({"orders": TWO_ORDERS}, ["ORD02  Orders  2  Order"]),
    "PRI01": ({"order_lines": f"{LINE}  Unit price\nSO-1  A-100  2  0"}, ["PRI01  Order lines  1  Unit price"]),
    "TAB01": ({"payments": in_table(TWO_PAYMENTS, TableInfo("P", 1, 2, 1, 3, 0, ()))}, ["TAB01  Payments  2  Order"]),
    "TAB02": ({"payments": in_table(TWO_PAYMENTS, TableInfo("P", 1, 2, 1, 3, 1, ()))}, ["TAB02  Payments  -  -"]),
    "ACT01": ({"orders": f"{ORDER}  Action\nSO-1  2026-02-01  C-1  Invoise"}, ["ACT01  Orders  1  Action"]),
    "ACT02": ({"orders": f"{ORDER}  Action\nSO-1  2026-02-01  C-1  Close"}, ["ACT02  Orders  1  Action"]),
    "ACT03": ({"orders": f"{ORDER}  Action\nSO-1  2026-02-01  C-1  Pack"}, ["ACT03  Orders  1  Action"]),
}
HOLDS_NO_ORDER = {"CUR01", "SET02", "KEY03", "RET01", "ORD01", "TAB02"}
"""Errors of rows here that belong to no order, or to none that there is."""


@pytest.mark.parametrize("code", list(CASES))
def test_it_is_provoked_and_names_the_cell(code):
    given, found = CASES[code]
    expect(after(**given).issues, "\n".join(["Code  Sheet  Row  Column", *found]))


@pytest.mark.parametrize("code", list(CASES))
def test_an_error_holds_an_order_and_a_warning_none(code):
    played = after(**CASES[code][0])
    kind = rules()[code].kind
    if kind == "warning":
        assert played.held == []
    else:
        assert len(played.held) == (0 if code in HOLDS_NO_ORDER else 1)


@pytest.mark.parametrize("code", list(CASES))
def test_it_says_what_is_wrong_and_what_to_do(code):
    for problem in after(**CASES[code][0]).result.problems:
        assert problem.text
        assert problem.remedy
        assert "{" not in problem.text + problem.remedy


ELSEWHERE = {"CLO01", "CLO02", "CLO03", "CLO04", "EIN01", "EIN02", "EIN03", "SET06", "SET07", "SET08", "SET09", "FNT01"}
"""Changes to a closed period take two runs (tests/closing), electronic invoices `sheetflow print` (tests/einvoice), and
what lies beside a workbook is looked for in its folder (tests/printing)."""


def test_every_code_is_provoked():
    assert set(CASES) | ELSEWHERE == set(rules())
