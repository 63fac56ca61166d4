"""The two workbooks, and which of their sheets must be compared.

A sheet whose parts are equal byte for byte is not read: nothing in it can differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sheetflow.domain.catalogue import Catalogue, catalogue, derived_sheets
from sheetflow.domain.schema import SheetSchema
from sheetflow.errors import SheetflowError, naming
from sheetflow.inspection.diff.compared_sheet import ComparedSheet, compared_sheet
from sheetflow.reading.locate import Layout, find_derived, find_layout
from sheetflow.reading.own_names import own_catalogue
from sheetflow.reading.settings import conventions_of
from sheetflow.reading.sheet_names import match_sheets, require_sheets
from sheetflow.reading.sheets import read_sheet
from sheetflow.reading.text_conventions import NO_LOCALE, TextConventions
from sheetflow.workbook import Workbook
from sheetflow.workbook.model import Grid

SheetPair = tuple[ComparedSheet | None, ComparedSheet | None]
"""A sheet of the old and of the new workbook; None if there is none."""


@dataclass(frozen=True)
class ComparedWorkbook:
    """A workbook, and its own names of our sheets."""

    path: Path
    workbook: Workbook
    names: Mapping[str, str]
    sheets: Catalogue = field(default_factory=catalogue)
    """The declarations with its own names."""

    def sheet(self, sheet: str) -> ComparedSheet | None:
        """The records of a sheet; None if there is no such sheet.

        Raises SheetflowError if it lacks a required column.
        """
        if sheet not in self.names:
            return None
        with naming(self.path):
            grid = self.workbook.read(self.names[sheet])
            layout = self._layout(sheet, grid)
            if layout is None:
                return None
            return compared_sheet(grid, layout, self.conventions)

    @cached_property
    def conventions(self) -> TextConventions:
        """What numbers and dates mean that are stored as text, by the workbook's own Settings."""
        if "Settings" not in self.names:
            return NO_LOCALE
        grid = self.workbook.read(self.names["Settings"])
        layout = self._layout("Settings", grid)
        return conventions_of(read_sheet(grid, layout) if layout else None)

    def _layout(self, sheet: str, grid: Grid) -> Layout | None:
        try:
            return _layout_of(self.sheets[sheet], grid)
        except SheetflowError:  # its headers may be in another language
            return _layout_of(own_catalogue(self.workbook)[sheet], grid)

    def parts(self, sheet: str) -> list[bytes]:
        """The bytes of every part that the cells of a sheet are read from."""
        package = self.workbook.package
        document = self.workbook.document
        name = self.names[sheet]
        tables = [table.part_name for table in document.tables(name)]
        strings = document.parts_related("/sharedStrings")
        styles = document.parts_related("/styles")
        parts = [package.worksheets[name], *tables, *strings, *styles]
        return [package.read(part) for part in parts]


def open_workbook(path: str | Path) -> ComparedWorkbook:
    """Open a workbook that has our sheets. Raises SheetflowError, which names the file."""
    path = Path(path)
    with naming(path):
        workbook = Workbook.open(path, read_only=True)
        sheets = own_catalogue(workbook, by_headers=False)
        names = match_sheets(workbook.sheets, sheets)
        require_sheets(names, workbook.sheets)
    return ComparedWorkbook(path, workbook, names, sheets)


def compared_sheets() -> tuple[str, ...]:
    """The sheets whose records have a key.

    Without those that every run adds rows to, which tells nothing about the business:
    `sheetflow verify` checks them.
    """
    return tuple(
        sheet for sheet, schema in catalogue().items() if schema.key and schema.compared
    )


def sheet_pairs(
    old: ComparedWorkbook, new: ComparedWorkbook, *, facts_only: bool
) -> Iterator[SheetPair]:
    """The sheets that may differ, in the order of our schemas."""
    for sheet in compared_sheets():
        if facts_only and sheet in derived_sheets():
            continue
        if not _is_same(old, new, sheet):
            yield old.sheet(sheet), new.sheet(sheet)


def _is_same(old: ComparedWorkbook, new: ComparedWorkbook, sheet: str) -> bool:
    """Whether both workbooks have the same bytes for a sheet."""
    if sheet not in old.names or sheet not in new.names:
        return False
    if old.workbook.date1904 != new.workbook.date1904:
        return False
    if old.conventions != new.conventions:
        return False
    return old.parts(sheet) == new.parts(sheet)


def _layout_of(schema: SheetSchema, grid: Grid) -> Layout | None:
    """Where the columns of a sheet are; None for a derived sheet without its header."""
    find = find_derived if schema.derived else find_layout
    return find(grid, schema)
