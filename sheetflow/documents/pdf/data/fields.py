"""The fields of letters, pick lists and packing slips: what a layout finds in each document.

All are texts, written as Settings' Locale has it; what is not given is `""`, or an empty list.
"""

from __future__ import annotations

from typing import Annotated, TypedDict

from sheetflow.documents.pdf.data.declaring import field

CODE = '<svg xmlns="http://www.w3.org/2000/svg" width="21" height="21"><path d="M0 0h7v7H0z"/></svg>'
"""A code to scan, as an example."""


class HouseData(TypedDict):
    """Who sends the documents, and how they look: Settings."""

    name: Annotated[str, field("Settings, Company", "Forge & Sons")]
    address: Annotated[
        list[str],
        field(
            "Settings, Address: its lines", "3 Anvil Yard", "Leeds LS1 4AB", blank=True
        ),
    ]
    contact: Annotated[
        str,
        field("Phone and email", "+44 113 496 0000 · hello@forge.example", blank=True),
    ]
    tax_number: Annotated[
        str,
        field("The tax number, said to be one", "Tax number GB999999973", blank=True),
    ]
    logo: Annotated[str, field("The name of the picture, for image()", "", blank=True)]
    colour: Annotated[str, field("Settings, Colour", "#1F3864")]
    paper: Annotated[str, field("The paper, as page() has it", "a4", "us-letter")]
    footer: Annotated[
        str,
        field("Settings, Footer", "Registered in England, no. 00000000", blank=True),
    ]
    decimal_mark: Annotated[str, field("What stands before decimals", ".")]
    fonts: Annotated[
        list[str],
        field(
            "The families of fonts, in the order in which a letter is looked for",
            "Inter",
        ),
    ]


class PartyData(TypedDict):
    """The other side of a document."""

    name: Annotated[str, field("Customers, Name", "Mill Lane Stores", must=True)]
    lines: Annotated[
        list[str],
        field(
            "Contact and address, line by line",
            "1 Mill Lane",
            "York YO1 7HH",
            must=True,
            blank=True,
        ),
    ]
    code: Annotated[str, field("Customers, Customer", "MILL")]
    tax_number: Annotated[
        str, field("Customers, Tax number", "GB123456782", blank=True)
    ]


class FactData(TypedDict):
    """One fact beside the address."""

    label: Annotated[
        str,
        field(
            "What it is",
            "Date",
            "Due date",
            "Supplied",
            "Your reference",
            "Your tax number",
        ),
    ]
    value: Annotated[
        str,
        field(
            "Its value",
            "2 Mar 2026",
            "1 Apr 2026",
            "27 Feb 2026",
            "PO 4711",
            "GB123456782",
        ),
    ]


class SumData(TypedDict):
    """One of the sums below the lines."""

    kind: Annotated[
        str,
        field("What it is: subtotal, net, freight, tax, fee, total, settled or balance",
              "subtotal", "freight", "tax", "total", "settled", "balance"),
    ]  # fmt: skip
    label: Annotated[
        str,
        field(
            "What it is, in words",
            "Subtotal",
            "Freight",
            "VAT 20%",
            "Total GBP",
            "Paid",
            "Balance due",
            must=True,
        ),
    ]
    on: Annotated[
        str,
        field("What a tax is reckoned on", "", "", "on 208.00", "", "", "", blank=True),
    ]
    amount: Annotated[
        str,
        field(
            "The amount",
            "200.00",
            "8.00",
            "41.60",
            "£249.60",
            "-100.00",
            "£149.60",
            must=True,
        ),
    ]


