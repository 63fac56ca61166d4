"""Documents of books from text tables, drawn and read back: what is on paper, cell by cell."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sheets import Played

from sheetflow.printing.books import books_of
from sheetflow.printing.gather import Wanted, all_documents, needed
from sheetflow.printing.model import Documents


def documents(played: Played, **wanted: object) -> Documents:
    """All documents of a run, or those that are wanted."""
    return all_documents(played.result, Path(), Wanted(**wanted))  # type: ignore[arg-type]


def new_documents(played: Played) -> Documents:
    """The documents that a run made necessary."""
    return needed(played.result, Path())


def drawn(made: Documents) -> dict[str, bytes]:
    """The workbooks of documents, by file name."""
    files = {}
    for name, write in books_of(made):
        target = io.BytesIO()
        write(target)
        files[name] = target.getvalue()
    return files


class Paper:
    """One drawn workbook, read back: `values` as cached, `formulas` as written."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.values = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
        self.formulas = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]

    def row(self, word: str) -> list[object]:
        """The values of the first row that has this text in it."""
        return next(row for row in self.rows() if word in row)

    def rows(self) -> list[list[object]]:
        """The values of every row, blanks left out."""
        return [[value for value in row if value is not None] for row in self.values.iter_rows(values_only=True)]

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
    not (shutil.which("soffice") and shutil.which("pdfinfo")), reason="LibreOffice and poppler are not installed"
)


def page_counts(files: dict[str, bytes], folder: Path) -> dict[str, tuple[int, str]]:
    """How many pages each workbook has in LibreOffice, and of what size."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), *(str(folder / name) for name in files)]
    subprocess.run(command, check=True, capture_output=True)
    return {name: _pages((folder / name).with_suffix(".pdf")) for name in files}


def _pages(pdf: Path) -> tuple[int, str]:
    shown = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, env={**os.environ, "LC_ALL": "C"})
    facts = dict(line.split(":", 1) for line in shown.stdout.decode().splitlines() if ":" in line)
    return int(facts["Pages"]), facts["Page size"].strip()
