"""The edits of one sheet: collected as runs of cells, put into its XML on saving."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import spliced
from sheetflow.workbook.cells.cell_encoder import CellEncoder
from sheetflow.workbook.cells.cell_references import Area
from sheetflow.workbook.cells.column_edits import (
    AS_NEW,
    DEFAULT_OPTIONS,
    ColumnEdit,
    WriteOptions,
    keep_style,
)
from sheetflow.workbook.cells.dimensions import cut_dimension, set_dimension, set_widths
from sheetflow.workbook.cells.native_rows import (
    RowBytes,
    look_of_rows,
    spliced_rows,
)
from sheetflow.workbook.cells.row_plans import planned_rows
from sheetflow.workbook.cells.row_writer import RowWriter, row_span
from sheetflow.workbook.model import PLAIN, CellLook, ConditionalRule, Grid, Link, Mark
from sheetflow.workbook.notes.marked_cells import put_marks
from sheetflow.workbook.sheets.cell_changes import (
    changed_positions,
    has_formulas,
    is_same_formula,
    present_values,
)
from sheetflow.workbook.sheets.column_values import ColumnValues
from sheetflow.workbook.sheets.formula_rows import check_arrays, formula_rows
from sheetflow.workbook.styles.conditional_formats import ensure_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sheetflow.workbook.archive.xml_part import Splice
    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.cells.sheet_xml import FormulaCell, SheetXml
    from sheetflow.workbook.formulas.growing_ranges import Grown
    from sheetflow.workbook.package.document import Document
    from sheetflow.workbook.styles.styles import Styles

Cell = tuple[int, int]
"""Row and column, from 1."""


class SheetEditor:
    """The changes to one sheet.

    `new_columns` maps added columns to their header rows; `used` maps header rows to
    the last row in use after rows were appended. `last_row` is the last one of a
    derived sheet that became shorter, else 0.
    """

    def __init__(self, document: Document, grid: Grid) -> None:
        self.document = document
        self.name = grid.name
        self.grid = grid
        self.runs: list[ColumnEdit] = []
        self.grown: list[Grown] = []
        self.new_rows: dict[int, Mapping[str, str]] = {}
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.last_row = 0
        self.base_styles: dict[int, str] = {}
        self.new_columns: dict[int, int] = {}
        self.used: dict[int, int] = {}
        self._rules: list[ConditionalRule] = []
        self._marks: Sequence[Mark] | None = None
        self._touched: set[int] = set()
        self._confirmed: set[Cell] = set()

    @property
    def xml(self) -> SheetXml:
        return self.document.sheet(self.name)

    @property
    def tables(self) -> list[Table]:
        return self.document.tables(self.name)

    @cached_property
    def formulas(self) -> dict[Cell, FormulaCell]:
        return {(formula.row, formula.column): formula for formula in self.xml.formulas}

    def table_with(self, header_row: int) -> Table | None:
        """The table with this header; None if there is none."""
        for table in self.tables:
            if table.info.first_row == header_row:
                return table
        return None

    def columns_added_to(self, header_row: int) -> list[int]:
        """The columns that were added to this header."""
        return [column for column, row in self.new_columns.items() if row == header_row]

    # -- cells

    def set_cells(
        self,
        cells: ColumnValues,
        look: CellLook | None,
        options: WriteOptions = DEFAULT_OPTIONS,
    ) -> None:
        """Write values into rows that exist. See Workbook.set_cells."""
        cells = cells.ordered()
        formulas = self._formula_rows(cells, overwrite=options.overwrite_formulas)
        cells = self._changed_cells(cells, formulas)
        if len(cells.rows):
            keep_blank = cells.column in self.new_columns
            style = self._new_style(cells, look)
            self.add(cells, look, style, options._replace(keep_blanks=keep_blank))

    def clear_cells(self, column: int, rows: Sequence[int], look: CellLook) -> None:
        """See Workbook.clear_cells."""
        cells = ColumnValues(column, rows, [None] * len(rows))
        self._formula_rows(cells, overwrite=True)
        if len(rows):
            self.add(cells, look, self._new_style(cells, look), AS_NEW)

    def add(
        self,
        cells: ColumnValues,
        look: CellLook | None,
        base: str,
        options: WriteOptions = DEFAULT_OPTIONS,
    ) -> None:
        """Add the runs for these values. New cells have the style `base`, or its date."""
        self._touched.add(cells.column)
        for is_date, some in cells.by_type():
            fresh, over = self._run_styles(some, look, base, is_date)
            if options.restyle:
                over = partial(always, fresh)
            run = ColumnEdit(
                some.column, some.rows, some.values, fresh, over, options=options
            )
            self.runs.append(run)

    def _run_styles(
        self, cells: ColumnValues, look: CellLook | None, base: str, is_date: bool
    ) -> tuple[str, Callable[[str], str]]:
        """The style of a new cell, and how the style of an existing one changes."""
        styles = self.document.ensure_styles()
        fresh = base
        over: Callable[[str], str] = keep_style
        if look is not None or is_date:
            over = partial(styles.for_value, look=look or PLAIN, is_date=is_date)
            fresh = over(base)
        if Link in set(map(type, cells.values)):
            over = partial(_linked, styles, over)
            fresh = styles.link(fresh)
        return fresh, over

    def _new_style(self, cells: ColumnValues, look: CellLook | None) -> str:
        """The style of a new cell among these."""
        base = self._base_style(cells.column, cells.rows[0])
        if look is None:
            return base
        return self.document.ensure_styles().new_cell(base, look, is_date=False)

    def _base_style(self, column: int, row: int) -> str:
        """The style of the column, or else of its first cell from this row on."""
        if column not in self.base_styles:
            style = self.xml.column_style(column)
            self.base_styles[column] = style or self.xml.first_style(column, row)
        return self.base_styles[column]

    def _formula_rows(self, cells: ColumnValues, *, overwrite: bool) -> set[int]:
        """The rows whose formula is overwritten. Raises SheetflowError if it must not be."""
        found = formula_rows(self.grid, cells, overwrite=overwrite)
        if found:
            check_arrays(self.grid, self.xml.formula_areas, cells.column, found)
        return found

    def _changed_cells(self, cells: ColumnValues, formulas: set[int]) -> ColumnValues:
        """The cells that do not have their value yet."""
        if cells.column in self._touched or cells.column in self.new_columns:
            return cells
        now = present_values(self.grid, cells)
        changed = changed_positions(cells, now, formulas)
        if changed and has_formulas(cells):
            changed = self._without_confirmed(cells, now, changed)
        if len(changed) == len(cells.rows):
            return cells
        return cells.at(changed)

    def _without_confirmed(
        self, cells: ColumnValues, now: list[object], changed: list[int]
    ) -> list[int]:
        """The positions of cells that have another formula or value.

        The others are remembered: their values are not out of date.
        """
        column, rows, values = cells
        same_formula = {
            i
            for i in changed
            if is_same_formula(self.formulas.get((rows[i], column)), now[i], values[i])
        }
        self._confirmed |= {(rows[i], column) for i in same_formula}
        return [i for i in changed if i not in same_formula]

    # -- headers and rules

    def restyle_header(self, header_row: int, columns: Iterable[int]) -> None:
        """Make the header cells of derived columns grey where they are not."""
        present = self.xml.styles_in_row(header_row)
        for column in columns:
            style = present.get(column, "")
            grey = self.document.ensure_styles().header(style, derived=True)
            if column in present and grey != style:
                run = ColumnEdit(
                    column, [header_row], None, restyled=partial(always, grey)
                )
                self.runs.append(run)

    def add_rules(self, rules: Iterable[ConditionalRule]) -> None:
        """Have these conditional formats in the sheet."""
        self._rules += rules

    def mark(self, marks: Sequence[Mark]) -> None:
        """Have exactly these marks in the sheet."""
        self._marks = marks

    # -- what changes

    @property
    def _filled(self) -> list[ColumnEdit]:
        """The runs that change what cells contain, not only their style."""
        return [
            run
            for run in self.runs
            if len(run.rows) and (run.values is not None or run.tails is not None)
        ]

    @property
    def changed(self) -> list[tuple[int, Sequence[int]]]:
        """The columns and rows of cells whose content changes."""
        return [(run.column, run.rows) for run in self._filled]

    @property
    def settled_formulas(self) -> set[Cell]:
        """The formula cells that are overwritten, or that are as they must be."""
        formulas = self.grid.formulas
        columns = {column for _, column in formulas}
        written = [
            run
            for run in self._filled
            if run.column in columns and not run.options.only_empty
        ]
        cells = {(row, run.column) for run in written for row in run.rows}
        return self._confirmed | (cells & formulas)

    # -- putting it into the XML

    def finish(self, patches: list[Splice]) -> None:
        """Put everything into the sheet's part. Call it once."""
        part = self.xml.part
        if self._marks is not None:
            sheet_part = self.document.sheet_parts[self.name]
            put_marks(self.document, sheet_part, part, self._marks)
        self._ensure_rules()
        set_widths(part, self.widths)
        if self.runs or patches:
            self._splice_rows(patches)
            set_dimension(part, self._changed_areas())
        if self.last_row:
            cut_dimension(part, self.last_row)

    def _ensure_rules(self) -> None:
        for rule in self._rules:
            table = self.table_with(rule.header_row)
            last_row = table.info.last_data_row if table else 0
            ensure_rule(self.xml.part, self.document.ensure_styles(), rule, last_row)

    def _changed_areas(self) -> list[Area]:
        return [
            Area(rows[0], column, rows[-1], column) for column, rows in self.changed
        ]

    def _splice_rows(self, patches: list[Splice]) -> None:
        xml = self.xml
        encoder = CellEncoder(xml.prefix, self.document.date1904, self.name)
        written = self._native_rows(patches, encoder)
        if written is None:
            writer = RowWriter(xml, self.name, patches, self.new_rows, self.heights)
            written = writer.spliced(planned_rows(self.runs, encoder))
        xml.replace_rows(written)

    def _native_rows(self, patches: list[Splice], encoder: CellEncoder) -> bytes | None:
        """The rows with all edits, made in C; None where that is not possible."""
        start, end = row_span(self.xml)
        rows = RowBytes(self.xml.data, start, end)
        if patches:
            inside = [patch.moved(-start) for patch in patches]
            patched = spliced(self.xml.data[start:end], inside)
            rows = RowBytes(patched, 0, len(patched))
        look = look_of_rows(self.new_rows, self.heights)
        return spliced_rows(rows, self.runs, encoder, look)


def _linked(styles: Styles, over: Callable[[str], str], style: str) -> str:
    return styles.link(over(style))


def always(style: str, _: str) -> str:
    """That style, whatever style the cell has."""
    return style
