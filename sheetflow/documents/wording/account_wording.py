"""What credit notes and statements of account say."""

from __future__ import annotations

from sheetflow.documents.model import CreditLine, CreditNote, Seller, Statement
from sheetflow.documents.wording import Fact, SumLine, optional_fact
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import tax_sums


def credit_title(seller: Seller) -> str:
    """What a credit note calls itself.

    In Australia it must be clear that it is meant as an adjustment note (Adjustment Note Information Requirements
    Determination 2022, s. 5 (1) (a)).
    """
    return "Adjustment note" if seller.party.country == "AU" else "Credit note"


def credit_facts(note: CreditNote) -> list[Fact]:
    """The facts next to the address of a credit note."""
    return [
        Fact("Credit note", note.number),
        Fact("Date", note.date),
        Fact("Order", note.order),
        *optional_fact("Your reference", note.customer_po),
        *optional_fact("Your tax number", note.buyer.tax_number),
    ]


def corrects_text(note: CreditNote, formats: Formats) -> str:
    """The invoices that a credit note corrects, by number and date."""
    if not note.invoices:
        return f"Corrects what was billed for {note.order}."
    named = [
        f"{invoice.number} of {formats.inserted(formats.date(invoice.date))}"
        for invoice in note.invoices
    ]
    word = "invoice" if len(named) == 1 else "invoices"
    return f"Corrects {word} {', '.join(named)}."


def credit_text(line: CreditLine) -> str:
    """What came back, and why."""
    if not line.reason:
        return line.description
    return f"{line.description} – {line.reason}"


def credit_sums(note: CreditNote, formats: Formats) -> list[SumLine]:
    """From what was credited without tax to what the customer gets back."""
    sums = [SumLine("net", "Net", note.net)]
    for tax in note.taxes:
        sums += tax_sums(tax, formats)
    if note.fee:
        sums.append(SumLine("fee", "Restocking fee", -note.fee))
    sums.append(SumLine("total", f"Credit {note.currency}", note.total))
    return sums


def statement_facts(statement: Statement, seller: Seller) -> list[Fact]:
    """The facts next to the address of a statement."""
    return [
        Fact("Account", statement.number),
        Fact("As of", seller.as_of),
        _balance_fact(statement),
    ]


def _balance_fact(statement: Statement) -> Fact:
    label = "You owe" if statement.total >= 0 else "In your favour"
    return Fact(label, abs(statement.total))


def bucket_names(statement: Statement) -> list[str]:
    """The headings of the table of ages: how long amounts have been due, and what is on account."""
    names = [_bucket_name(name) for name, _ in statement.buckets]
    return [*names, "On account"]


def _bucket_name(name: str) -> str:
    return name if name == "Not due" else f"{name} days"
