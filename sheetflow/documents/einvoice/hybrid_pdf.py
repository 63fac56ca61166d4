"""Factur-X (ZUGFeRD): an invoice as a PDF/A-3 for people, with the same invoice as XML in it.

typst makes the PDF/A-3. factur-x attaches the XML and declares it in the metadata. Both
write the time of day; we set it to noon of the run's date, so that the same input gives
the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from sheetflow.documents.einvoice.en16931 import EInvoice
from sheetflow.documents.einvoice.syntaxes import cii_xml
from sheetflow.documents.model import MARK, CreditNote, Invoice, Seller
from sheetflow.documents.pdf import LAYOUT_NAMES, compile_pdf
from sheetflow.documents.pdf.compiling import CompiledPdf
from sheetflow.documents.pdf.data import document_data
from sheetflow.documents.shortening import shorten
from sheetflow.documents.wording.document_formats import document_formats
from sheetflow.documents.wording.locale_formats import Formats

if TYPE_CHECKING:
    from pypdf import PdfWriter

PDF_STANDARD = "a-3b"
PDF_HEADER = "%PDF-1.7"
"""PDF/A-3 is PDF 1.7 (ISO 32000-1); pypdf would write a lower version."""

_XMP_DATES = re.compile(rb"(<xmp:(?:Create|Modify)Date>)[^<]*(<)")


def make_hybrid_pdf(
    document: Invoice | CreditNote, einvoice: EInvoice, seller: Seller
) -> CompiledPdf:
    """The PDF of a document, with its XML attached."""
    page = _compile_page(as_in_xml(document, einvoice), seller)
    locale = str(document_formats(document, seller, Formats).locale)
    pdf = _with_xml(page.content, einvoice, seller, locale)
    return CompiledPdf(_with_fixed_time(pdf, seller.as_of), page.missing_glyphs)


def _with_xml(page: bytes, einvoice: EInvoice, seller: Seller, locale: str) -> bytes:
    from facturx import generate_from_binary

    pdf: bytes = generate_from_binary(
        page,
        cii_xml(einvoice),
        flavor="factur-x",
        level="en16931",
        check_xsd=False,
        pdf_metadata=_metadata(einvoice, seller),
        lang=locale,
        afrelationship="alternative",
        xmp_compression=False,
    )
    return pdf


def _metadata(einvoice: EInvoice, seller: Seller) -> dict[str, str]:
    """The metadata of the PDF, by factur-x's names."""
    company = seller.party.name
    return {
        "author": company,
        "title": f"{company}: {einvoice.number}",
        "subject": f"{einvoice.number} of {einvoice.date.isoformat()}",
        "keywords": MARK,
    }


def as_in_xml(
    document: Invoice | CreditNote, einvoice: EInvoice
) -> Invoice | CreditNote:
    """The document with the same content as its XML.

    It leaves out later credits, and gives the same reasons why no tax is charged.
    """
    document = replace(document, exemption=_untaxed_reasons(einvoice))
    if isinstance(document, CreditNote):
        return document
    nothing = document.credited * 0
    return replace(document, credited=nothing, balance=einvoice.totals.due)


def _untaxed_reasons(einvoice: EInvoice) -> str:
    reasons = [tax.reason for tax in einvoice.tax_subtotals if tax.reason]
    return " ".join(dict.fromkeys(reasons))


def _compile_page(document: Invoice | CreditNote, seller: Seller) -> CompiledPdf:
    document = shorten(document)
    seller = shorten(seller)
    documents = [document_data(document, seller)]
    data = {"documents": documents, "title": document.number}
    return compile_pdf(_layout_name(document), data, seller, (PDF_STANDARD,))


def _layout_name(document: Invoice | CreditNote) -> str:
    return LAYOUT_NAMES["invoices" if isinstance(document, Invoice) else "credits"]


def _with_fixed_time(pdf: bytes, day: dt.date) -> bytes:
    """The PDF with every time that factur-x wrote set to noon of a day."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pdf_header = PDF_HEADER
    _set_dates(writer, f"D:{day:%Y%m%d}120000+00'00'")
    _set_xmp_dates(writer, f"{day.isoformat()}T12:00:00+00:00")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _set_dates(writer: PdfWriter, time: str) -> None:
    """Set the dates of the PDF and of the attached XML."""
    from pypdf.generic import NameObject, TextStringObject

    writer.add_metadata({"/CreationDate": time, "/ModDate": time})
    parameters = _attachment(writer)["/EF"]["/F"]["/Params"]
    parameters[NameObject("/ModDate")] = TextStringObject(time)


def _attachment(writer: PdfWriter) -> Any:
    """The attached XML's entry in the PDF."""
    from pypdf.generic import ArrayObject

    [reference] = cast(ArrayObject, writer.root_object["/AF"])
    return reference.get_object()


def _set_xmp_dates(writer: PdfWriter, time: str) -> None:
    """Set the dates of the XMP metadata."""
    from pypdf.generic import StreamObject

    metadata = writer.root_object["/Metadata"]
    assert isinstance(metadata, StreamObject)
    replacement = rf"\g<1>{time}\g<2>".encode()
    metadata.set_data(_XMP_DATES.sub(replacement, metadata.get_data()))