class PricedLineData(TypedDict):
    """A line of a quote, an order confirmation or an invoice."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT")]
    description: Annotated[
        str, field("What it is", "Mug, blue", "Teapot, 1.2 l", must=True)
    ]
    quantity: Annotated[str, field("How many", "24", "1.5", must=True)]
    unit: Annotated[str, field("Products, Unit", "pcs", "kg", blank=True)]
    price: Annotated[
        str, field("The price of one, without tax", "14.00", "32.5333", must=True)
    ]
    discount: Annotated[
        str, field("The line's discount, and the order's", "10%", "", blank=True)
    ]
    tax: Annotated[
        str,
        field("The rates of tax; a dash for no tax", "20%", "5% + 9.975%", must=True),
    ]
    amount: Annotated[
        str, field("What the line comes to", "151.20", "48.80", must=True)
    ]


class LetterData(TypedDict):
    """What every letter has."""

    title: Annotated[str, field("What the document is: Invoice, Quote …", "Invoice")]
    number: Annotated[str, field("Its number", "INV-000042", must=True)]
    buyer: Annotated[PartyData, field("Who it goes to")]
    facts: Annotated[list[FactData], field("What our layouts show beside the address")]


class PricedData(LetterData):
    """What a quote, an order confirmation and an invoice have."""

    order: Annotated[str, field("The number of the order", "SO-000017")]
    date: Annotated[str, field("Its date", "2 Mar 2026", must=True)]
    customer_po: Annotated[
        str, field("The customer's own reference", "PO 4711", blank=True)
    ]
    delivery: Annotated[
        str,
        field(
            "Where goods go, if not where the bill goes",
            "Delivered to: 9 Dock Road, Hull",
            blank=True,
        ),
    ]
    price_header: Annotated[str, field("The header of the prices", "Unit price")]
    amount_header: Annotated[str, field("The header of the amounts", "Amount")]
    lines: Annotated[list[PricedLineData], field("The lines")]
    sums: Annotated[
        list[SumData], field("From the lines to the total, and to what is left to pay")
    ]
    total: Annotated[str, field("The total", "£249.60", must=True)]
    exemption: Annotated[
        str,
        field(
            "Why no tax is charged",
            "Reverse charge: the customer owes the tax.",
            must=True,
            blank=True,
        ),
    ]


class QuoteData(PricedData):
    """A quote."""

    valid_until: Annotated[
        str, field("The day until which it stands", "1 Apr 2026", blank=True)
    ]
    terms: Annotated[
        str,
        field(
            "When it will have to be paid",
            "Payment within 30 days of the invoice date.",
        ),
    ]


class ConfirmationData(PricedData):
    """An order confirmation."""

    ship_by: Annotated[
        str, field("The day by which it ships", "1 Apr 2026", blank=True)
    ]
    quote: Annotated[
        str, field("The number of the quote that it was", "SQ-000009", blank=True)
    ]
    terms: Annotated[
        str,
        field(
            "When it will have to be paid",
            "Payment within 30 days of the invoice date.",
        ),
    ]


class InvoiceData(PricedData):
    """An invoice."""

    due: Annotated[
        str, field("The day by which it is to be paid", "1 Apr 2026", must=True)
    ]
    balance: Annotated[str, field("What is left to pay", "£149.60")]
    notes: Annotated[
        str, field("Invoices, Notes", "Thank you for your order.", blank=True)
    ]
    payment: Annotated[
        str,
        field(
            "How and by when to pay",
            "Please pay by 1 Apr 2026, quoting INV-000042.",
            blank=True,
        ),
    ]
    bank: Annotated[
        list[str],
        field(
            "Where to pay, line by line, while something is left to pay",
            "Bank of Leeds",
            blank=True,
        ),
    ]
    payment_code: Annotated[
        str, field("The code that banking apps read, for picture()", CODE, blank=True)
    ]


class CreditLineData(TypedDict):
    """A line of a credit note."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT")]
    description: Annotated[
        str,
        field(
            "What came back, and why", "Mug, blue – chipped", "Teapot, 1.2 l", must=True
        ),
    ]
    quantity: Annotated[str, field("How many", "24", "1.5", must=True)]
    unit: Annotated[str, field("Products, Unit", "pcs", "kg", blank=True)]
    net: Annotated[
        str, field("What is credited, without tax", "28.00", "32.00", must=True)
    ]
    tax: Annotated[
        str, field("The rates of tax; a dash for no tax", "20%", "–", must=True)
    ]
    tax_amount: Annotated[str, field("The tax", "5.60", "0.00", must=True)]
    amount: Annotated[str, field("What is credited, with tax", "33.60", "32.00")]


class CreditNoteData(LetterData):
    """A credit note."""

    order: Annotated[str, field("The number of the order", "SO-000017")]
    date: Annotated[str, field("Its date", "2 Mar 2026", must=True)]
    corrects: Annotated[
        str,
        field(
            "The invoices that it corrects",
            "Corrects invoice INV-000007 of 9 Feb 2026.",
            must=True,
        ),
    ]
    lines: Annotated[list[CreditLineData], field("The lines")]
    sums: Annotated[list[SumData], field("From the lines to the total")]
    total: Annotated[str, field("The total", "£249.60", must=True)]
    exemption: Annotated[
        str,
        field(
            "Why no tax is charged",
            "Reverse charge: the customer owes the tax.",
            must=True,
            blank=True,
        ),
    ]


