"""What quotes, order confirmations and proforma invoices say of a deposit."""

from __future__ import annotations

from sheetflow.documents.model import (
    Bank,
    OrderConfirmation,
    Proforma,
    Quote,
)
from sheetflow.documents.wording import SumLine
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import bank_texts, priced_sums


def offer_sums(
    document: Quote | OrderConfirmation | Proforma, formats: Formats
) -> list[SumLine]:
    """From the lines to the total, and the part of it to pay in advance."""
    sums = priced_sums(document.money, formats, document.exemption)
    deposit = document.deposit
    if deposit is None:
        return sums
    label = formats.words.text("Deposit")
    return [*sums, SumLine("deposit", label, deposit.amount)]


def deposit_text(
    document: Quote | OrderConfirmation | Proforma, formats: Formats
) -> str:
    """How much to pay in advance, and by when; thanks where it is paid; "" without a deposit."""
    deposit = document.deposit
    if deposit is None:
        return ""
    if not deposit.left:
        return formats.words.text("The deposit is paid. Thank you.")
    return formats.words.text(
        "Please pay a deposit of {amount} by {due}, quoting {number}.",
        amount=formats.inserted(formats.money(deposit.left)),
        due=formats.inserted(formats.date(deposit.due)),
        number=document.number,
    )


def deposit_bank_texts(
    document: Quote | OrderConfirmation | Proforma, bank: Bank
) -> list[str]:
    """Where to pay the deposit, line by line; nothing where there is none to pay."""
    if document.deposit is None:
        return []
    return bank_texts(bank, document.deposit.left)
