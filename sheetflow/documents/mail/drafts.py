"""Documents as drafts of e-mails (RFC 5322): with `X-Unsent: 1`, a mail program opens them to be sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from sheetflow.documents.file_names import safe_stem
from sheetflow.documents.files import render_pdfs
from sheetflow.documents.mail.addresses import addresses_in
from sheetflow.documents.mail.mail_texts import MailText, mail_text
from sheetflow.documents.model import (
    MAILED,
    MARK,
    Document,
    DocumentFile,
    Documents,
    Party,
    Seller,
    seller_on_file,
)
from sheetflow.documents.pdf.data.text_data import one_line
from sheetflow.documents.single_files import SingleDocument, single_documents
from sheetflow.documents.wording.document_formats import document_formats
from sheetflow.documents.wording.document_titles import document_title
from sheetflow.documents.wording.locale_formats import Formats

_BOUNDARY = "=_sheetflow"
"""What separates the parts of a message: no encoded part has it, and the same document gives the same bytes."""


class Unaddressed(NamedTuple):
    """Somebody whose drafts have no recipient: the sheet of the record, its code there, and how many drafts."""

    sheet: str
    code: str
    drafts: int


def draft_mails(documents: Documents) -> dict[str, list[DocumentFile]]:
    """A draft for each document that is sent to a customer, by the folder of its kind.

    Raises SheetflowError where PDFs cannot be made.
    """
    found: dict[str, list[DocumentFile]] = {}
    for single in single_documents(documents):
        if single.kind in MAILED:
            found.setdefault(single.folder, []).append(_draft(single))
    return found


def unaddressed(documents: Documents) -> list[Unaddressed]:
    """Each customer and supplier whose drafts have no recipient; a price list for anybody needs none."""
    found: Counter[tuple[str, str]] = Counter()
    for kind, some in documents.by_kind():
        sheet = "Suppliers" if kind == "purchases" else "Customers"
        buyers = [_buyer(document) for document in some] if kind in MAILED else []
        found.update(
            (sheet, buyer.code or buyer.name)
            for buyer in buyers
            if buyer.name and not addresses_in(buyer.email)
        )
    return [Unaddressed(*who, count) for who, count in found.items()]


def _draft(single: SingleDocument) -> DocumentFile:
    """One document as the file of a message."""
    seller = seller_on_file(single.document, single.documents.seller)
    formats = document_formats(single.document, seller, Formats)
    [pdf] = render_pdfs(single.documents)
    title = document_title(single.document, seller, formats.words)
    name = safe_stem(f"{title} {single.document.number}")
    text = mail_text(single.kind, single.document, seller, formats)
    to = addresses_in(_buyer(single.document).email)
    message = _message(seller, to, text, pdf._replace(name=f"{name}.pdf"))
    return DocumentFile(f"{single.stem}.eml", bytes(message), pdf.missing_glyphs)


def _buyer(document: Document) -> Party:
    """Who a document is sent to."""
    buyer: Party = getattr(document, "buyer", Party(""))
    return buyer


def _message(
    seller: Seller, to: list[str], text: MailText, attached: DocumentFile
) -> EmailMessage:
    """A message that was not sent yet."""
    draft = EmailMessage(policy=SMTP)
    draft["Subject"] = one_line(text.subject)
    for header, value in _people(seller, to):
        draft[header] = value
    draft["X-Unsent"] = "1"
    draft["X-Mailer"] = MARK
    draft.set_content(text.body, cte="quoted-printable")
    draft.add_attachment(
        attached.content, maintype="application", subtype="pdf", filename=attached.name
    )
    draft.set_boundary(_BOUNDARY)
    return draft


def _people(seller: Seller, to: list[str]) -> Iterator[tuple[str, object]]:
    """Who the message is from, and to whom; a header without an address is left out."""
    own = addresses_in(seller.party.email)
    if own:
        yield "From", Address(one_line(seller.party.name), addr_spec=own[0])
    if to:
        yield "To", ", ".join(to)
