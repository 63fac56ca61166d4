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
from sheetflow.documents.pdf.compiling import (
    ACCESSIBLE,
    CompiledPdf,
    compile_pdf,
    require_typst,
)
from sheetflow.documents.pdf.data import document_data
from sheetflow.documents.pdf.data.party_data import sender_data
from sheetflow.documents.pdf.joining import joined
from sheetflow.documents.pdf.label_pdfs import calibration_pdf, labels_pdf
from sheetflow.documents.pdf.layouts import LAYOUTS
from sheetflow.documents.pdf.sandbox import forget_documents
from sheetflow.documents.wording.document_formats import seller_formats
from sheetflow.documents.wording.locale_formats import Formats

__all__ = ["LAYOUT_NAMES", "calibration_pdf", "compile_pdf", "labels_pdf", "pdfs_of"]

LAYOUT_NAMES = {layout.kind: layout.name for layout in LAYOUTS.values()}
"""The name of the layout for each kind of document."""


BATCH = 100
"""How many documents typst sets at a time."""


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
    """The PDF of all documents of one kind.

    So many at a time: what typst remembers of a document takes memory. A file of more is for
    the printer, and has no tags for screen readers, whose size and time grow with it.
    """
    if len(documents) <= BATCH:
        return _batch_pdf(kind, documents, seller).named(FILE_STEMS[kind])
    made = list(_batches(kind, documents, seller))
    content = joined([pdf.content for pdf in made])
    missing = dict.fromkeys("".join(pdf.missing_glyphs for pdf in made))
    return CompiledPdf(content, "".join(missing)).named(FILE_STEMS[kind])


def _batches(
    kind: str, documents: Sequence[Document], seller: Seller
) -> Iterator[CompiledPdf]:
    for first in range(0, len(documents), BATCH):
        chosen = documents[first : first + BATCH]
        yield _batch_pdf(kind, chosen, seller, standards=())
        forget_documents()


def _batch_pdf(
    kind: str,
    documents: Sequence[Document],
    seller: Seller,
    standards: Sequence[str] = (ACCESSIBLE,),
) -> CompiledPdf:
    data = [_data(document, seller) for document in documents]
    return compile_pdf(LAYOUT_NAMES[kind], {"documents": data}, seller, standards)


def _data(document: Document, seller: Seller) -> Mapping[str, object]:
    """The fields of a document, and who issued it if that is not the seller of the file."""
    own = seller_on_file(document, seller)
    data = document_data(document, own)
    if own == seller:
        return data
    formats = seller_formats(own, Formats)
    return {**data, "house": sender_data(own, formats)}
