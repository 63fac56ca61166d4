"""Documents of books from text tables, drawn and read back: what is on paper, cell by cell."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import openpyxl
import pytest
from office import OFFICE, convert
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from sheets import Played

from sheetflow.documents.gather import DocumentFilter, all_documents, needed
from sheetflow.documents.model import Documents
from sheetflow.documents.xlsx import workbook_writers


def documents(played: Played, **wanted: object) -> Documents:
    """All documents of a run, or those that are wanted."""
    return all_documents(played.result, Path(), DocumentFilter(**wanted))  # type: ignore[arg-type]


def new_documents(played: Played) -> Documents:
    """The documents that a run made necessary."""
    return needed(played.result, Path())


def drawn(made: Documents) -> dict[str, bytes]:
    """The workbooks of documents, by file name."""
    files = {}
    for name, write in workbook_writers(made):
        target = io.BytesIO()
        write(target)
        files[name] = target.getvalue()
    return files


class Paper:
    """One drawn workbook, read back: `values` as cached, `formulas` as written."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def values(self) -> Worksheet:
        """The sheet with the values of its formulas."""
        return openpyxl.load_workbook(
            io.BytesIO(self.content), data_only=True
        ).worksheets[0]

    @cached_property
    def formulas(self) -> Worksheet:
        """The sheet with its formulas."""
        return openpyxl.load_workbook(io.BytesIO(self.content)).worksheets[0]

    def row(self, word: str) -> list[object]:
        """The values of the first row that has this text in it."""
        return next(row for row in self.rows() if word in row)

    def rows(self) -> list[list[object]]:
        """The values of every row, blanks left out."""
        return [
            [value for value in row if value is not None]
            for row in self.values.iter_rows(values_only=True)
        ]

    def texts(self) -> list[str]:
        """Every text."""
        return [value for row in self.rows() for value in row if isinstance(value, str)]

    def part(self, name: str) -> str:
        """One part of the package."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            return package.read(name).decode()


def amount(value: object) -> Decimal:
    """A number cell, exactly as it was typed: at 15 digits."""
    assert isinstance(value, (int, float)), value
    return Decimal(f"{value:.15g}")


needs_office = pytest.mark.skipif(
    not (OFFICE and shutil.which("pdftotext")),
    reason="LibreOffice and poppler are not installed",
)


def printed(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Each workbook as LibreOffice prints it, as a PDF."""
    return _converted(files, folder, "pdf")


def page_texts(pdf: Path) -> list[str]:
    """The text of each page, its lines as they are."""
    said = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()
    return _MARKS_OF_DIRECTION.sub("", said).removesuffix("\f").split("\f")


_MARKS_OF_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def page_sizes(pdf: Path) -> list[tuple[int, int]]:
    """The width and height of each page, in points."""
    boxes = [page.mediabox for page in PdfReader(pdf).pages]
    return [(round(box.width), round(box.height)) for box in boxes]


def recalculated(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Each workbook as LibreOffice saves it after it has calculated every formula again."""
    return _converted(files, folder / "saved", "xlsx", folder)


def _converted(
    files: Mapping[str, bytes], target: Path, kind: str, folder: Path | None = None
) -> dict[str, Path]:
    """One start for all files, for starting is what takes time."""
    folder = folder or target
    for name, content in files.items():
        (folder / name).write_bytes(content)
    paths = [folder / name for name in files]
    convert(paths, kind, target, recalculates=True)
    return {name: (target / name).with_suffix(f".{kind}") for name in files}


def without_values(content: bytes) -> bytes:
    """A workbook whose formulas have no values, which are next to them in ours."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            part = old.read(member)
            if member.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", part)
            new.writestr(member, part)
    return target.getvalue()
