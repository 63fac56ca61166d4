"""A small business with one order of three lines, two taxes and freight: what the documents are tested with."""

from __future__ import annotations

from sheets import Played, after

SETTINGS = """
    Setting     Value
    Company     Forge & Sons
    Tax number  DE123456789
    Currency    EUR
    IBAN        DE02 1203 0000 0000 2020 51
"""
TAXES = """
    Tax code  Name      Tax 1 %  Tax 1 name  Tax 2 %  Tax 2 name
    STD       Standard  19       VAT         -        -
    TWO       Two       5        GST         9.975    QST
"""
LINES = """
    Order  Line  SKU    Quantity  Unit price  Discount %  Tax code
    SO-1   1     A-100  10        19.99       5           STD
    SO-1   2     B-200  3         5           -           TWO
    SO-1   3     S-900  1         50          -           None
"""
ORDERS = """
    Order  Order date  Customer  Freight  Freight tax code  Customer PO  Action
    SO-1   2026-02-01  C-1       12.50    STD               PO 7         Fulfil, Invoice
"""
BUSINESS = {
    "settings": SETTINGS,
    "tax_codes": TAXES,
    "order_lines": LINES,
    "orders": ORDERS,
}
LONG = "Étagère murale en chêne massif, finition huilée, avec quincaillerie et notice de montage en six langues"
"""A description that needs several lines."""


def business(**sheets: str) -> Played:
    """A run of the business, with some of its sheets replaced."""
    return after(None, **{**BUSINESS, **sheets})
