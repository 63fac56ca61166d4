"""The sheets and their columns, as the workbook's contract names them.

A column is written `Header: kind flags`, with the flags `key`, `required`, `filled`, `derived`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

SETTINGS = {
    "Company": "text", "Address": "text", "Email": "text", "Phone": "text", "Tax number": "text",
    "Bank details": "text", "Logo": "text", "Currency": "text", "Locale": "text", "Paper": "text",
    "Default location": "name", "Pick strategy": "choice", "Invoice policy": "choice",
    "Requires shipping": "yesno", "Prices include tax": "yesno", "Tax rounding": "choice",
    "Allow negative stock": "yesno", "Allow expired quotes": "yesno", "Terms (days)": "days",
    "Closing date": "date", "Quote prefix": "text", "Order prefix": "text", "Invoice prefix": "text",
    "Credit note prefix": "text", "GS1 company prefix": "prefix",
    "Costing": "choice", "Price list": "text", "Overdue hold (days)": "days",
    "Purchase order prefix": "text", "Landed cost": "choice", "Ship before deposit": "yesno", "Reminder days": "text",
}  # fmt: skip
SETTING_DEFAULTS = {
    "Currency": "USD", "Pick strategy": "Order location first", "Invoice policy": "Shipped",
    "Requires shipping": True, "Prices include tax": False, "Tax rounding": "Document",
    "Allow negative stock": False, "Allow expired quotes": False, "Terms (days)": 30,
    "Quote prefix": "SQ-", "Order prefix": "SO-", "Invoice prefix": "INV-", "Credit note prefix": "CN-",
    "Costing": "Average", "Purchase order prefix": "PO-", "Ship before deposit": True,
}  # fmt: skip
SETTING_CHOICES = {
    "Pick strategy": (
        "Order location first",
        "Priority",
        "Most stock",
        "Least stock",
        "Fewest locations",
    ),
    "Invoice policy": ("Shipped", "Ordered"),
    "Tax rounding": ("Document", "Line"),
    "Costing": ("Average", "FIFO"),
    "Landed cost": ("None", "By value"),
}
CHOICES = {
    ("Orders", "State"): ("Quote", "Order", "Cancelled"),
    ("Stock moves", "Type"): ("Opening", "Receipt", "Adjustment", "Transfer", "Count"),
    ("Payments", "Kind"): ("Payment", "Refund"),
    ("Purchase orders", "State"): ("Request", "Order", "Cancelled"),
    ("Returns", "Disposition"): ("Restock", "Discard", "Credit only"),
}

FACTS = {
    "Settings": "Setting: text key; Value: any",
    "Customers": """
        Customer: name key; Name: text required; Contact: text; Email: text; Phone: text;
        Billing address: text; Shipping address: text; Tax number: text; Tax exempt: yesno;
        Terms (days): days; Discount %: percent; Price list: text; Credit limit: money; Hold: yesno;
        Balance: money derived; Overdue: money derived; Open orders: money derived; Credit left: money derived""",
    "Products": """
        SKU: name key; Name: text required; Unit: text; Price: price; Cost: price; Tax code: name;
        Default location: name; Barcode: text; Weight: quantity; Track stock: yesno; Active: yesno;
        On hand: quantity derived; Allocated: quantity derived; Reserved: quantity derived;
        Available: quantity derived; Picked: quantity derived; To restock: quantity derived;
        Supplier: name; Reorder point: quantity; Reorder to: quantity; On order: quantity derived;
        Forecast: quantity derived""",
    "Suppliers": """
        Supplier: name key; Name: text required; Contact: text; Email: text; Phone: text; Address: text; Country: text;
        Language: text; Tax number: text; Terms (days): days; Lead time (days): days; Minimum order: money;
        Action: text; Notes: text; On order (value): money derived; Late (purchase orders): number derived""",
    "Supplier prices": """
        Supplier: name key; SKU: name key; From quantity: quantity; Supplier SKU: text; Price: price required;
        Pack: quantity; Minimum quantity: quantity; Lead time (days): days; Preferred: yesno""",
    "Prices": """
        Price list: text required; SKU: name required; From quantity: quantity; From date: date; To date: date;
        Price: price; Discount %: percent""",
    "Locations": "Location: name key; Name: text; Priority: number; Pickable: yesno",
    "Tax codes": """
        Tax code: name key; From date: date; Name: text; Tax 1 %: percent required; Tax 1 name: text; Tax 2 %: percent;
        Tax 2 name: text; Compound: yesno""",
    "Orders": """
        Order: name key filled; State: choice; Order date: date required; Customer: name required;
        Location: name; Quote expiry: date; Ship by: date; Customer PO: text; Ship to: text;
        Discount %: percent; Freight: money; Freight tax code: name; Terms (days): days;
        Requires shipping: yesno; Release: yesno; Deposit %: percent; Deposit: money;
        Action: text; Notes: text; Quote: name; Status: text derived;
        Inventory status: text derived; Payment status: text derived; Pick: text derived;
        Pack: text derived; Ship: text derived; Invoice: text derived; Pay: text derived;
        Return: text derived; Restock: text derived; Subtotal: money derived; Tax: money derived;
        Total: money derived; Invoiced: money derived; Credited: money derived; Paid: money derived;
        Balance: money derived; Due date: date derived; Check: text derived""",
    "Order lines": """
        Order: name key; Line: name key filled; SKU: name required; Description: text filled;
        Quantity: quantity required; Unit price: price filled; Discount %: percent filled;
        Tax code: name filled; Cancelled quantity: quantity; Allocated: quantity derived;
        Picked: quantity derived; Packed: quantity derived; Shipped: quantity derived;
        Invoiced: quantity derived; Returned: quantity derived; Restocked: quantity derived;
        Backordered: quantity derived; Expected: date derived; Line total: money derived; Margin: amount derived""",
    "Stock moves": """
        Move: name key filled; Date: date required; Type: choice required; SKU: name required; From: name;
        To: name; Quantity: quantity required; Unit cost: price; Reference: text; Voided: date""",
    "Purchase orders": """
        Purchase order: name key filled; State: choice; Order date: date filled; Supplier: name required;
        Location: name; Expected date: date filled; Supplier reference: text; Freight: money; Notes: text;
        Action: text; Status: text derived; Receive: text derived; Subtotal: money derived; Total: money derived;
        Outstanding (value): money derived; Check: text derived""",
    "Purchase lines": """
        Purchase order: name key; Line: name key filled; SKU: name required; Supplier SKU: text filled;
        Description: text filled; Quantity: quantity required; Unit cost: price filled; Discount %: percent;
        Expected date: date; For order: name; Cancelled quantity: quantity; Received: quantity derived;
        Outstanding: quantity derived; Line total: money derived""",
    "Receipts": """
        Receipt: name key filled; Purchase order: name required; Line: name filled; SKU: name required;
        Location: name filled; Quantity: quantity required; Receipt date: date filled; Unit cost: price filled;
        Voided: date""",
    "Picks": """
        Pick: name key filled; Order: name required; Line: name filled; SKU: name required;
        Location: name required; Suggested: quantity; Picked: quantity; Pick date: date filled;
        Picker: text; Voided: date""",
    "Packing": """
        Order: name key; Container: name key filled; Line: name key filled; SKU: name required;
        Quantity: quantity required; Container type: text; Weight: quantity; SSCC: text filled; Voided: date""",
    "Shipments": """
        Shipment: name key filled; Order: name required; Container: name filled; Ship date: date filled;
        Carrier: text; Service: text; Tracking number: text; SSCC: text filled; Voided: date""",
    "Invoices": """
        Invoice: name key filled; Order: name required; Invoice date: date required;
        Due date: date filled; Customer: name filled; Bill to: text filled; Billing address: text filled;
        Tax number: text filled; Freight: money; Freight tax code: name; Notes: text; Currency: text filled;
        Prices include tax: yesno filled; Tax rounding: text filled; Freight tax 1 %: percent filled;
        Freight tax 2 %: percent filled; Freight compound: yesno filled; Subtotal: amount filled;
        Tax: amount filled; Total: amount filled; Reminded: date filled; Reminder level: number filled;
        Voided: date; Credited: money derived; Paid: money derived; Balance: money derived; Status: text derived""",
    "Invoice lines": """
        Invoice: name key; Order: name key; Line: name key filled; SKU: name required; Description: text;
        Quantity: quantity required; Unit price: price required; Discount %: percent;
        Order discount %: percent filled; Tax code: name; Tax 1 %: percent filled;
        Tax 2 %: percent filled; Compound: yesno filled; Line total: amount filled; Voided: date""",
    "Payments": """
        Payment: name key filled; Order: name filled; Invoice: name; Payment date: date required;
        Kind: choice; Method: text; Amount: money required; Reference: text; Voided: date""",
    "Returns": """
        Return: name key filled; Order: name required; Line: name filled; SKU: name required;
        Quantity: quantity required; Return date: date required; Disposition: choice; Unit credit: price;
        Fee: money; Reason: text; Credited quantity: quantity filled; Credit net: amount filled;
        Credit tax: amount filled; Credit total: amount filled; Credit note: name filled; Credit date: date filled;
        Voided: date""",
    "Restocks": """
        Restock: name key filled; Return: name required; SKU: name required; Location: name required;
        Quantity: quantity required; Restock date: date required; Voided: date""",
}
DERIVED = {
    "Stock": ("SKU", "Name", "Location", "On hand", "Allocated", "Free", "Unit cost", "Value"),
    "Movements": (
        "Date", "SKU", "From", "To", "Quantity", "Type", "Order", "Source", "Record", "Unit cost", "Value",
    ),
    "Receivables": (
        "Customer", "Name", "Not due", "1–30", "31–60", "61–90", "Over 90", "Total", "Unallocated",
    ),
    "Reorder": (
        "SKU", "Name", "Supplier", "On hand", "Reserved", "On order", "Forecast", "Reorder point", "Reorder to",
        "Suggested", "Unit cost", "Value", "Sold in 90 days", "Days left",
    ),
}  # fmt: skip
REQUIRED_SHEETS = ("Customers", "Products", "Orders", "Order lines")
PREFIXES = {"Stock moves": "MV-", "Picks": "PK-", "Shipments": "SH-", "Payments": "PAY-", "Returns": "RET-",
            "Restocks": "RST-", "Receipts": "RC-"}  # fmt: skip


@dataclass(frozen=True)
class Column:
    header: str
    kind: str
    key: bool
    required: bool
    filled: bool
    derived: bool


def _column(text: str) -> Column:
    header, words = text.split(":")
    kind, *flags = words.split()
    return Column(
        header.strip(),
        kind,
        *(flag in flags for flag in ("key", "required", "filled", "derived")),
    )


COLUMNS: dict[str, list[Column]] = {
    sheet: [_column(part) for part in text.split(";")] for sheet, text in FACTS.items()
}
DERIVED_SHEETS = (*DERIVED, "Checks", "Issues", "Changes", "Run log")
SHEET_ORDER = list(FACTS)


@functools.cache
def plain_name(text: object) -> str:
    """A sheet's name or a header as it is matched: no case, no trailing star, `_` and `-` as spaces."""
    return re.sub(r"[\s_-]+", " ", str(text)).strip().rstrip("*").strip().casefold()


SHEET_OF = {plain_name(name): name for name in (*FACTS, *DERIVED_SHEETS)}
HEADER_OF = {
    **{
        sheet: {plain_name(column.header): column.header for column in columns}
        for sheet, columns in COLUMNS.items()
    },
    **{
        sheet: {plain_name(header): header for header in headers}
        for sheet, headers in DERIVED.items()
    },
}


def keys_of(sheet: str) -> list[str]:
    return [column.header for column in COLUMNS[sheet] if column.key]


def derived_of(sheet: str) -> list[str]:
    return [column.header for column in COLUMNS[sheet] if column.derived]
