"""The workbook as the rest of the program sees it: sheets to read, edits to collect, a file to save."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.document import Document
from sheetflow.workbook.model import Grid
from sheetflow.workbook.package import Package
from sheetflow.workbook.plain import PlainReader, shared_strings
from sheetflow.workbook.reading import FastReader, formula_cells, mark_errors
from sheetflow.workbook.xml import as_utf8

if TYPE_CHECKING:
    from pathlib import Path


class Workbook:
    """One workbook file. Edits are collected, and take effect when it is saved."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Raises SheetflowError where the bytes cannot be, or must not be, processed."""
        self.path = path
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.package = Package.open(data, path.name)
        if self.package.signed:
            raise SheetflowError(
                f"{path.name}: it is digitally signed, and any change breaks the signature; save an unsigned copy"
            )
        self._document = Document(self.package)
        self._fast = FastReader(data)
        self._grids: dict[str, Grid] = {}

    @classmethod
    def open(cls, path: Path) -> Workbook:
        """The workbook of that path, every guard passed. Raises SheetflowError, one line that names the file."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SheetflowError(f"{path}: {error.strerror or error}; give the path of a workbook") from None
        return cls(path, data)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The worksheets' names in the order of their tabs."""
        return tuple(self._document.sheet_parts)

    @property
    def date1904(self) -> bool:
        return self._document.date1904

    # -- reading

    def read(self, sheet: str) -> Grid:
        """The cells of a sheet, as the file holds them. Raises SheetflowError where there is no such sheet."""
        if sheet not in self._grids:
            self._grids[sheet] = self._read(sheet)
        return self._grids[sheet]

    def _read(self, sheet: str) -> Grid:
        document = self._document
        xml = document.sheet(sheet)
        rows = None if self._needs_plain_reader(sheet) else self._fast.rows(sheet)
        if rows is None:
            rows = self._plain.rows(xml)
        mark_errors(rows, xml)
        formulas = formula_cells(xml, len(rows), len(rows[0]) if rows else 0)
        tables = tuple(table.info for table in document.tables(sheet))
        return Grid(sheet, rows, formulas, tables, lambda column: self._percent_rows(sheet, column))

    def _needs_plain_reader(self, sheet: str) -> bool:
        """calamine reads UTF-16 as empty, and ISO dates as text."""
        odd = any(as_utf8(data) is not data for data in map(self.package.read, self._parts_to_read(sheet)))
        return odd or b' t="d"' in self._document.sheet(sheet).data

    def _parts_to_read(self, sheet: str) -> list[str]:
        package = self.package
        related = [
            r for r in package.rels(package.workbook).values() if r.is_a("sharedStrings") or r.is_a("styles")
        ]
        found = [relation.target for relation in related if package.has(relation.target)]
        return [package.workbook, self._document.sheet_parts[sheet], *found]

    @cached_property
    def _plain(self) -> PlainReader:
        package = self.package
        related = package.rels(package.workbook).values()
        names = [r.target for r in related if r.is_a("sharedStrings") and package.has(r.target)]
        strings = shared_strings(self._document.xml(names[0])) if names else []
        return PlainReader(strings, self._document.styles.matching(date=True), self.date1904)

    @cached_property
    def _percent_styles(self) -> set[str]:
        return self._document.styles.matching(date=False)

    def _percent_rows(self, sheet: str, column: int) -> set[int]:
        wanted = self._percent_styles
        if not wanted:
            return set()
        return {row for row, style in self._document.sheet(sheet).styles_of(column) if style in wanted}
