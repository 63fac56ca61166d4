"""Documents as files next to the workbook: all rendered first, then published one by one, each whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from sheetflow.documents.labels import DEFAULT_PLACEMENT, LabelPlacement
from sheetflow.documents.model import MARK, DocumentFile, Documents, issuer
from sheetflow.documents.shortening import shorten
from sheetflow.documents.wording.document_formats import document_formats
from sheetflow.documents.wording.goods_wording import label_facts
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.xlsx import workbook_writers
from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem
from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.publish import publish, refuse_unwritable

# -- rendering


def render_files(
    documents: Documents,
    workbook: str,
    as_pdf: bool = False,
    placing: LabelPlacement = DEFAULT_PLACEMENT,
) -> list[DocumentFile]:
    """The files of these documents: workbooks, and PDFs too if requested.

    None of them has the name `workbook`, which is that of the workbook they come from. `placing` says where on their
    sheets labels go. Raises SheetflowError where PDFs cannot be made.
    """
    documents = shorten(documents)
    pdfs = _pdfs(documents, placing) if as_pdf else []
    return [*pdfs, *_render_workbooks(documents, workbook)]


def _render_workbooks(documents: Documents, workbook: str) -> Iterator[DocumentFile]:
    for name, write in workbook_writers(documents):
        yield DocumentFile(_free_name(name, workbook), _written(write))


def _free_name(name: str, workbook: str) -> str:
    """The name of a file, or its alternative if the workbook has this name."""
    is_taken = name.casefold() == workbook.casefold()
    return alternative_name(name) if is_taken else name


def _written(write: Callable[[BinaryIO], None]) -> bytes:
    target = io.BytesIO()
    write(target)
    return target.getvalue()


def render_pdfs(documents: Documents) -> list[DocumentFile]:
    """The PDFs of these documents alone. Raises SheetflowError where they cannot be made."""
    return _pdfs(shorten(documents), DEFAULT_PLACEMENT)


def _pdfs(documents: Documents, placing: LabelPlacement) -> list[DocumentFile]:
    from sheetflow.documents.pdf import pdfs_of

    return list(pdfs_of(documents, placing))


def render_zpl(documents: Documents) -> list[DocumentFile]:
    """Labels for a thermal printer in ZPL; none where there are no labels.

    They are of the size of Label format where that is a label printer's, else of 4 × 6 inches.
    """
    from sheetflow.documents.labels import label_sheet
    from sheetflow.documents.labels.zpl import label_zpl

    if not documents.labels:
        return []
    named = documents.seller.style.label_format
    sheet = label_sheet(named if named in ("4x6", "A6") else "4x6")
    texts = [f"^FX {MARK} ^FS"]
    for label in shorten(documents).labels:
        sender = issuer(label, documents.seller)
        formats = document_formats(label, sender, Formats)
        facts = label_facts(label.container, formats)
        address = ", ".join((sender.party.name, *sender.party.address))
        texts += label_zpl(label, sheet, address, facts)
    return [DocumentFile("labels.zpl", "\n".join([*texts, ""]).encode())]


def render_calibration(
    documents: Documents, placing: LabelPlacement
) -> list[DocumentFile]:
    """A page that shows where a printer puts the labels. Raises SheetflowError where it cannot be made."""
    from sheetflow.documents.pdf import calibration_pdf

    return [calibration_pdf(documents.seller, placing)]


def document_problems(files: Sequence[DocumentFile], book: Book) -> list[Problem]:
    """What rendered files cannot show, at the cells of the workbook that it comes from."""
    if not _have_pdfs(files):
        return []
    from sheetflow.documents.pdf.pdf_problems import pdf_problems

    return list(pdf_problems(files, book))


def _have_pdfs(files: Sequence[DocumentFile]) -> bool:
    return any(file.name.endswith(".pdf") for file in files)


# -- publishing


def publish_files(
    files: Sequence[DocumentFile], folder: Path, *, overwrite: bool = False
) -> list[Path]:
    """Publish files into a folder, which is created if need be; returns their paths.

    Nothing that is there is replaced. With `overwrite`, documents of an earlier run are,
    and nothing else. Raises SheetflowError where that leaves no name, before any file is
    written.
    """
    targets = [_target_path(folder / file.name, overwrite) for file in files]
    for file, target in zip(files, targets, strict=True):
        publish(partial(_write, file.content), target)
    return targets


def _target_path(path: Path, overwrite: bool) -> Path:
    target = _free_path(path) if overwrite else path
    if target.exists() and not overwrite:
        raise SheetflowError(
            f"{target}: it is there already, and was not replaced; choose another "
            "folder with -o, or add --overwrite"
        )
    refuse_unwritable(target)
    return target


def _write(content: bytes, target: BinaryIO) -> None:
    target.write(content)


def alternative_name(name: str) -> str:
    """The name of a document whose usual one belongs to a person's own file."""
    path = Path(name)
    return f"{path.stem}-printed{path.suffix}"


def _free_path(path: Path) -> Path:
    """The path, or its alternative where a person's own file is there."""
    alternative = path.with_name(alternative_name(path.name))
    for candidate in (path, alternative):
        if not candidate.exists() or _is_document(candidate):
            return candidate
    raise SheetflowError(
        f"{path}: a file not created by sheetflow already exists; move it, or choose another folder with -o"
    )


def _is_document(path: Path) -> bool:
    """Whether an earlier run wrote this file."""
    if path.suffix in (".pdf", ".xml", ".eml", ".zpl") and path.is_file():
        return MARK.encode() in path.read_bytes()
    return _is_document_workbook(path)


def _is_document_workbook(path: Path) -> bool:
    try:
        return _has_mark(path)
    except (KeyError, zipfile.BadZipFile, IsADirectoryError):
        return False


def _has_mark(path: Path) -> bool:
    """Whether a workbook has our mark among its properties."""
    with zipfile.ZipFile(path) as package:
        return MARK.encode() in package.read("docProps/core.xml")
