"""A workbook as it is: its sheets, their cells, and what it keeps out of sight."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Self

from sheetflow.errors import SheetflowError
from sheetflow.workbook.model import Grid
from sheetflow.workbook.notes.sheet_notes import SheetNotes
from sheetflow.workbook.package.document import Document
from sheetflow.workbook.package.package import Package
from sheetflow.workbook.package.package_checks import read_file
from sheetflow.workbook.package.package_reader import Choice
from sheetflow.workbook.sheets.bookmarks import bookmarked_sheet
from sheetflow.workbook.sheets.grid_reader import GridReader
from sheetflow.workbook.sheets.hidden_texts import read_hidden_text

if TYPE_CHECKING:
    from pathlib import Path


class ReadWorkbook:
    """One workbook file, to be read."""

    def __init__(
        self,
        path: Path,
        data: bytes,
        *,
        read_only: bool = False,
        only: Choice | None = None,
    ) -> None:
        """`read_only` workbooks are never saved, and so may be signed.

        `only` chooses the sheets that are read, for a workbook of which few are needed.

        Raises SheetflowError if the bytes cannot, or must not, be processed.
        """
        self.path = path
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.package = Package.open(data, path.name, only)
        if self.package.signed and not read_only:
            raise SheetflowError(
                f"{path.name}: the workbook is digitally signed, and any change breaks "
                "the signature; save an unsigned copy"
            )
        self._begin()

    def _begin(self) -> None:
        """Start with nothing read."""
        self._document = Document(self.package)
        self._reader = GridReader(self.package, self._document)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Read and check the file. Raises SheetflowError, one line that names the file."""
        return cls(path, read_file(path), read_only=read_only)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The worksheets' names in the order of their tabs."""
        return tuple(self._document.sheet_parts)

    @property
    def document(self) -> Document:
        """Its parts, for reading more than cells. Edit with the methods here only."""
        return self._document

    @property
    def date1904(self) -> bool:
        return self._document.date1904

    def read(self, sheet: str) -> Grid:
        """The cells of a sheet. Raises SheetflowError if there is no such sheet."""
        return self._reader.read(sheet)

    def noted_cells(self, sheet: str) -> set[tuple[int, int]]:
        """The rows and columns of the cells that have a note or a thread of comments."""
        part = self._document.sheet_parts[sheet]
        xml = self._document.sheet(sheet).part
        return SheetNotes(self._document, part, xml).cells()

    def has_name(self, sheet: str) -> bool:
        """Whether a sheet of any kind has this name; Excel ignores upper and lower case."""
        elements = self._document.sheet_elements
        names = {element.get("name").strip().casefold() for element in elements}
        return sheet.casefold() in names

    def bookmarked(self, bookmark: str) -> str | None:
        """The name that the page with this bookmark has now; None if there is none."""
        return bookmarked_sheet(self._document, bookmark)

    def hidden_text(self, name: str) -> str:
        """The text that the workbook keeps under a name; empty where there is none."""
        return read_hidden_text(self._document, name)
