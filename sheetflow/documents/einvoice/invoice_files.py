"""Invoices and credit notes as electronic ones: a file each, or the problems that prevent it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sheetflow.documents.einvoice.context import Context, context_of
from sheetflow.documents.einvoice.conversion import to_einvoice
from sheetflow.documents.einvoice.profiles import PROFILES
from sheetflow.documents.einvoice.requirements import violations_of
from sheetflow.documents.einvoice.syntaxes import require_factur_x, xml_of
from sheetflow.documents.einvoice.violation_problems import problems_of
from sheetflow.documents.einvoice.violations import Document, Violation
from sheetflow.documents.file_names import FileStems
from sheetflow.documents.model import DocumentFile, Documents
from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem

UNNAMED = "invoice"
"""The name of a file of a document whose number cannot be in one."""


@dataclass(frozen=True)
class EInvoiceFiles:
    """The files, and the problems of the documents that could not be written."""

    files: tuple[DocumentFile, ...]
    problems: tuple[Problem, ...]


def make_einvoices(documents: Documents, book: Book, file_format: str) -> EInvoiceFiles:
    """The electronic invoices of these documents, in a format such as `cii` (profiles.py).

    Raises SheetflowError if a package that this needs is not installed.
    """
    require_factur_x()
    context = context_of(documents.seller, book, PROFILES[file_format])
    requested: list[Document] = [*documents.invoices, *documents.credits]
    contexts = [_context(document, context) for document in requested]
    violations = list(map(violations_of, requested, contexts))
    checked = list(zip(requested, violations, strict=True))
    both = zip(checked, contexts, strict=True)
    valid = [(document, mine) for (document, found), mine in both if not found]
    files = tuple(_files(valid))
    problems = problems_of(_numbers_by_violation(checked), book)
    return EInvoiceFiles(files, tuple(problems))


def _context(document: Document, context: Context) -> Context:
    """Who issued a document and how it was taxed, as it was then.

    One that could not be sent like that was never sent: what was missing is what Settings say of it today, and
    its tax codes are those of today.
    """
    own = context.of(document)
    if document.seller is None or not violations_of(document, own):
        return own
    seller = own.seller.completed_by(context.seller)
    return replace(own, seller=seller, tax_codes=context.tax_codes)


def _numbers_by_violation(
    checked: Iterable[tuple[Document, list[Violation]]],
) -> dict[Violation, list[str]]:
    """The numbers of the documents that each violation affects."""
    numbers: dict[Violation, list[str]] = defaultdict(list)
    for document, violations in checked:
        for violation in dict.fromkeys(violations):
            numbers[violation].append(document.number)
    return numbers


def _files(documents: Iterable[tuple[Document, Context]]) -> Iterator[DocumentFile]:
    stems = FileStems(UNNAMED)
    for document, context in documents:
        stem = stems.stem(document.number)
        yield _file(stem, document, context)


def _file(stem: str, document: Document, context: Context) -> DocumentFile:
    einvoice = to_einvoice(document, context)
    profile = context.profile
    if not profile.has_pdf:
        return DocumentFile(f"{stem}.xml", xml_of(einvoice, profile.syntax))
    from sheetflow.documents.einvoice.hybrid_pdf import make_hybrid_pdf

    return make_hybrid_pdf(document, einvoice, context.seller).named(stem)
