"""Small books whose invoices are drafted as electronic ones, and what comes out, read back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree
from sheets import Played, after

from sheetflow.documents.einvoice.drafting import draft, ground_of
from sheetflow.documents.einvoice.files import Made, make
from sheetflow.documents.einvoice.model import EInvoice
from sheetflow.documents.gather import Wanted, all_documents
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


def billed(**sheets: str) -> Played:
    """The business after its order was shipped and invoiced; a test says what is different."""
    return after(None, **{**BUSINESS, **sheets})


def documents_of(played: Played) -> Documents:
    """All invoices and credit notes."""
    return all_documents(
        played.result, Path(), Wanted(only=frozenset({"invoices", "credits"}))
    )


def drafts(played: Played) -> list[EInvoice]:
    """All invoices and credit notes in the terms of EN 16931."""
    documents = documents_of(played)
    ground = ground_of(documents.seller, played.book)
    return [
        draft(document, ground)
        for document in (*documents.invoices, *documents.credits)
    ]


def made(played: Played, form: str = "cii") -> Made:
    """What a person gets of this book."""
    return make(documents_of(played), played.book, form)


def lacking(played: Played) -> list[tuple[str, str, str]]:
    """What is lacking: code, sheet and column, what is said."""
    return [
        (found.code, f"{found.sheet}, {found.column}", found.text)
        for found in made(played).problems
    ]


class Cii:
    """A Cross Industry Invoice, read back by the names of its elements."""

    def __init__(self, xml: bytes) -> None:
        self.root = etree.fromstring(xml)

    def texts(self, *path: str) -> list[str]:
        """What stands in these elements, whatever their namespaces."""
        steps = "".join(f"//*[local-name()='{name}']" for name in path)
        found: Any = self.root.xpath(steps)
        return [element.text or "" for element in found]

    def amounts(self, *path: str) -> list[Decimal]:
        """The numbers in these elements."""
        return [Decimal(text) for text in self.texts(*path)]
