"""All edits of a workbook, collected sheet by sheet until they are applied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sheetflow.workbook.formulas.growing_ranges import grow_everywhere
from sheetflow.workbook.model import SheetDesign
from sheetflow.workbook.sheets.append_rows import Appender
from sheetflow.workbook.sheets.bookmarks import bookmark_formula, quoted_name
from sheetflow.workbook.sheets.hidden_texts import hidden_names, put_names
from sheetflow.workbook.sheets.new_sheet import add_sheet
from sheetflow.workbook.sheets.new_table import table_info
from sheetflow.workbook.sheets.refresh_formulas import refresh_formulas
from sheetflow.workbook.sheets.sheet_editor import SheetEditor

if TYPE_CHECKING:
    from sheetflow.workbook.cells.page_layout import PageDesign
    from sheetflow.workbook.model import TableInfo
    from sheetflow.workbook.package.document import Document
    from sheetflow.workbook.sheets.grid_reader import GridReader


class CollectedEdits:
    """The edits of each sheet, and the sheets and pages to add."""

    def __init__(self, document: Document, reader: GridReader) -> None:
        self._document = document
        self._reader = reader
        self._editors: dict[str, SheetEditor] = {}
        self._appenders: dict[str, Appender] = {}
        self._designs: list[SheetDesign] = []
        self._pages: list[PageDesign] = []
        self._hidden_texts: dict[str, str] = {}

    def editor(self, sheet: str) -> SheetEditor:
        """The edits of a sheet."""
        if sheet not in self._editors:
            self._editors[sheet] = self._new_editor(sheet)
        return self._editors[sheet]

    def _new_editor(self, sheet: str) -> SheetEditor:
        return SheetEditor(self._document, self._reader.read(sheet))

    def appender(self, sheet: str) -> Appender:
        """What adds rows to a sheet."""
        if sheet not in self._appenders:
            self._appenders[sheet] = Appender(self.editor(sheet))
        return self._appenders[sheet]

    def add_sheet(self, design: SheetDesign) -> None:
        """See Workbook.add_sheet."""
        name = table_info(self._document, design).name if design.as_table else ""
        self._designs.append(replace(design, table_name=name))

    def add_page(self, design: PageDesign) -> None:
        """See Workbook.add_page."""
        self._pages.append(design)

    def keep_hidden_text(self, name: str, text: str) -> None:
        """See Workbook.keep_hidden_text."""
        self._hidden_texts[name] = text

    def table(self, sheet: str, header_row: int) -> TableInfo | None:
        """See Workbook.table."""
        for design in self._designs:
            if design.name == sheet:
                return self._designed_table(design, header_row)
        for table in self._document.tables(sheet):
            if table.info.first_row == header_row:
                return table.info
        return None

    def _designed_table(self, design: SheetDesign, header_row: int) -> TableInfo | None:
        if design.as_table and design.header_row == header_row:
            return table_info(self._document, design)
        return None

    def apply(self) -> None:
        """Put all edits into the document. Call it once."""
        for appender in self._appenders.values():
            appender.move_totals()
        self._add_new_sheets()
        self._put_hidden_names()
        editors = self._editors
        grown = [one for editor in editors.values() for one in editor.grown]
        of_tables = [one for one in grown if one.is_table]
        for appender in self._appenders.values():
            appender.grow_carried(of_tables)
            appender.move_cells(of_tables)
        grow_everywhere(self._document, grown)
        added = bool(self._designs or self._pages)
        patches = refresh_formulas(self._document, editors, grown, sheets_added=added)
        for sheet in {**editors, **patches}:
            self.editor(sheet).finish(patches.get(sheet, []))
            self._document.finish_sheet(sheet)
        self._document.finish()

    def _add_new_sheets(self) -> None:
        """Add the new sheets and pages, each at its position among them."""
        for design in self._new_sheets():
            if isinstance(design, SheetDesign):
                add_sheet(self._document, design)
            else:
                # Pages are rare, so other runs need not import what draws charts.
                from sheetflow.workbook.sheets.new_page import add_page

                add_page(self._document, design)

    def _new_sheets(self) -> list[SheetDesign | PageDesign]:
        """The new sheets and pages in their order, which comes after that of all others."""
        designs: list[SheetDesign | PageDesign] = [*self._pages, *self._designs]
        return sorted(designs, key=_position)

    def _put_hidden_names(self) -> None:
        """Put bookmarks and hidden texts in at once: a workbook has one list of names."""
        formulas: dict[str, str] = {}
        for page in self._pages:
            formulas[page.bookmark] = bookmark_formula(quoted_name(page.name))
        for name, text in self._hidden_texts.items():
            formulas.update(hidden_names(self._document, name, text))
        put_names(self._document, formulas, self._print_titles())

    def _print_titles(self) -> dict[int, str]:
        """The header row of each new sheet, by the position of the sheet among all."""
        first = len(self._document.sheet_elements)
        return {
            at: _repeated(design)
            for at, design in enumerate(self._new_sheets(), first)
            if isinstance(design, SheetDesign)
        }


def _repeated(design: SheetDesign) -> str:
    """What is printed on each page: the header row, and the first column where a page has not all columns."""
    sheet = quoted_name(design.name)
    rows = f"{sheet}!${design.header_row}:${design.header_row}"
    return f"{sheet}!$A:$A,{rows}" if design.pages_wide > 1 else rows


def _position(design: SheetDesign | PageDesign) -> int:
    return design.position
