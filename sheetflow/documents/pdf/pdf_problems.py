"""What PDFs cannot show, as problems of the workbook, each with the cell it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sheetflow.documents.model import DocumentFile
from sheetflow.documents.pdf.missing_glyphs import with_code_point
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import AnyArray
from sheetflow.domain.problems import Problem


def pdf_problems(files: Sequence[DocumentFile], book: Book) -> Iterator[Problem]:
    """What is wrong with these PDFs: characters that no font has.

    One problem at the first cell that has a character; one for those in no cell."""
    missing = {character for file in files for character in file.missing_glyphs}
    if not missing:
        return
    for cell in _text_cells(book):
        found = missing & set(cell.text)
        if found:
            missing -= found
            yield Problem("FNT01", *cell, _words(found, files))
    if missing:
        nowhere = _TextCell("Settings", -1, "", "".join(sorted(missing)))
        yield Problem("FNT01", *nowhere, _words(missing, files))


class _TextCell(NamedTuple):
    """A text that somebody typed, with its position."""

    sheet: str
    record: int
    column: str
    text: str


def _text_cells(book: Book) -> Iterator[_TextCell]:
    """Every text that people type."""
    for sheet, frame in book.frames.items():
        for header in _text_columns(frame):
            yield from _texts_in(sheet, header, frame[header])


def _texts_in(sheet: str, header: str, column: AnyArray) -> Iterator[_TextCell]:
    for record, value in enumerate(column.tolist()):
        if isinstance(value, str):
            yield _TextCell(sheet, record, header, value)


def _text_columns(frame: Frame) -> Iterator[str]:
    for column in frame.schema.facts:
        header = column.header
        if header in frame.columns and frame[header].dtype == object:
            yield header


def _words(characters: set[str], files: Sequence[DocumentFile]) -> dict[str, str]:
    """The characters with their code points, and the files that have them."""
    named = map(with_code_point, sorted(characters))
    affected = _files_with(characters, files)
    return {"characters": ", ".join(named), "files": ", ".join(affected)}


def _files_with(characters: set[str], files: Sequence[DocumentFile]) -> list[str]:
    """The names of the files in which any of these characters is missing."""
    return [file.name for file in files if characters & set(file.missing_glyphs)]
