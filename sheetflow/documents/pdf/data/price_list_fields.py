"""The fields of price lists. See common_fields."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sheetflow.documents.pdf.data.common_fields import CustomerDocumentData
from sheetflow.documents.pdf.data.field_declarations import field


class PriceListLineData(TypedDict):
    """The price of a product, from a quantity on."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT", must=True)]
    description: Annotated[
        str, field("Products, Name", "Mug, blue", "Teapot, 1.2 l", must=True)
    ]
    unit: Annotated[str, field("Products, Unit", "pcs", "", blank=True)]
    from_quantity: Annotated[
        str, field("From how many on; blank for any", "", "10", blank=True)
    ]
    until: Annotated[
        str, field("The last day of the price", "", "31 Dec 2026", blank=True)
    ]
    price: Annotated[str, field("The price per unit", "14.00", "32.50", must=True)]


class PriceListData(CustomerDocumentData):
    """A price list. Without a customer, the fields of `buyer` are blank."""

    date: Annotated[str, field("The day on which it holds", "2 Mar 2026", must=True)]
    lines: Annotated[list[PriceListLineData], field("The prices")]
    tax_note: Annotated[
        str, field("Whether they include tax", "Prices without tax.", blank=True)
    ]
