"""Documents as plain values with every text ready: what a template gets of each."""

from __future__ import annotations

from typing import Any

from sheetflow.printing.formats import Formats
from sheetflow.printing.model import Document, House, Invoice
from sheetflow.printing.pdf.data.priced import invoice_data

__all__ = ["document_data"]


def document_data(document: Document, house: House, formats: Formats) -> dict[str, Any]:
    """One document, as its template gets it."""
    if isinstance(document, Invoice):
        return invoice_data(document, house, formats)
    raise NotImplementedError
