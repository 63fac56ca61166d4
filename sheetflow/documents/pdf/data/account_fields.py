"""The fields of credit notes, statements of account, reminders and receipts. See common_fields."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sheetflow.documents.pdf.data.common_fields import (
    CustomerDocumentData,
    SumData,
)
from sheetflow.documents.pdf.data.field_declarations import field


class CreditLineData(TypedDict):
    """A line of a credit note."""

    sku: Annotated[str, field("The product's code", "MUG-BLUE", "TEAPOT")]
    description: Annotated[
        str,
        field(
            "What was returned, and why",
            "Mug, blue – chipped",
            "Teapot, 1.2 l",
            must=True,
        ),
    ]
    returned: Annotated[
        str,
        field(
            "Which return it is, and its date",
            "RET-000001 · 2 Mar 2026",
            "RET-000002 · 2 Mar 2026",
        ),
    ]
    quantity: Annotated[str, field("How many", "24", "1.5", must=True)]
    unit: Annotated[str, field("Products, Unit", "pcs", "kg", blank=True)]
    net: Annotated[
        str, field("The amount credited, without tax", "28.00", "32.00", must=True)
    ]
    tax: Annotated[
        str,
        field("The tax rates; a dash for no tax", "20%", "–", must=True, blank=True),
    ]
    tax_amount: Annotated[str, field("The tax", "5.60", "0.00", must=True, blank=True)]
    amount: Annotated[str, field("The amount credited, with tax", "33.60", "32.00")]


class CreditNoteData(CustomerDocumentData):
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
    sums: Annotated[list[SumData], field("From the total of the lines to the total")]
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
    """An invoice that is not fully paid."""

    number: Annotated[
        str, field("The number of the invoice", "INV-000042", "INV-000043", must=True)
    ]
    order: Annotated[str, field("The number of the order", "SO-000017", "SO-000018")]
    customer_po: Annotated[
        str, field("The customer's own reference", "PO 4711", "", blank=True)
    ]
    reference: Annotated[
        str,
        field("Both of them", "SO-000017 · PO 4711", "SO-000018"),
    ]
    date: Annotated[str, field("Its date", "2 Jan 2026", "3 Feb 2026", must=True)]
    due: Annotated[
        str,
        field("The due date", "1 Feb 2026", "5 Mar 2026", must=True),
    ]
    days_late: Annotated[
        str, field("How many days it is overdue", "29", "", blank=True)
    ]
    total: Annotated[str, field("Its total", "210.00", "96.00")]
    credited: Annotated[str, field("The amount credited", "10.00", "", blank=True)]
    paid: Annotated[str, field("The amount paid", "100.00", "", blank=True)]
    balance: Annotated[
        str, field("The amount left to pay", "111.00", "99.00", must=True)
    ]


class OnAccountData(TypedDict):
    """A payment or credit of an order that is not allocated to an invoice."""

    text: Annotated[str, field("What it is", "On account, SO-000021")]
    order: Annotated[str, field("The number of the order", "SO-000021")]
    date: Annotated[str, field("When it came", "2 Feb 2026", blank=True)]
    credited: Annotated[str, field("The amount, if it is a credit", "", blank=True)]
    paid: Annotated[str, field("The amount, if it is a payment", "15.00", blank=True)]
    amount: Annotated[str, field("The amount, below 0", "-15.00", must=True)]


class EntryData(TypedDict):
    """Something that changed what the customer owes."""

    text: Annotated[str, field("What it is", "Invoice INV-000042", "Payment")]
    reference: Annotated[
        str, field("The order, and the customer's reference", "SO-000017 · PO 4711")
    ]
    date: Annotated[str, field("Its date", "2 Jan 2026")]
    invoiced: Annotated[
        str, field("The amount, if it is an invoice", "210.00", "", blank=True)
    ]
    credited: Annotated[str, field("The amount, if it is a credit", "", blank=True)]
    paid: Annotated[
        str, field("The amount, if it is a payment", "", "100.00", blank=True)
    ]
    balance: Annotated[str, field("What is owed after it", "210.00", "110.00")]


class BucketData(TypedDict):
    """The amount that has been due for a certain time."""

    label: Annotated[
        str, field("How long it has been due", "Not due", "1–30 days", "On account")
    ]
    amount: Annotated[str, field("The amount", "96.00", "100.00", "-15.00")]


class AccountData(CustomerDocumentData):
    """The fields of statements of account and reminders."""

    lines: Annotated[list[OpenItemData], field("The invoices that are not fully paid")]
    on_account: Annotated[
        list[OnAccountData], field("The amounts on account", blank=True)
    ]
    total_label: Annotated[str, field("The label of the balance", "Balance GBP")]
    total: Annotated[str, field("The balance", "£249.60", must=True)]


class StatementData(AccountData):
    """A statement of account. One since a day has entries instead of lines that must be shown."""

    opening: Annotated[
        str, field("The balance before the entries; blank without", "", blank=True)
    ]
    entries: Annotated[list[EntryData], field("What happened since a day", blank=True)]
    aging: Annotated[
        list[BucketData], field("The open amounts, by how long they have been due")
    ]
    bank: Annotated[
        list[str], field("Where to pay, line by line", "Bank of Leeds", blank=True)
    ]


class ReminderData(AccountData):
    """A reminder of overdue invoices."""

    date: Annotated[str, field("Its date", "2 Mar 2026", must=True)]
    level: Annotated[str, field("How often the customer was reminded", "2")]
    text: Annotated[
        str,
        field(
            "What the customer is asked to do",
            "These invoices are past their due date. Please pay £249.60.",
            must=True,
        ),
    ]
    bank: Annotated[
        list[str], field("Where to pay, line by line", "Bank of Leeds", blank=True)
    ]


class ReceiptData(CustomerDocumentData):
    """A receipt for a payment or a refund."""

    date: Annotated[str, field("Its date", "2 Mar 2026", must=True)]
    text: Annotated[
        str,
        field(
            "That money came, or was paid back",
            "We have received £100.00 from you on 2 Mar 2026. Thank you.",
        ),
    ]
    heading: Annotated[str, field("Payment, or Refund", "Payment")]
    reference: Annotated[
        str, field("The order, and the customer's reference", "SO-000017 · PO 4711")
    ]
    invoice: Annotated[
        str, field("The invoice that it names", "INV-000042", blank=True)
    ]
    amount: Annotated[str, field("The amount", "100.00")]
    total_label: Annotated[str, field("The label of the total", "Total GBP")]
    total: Annotated[str, field("The amount, with its currency", "£100.00", must=True)]
