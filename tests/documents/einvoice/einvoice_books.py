"""Small workbooks with invoices, made into electronic ones, and a reader for their XML."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree
from sheets import Played, after

from sheetflow.documents.einvoice.context import context_of
from sheetflow.documents.einvoice.conversion import to_einvoice
from sheetflow.documents.einvoice.en16931 import EInvoice
from sheetflow.documents.einvoice.invoice_files import EInvoiceFiles, make_einvoices
from sheetflow.documents.gather import DocumentFilter, all_documents
from sheetflow.documents.model import Documents

SETTINGS = """
    Setting     Value
    Company     Forge & Sons
    Address     Schmiedeweg 3, 10115 Berlin
    Country     DE
    Tax number  DE123456789
    Email       billing@forge.example
    Currency    EUR
    IBAN        DE02 1203 0000 0000 2020 51
"""
TAXES = """
    Tax code  Name      Tax 1 %  VAT category
    STD       Standard  19       -
    RED       Reduced   7        -
    ZERO      Zero      0        -
    EXM       Article 132  0     Exempt
"""
CUSTOMERS = """
    Customer  Name               Billing address                Tax number  Tax exempt
    C-1       Mill Lane Stores   1 Mill Lane, 20095 Hamburg     -           -
"""
ORDERS = """
    Order  Order date  Customer  Freight  Freight tax code  Customer PO  Action
    SO-1   2026-02-01  C-1       12.50    STD               PO 7         Fulfil, Invoice
"""
LINES = """
    Order  Line  SKU    Quantity  Unit price  Discount %  Tax code
    SO-1   1     A-100  10        19.99       5           STD
    SO-1   2     B-200  3         5           -           RED
    SO-1   3     S-900  1         50          -           STD
"""
RETURN = """
    Order  SKU    Line  Quantity  Return date  Fee  Reason
    SO-1   A-100  1     4         2026-03-02   2    Dented
"""
BUSINESS = {
    "settings": SETTINGS, "tax_codes": TAXES, "customers": CUSTOMERS, "orders": ORDERS, "order_lines": LINES,
}  # fmt: skip


def invoiced(**sheets: str) -> Played:
    """The business with its order shipped and invoiced; `sheets` replace those above."""
    return after(None, **{**BUSINESS, **sheets})


def documents_of(played: Played) -> Documents:
    """All invoices and credit notes."""
    return all_documents(
        played.result, Path(), DocumentFilter(only=frozenset({"invoices", "credits"}))
    )


def converted(played: Played) -> list[EInvoice]:
    """All invoices and credit notes in the terms of EN 16931."""
    documents = documents_of(played)
    context = context_of(documents.seller, played.book)
    return [
        to_einvoice(document, context)
        for document in (*documents.invoices, *documents.credits)
    ]


def einvoices_of(played: Played, file_format: str = "cii") -> EInvoiceFiles:
    """The electronic invoices of a workbook."""
    return make_einvoices(documents_of(played), played.book, file_format)


def problems_of(played: Played, file_format: str = "cii") -> list[tuple[str, str, str]]:
    """The problems that prevent electronic invoices: code, sheet and column, text."""
    return [
        (found.code, f"{found.sheet}, {found.column}", found.text)
        for found in einvoices_of(played, file_format).problems
    ]


class Cii:
    """A Cross Industry Invoice, read back by the names of its elements."""

    def __init__(self, xml: bytes) -> None:
        self.root = etree.fromstring(xml)

    def texts(self, *path: str) -> list[str]:
        """The texts of these elements, in any namespace."""
        steps = "".join(f"//*[local-name()='{name}']" for name in path)
        found: Any = self.root.xpath(steps)
        return [element.text or "" for element in found]

    def amounts(self, *path: str) -> list[Decimal]:
        """The numbers in these elements."""
        return [Decimal(text) for text in self.texts(*path)]
