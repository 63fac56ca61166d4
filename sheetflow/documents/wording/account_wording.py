"""What credit notes and statements of account say."""

from __future__ import annotations

from sheetflow.documents.model import CreditLine, CreditNote, Seller, Statement
from sheetflow.documents.wording import Fact, SumLine
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import tax_sums


def credit_title(seller: Seller) -> str:
    """What a credit note calls itself; in Australia it must be clear that it is meant as an adjustment note
    (Adjustment Note Information Requirements Determination 2022, s. 5 (1) (a)).
    """
    return "Adjustment note" if seller.party.country == "AU" else "Credit note"


def credit_facts(note: CreditNote) -> list[Fact]:
    """What stands beside the address of a credit note."""
    return [
        Fact("Credit note", note.number),
        Fact("Date", note.date),
        Fact("Order", note.order),
        *([Fact("Your reference", note.customer_po)] if note.customer_po else []),
        *(
            [Fact("Your tax number", note.buyer.tax_number)]
            if note.buyer.tax_number
            else []
        ),
    ]


def corrects_text(note: CreditNote, formats: Formats) -> str:
    """The invoices that a credit note corrects, by number and date."""
    named = [
        f"{invoice.number} of {formats.inserted(formats.date(invoice.date))}"
        for invoice in note.invoices
    ]
    word = "invoice" if len(named) == 1 else "invoices"
    return (
        f"Corrects {word} {', '.join(named)}."
        if named
        else f"Corrects what was billed for {note.order}."
    )


def credit_text(line: CreditLine) -> str:
    """What came back, and why."""
    return f"{line.description} – {line.reason}" if line.reason else line.description


def credit_sums(note: CreditNote, formats: Formats) -> list[SumLine]:
    """From what was credited without tax to what the customer gets back."""
    return [
        SumLine("net", "Net", note.net),
        *(line for tax in note.taxes for line in tax_sums(tax, formats)),
        *([SumLine("fee", "Restocking fee", -note.fee)] if note.fee else []),
        SumLine("total", f"Credit {note.currency}", note.total),
    ]


def statement_facts(statement: Statement, seller: Seller) -> list[Fact]:
    """What stands beside the address of a statement."""
    return [
        Fact("Account", statement.number),
        Fact("As of", seller.as_of),
        Fact(
            "You owe" if statement.total >= 0 else "In your favour",
            abs(statement.total),
        ),
    ]


def bucket_names(statement: Statement) -> list[str]:
    """How long what is open has been due, and what is on account: the heads of the table of aging."""
    names = [
        name if name == "Not due" else f"{name} days" for name, _ in statement.buckets
    ]
    return [*names, "On account"]
