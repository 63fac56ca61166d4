"""The fields that several kinds of documents share.

All are texts in the format of the setting Locale. A field that is not given is `""`, or an
empty list.
"""

from __future__ import annotations

from typing import Annotated, TypedDict

from sheetflow.documents.pdf.data.field_declarations import field

CODE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="21" height="21">'
    '<path d="M0 0h7v7H0z"/></svg>'
)
"""An example of a code to scan."""


class SenderData(TypedDict):
    """Who sends a document, from Settings."""

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
        field(
            "The tax number, with words that say so",
            "Tax number GB999999973",
            blank=True,
        ),
    ]
    language: Annotated[str, field("The language of Settings, for what has none", "en")]
    footer: Annotated[
        str,
        field("Settings, Footer", "Registered in England, no. 00000000", blank=True),
    ]


class HouseData(SenderData):
    """Who sends the documents and how they look, from Settings."""

    logo: Annotated[
        str, field("The file name of the logo, for image()", "", blank=True)
    ]
    colour: Annotated[str, field("Settings, Colour", "#1F3864")]
    paper: Annotated[
        str, field("The paper size, as page() takes it", "a4", "us-letter")
    ]
    decimal_mark: Annotated[str, field("The sign before decimals", ".")]
    fonts: Annotated[
        list[str],
        field(
            "The font families, in the order in which typst looks for a glyph",
            "Inter",
        ),
    ]


class PartyData(TypedDict):
    """The customer, or whoever receives the goods."""

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
    """One fact next to the address."""

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
    """One of the totals below the lines."""

    kind: Annotated[
        str,
        field("What it is: subtotal, net, freight, tax, fee, total, settled, balance or deposit",
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
        field(
            "The amount that a tax is charged on",
            "",
            "",
            "on 208.00",
            "",
            "",
            "",
            blank=True,
        ),
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


class LanguageData(TypedDict):
    """The fields of every document."""

    language: Annotated[
        str,
        field('The language of the document, for word(document, "Item")', "en"),
    ]
    from_right: Annotated[
        bool, field("Whether it is written from right to left", False, blank=True)
    ]
    decimal_mark: Annotated[str, field("The sign before decimals", ".")]


class CustomerDocumentData(LanguageData):
    """The fields of every document that goes to a customer."""

    title: Annotated[str, field("What the document is: Invoice, Quote …", "Invoice")]
    number: Annotated[str, field("Its number", "INV-000042", must=True)]
    buyer: Annotated[PartyData, field("The customer")]
    facts: Annotated[list[FactData], field("What our layouts show next to the address")]
