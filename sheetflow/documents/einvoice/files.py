"""Invoices and credit notes as electronic ones, a file each, and what is lacking where one cannot be written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sheetflow.documents.einvoice.drafting import Ground, draft, ground_of
from sheetflow.documents.einvoice.finding import problems_of
from sheetflow.documents.einvoice.lacks import Document, Lack, lacks_of
from sheetflow.documents.einvoice.syntaxes import cii_xml, require, ubl_xml
from sheetflow.documents.model import DocumentFile, Documents
from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem

FACTUR_X, CII, UBL = "facturx", "cii", "ubl"
FORMS = (FACTUR_X, CII, UBL)
"""What can be written: XML in a PDF/A-3, or the XML alone in one of the two syntaxes of EN 16931."""

_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True)
class Made:
    """What was made: files by name, and the problems of the documents that were not."""

    files: tuple[DocumentFile, ...]
    problems: tuple[Problem, ...]


def make(documents: Documents, book: Book, form: str) -> Made:
    """The electronic invoices of these documents, in one of `FORMS`.

    Raises SheetflowError where a part that it takes is not installed.
    """
    require()
    ground = ground_of(documents.seller, book)
    lacks: dict[Lack, list[str]] = defaultdict(list)
    sound: list[Document] = []
    chosen: tuple[Document, ...] = (*documents.invoices, *documents.credits)
    for document in chosen:
        found = lacks_of(document, ground)
        for lack in dict.fromkeys(found):
            lacks[lack].append(document.number)
        if not found:
            sound.append(document)
    return Made(tuple(_files(sound, ground, form)), tuple(problems_of(lacks, book)))


def _files(
    documents: list[Document], ground: Ground, form: str
) -> Iterator[DocumentFile]:
    taken: set[str] = set()
    for document in documents:
        stem = _NO_NAME.sub("-", document.number).strip(" .")
        while stem.casefold() in taken:
            stem += "-"
        taken.add(stem.casefold())
        yield _file(stem, document, ground, form)


def _file(stem: str, document: Document, ground: Ground, form: str) -> DocumentFile:
    made = draft(document, ground)
    if form == UBL:
        return DocumentFile(f"{stem}.xml", ubl_xml(made))
    xml = cii_xml(made)
    if form == CII:
        return DocumentFile(f"{stem}.xml", xml)
    from sheetflow.documents.einvoice.hybrid import hybrid_pdf

    return DocumentFile(f"{stem}.pdf", *hybrid_pdf(document, made, xml, ground.house))
