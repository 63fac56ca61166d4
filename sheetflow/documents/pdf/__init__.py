"""Documents as PDF: typst sets them from layouts, with the same content as the workbooks.

Begin with `pdfs_of` below, then `compiling` (data and a layout → one PDF).

    data/       what a layout gets: documents as plain values, all texts; and their fields
    templates/  our layouts (.typ)
    layouts     the layouts by name, and which fields each must show
    label_pdfs, fonts, missing_glyphs, sandbox and typst_errors help `compiling`
    new_layout and layout_check serve `sheetflow template`; pdf_problems the reports

May import documents.labels and the layers below it. Needs the packages of
`sheetflow[pdf]`, which are imported only when a PDF is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sheetflow.documents.labels import DEFAULT_PLACEMENT, LabelPlacement
from sheetflow.documents.model import (
    FILE_STEMS,
    Document,
    DocumentFile,
    Documents,
    Seller,
    seller_on_file,
)
from sheetflow.documents.pdf.compiling import compile_pdf, require_typst
from sheetflow.documents.pdf.data import document_data
from sheetflow.documents.pdf.data.party_data import sender_data
from sheetflow.documents.pdf.label_pdfs import calibration_pdf, labels_pdf
from sheetflow.documents.pdf.layouts import LAYOUTS
from sheetflow.documents.wording.document_formats import seller_formats
from sheetflow.documents.wording.locale_formats import Formats

__all__ = ["LAYOUT_NAMES", "calibration_pdf", "compile_pdf", "labels_pdf", "pdfs_of"]

LAYOUT_NAMES = {layout.kind: layout.name for layout in LAYOUTS.values()}
"""The name of the layout for each kind of document."""


def pdfs_of(
    documents: Documents, placement: LabelPlacement = DEFAULT_PLACEMENT
) -> Iterator[DocumentFile]:
    """The PDFs of these documents, one for each kind.

    `placement` says where labels go on their sheets. Raises SheetflowError if typst is
    not installed or a layout is wrong.
    """
    require_typst()
    for kind, chosen in documents.by_kind():
        seller = documents.seller_of(kind)
        if kind == "labels":
            yield labels_pdf(documents.labels, seller, placement)
        elif kind in LAYOUT_NAMES:
            yield _kind_pdf(kind, chosen, seller)


def _kind_pdf(kind: str, documents: Sequence[Document], seller: Seller) -> DocumentFile:
    """The PDF of all documents of one kind."""
    data = [_data(document, seller) for document in documents]
    pdf = compile_pdf(LAYOUT_NAMES[kind], {"documents": data}, seller)
    return pdf.named(FILE_STEMS[kind])


def _data(document: Document, seller: Seller) -> Mapping[str, object]:
    """The fields of a document, and who issued it if that is not the seller of the file."""
    own = seller_on_file(document, seller)
    data = document_data(document, own)
    if own == seller:
        return data
    formats = seller_formats(own, Formats)
    return {**data, "house": sender_data(own, formats)}
