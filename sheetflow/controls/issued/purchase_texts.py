"""What was on purchase orders beyond their facts, as texts: see as_printed.py."""

from __future__ import annotations

from sheetflow.controls.issued.as_printed import LANGUAGE, NOT_STATED
from sheetflow.controls.issued.printed_texts import cells_at, document_lines
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, take_text

_SUPPLIER = (
    "Supplier",
    "Name",
    "Contact",
    "Email",
    "Phone",
    "Address",
    "Country",
    "Tax number",
    "Terms (days)",
)


def purchase_texts(book: Book, orders: IntArray) -> list[str]:
    """Who these purchase orders were for."""
    suppliers = book.purchase_orders.supplier_index[orders]
    languages = take_text(book.suppliers.language, suppliers).tolist()
    columns = {
        **cells_at(book.suppliers, _SUPPLIER, suppliers),
        LANGUAGE: [language or NOT_STATED for language in languages],
    }
    return list(document_lines(columns, len(orders)))
