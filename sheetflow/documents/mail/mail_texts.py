"""Subject and text of a draft: our own in each language, or the seller's templates.

A template is a file next to the layouts: `mail.txt` for all documents, `mail-invoice.txt` for those of one layout,
`mail-invoice.de.txt` for those in one language. Its first line is the subject, the rest is the text. It may use
`{document}`, `{number}`, `{customer}`, `{contact}`, `{company}`, `{amount}`, `{due}` and `{text}`, which is ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, assert_never

from sheetflow.documents.model import (
    ContainerLabel,
    CreditNote,
    DeliveryNote,
    Document,
    GoodsInList,
    Invoice,
    OrderConfirmation,
    PackingSlip,
    Party,
    PaymentReceipt,
    PickList,
    PriceList,
    Proforma,
    PurchaseOrder,
    Quote,
    Reminder,
    Seller,
    Statement,
)
from sheetflow.documents.pdf import LAYOUT_NAMES
from sheetflow.documents.wording.account_wording import reminder_text
from sheetflow.documents.wording.deposit_wording import deposit_text
from sheetflow.documents.wording.document_titles import document_title
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import payment_text
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError

LONGEST = 100_000
"""How many bytes of a template are read."""

_WORD = re.compile(r"{(\w+)}")
"""A word of a template that is filled in."""


class MailText(NamedTuple):
    """The subject and the text of a message."""

    subject: str
    body: str


def mail_text(
    kind: str, document: Document, seller: Seller, formats: Formats
) -> MailText:
    """Subject and text of the draft with a document.

    Raises SheetflowError where the seller's template cannot be read or has an unknown word.
    """
    words = _words(document, seller, formats)
    template = _template(kind, seller, formats)
    if template is None:
        return _our_text(document, words, formats)
    return _own_text(template, {**words, "text": _request(document, formats)})


# -- our own


def _our_text(
    document: Document, words: Mapping[str, str], formats: Formats
) -> MailText:
    text = formats.words.text
    words = {**words, "number": _name(document)}
    subject = text("{document} {number} from {company}", **words)
    paragraphs = [
        text("Hello {name},", name=words["contact"] or words["customer"]),
        text("Please find attached: {document} {number}.", **words),
        _request(document, formats),
        text("If anything is unclear, just reply to this e-mail."),
        "\n".join([text("Kind regards"), words["company"]]),
    ]
    return MailText(subject, "\n\n".join(filter(None, paragraphs)))


def _name(document: Document) -> str:
    """What a text calls a document: its number, or whose account it is about."""
    if isinstance(document, Statement | Reminder):
        return document.buyer.name
    return document.number


def _request(document: Document, formats: Formats) -> str:
    """What the customer is asked to do; "" for nothing."""
    match document:
        case Quote() | OrderConfirmation() | Proforma():
            return deposit_text(document, formats)
        case Invoice():
            return payment_text(document, formats)
        case PurchaseOrder():
            return formats.words.text(
                "Please confirm this order and its delivery date."
            )
        case Reminder():
            return reminder_text(document, formats)
        case _:
            return ""


def _words(document: Document, seller: Seller, formats: Formats) -> dict[str, str]:
    """What a template may use."""
    buyer = _buyer(document)
    amount = _amount(document)
    due = document.due if isinstance(document, Invoice) else None
    return {
        "document": document_title(document, seller, formats.words),
        "number": document.number,
        "customer": buyer.name,
        "contact": buyer.contact or buyer.correspondent,
        "company": seller.party.name,
        "amount": "" if amount is None else formats.money(amount),
        "due": formats.date(due) if due else "",
    }


def _buyer(document: Document) -> Party:
    buyer: Party = getattr(document, "buyer", Party(""))
    return buyer


def _amount(document: Document) -> Decimal | None:
    """What a document is about, in money; None for one that is about goods or prices."""
    match document:
        case Invoice():
            return document.balance
        case CreditNote() | Statement() | Reminder() | PurchaseOrder():
            return document.total
        case Quote() | OrderConfirmation() | Proforma():
            return document.money.total
        case PaymentReceipt():
            return document.amount
        case PriceList() | PickList() | PackingSlip() | ContainerLabel():
            return None
        case DeliveryNote() | GoodsInList():
            return None
        case _:
            assert_never(document)


# -- the seller's own


def _template(kind: str, seller: Seller, formats: Formats) -> Path | None:
    """The seller's template for a kind of document in a language; the most special one counts."""
    language = formats.words.code
    layout = LAYOUT_NAMES.get(kind, kind)
    names = (f"mail-{layout}.{language}", f"mail-{layout}", f"mail.{language}", "mail")
    known = {path.name.casefold(): path for path in seller.style.mails}
    found = [known[f"{name}.txt"] for name in names if f"{name}.txt" in known]
    return found[0] if found else None


def _own_text(path: Path, words: Mapping[str, str]) -> MailText:
    """The seller's template, filled."""
    subject, _, body = _read(path).partition("\n")
    return MailText(_filled(path, subject, words), _filled(path, body, words))


def _read(path: Path) -> str:
    """The text of a template. Raises SheetflowError where it cannot be read."""
    try:
        return path.read_bytes()[:LONGEST].decode("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SheetflowError(
            f"{path}: it cannot be read as text; save it as UTF-8"
        ) from error


def _filled(path: Path, text: str, words: Mapping[str, str]) -> str:
    """A text with its words filled in. Raises SheetflowError at a word that there is not."""
    for word in _WORD.findall(text):
        if word not in words:
            raise _unknown_word(path, word, words)
    return _WORD.sub(lambda found: words[found[1]], text.strip())


def _unknown_word(path: Path, word: str, words: Mapping[str, str]) -> SheetflowError:
    known = ", ".join(f"{{{each}}}" for each in words)
    suggestion = did_you_mean(word, list(words)) or ""
    return SheetflowError(
        f"{path}: there is no {{{word}}}{suggestion}; there are {known}"
    )
