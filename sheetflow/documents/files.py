"""Documents as files beside the workbook: drawn first, then published one by one, each whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from sheetflow.documents.labels import DEFAULT_PLACEMENT, LabelPlacement
from sheetflow.documents.model import MARK, DocumentFile, Documents, Seller
from sheetflow.documents.xlsx import workbook_writers
from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem
from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.publish import publish, refuse_unwritable


def output_folder(workbook: Path, output: Path | None) -> Path:
    """Where papers go: where one says, else to out/ beside the workbook, which may lie there itself."""
    if output is not None:
        return output
    return (
        workbook.parent
        if workbook.resolve().parent.name == "out"
        else workbook.parent / "out"
    )


def render_files(
    documents: Documents,
    workbook: str,
    as_pdf: bool = False,
    placing: LabelPlacement = DEFAULT_PLACEMENT,
) -> list[DocumentFile]:
    """Draw the workbooks of these documents, and PDFs beside them; none takes the name of their own workbook.

    `placing` says where on their sheets labels go. Raises SheetflowError where PDFs cannot be made.
    """
    drawn = _pdfs(documents, placing) if as_pdf else []
    for name, write in workbook_writers(documents):
        target = io.BytesIO()
        write(target)
        drawn.append(
            DocumentFile(
                other_name(name) if name.casefold() == workbook.casefold() else name,
                target.getvalue(),
            )
        )
    return drawn


def document_problems(
    drawn: Sequence[DocumentFile], seller: Seller, book: Book
) -> list[Problem]:
    """What files that were drawn cannot show, at the cells of the workbook that it comes from."""
    if not any(file.name.endswith(".pdf") for file in drawn):
        return []
    from sheetflow.documents.pdf.pdf_problems import pdf_problems

    return pdf_problems(drawn, seller, book)


def render_calibration(
    documents: Documents, placing: LabelPlacement
) -> list[DocumentFile]:
    """A page that shows where a printer puts the labels. Raises SheetflowError where it cannot be made."""
    from sheetflow.documents.pdf import calibration_pdf

    return [calibration_pdf(documents.seller, placing)]


def _pdfs(documents: Documents, placing: LabelPlacement) -> list[DocumentFile]:
    from sheetflow.documents.pdf import pdfs_of

    return list(pdfs_of(documents, placing))


def other_name(name: str) -> str:
    """The name of a paper where a person's own workbook has its usual one."""
    path = Path(name)
    return f"{path.stem}-printed{path.suffix}"


def publish_files(drawn: Sequence[DocumentFile], folder: Path) -> list[Path]:
    """Publish files into a folder, which is made if need be; gives their paths.

    Papers of an earlier run are replaced, and nothing else. Raises SheetflowError where that leaves no name.
    """
    return publish_at(drawn, target_paths(drawn, folder))


def target_paths(drawn: Sequence[DocumentFile], folder: Path) -> list[Path]:
    """Where files will stand in a folder. Raises SheetflowError where one cannot, before any of them is written."""
    targets = [_free_place(folder / file.name) for file in drawn]
    for target in targets:
        refuse_unwritable(target)
    return targets


def publish_at(drawn: Sequence[DocumentFile], targets: list[Path]) -> list[Path]:
    """Publish files at their places."""
    for file, target in zip(drawn, targets, strict=True):
        publish(partial(_write, file.content), target)
    return targets


def _write(content: bytes, target: BinaryIO) -> None:
    target.write(content)


def _free_place(path: Path) -> Path:
    for place in (path, path.with_name(other_name(path.name))):
        if not place.exists() or _is_paper(place):
            return place
    raise SheetflowError(
        f"{path}: a file that is no paper of sheetflow's stands there; move it, or choose another -o"
    )


def _is_paper(path: Path) -> bool:
    """Whether an earlier run printed this file."""
    if path.suffix in (".pdf", ".xml") and path.is_file():
        return MARK.encode() in path.read_bytes()
    try:
        with zipfile.ZipFile(path) as package:
            return MARK.encode() in package.read("docProps/core.xml")
    except (KeyError, zipfile.BadZipFile, IsADirectoryError):
        return False
