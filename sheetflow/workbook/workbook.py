"""The workbook as the rest of the program sees it.

Sheets to read, edits to collect, a file to save.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.cells.column_edits import WriteOptions
from sheetflow.workbook.guards.file_kinds import WORKBOOKS_OF_TEMPLATES
from sheetflow.workbook.model import (
    CellLook,
    ConditionalRule,
    Mark,
    SheetDesign,
    TableInfo,
    Value,
)
from sheetflow.workbook.publishing.publish import publish
from sheetflow.workbook.read_workbook import ReadWorkbook
from sheetflow.workbook.sheets.add_columns import NewColumn, add_columns, style_column
from sheetflow.workbook.sheets.append_rows import RowValues
from sheetflow.workbook.sheets.collected_edits import CollectedEdits
from sheetflow.workbook.sheets.column_values import ColumnValues
from sheetflow.workbook.sheets.replace_rows import replace_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from sheetflow.workbook.cells.page_layout import PageDesign
    from sheetflow.workbook.publishing.publish import Announce
    from sheetflow.workbook.sheets.move_cells import RowMoves


class Workbook(ReadWorkbook):
    """One workbook file. Edits are collected, and take effect when it is saved."""

    def _begin(self) -> None:
        """Start with nothing read and no edits."""
        super()._begin()
        self._edits = CollectedEdits(self._document, self._reader)

    # -- cells

    def set_cells(
        self,
        sheet: str,
        column: int,
        rows: Sequence[int],
        values: Sequence[Value],
        look: CellLook | None = None,
        *,
        overwrite_formulas: bool = False,
    ) -> None:
        """Write `values[i]` into row `rows[i]` of the column; the sheet has that row.

        A cell that has its value already stays the same, byte for byte. `look` is for
        new cells, and for cells whose format does not fit (a number in a cell that
        shows dates); None keeps what is there.

        Raises SheetflowError for a cell with a formula, unless formulas are
        overwritten, and for a cell that is part of an array formula.
        """
        cells = ColumnValues(column, rows, values)
        how = WriteOptions(overwrite_formulas=overwrite_formulas)
        self._edits.editor(sheet).set_cells(cells, look, how)

    def clear_cells(
        self, sheet: str, column: int, rows: Sequence[int], look: CellLook
    ) -> None:
        """Blank these cells, formulas too. `rows` ascend.

        A cell that looks like a new one with this look is removed; a cell with another
        look of its owner's keeps it.
        """
        self._edits.editor(sheet).clear_cells(column, rows, look)

    def mark(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Have exactly these cells of the sheet marked.

        The fill is a conditional format; the note is one of its own, or text below the
        owner's note. Both go without a trace. A cell with a thread of comments gets the
        fill only.
        """
        self._edits.editor(sheet).mark(marks)

    # -- rows

    def next_row(self, sheet: str, header_row: int, columns: Iterable[int]) -> int:
        """The row in which `append_rows` would begin."""
        return self._edits.appender(sheet).region(header_row, list(columns)).next_row

    def append_rows(
        self,
        sheet: str,
        header_row: int,
        columns: Mapping[int, Sequence[Value]],
        looks: Mapping[int, CellLook] | None = None,
    ) -> range:
        """Add rows below the last one of the table or plain range with that header.

        `columns` are the values from the first new row on. New cells look like the row
        above; the owner's formulas are carried down; every range over the rows grows;
        a totals row moves down. Returns the new rows.

        Raises CannotGrow if something of the owner's is below.
        """
        rows = RowValues(columns, looks or {})
        return self._edits.appender(sheet).append_rows(header_row, rows)

    def extend_table(self, sheet: str, header_row: int, last: int) -> None:
        """Extend the table with that header over the rows below it, to row `last`.

        As if the rows had been typed into the table, its calculated columns are filled
        in there, and every range over it grows.

        Raises CannotGrow if something of the owner's is in these rows.
        """
        self._edits.appender(sheet).extend_table(header_row, last)

    def replace_rows(
        self,
        sheet: str,
        header_row: int,
        columns: Mapping[int, Sequence[Value]],
        looks: Mapping[int, CellLook] | None = None,
        moves: RowMoves | None = None,
    ) -> None:
        """Write all rows below a header in these columns; the owner's columns stay.

        Rows left over from before are cleared in these columns. A table becomes as long
        as the rows, or one row. The owner's cells and the notes of all cells follow the
        `moves` of their rows.

        Raises CannotGrow if something of the owner's is below.
        """
        rows = RowValues(columns, looks or {})
        replace_rows(self._edits.appender(sheet), header_row, rows, moves)

    # -- columns

    def add_columns(
        self,
        sheet: str,
        header_row: int,
        new: Sequence[NewColumn],
        unlike: Collection[int] = (),
    ) -> list[int]:
        """Add columns to the right of the table or plain header; returns their numbers.

        They look like the nearest column to their left that is not among `unlike`.

        Raises CannotGrow if something of the owner's is to the right of the table.
        """
        return add_columns(self._edits.editor(sheet), header_row, new, unlike)

    def style_column(
        self,
        sheet: str,
        header_row: int,
        column: int,
        look: CellLook,
        unlike: Collection[int],
    ) -> None:
        """Have new cells of a column look as if `add_columns` had just added it."""
        style_column(self._edits.editor(sheet), header_row, column, look, unlike)

    def restyle_header(
        self, sheet: str, header_row: int, columns: Iterable[int]
    ) -> None:
        """Make the headers of derived columns grey where they are not."""
        self._edits.editor(sheet).restyle_header(header_row, columns)

    def conditional_formats(self, sheet: str, rules: Iterable[ConditionalRule]) -> None:
        """Have these conditional formats in the sheet, each once after every run."""
        self._edits.editor(sheet).add_rules(rules)

    # -- sheets

    def add_sheet(self, design: SheetDesign) -> None:
        """Add a sheet as the last one; it is there once the workbook is saved."""
        self._edits.add_sheet(design)

    def print_on(self, *, letter_paper: bool) -> None:
        """Set the paper of the sheets that are added: Letter or A4."""
        self._document.letter_paper = letter_paper

    def add_page(self, design: PageDesign) -> None:
        """Add a page as the last sheet; it is there once the workbook is saved."""
        self._edits.add_page(design)

    def table(self, sheet: str, header_row: int) -> TableInfo | None:
        """The table with that header after the edits so far, in new sheets too."""
        return self._edits.table(sheet, header_row)

    def keep_hidden_text(self, name: str, text: str) -> None:
        """Keep a text of printable ASCII without quotes, out of the owner's sight."""
        self._edits.keep_hidden_text(name, text)

    # -- saving

    def save(
        self,
        path: Path,
        *,
        replacing: bool = False,
        expected_sha256: str | None = None,
        announce: Announce | None = None,
    ) -> None:
        """Publish the workbook with its edits as `path`: all of it or nothing.

        `replacing` the file that it was read from. `expected_sha256` is that of another
        file that may be replaced. `announce` gets the new file just before.

        Raises SheetflowError if the file has changed since, is open elsewhere, or
        cannot be written; it is then as it was.
        """
        assert not self.package.signed, "it was opened read-only"
        self.apply()
        stays_template = path.suffix.lower() in WORKBOOKS_OF_TEMPLATES
        if self.package.is_template and not stays_template:
            self.package.become_workbook()
        if replacing and not self.package.changed:
            return
        publish(
            self.package.write_to,
            path,
            like=self.path,
            expected_sha256=self.sha256 if replacing else expected_sha256,
            announce=announce,
            check=self.package.check_written,
        )

    def apply(self) -> None:
        """Put all edits into the package, as `save` does first.

        What is read and edited later is what is then there.
        """
        self._edits.apply()
        if self.package.changed:
            self._reader.release()
            self._begin()
