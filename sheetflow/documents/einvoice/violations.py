"""What stops a document from becoming an electronic invoice: a missing cell, or a wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from sheetflow.documents.model import CreditNote, Invoice
from sheetflow.domain.messages import named

MISSING = "EIN01"
INVALID = "EIN02"
UNTAXED = "EIN03"
"""Problem codes: see domain/problems.toml."""

Document: TypeAlias = Invoice | CreditNote

RowKey: TypeAlias = tuple[tuple[str, str], ...]
"""What identifies a row of a sheet: headers of some of its columns, with their values."""


@dataclass(frozen=True)
class Violation:
    """A cell to fill in (`MISSING`, `UNTAXED`) or to correct (`INVALID`).

    It is in the first row of `sheet` that matches `row`. `words` fill the placeholders of
    the problem's text.
    """

    code: str
    sheet: str
    row: RowKey
    column: str
    words: tuple[tuple[str, str], ...] = ()


def missing_setting(name: str) -> Violation:
    """A setting without a value."""
    row = (("Setting", name),)
    return Violation(MISSING, "Settings", row, "Value", (("what", named(name)),))


def missing_customer_cell(document: Document, column: str) -> Violation:
    """An empty cell in the row of the document's customer."""
    row = (("Customer", document.buyer.code),)
    return Violation(MISSING, "Customers", row, column, (("what", named(column)),))


def missing_buyer_cell(document: Document, column: str, own: str) -> Violation:
    """An empty cell of the buyer: in `own` of an invoice, which keeps it, or in a column of Customers."""
    if not isinstance(document, Invoice):
        return missing_customer_cell(document, column)
    row = (("Invoice", document.number),)
    return Violation(MISSING, "Invoices", row, own, (("what", named(own)),))


def invalid_cell(
    sheet: str, key_column: str, key: str, column: str, why: str
) -> Violation:
    """A cell whose value EN 16931 does not allow, in the row that has this key."""
    row = ((key_column, key),)
    return Violation(INVALID, sheet, row, column, (("why", why),))


def invalid_setting(name: str, why: str) -> Violation:
    """A setting whose value cannot be on an electronic invoice."""
    return invalid_cell("Settings", "Setting", name, "Value", why)


def invalid_customer_cell(document: Document, column: str, why: str) -> Violation:
    """A cell in the row of the document's customer that cannot be on it."""
    return invalid_cell("Customers", "Customer", document.buyer.code, column, why)


def invalid_buyer_cell(document: Document, column: str, why: str) -> Violation:
    """A cell of the buyer that cannot be on the document: of an invoice, which keeps it, or of Customers."""
    if not isinstance(document, Invoice):
        return invalid_customer_cell(document, column, why)
    return invalid_cell("Invoices", "Invoice", document.number, column, why)


def invalid_document(document: Document, column: str, why: str) -> Violation:
    """A cell of an invoice (a column of Invoices) or credit note (a column of Returns)."""
    if isinstance(document, Invoice):
        return invalid_cell("Invoices", "Invoice", document.number, column, why)
    return invalid_cell("Returns", "Credit note", document.number, column, why)
