"""Factur-X (ZUGFeRD): the invoice as a PDF/A-3 that people read, with the same invoice as XML in it.

typst sets the page and makes it PDF/A-3; factur-x puts the XML in and says so in the metadata. Both stamp the time of
day: the stamps are set to the run's date, so that the same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from typing import Any, cast

from sheetflow.documents.einvoice.model import EInvoice
from sheetflow.documents.model import MARK, CreditNote, Invoice, Seller
from sheetflow.documents.pdf import LAYOUT_NAMES, compile_pdf
from sheetflow.documents.pdf.compiling import CompiledPdf
from sheetflow.documents.pdf.data import document_data
from sheetflow.documents.wording.locale_formats import Formats

STANDARD = "a-3b"
VERSION = "%PDF-1.7"
"""PDF/A-3 is PDF 1.7 (ISO 32000-1); pypdf would write an older number."""

_DATES = re.compile(rb"(<xmp:(?:Create|Modify)Date>)[^<]*(<)")


def hybrid_pdf(
    document: Invoice | CreditNote, made: EInvoice, xml: bytes, house: Seller
) -> CompiledPdf:
    """The page of a document with its XML inside."""
    from facturx import generate_from_binary

    page, lacking = _page(as_sent(document, made), house)
    told = {
        "author": house.party.name,
        "title": f"{house.party.name}: {made.number}",
        "subject": f"{made.number} of {made.date.isoformat()}",
        "keywords": MARK,
    }
    whole: bytes = generate_from_binary(
        page, xml, flavor="factur-x", level="en16931", check_xsd=False, pdf_metadata=told,
        lang=house.style.locale, afrelationship="alternative", xmp_compression=False,
    )  # fmt: skip
    return CompiledPdf(_stamped(whole, house.as_of), lacking)


def as_sent(document: Invoice | CreditNote, made: EInvoice) -> Invoice | CreditNote:
    """The document as its XML says it: without what was credited since, and why no tax is charged in the same words."""
    reasons = " ".join(
        dict.fromkeys(share.reason for share in made.taxes if share.reason)
    )
    sent = replace(document, exemption=reasons)
    if isinstance(sent, CreditNote):
        return sent
    return replace(sent, credited=sent.credited * 0, balance=made.totals.due)


def _page(document: Invoice | CreditNote, house: Seller) -> CompiledPdf:
    formats = Formats(house.style.locale, house.currency)
    kind = "invoices" if isinstance(document, Invoice) else "credits"
    data = {
        "documents": [document_data(document, house, formats)],
        "title": document.number,
    }
    return compile_pdf(LAYOUT_NAMES[kind], data, house, (STANDARD,))


def _stamped(pdf: bytes, day: dt.date) -> bytes:
    """The PDF with the stamps of factur-x set to noon of a day."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, NameObject, StreamObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pdf_header = VERSION
    stamp = f"D:{day:%Y%m%d}120000+00'00'"
    writer.add_metadata({"/CreationDate": stamp, "/ModDate": stamp})
    [reference] = cast(ArrayObject, writer.root_object["/AF"])
    embedded: Any = reference.get_object()
    embedded["/EF"]["/F"]["/Params"][NameObject("/ModDate")] = TextStringObject(stamp)
    metadata = writer.root_object["/Metadata"]
    assert isinstance(metadata, StreamObject)
    metadata.set_data(
        _DATES.sub(
            rf"\g<1>{day.isoformat()}T12:00:00+00:00\g<2>".encode(), metadata.get_data()
        )
    )
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
