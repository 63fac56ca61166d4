"""The fields of quotes, order confirmations, proforma invoices and invoices. See common_fields."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sheetflow.documents.pdf.data.common_fields import (
    CODE,
    CustomerDocumentData,
    SumData,
)
from sheetflow.documents.pdf.data.field_declarations import field
from sheetflow.documents.wording.qr_bill_words import words_of


class PricedLineData(TypedDict):
    """A line of a quote, an order confirmation or an invoice."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT")]
    description: Annotated[
        str, field("What it is", "Mug, blue", "Teapot, 1.2 l", must=True)
    ]
    quantity: Annotated[str, field("How many", "24", "1.5", must=True)]
    unit: Annotated[str, field("Products, Unit", "pcs", "kg", blank=True)]
    price: Annotated[
        str, field("The price per unit, as agreed", "14.00", "32.5333", must=True)
    ]
    net_price: Annotated[
        str,
        field(
            "The price per unit without tax, where it was agreed with tax",
            "Unit, net 11.666667",
            "",
            must=True,
            blank=True,
        ),
    ]
    discount: Annotated[
        str, field("The discounts of the line and of the order", "10%", "", blank=True)
    ]
    tax: Annotated[
        str,
        field(
            "The tax rates; a dash for no tax",
            "20%",
            "5% + 9.975%",
            must=True,
            blank=True,
        ),
    ]
    amount: Annotated[
        str, field("The amount of the line", "151.20", "48.80", must=True)
    ]


class PricedData(CustomerDocumentData):
    """The fields of quotes, order confirmations and invoices."""

    order: Annotated[str, field("The number of the order", "SO-000017")]
    date: Annotated[str, field("Its date", "2 Mar 2026", must=True)]
    customer_po: Annotated[
        str, field("The customer's own reference", "PO 4711", blank=True)
    ]
    delivery: Annotated[
        str,
        field(
            "Where the goods go, if not to the billing address",
            "Delivered to: 9 Dock Road, Hull",
            blank=True,
        ),
    ]
    price_header: Annotated[str, field("The header of the price column", "Unit price")]
    amount_header: Annotated[str, field("The header of the amount column", "Amount")]
    lines: Annotated[list[PricedLineData], field("The lines")]
    sums: Annotated[list[SumData], field("From the total of the lines to the balance")]
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
        str, field("The last day on which it is valid", "1 Apr 2026", blank=True)
    ]
    terms: Annotated[
        str,
        field(
            "The payment terms",
            "Payment within 30 days of the invoice date.",
        ),
    ]
    deposit: Annotated[
        str,
        field(
            "How much to pay in advance, and by when",
            "Please pay a deposit of £74.88 by 1 Apr 2026, quoting SO-000017.",
            blank=True,
        ),
    ]
    bank: Annotated[
        list[str],
        field("Where to pay the deposit, line by line", "Bank of Leeds", blank=True),
    ]


class ConfirmationData(PricedData):
    """An order confirmation."""

    ship_by: Annotated[
        str, field("The last day on which it ships", "1 Apr 2026", blank=True)
    ]
    quote: Annotated[
        str, field("The number of the quote it began as", "SQ-000009", blank=True)
    ]
    terms: Annotated[
        str,
        field(
            "The payment terms",
            "Payment within 30 days of the invoice date.",
        ),
    ]
    deposit: Annotated[
        str,
        field(
            "How much to pay in advance, and by when",
            "Please pay a deposit of £74.88 by 1 Apr 2026, quoting SO-000017.",
            blank=True,
        ),
    ]
    bank: Annotated[
        list[str],
        field("Where to pay the deposit, line by line", "Bank of Leeds", blank=True),
    ]


class ProformaData(PricedData):
    """A proforma invoice."""

    notice: Annotated[
        str,
        field(
            "That it is no invoice for tax purposes",
            "This is not an invoice for tax purposes.",
        ),
    ]
    deposit: Annotated[
        str,
        field(
            "How much to pay in advance, and by when",
            "Please pay a deposit of £74.88 by 1 Apr 2026, quoting SO-000017.",
            blank=True,
        ),
    ]
    bank: Annotated[
        list[str],
        field("Where to pay the deposit, line by line", "Bank of Leeds", blank=True),
    ]


class QrBillData(TypedDict):
    """A Swiss QR-bill, as qr-bill.typ prints it."""

    code: Annotated[str, field("The code with the Swiss cross, for picture()", CODE)]
    account: Annotated[str, field("The IBAN", "CH44 3199 9123 0008 8901 2")]
    creditor: Annotated[
        list[str], field("Who is paid, line by line", "Robert Schneider AG")
    ]
    debtor: Annotated[
        list[str], field("Who pays, line by line", "Pia Rutschmann", blank=True)
    ]
    reference: Annotated[
        str, field("The reference", "21 00000 00003 13947 14300 09017", blank=True)
    ]
    message: Annotated[str, field("The number of the invoice", "INV-000042")]
    currency: Annotated[str, field("The currency", "CHF")]
    amount: Annotated[str, field("What is left to pay", "1 949.75")]
    words: Annotated[
        dict[str, str],
        field("The words of the standard by their English ones", words_of("en")),
    ]


class InvoiceData(PricedData):
    """An invoice."""

    due: Annotated[str, field("The due date", "1 Apr 2026", must=True)]
    balance: Annotated[str, field("The amount left to pay", "£149.60")]
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
            "Where to pay, line by line; blank if nothing is left to pay",
            "Bank of Leeds",
            blank=True,
        ),
    ]
    payment_code: Annotated[
        str, field("A QR code that banking apps read, for picture()", CODE, blank=True)
    ]
    qr_bill: Annotated[
        list[QrBillData],
        field("The Swiss QR-bill, if it is an invoice in CHF", blank=True),
    ]