class OpenItemData(TypedDict):
    """An invoice that is not settled."""

    number: Annotated[
        str, field("The number of the invoice", "INV-000042", "INV-000043", must=True)
    ]
    order: Annotated[str, field("The number of the order", "SO-000017", "SO-000018")]
    customer_po: Annotated[
        str, field("The customer's own reference", "PO 4711", "", blank=True)
    ]
    date: Annotated[str, field("Its date", "2 Jan 2026", "3 Feb 2026", must=True)]
    due: Annotated[
        str,
        field(
            "The day by which it is to be paid", "1 Feb 2026", "5 Mar 2026", must=True
        ),
    ]
    days_late: Annotated[str, field("How many days it is late", "29", "", blank=True)]
    total: Annotated[str, field("Its total", "210.00", "96.00")]
    credited: Annotated[str, field("What was credited of it", "10.00", "", blank=True)]
    paid: Annotated[str, field("What was paid of it", "100.00", "", blank=True)]
    balance: Annotated[str, field("What is left to pay", "111.00", "99.00", must=True)]


class OnAccountData(TypedDict):
    """What a customer has paid, or was credited, that no invoice takes up."""

    order: Annotated[str, field("The number of the order", "SO-000021")]
    amount: Annotated[str, field("The amount, below 0", "-15.00", must=True)]


class BucketData(TypedDict):
    """What is open, by how long it has been due."""

    label: Annotated[str, field("How long", "Not due", "1–30 days", "On account")]
    amount: Annotated[str, field("How much", "96.00", "100.00", "-15.00")]


class StatementData(LetterData):
    """A statement of account."""

    lines: Annotated[list[OpenItemData], field("The invoices that are not settled")]
    on_account: Annotated[list[OnAccountData], field("What is on account", blank=True)]
    total_label: Annotated[str, field("What the balance is called", "Balance GBP")]
    total: Annotated[str, field("The balance", "£249.60", must=True)]
    aging: Annotated[
        list[BucketData], field("What is open, by how long it has been due")
    ]
    bank: Annotated[
        list[str], field("Where to pay, line by line", "Bank of Leeds", blank=True)
    ]


class PickLineData(TypedDict):
    """A product to fetch."""

    pick: Annotated[str, field("The number of the pick", "PK-000001", "PK-000002")]
    order: Annotated[
        str, field("The number of the order", "SO-000017", "SO-000018", must=True)
    ]
    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT", must=True)]
    description: Annotated[str, field("What it is", "Mug, blue", "Teapot, 1.2 l")]
    unit: Annotated[str, field("Products, Unit", "pcs", "", blank=True)]
    barcode: Annotated[str, field("Products, Barcode", "5012345678900", "", blank=True)]
    suggested: Annotated[str, field("How many to fetch", "24", "36", must=True)]
    picked: Annotated[str, field("How many were fetched", "", "36", blank=True)]


class StopData(TypedDict):
    """A location on the way."""

    location: Annotated[
        str, field("Where it is", "A-01   Front shelf", "B-02", must=True)
    ]
    lines: Annotated[list[PickLineData], field("What to fetch there")]


class PickListData(TypedDict):
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
        str, field("For whom, how much, and by when", "MILL · 2 lines, 2 locations")
    ]
    date: Annotated[str, field("The day on which it was made", "2 Mar 2026")]
    order_code: Annotated[
        str, field("The order as a QR code, for picture()", CODE, blank=True)
    ]
    stops: Annotated[
        list[StopData], field("The locations, in the order in which they are walked")
    ]


class PackedLineData(TypedDict):
    """A line of a packing slip."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT", must=True)]
    description: Annotated[str, field("What it is", "Mug, blue", "Teapot, 1.2 l")]
    unit: Annotated[str, field("Products, Unit", "pcs", "", blank=True)]
    ordered: Annotated[str, field("How many were ordered", "26", "37")]
    here: Annotated[str, field("How many lie in this container", "24", "36", must=True)]
    shipped: Annotated[str, field("How many have left in all", "24", "36")]
    to_follow: Annotated[str, field("How many are still to come", "2", "1")]
    backordered: Annotated[
        str,
        field(
            "How many of them there is no stock for", "2 on backorder", "", blank=True
        ),
    ]


class PackingSlipData(TypedDict):
    """A packing slip."""

    title: Annotated[str, field("What the document is", "Packing slip")]
    number: Annotated[
        str, field("The order and the container", "SO-000017 / 1", must=True)
    ]
    order: Annotated[str, field("The number of the order", "SO-000017", must=True)]
    consignee: Annotated[PartyData, field("Who gets the goods")]
    facts: Annotated[list[FactData], field("What our layout shows beside the address")]
    container: Annotated[
        str, field("Which container it is", "Container 1 of 2, Carton", must=True)
    ]
    order_code: Annotated[
        str, field("The order as a QR code, for picture()", CODE, blank=True)
    ]
    lines: Annotated[list[PackedLineData], field("What lies in the container")]
    missing: Annotated[list[PackedLineData], field("What is still to come", blank=True)]
