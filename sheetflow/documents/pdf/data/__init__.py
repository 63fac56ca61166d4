"""Documents as plain values with every text ready: what a template gets of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sheetflow.documents.model import (
    CreditNote,
    Document,
    Invoice,
    OrderConfirmation,
    PackingSlip,
    PickList,
    Quote,
    Seller,
    Statement,
)
from sheetflow.documents.pdf.data.accounts import credit_data, statement_data
from sheetflow.documents.pdf.data.goods import pick_data, slip_data
from sheetflow.documents.pdf.data.priced import (
    confirmation_data,
    invoice_data,
    quote_data,
)
from sheetflow.documents.wording.locale_formats import Formats

__all__ = ["document_data"]

_MAKERS: dict[
    type[Document], Callable[[Any, Seller, Formats], Mapping[str, object]]
] = {
    Quote: quote_data,
    OrderConfirmation: confirmation_data,
    PickList: pick_data,
    PackingSlip: slip_data,
    Invoice: invoice_data,
    CreditNote: credit_data,
    Statement: statement_data,
}


def document_data(
    document: Document, house: Seller, formats: Formats
) -> Mapping[str, object]:
    """One document, as its template gets it."""
    return _MAKERS[type(document)](document, house, formats)
