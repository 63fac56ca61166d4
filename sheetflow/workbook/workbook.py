"""The workbook as the rest of the program sees it: sheets to read, edits to collect, a file to save."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.cells.column_edits import WriteOptions
from sheetflow.workbook.cells.fast_reader import FastReader, formula_cells, mark_errors
from sheetflow.workbook.cells.plain_reader import PlainReader, shared_strings
from sheetflow.workbook.formulas.growing_ranges import grow_everywhere
from sheetflow.workbook.guards.file_kinds import WORKBOOKS_OF_TEMPLATES
from sheetflow.workbook.model import (
    ConditionalRule,
    Grid,
    Look,
    Mark,
    SheetDesign,
    TableInfo,
    Value,
)
from sheetflow.workbook.package.document import Document
from sheetflow.workbook.package.package import Package
from sheetflow.workbook.package.package_checks import read_file
from sheetflow.workbook.package.reader_copy import reader_copy
from sheetflow.workbook.publishing.publish import publish
from sheetflow.workbook.sheets.add_columns import NewColumn, add_columns, style_column
from sheetflow.workbook.sheets.append_rows import Appender
from sheetflow.workbook.sheets.bookmarks import bookmarked_sheet
from sheetflow.workbook.sheets.new_sheet import add_sheet, table_info
from sheetflow.workbook.sheets.sheet import SheetEditor
from sheetflow.workbook.sheets.stale_values import renew_stale

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from sheetflow.workbook.cells.page_layout import PageDesign


class Workbook:
    """One workbook file. Edits are collected, and take effect when it is saved."""

    def __init__(self, path: Path, data: bytes, *, to_look_at: bool = False) -> None:
        """`to_look_at`: it is not going to be saved, so that it may be signed.

        Raises SheetflowError where the bytes cannot be, or must not be, processed.
        """
        self.path = path
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.package = Package.open(data, path.name)
        if self.package.signed and not to_look_at:
            raise SheetflowError(
                f"{path.name}: it is digitally signed, and any change breaks the signature; save an unsigned copy"
            )
        self._begin()

    def _begin(self) -> None:
        """Nothing is read yet, no edit collected."""
        for name in ("_plain", "_date_styles", "_percent_styles"):
            self.__dict__.pop(name, None)
        self._document = Document(self.package)
        self._fast = FastReader(lambda: reader_copy(self.package))
        self._grids: dict[str, Grid] = {}
        self._editors: dict[str, SheetEditor] = {}
        self._appenders: dict[str, Appender] = {}
        self._designs: list[SheetDesign] = []
        self._pages: list[PageDesign] = []

    @classmethod
    def open(cls, path: Path, *, to_look_at: bool = False) -> Workbook:
        """The workbook of that path, every guard passed. Raises SheetflowError, one line that names the file."""
        return cls(path, read_file(path), to_look_at=to_look_at)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The worksheets' names in the order of their tabs."""
        return tuple(self._document.sheet_parts)

    @property
    def document(self) -> Document:
        """Its parts, for those who look at more than cells; edits go through the methods here alone."""
        return self._document

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
        return Grid(
            sheet,
            rows,
            formulas,
            tables,
            lambda column: self._percent_rows(sheet, column),
        )

    def _needs_plain_reader(self, sheet: str) -> bool:
        """calamine reads ISO dates as text, and cells without a style as numbers though the first style shows dates."""
        return "0" in self._date_styles or b' t="d"' in self._document.sheet(sheet).data

    @cached_property
    def _plain(self) -> PlainReader:
        package = self.package
        related = package.relationships(package.workbook).values()
        names = [
            r.target
            for r in related
            if r.is_a("sharedStrings") and package.has(r.target)
        ]
        strings = shared_strings(self._document.xml(names[0])) if names else []
        return PlainReader(strings, self._date_styles, self.date1904)

    @cached_property
    def _date_styles(self) -> set[str]:
        return self._document.styles_showing(date=True)

    @cached_property
    def _percent_styles(self) -> set[str]:
        return self._document.styles_showing(date=False)

    def _percent_rows(self, sheet: str, column: int) -> set[int]:
        wanted = self._percent_styles
        if not wanted:
            return set()
        styles = dict(self._document.sheet(sheet).styles_of(column))
        if "0" in wanted:  # the style of cells that name none
            return {
                row
                for row in range(1, len(self.read(sheet).rows) + 1)
                if styles.get(row, "0") in wanted
            }
        return {row for row, style in styles.items() if style in wanted}

    # -- edits

    def _edit(self, sheet: str) -> SheetEditor:
        if sheet not in self._editors:
            self._editors[sheet] = SheetEditor(self._document, self.read(sheet))
        return self._editors[sheet]

    def _append(self, sheet: str) -> Appender:
        if sheet not in self._appenders:
            self._appenders[sheet] = Appender(self._edit(sheet))
        return self._appenders[sheet]

    def set_cells(
        self,
        sheet: str,
        column: int,
        rows: Sequence[int],
        values: Sequence[Value],
        look: Look | None = None,
        *,
        overwrite_formulas: bool = False,
    ) -> None:
        """Write `values[i]` into row `rows[i]` of the column, which must be a row of the sheet already.

        A cell that holds its value already is left alone, byte for byte. `look` is for new cells, and for those
        whose format does not serve (a number in a cell that shows dates); None keeps what is there.

        Raises:
            SheetflowError: a cell holds the owner's formula, and formulas are not to be overwritten; or it is part
                of an array formula.
        """
        self._edit(sheet).set_cells(
            column,
            rows,
            values,
            look,
            WriteOptions(overwrite_formulas=overwrite_formulas),
        )

    def clear_cells(
        self, sheet: str, column: int, rows: Sequence[int], look: Look
    ) -> None:
        """Blank these cells, formulas too (`rows` ascend). One that looks like a new cell of this look goes whole, one
        that its owner gave another look keeps it.
        """
        self._edit(sheet).clear_cells(column, rows, look)

    def next_row(self, sheet: str, header_row: int, columns: Iterable[int]) -> int:
        """The row in which `append_rows` would begin."""
        return self._append(sheet).region(header_row, list(columns)).next_row

    def append_rows(
        self,
        sheet: str,
        header_row: int,
        columns: Mapping[int, Sequence[Value]],
        looks: Mapping[int, Look] | None = None,
    ) -> range:
        """Add rows below the last one of the table or plain range with that header; its rows are returned.

        `columns` holds the values from the first new row on. New cells look like the row above, the owner's
        formulas are carried down, everything that holds a range over the rows grows, a totals row moves down.

        Raises:
            CannotGrow: something of the owner's stands below.
        """
        return self._append(sheet).append_rows(header_row, columns, looks or {})

    def take_in(self, sheet: str, header_row: int, last: int) -> None:
        """Have the table with that header reach down over the rows directly below it, to row `last`, as if they had
        been typed into it: its calculated columns are filled in there, everything that holds a range over it grows.

        Raises:
            CannotGrow: something of the owner's stands among them.
        """
        self._append(sheet).take_in(header_row, last)

    def add_columns(
        self,
        sheet: str,
        header_row: int,
        headers: Sequence[str],
        looks: Sequence[Look],
        widths: Sequence[float],
        unlike: Collection[int] = (),
    ) -> list[int]:
        """Add headed columns right of the table, or of the plain header; their numbers are returned.

        They look like the nearest column to their left that is not among `unlike`.

        Raises:
            CannotGrow: something of the owner's stands right of the table.
        """
        new = [
            NewColumn(*column) for column in zip(headers, looks, widths, strict=True)
        ]
        return add_columns(self._edit(sheet), header_row, new, unlike)

    def style_column(
        self,
        sheet: str,
        header_row: int,
        column: int,
        look: Look,
        unlike: Collection[int],
    ) -> None:
        """Have new cells of a column, few of which are there, look as when `add_columns` added it."""
        style_column(self._edit(sheet), header_row, column, look, unlike)

    def restyle_header(
        self, sheet: str, header_row: int, columns: Iterable[int]
    ) -> None:
        """Make the headers of derived columns grey, where they are not."""
        self._edit(sheet).restyle_header(header_row, columns)

    def replace_rows(
        self,
        sheet: str,
        header_row: int,
        columns: Mapping[int, Sequence[Value]],
        looks: Mapping[int, Look] | None = None,
    ) -> None:
        """Write the rows below a header anew in these columns; the owner's columns beside them stay.

        Rows left over from before are cleared in these columns; a table is made as long as the rows, one at least.

        Raises:
            CannotGrow: something of the owner's stands below.
        """
        self._append(sheet).replace_rows(header_row, columns, looks or {})

    def add_sheet(self, design: SheetDesign) -> None:
        """Add a sheet as the last one; it is there once the workbook is saved."""
        name = table_info(self._document, design).name if design.as_table else ""
        self._designs.append(replace(design, table_name=name))

    def table(self, sheet: str, header_row: int) -> TableInfo | None:
        """The table with that header as the edits so far have made it, in a sheet to be added too."""
        design = next(
            (design for design in self._designs if design.name == sheet), None
        )
        if design:
            return (
                table_info(self._document, design)
                if design.as_table and design.header_row == header_row
                else None
            )
        infos = (table.info for table in self._document.tables(sheet))
        return next((info for info in infos if info.first_row == header_row), None)

    def has_name(self, sheet: str) -> bool:
        """Whether a sheet of any kind is called so; Excel tells no capitals from small letters."""
        return sheet.casefold() in {
            element.get("name").strip().casefold()
            for element in self._document.sheet_elements
        }

    def bookmarked(self, bookmark: str) -> str | None:
        """The name that the page with this bookmark has now; None where there is none."""
        return bookmarked_sheet(self._document, bookmark)

    def add_page(self, design: PageDesign) -> None:
        """Add a page as the last sheet; it is there once the workbook is saved."""
        self._pages.append(design)

    def conditional_formats(self, sheet: str, rules: Iterable[ConditionalRule]) -> None:
        """Have these conditional formats in the sheet, each once however often this is asked for."""
        self._edit(sheet).add_rules(rules)

    def mark(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Have exactly these cells of the sheet marked, and none that was marked before.

        The fill is a conditional format, the note one of its own or words below the owner's note; both go without a
        trace. Where people talk about a cell in a thread of comments it gets the fill alone.
        """
        self._edit(sheet).mark(marks)

    # -- saving

    def save(self, path: Path, *, replacing: bool = False) -> None:
        """Publish the workbook with its edits as `path`: all of it or nothing. `replacing` the file it was read from.

        Raises:
            SheetflowError: the file has changed since, is open elsewhere, or cannot be written; it is as it was.
        """
        assert not self.package.signed, "it was opened to be looked at"
        self.apply()
        if (
            self.package.is_template
            and path.suffix.lower() not in WORKBOOKS_OF_TEMPLATES
        ):
            self.package.become_workbook()
        if replacing and not self.package.changed:
            return
        expected = self.sha256 if replacing else None
        publish(self.package.write_to, path, like=self.path, expected_sha256=expected)

    def apply(self) -> None:
        """Put all edits into the package, as `save` does first; what is read and edited later is what is then there."""
        editors = self._editors
        for appender in self._appenders.values():
            appender.move_totals()
        for design in self._designs:
            add_sheet(self._document, design)
        if self._pages:  # seldom, so that other runs need not import what draws charts
            from sheetflow.workbook.sheets.new_page import add_page

            for page in self._pages:
                add_page(self._document, page)
        grown = [one for editor in editors.values() for one in editor.grown]
        grow_everywhere(self._document, grown)
        patches = renew_stale(
            self._document, editors, grown, anew=bool(self._designs or self._pages)
        )
        for sheet in {**editors, **patches}:
            self._edit(sheet).finish(patches.get(sheet, []))
        self._document.finish()
        if self.package.changed:
            self._begin()
