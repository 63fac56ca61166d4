"""The fields of pick lists and packing slips. See common_fields."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sheetflow.documents.pdf.data.common_fields import (
    CODE,
    FactData,
    LanguageData,
    PartyData,
)
from sheetflow.documents.pdf.data.field_declarations import field


class PickLineData(TypedDict):
    """A product to pick."""

    pick: Annotated[str, field("The number of the pick", "PK-000001", "PK-000002")]
    order: Annotated[
        str, field("The number of the order", "SO-000017", "SO-000018", must=True)
    ]
    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT", must=True)]
    description: Annotated[str, field("What it is", "Mug, blue", "Teapot, 1.2 l")]
    unit: Annotated[str, field("Products, Unit", "pcs", "", blank=True)]
    barcode: Annotated[str, field("Products, Barcode", "5012345678900", "", blank=True)]
    suggested: Annotated[str, field("How many to pick", "24", "36", must=True)]
    picked: Annotated[str, field("How many were picked", "", "36", blank=True)]


class StopData(TypedDict):
    """A location on the route."""

    location: Annotated[
        str, field("Where it is", "A-01   Front shelf", "B-02", must=True)
    ]
    lines: Annotated[list[PickLineData], field("What to pick there")]


class PickTotalData(TypedDict):
    """What to pick of a product for all orders."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT")]
    description: Annotated[str, field("What it is", "Mug, blue", "Teapot, 1.2 l")]
    unit: Annotated[str, field("Products, Unit", "pcs", "", blank=True)]
    quantity: Annotated[str, field("How many in all", "60", "36")]


class PickListData(LanguageData):
    """A pick list, for one order or for several."""

    title: Annotated[str, field("What the document is", "Pick list")]
    number: Annotated[
        str,
        field(
            "The order, or the first and the last of several",
            "SO-000017 … SO-000018",
            must=True,
        ),
    ]
    orders: Annotated[list[str], field("The orders", "SO-000017", "SO-000018")]
    is_batch: Annotated[bool, field("Whether it is for several orders", True, False)]
    summary: Annotated[
        str,
        field(
            "The customer, how much there is to pick, and by when",
            "MILL · 2 lines, 2 locations",
        ),
    ]
    date: Annotated[str, field("The date of the run", "2 Mar 2026")]
    order_code: Annotated[
        str, field("The order as a QR code, for picture()", CODE, blank=True)
    ]
    notes: Annotated[
        list[str],
        field("Notes of the orders", "SO-000017: ring twice", blank=True),
    ]
    stops: Annotated[list[StopData], field("The locations, in walking order")]
    totals: Annotated[
        list[PickTotalData],
        field("What to pick of each product in all, for several orders", blank=True),
    ]


class PackedLineData(TypedDict):
    """A line of a packing slip."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT", must=True)]
    description: Annotated[str, field("What it is", "Mug, blue", "Teapot, 1.2 l")]
    unit: Annotated[str, field("Products, Unit", "pcs", "", blank=True)]
    ordered: Annotated[str, field("How many were ordered", "26", "37")]
    here: Annotated[str, field("How many are in this container", "24", "36", must=True)]
    shipped: Annotated[str, field("How many are in all containers so far", "24", "36")]
    to_follow: Annotated[str, field("How many are still to come", "2", "1")]
    backordered: Annotated[
        str,
        field("How many of them are backordered", "2 on backorder", "", blank=True),
    ]


class PackingSlipData(LanguageData):
    """A packing slip."""

    title: Annotated[str, field("What the document is", "Packing slip")]
    number: Annotated[
        str, field("The order and the container", "SO-000017 / 1", must=True)
    ]
    order: Annotated[str, field("The number of the order", "SO-000017", must=True)]
    consignee: Annotated[PartyData, field("Who receives the goods")]
    facts: Annotated[list[FactData], field("What our layout shows next to the address")]
    container: Annotated[
        str, field("Which container it is", "Container 1 of 2, Carton", must=True)
    ]
    others: Annotated[
        str,
        field(
            "The order's other containers",
            "Other containers of this order: 2 (left on 3 Mar 2026)",
            blank=True,
        ),
    ]
    order_code: Annotated[
        str, field("The order as a QR code, for picture()", CODE, blank=True)
    ]
    sent: Annotated[
        str, field("The heading of what is packed, and once it left, shipped", "Packed")
    ]
    lines: Annotated[list[PackedLineData], field("What is in the container")]
    missing: Annotated[list[PackedLineData], field("What is still to come", blank=True)]


class DeliveryNoteData(LanguageData):
    """A delivery note."""

    title: Annotated[str, field("What the document is", "Delivery note")]
    number: Annotated[
        str, field("The number of its first shipment", "SH-000031", must=True)
    ]
    order: Annotated[str, field("The number of the order", "SO-000017", must=True)]
    consignee: Annotated[PartyData, field("Who receives the goods")]
    facts: Annotated[list[FactData], field("What our layout shows next to the address")]
    containers: Annotated[
        list[str],
        field(
            "The containers, with their tracking numbers",
            "Container 1 of 2, Carton",
            "Container 2 of 2",
        ),
    ]
    order_code: Annotated[
        str, field("The order as a QR code, for picture()", CODE, blank=True)
    ]
    lines: Annotated[list[PackedLineData], field("What was delivered")]
