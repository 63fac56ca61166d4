"""Documents as files beside the workbook: drawn first, then published one by one, each whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from sheetflow.documents.labels import AS_USUAL, Placing
from sheetflow.documents.model import MARK, Documents, Drawn, House
from sheetflow.documents.xlsx import books_of
from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem
from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.publish import publish, refuse_unwritable


def paper_folder(workbook: Path, output: Path | None) -> Path:
    """Where papers go: where one says, else to out/ beside the workbook, which may lie there itself."""
    if output is not None:
        return output
    return (
        workbook.parent
        if workbook.resolve().parent.name == "out"
        else workbook.parent / "out"
    )


def draw(
    documents: Documents,
    workbook: str,
    as_pdf: bool = False,
    placing: Placing = AS_USUAL,
) -> list[Drawn]:
    """Draw the workbooks of these documents, and PDFs beside them; none takes the name of their own workbook.

    `placing` says where on their sheets labels go. Raises SheetflowError where PDFs cannot be made.
    """
    drawn = _pdfs(documents, placing) if as_pdf else []
    for name, write in books_of(documents):
        target = io.BytesIO()
        write(target)
        drawn.append(
            Drawn(
                other_name(name) if name.casefold() == workbook.casefold() else name,
                target.getvalue(),
            )
        )
    return drawn


def paper_problems(drawn: Sequence[Drawn], house: House, book: Book) -> list[Problem]:
    """What files that were drawn cannot show, at the cells of the workbook that it comes from."""
    if not any(file.name.endswith(".pdf") for file in drawn):
        return []
    from sheetflow.documents.pdf.finding import pdf_problems

    return pdf_problems(drawn, house, book)


def draw_calibration(documents: Documents, placing: Placing) -> list[Drawn]:
    """A page that shows where a printer puts the labels of the house. Raises SheetflowError where it cannot be made."""
    from sheetflow.documents.pdf import calibration_pdf

    return [calibration_pdf(documents.house, placing)]


def _pdfs(documents: Documents, placing: Placing) -> list[Drawn]:
    from sheetflow.documents.pdf import pdfs_of

    return list(pdfs_of(documents, placing))


def other_name(name: str) -> str:
    """The name of a paper where a person's own workbook has its usual one."""
    path = Path(name)
    return f"{path.stem}-printed{path.suffix}"


def put(drawn: Sequence[Drawn], folder: Path) -> list[Path]:
    """Publish files into a folder, which is made if need be; gives their paths.

    Papers of an earlier run are replaced, and nothing else. Raises SheetflowError where that leaves no name.
    """
    return put_at(drawn, places(drawn, folder))


def places(drawn: Sequence[Drawn], folder: Path) -> list[Path]:
    """Where files will stand in a folder. Raises SheetflowError where one cannot, before any of them is written."""
    targets = [_free_place(folder / file.name) for file in drawn]
    for target in targets:
        refuse_unwritable(target)
    return targets


def put_at(drawn: Sequence[Drawn], targets: list[Path]) -> list[Path]:
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
