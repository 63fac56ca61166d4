"""The fields of purchase orders and goods-in lists. See common_fields."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sheetflow.documents.pdf.data.common_fields import (
    CODE,
    CustomerDocumentData,
    LanguageData,
    SumData,
)
from sheetflow.documents.pdf.data.field_declarations import field


class PurchaseLineData(TypedDict):
    """A line of a purchase order."""

    sku: Annotated[str, field("The product's code, as we call it", "MUG-BLUE")]
    supplier_sku: Annotated[
        str, field("The supplier's code", "4711-B", "4712", must=True, blank=True)
    ]
    description: Annotated[
        str, field("What it is", "Mug, blue", "Teapot, 1.2 l", must=True)
    ]
    quantity: Annotated[str, field("How many", "24", "1.5", must=True)]
    unit: Annotated[str, field("Products, Unit", "pcs", "kg", blank=True)]
    price: Annotated[
        str,
        field("The cost per unit, without tax", "7.00", "16.25", must=True, blank=True),
    ]
    discount: Annotated[str, field("The discount", "10%", "", blank=True)]
    amount: Annotated[
        str, field("The amount of the line", "151.20", "24.38", must=True, blank=True)
    ]


class PurchaseOrderData(CustomerDocumentData):
    """A purchase order; `buyer` is the supplier, who it is sent to."""

    date: Annotated[str, field("Its date", "2 Mar 2026", must=True)]
    expected: Annotated[
        str, field("When the goods should arrive", "12 Mar 2026", blank=True)
    ]
    delivery: Annotated[
        str,
        field(
            "Where the goods go", "Deliver to: Forge & Sons, 3 Anvil Yard", blank=True
        ),
    ]
    lines: Annotated[list[PurchaseLineData], field("The lines")]
    sums: Annotated[list[SumData], field("From the total of the lines to the total")]
    total: Annotated[str, field("The total", "£249.60", must=True, blank=True)]
    notes: Annotated[
        list[str],
        field(
            "What else the supplier should know, text by text",
            "Please confirm this order and its delivery date.",
        ),
    ]


class GoodsInLineData(TypedDict):
    """A product that is expected."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT", must=True)]
    supplier_sku: Annotated[str, field("The supplier's code", "4711-B", "", blank=True)]
    description: Annotated[str, field("What it is", "Mug, blue", "Teapot, 1.2 l")]
    location: Annotated[str, field("Where it is put", "MAIN", "", blank=True)]
    barcode: Annotated[str, field("Products, Barcode", "4006381333931", "", blank=True)]
    code: Annotated[
        str, field("A code to scan: the barcode, or else the SKU", CODE, blank=True)
    ]
    unit: Annotated[str, field("Products, Unit", "pcs", "", blank=True)]
    quantity: Annotated[str, field("How many are expected", "24", "2", must=True)]


class DeliveryData(TypedDict):
    """What is outstanding of a purchase order."""

    text: Annotated[
        str,
        field(
            "Purchase order, supplier and date",
            "PO-000001 · Clay Works · 12 Mar 2026",
            must=True,
        ),
    ]
    lines: Annotated[list[GoodsInLineData], field("What is expected")]


class GoodsInData(LanguageData):
    """A goods-in list."""

    title: Annotated[str, field("What the document is", "Goods in")]
    number: Annotated[str, field("Its day, as a number", "2026-03-02")]
    date: Annotated[str, field("Its day", "2 Mar 2026")]
    deliveries: Annotated[list[DeliveryData], field("The deliveries, by date")]
