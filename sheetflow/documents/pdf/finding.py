"""What PDFs cannot show, as problems of the workbook, each at the cell that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.documents.model import DocumentFile, Seller
from sheetflow.documents.pdf.compiling import can_show
from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem
from sheetflow.reading.files_beside import setting_problem


def pdf_problems(
    files: Sequence[DocumentFile], house: Seller, book: Book
) -> list[Problem]:
    """What is wrong with PDFs that were drawn: a logo that they cannot show, letters that no font has."""
    return [*_logo_problems(house, book), *_letter_problems(files, book)]


def _logo_problems(house: Seller, book: Book) -> Iterator[Problem]:
    if house.style.logo and not can_show(house.style.logo.read_bytes()):
        yield setting_problem(book, "Logo", "SET09", book.settings.texts["Logo"], {})


def _letter_problems(files: Sequence[DocumentFile], book: Book) -> Iterator[Problem]:
    """The first cell that has each of the letters; those that are in no cell, on their own."""
    left = {letter for file in files for letter in file.missing_glyphs}
    for sheet, record, column, text in _texts(book) if left else ():
        found = left & set(text)
        left -= found
        if found:
            yield Problem("FNT01", sheet, record, column, text, _words(found, files))
    if left:
        yield Problem(
            "FNT01", "Settings", -1, "", "".join(sorted(left)), _words(left, files)
        )


def _texts(book: Book) -> Iterator[tuple[str, int, str, str]]:
    """Every text that people type: sheet, record, column, text."""
    for sheet, frame in book.frames.items():
        for column in frame.schema.facts:
            if column.header in frame.columns and frame[column.header].dtype == object:
                for record, value in enumerate(frame[column.header].tolist()):
                    if isinstance(value, str):
                        yield sheet, record, column.header, value


def _words(letters: set[str], files: Sequence[DocumentFile]) -> dict[str, str]:
    """The letters, as they are and by number, and the files that have them."""
    told = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in sorted(letters))
    return {
        "letters": told,
        "files": ", ".join(
            file.name for file in files if letters & set(file.missing_glyphs)
        ),
    }
