"""Documents as PDF: the same content as on the workbooks, set by typst from templates.

    data        documents as plain values, every text ready: what a layout gets, and where its fields are declared
    templates   our layouts: one .typ for each kind of documents, on top of what they share
    layouts     what each of them is for, and which fields it must show
    fonts       the typefaces, which come with packages
    letters     those that no font has
    compiling   data and layout into one PDF
    starting    a layout of one's own
    checking    what is wrong in it
    finding     what PDFs cannot show, as problems of the workbook

It takes the packages of `sheetflow[pdf]`, which are imported only when a PDF is made.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.labels import DEFAULT_PLACEMENT, LabelPlacement
from sheetflow.documents.model import FILE_STEMS, DocumentFile, Documents
from sheetflow.documents.pdf.compiling import compile_pdf, require_typst
from sheetflow.documents.pdf.data import document_data
from sheetflow.documents.pdf.labels import calibration_pdf, labels_pdf
from sheetflow.documents.pdf.layouts import LAYOUTS
from sheetflow.documents.wording.locale_formats import Formats

__all__ = ["calibration_pdf", "compile_pdf", "labels_pdf", "pdfs_of"]

TEMPLATES = {layout.kind: layout.name for layout in LAYOUTS.values()}
"""The layout of each kind of documents."""


def pdfs_of(
    documents: Documents, placing: LabelPlacement = DEFAULT_PLACEMENT
) -> Iterator[DocumentFile]:
    """The PDFs of these documents, one for each kind.

    `placing` says where on their sheets labels go. Raises SheetflowError.
    """
    require_typst()
    house = documents.seller
    formats = Formats(house.style.locale, house.currency)
    for kind, chosen in documents.by_kind():
        if kind == "labels":
            yield labels_pdf(documents.labels, house, formats, placing)
        elif kind in TEMPLATES:
            data = {
                "documents": [
                    document_data(document, house, formats) for document in chosen
                ]
            }
            yield DocumentFile(
                f"{FILE_STEMS[kind]}.pdf", *compile_pdf(TEMPLATES[kind], data, house)
            )
