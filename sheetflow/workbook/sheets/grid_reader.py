"""The cells of a sheet as the file has them, and their tables, formulas and formats."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import as_utf8
from sheetflow.workbook.cells.fast_reader import FastReader, formula_cells, mark_errors
from sheetflow.workbook.cells.native_reader import ScannedRows, can_read, reader_of
from sheetflow.workbook.cells.plain_reader import (
    PlainReader,
    quick_shared_strings,
    shared_strings,
)
from sheetflow.workbook.model import Grid
from sheetflow.workbook.package.reader_copy import reader_copy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.native.functions import Reader
    from sheetflow.workbook.package.document import Document
    from sheetflow.workbook.package.package import Package

_FIRST_STYLE = "0"
"""The style of cells that name none."""


class GridReader:
    """Reads sheets, each once."""

    def __init__(self, package: Package, document: Document) -> None:
        self._package = package
        self._document = document
        self._fast = FastReader(lambda: reader_copy(package))
        self._grids: dict[str, Grid] = {}

    def read(self, sheet: str) -> Grid:
        """The cells of a sheet. Raises SheetflowError if there is no such sheet."""
        assert self._package.may_read(sheet), f"{sheet} was not chosen to be read"
        if sheet not in self._grids:
            self._grids[sheet] = self._read(sheet)
        return self._grids[sheet]

    def release(self) -> None:
        """Drop the cells that were read.

        A grid refers back to its reader, and a run does without the collector of such
        circles: without this, all cells would stay in memory while the file is written.
        """
        self._grids.clear()
        self._package.forget_scans()

    def _read(self, sheet: str) -> Grid:
        rows = self._scanned_rows(sheet)
        formulas: set[tuple[int, int]] = set()
        if rows is None:
            rows, formulas = self._rows_and_formulas(sheet)
        tables = tuple(table.info for table in self._document.tables(sheet))
        return Grid(sheet, rows, formulas, tables, partial(self._percent_rows, sheet))

    def _scanned_rows(self, sheet: str) -> Sequence[list[object]] | None:
        """The rows of a sheet without formulas that C has read; None for others."""
        scan = self._document.sheet(sheet).scan
        if scan is None or scan.formulas or not can_read(scan, self._reader):
            return None
        return ScannedRows(scan, self._reader)

    @cached_property
    def _reader(self) -> Reader:
        """What the values of all cells depend on."""
        return reader_of(
            self._shared_strings(), self._date_styles, self._document.date1904
        )

    def _rows_and_formulas(
        self, sheet: str
    ) -> tuple[Sequence[list[object]], set[tuple[int, int]]]:
        """The values, and where formulas are."""
        xml = self._document.sheet(sheet)
        rows = self._rows(sheet)
        mark_errors(rows, xml)
        width = len(rows[0]) if rows else 0
        return rows, formula_cells(xml, len(rows), width)

    def _rows(self, sheet: str) -> list[list[object]]:
        """The values, by the fast reader where it reads them as they are."""
        xml = self._document.sheet(sheet)
        scan = self._document.sheet(sheet).scan
        if scan and can_read(scan, self._reader):
            return list(ScannedRows(scan, self._reader))
        rows = None
        if not self._needs_plain_reader(sheet):
            rows = self._fast.rows(sheet)
        return self._plain.rows(xml) if rows is None else rows

    def _needs_plain_reader(self, sheet: str) -> bool:
        """Whether calamine would misread a sheet.

        It reads ISO dates as text. If the first style shows dates, it reads cells
        without a style as numbers.
        """
        if _FIRST_STYLE in self._date_styles:
            return True
        return b' t="d"' in self._document.sheet(sheet).data

    @cached_property
    def _plain(self) -> PlainReader:
        strings = self._shared_strings()
        return PlainReader(strings, self._date_styles, self._document.date1904)

    def _shared_strings(self) -> list[str]:
        part = self._package.part_of_kind("sharedStrings")
        if not part:
            return []
        quick = quick_shared_strings(as_utf8(self._package.read(part)))
        return shared_strings(self._document.xml(part)) if quick is None else quick

    @cached_property
    def _date_styles(self) -> set[str]:
        return self._document.styles_showing(date=True)

    @cached_property
    def _percent_styles(self) -> set[str]:
        return self._document.styles_showing(date=False)

    def _percent_rows(self, sheet: str, column: int) -> set[int]:
        """The rows whose cell in this column shows a percentage."""
        percent = self._percent_styles
        if not percent:
            return set()
        styles = dict(self._document.sheet(sheet).styles_of(column))
        if _FIRST_STYLE not in percent:
            return {row for row, style in styles.items() if style in percent}
        rows = range(1, len(self.read(sheet).rows) + 1)
        return {row for row in rows if styles.get(row, _FIRST_STYLE) in percent}
