"""Documents as one file each, in a folder of their kind: `invoices/INV-000042 Mill Lane Stores.xlsx`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, NamedTuple

from sheetflow.documents.file_names import FileStems
from sheetflow.documents.files import render_files
from sheetflow.documents.labels import DEFAULT_PLACEMENT, LabelPlacement
from sheetflow.documents.model import (
    FILE_STEMS,
    ContainerLabel,
    DeliveryNote,
    Document,
    DocumentFile,
    Documents,
    GoodsInList,
    PackingSlip,
    PickList,
)

UNNAMED = "document"
"""The name of a document whose number cannot be in a file name."""


class SingleDocument(NamedTuple):
    """A document alone: its kind, the name of its files without their endings, and all that it takes to render it."""

    kind: str
    stem: str
    document: Document
    documents: Documents

    @property
    def folder(self) -> str:
        """The folder of its kind."""
        return FILE_STEMS[self.kind]


def single_documents(documents: Documents) -> Iterator[SingleDocument]:
    """Each document alone, named by its number and its customer."""
    for kind, some in documents.by_kind():
        stems = FileStems(UNNAMED)
        of_kind: Sequence[Any] = some
        for document in of_kind:
            stem = stems.stem(f"{document.number} {customer_of(document)}".strip())
            mine: dict[str, Any] = {kind: (document,)}
            alone = replace(Documents(documents.seller), **mine)
            yield SingleDocument(kind, stem, document, alone)


def customer_of(document: Document) -> str:
    """The name of whoever a document is for; "" for a pick list of several orders."""
    match document:
        case PickList():
            return document.customer
        case GoodsInList():
            return ""
        case PackingSlip() | ContainerLabel():
            return document.container.consignee.name
        case DeliveryNote():
            return document.consignee.name
        case _:
            return document.buyer.name


def render_single_files(
    documents: Documents,
    as_pdf: bool = False,
    placing: LabelPlacement = DEFAULT_PLACEMENT,
) -> dict[str, list[DocumentFile]]:
    """The files of these documents, by the folder of their kind. Raises SheetflowError where PDFs cannot be made."""
    found: dict[str, list[DocumentFile]] = {}
    for single in single_documents(documents):
        files = render_files(single.documents, "", as_pdf, placing)
        named = [_named(file, single.stem) for file in files]
        found.setdefault(single.folder, []).extend(named)
    return found


def _named(file: DocumentFile, stem: str) -> DocumentFile:
    """The file under the name of its document."""
    return file._replace(name=f"{stem}{PurePath(file.name).suffix}")
