"""Rows added below a header: in their owner's styles, with formulas carried down."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells import excel_tables
from sheetflow.workbook.cells.cell_references import Growth, cell_name
from sheetflow.workbook.cells.column_edits import WriteOptions
from sheetflow.workbook.cells.data_region import (
    DataRegion,
    check_blank,
    check_room,
    find_region,
)
from sheetflow.workbook.formulas.growing_ranges import Grown, filled_formula
from sheetflow.workbook.model import PLAIN, CannotGrow, CellLook, Formula, Value
from sheetflow.workbook.sheets.column_values import ColumnValues
from sheetflow.workbook.sheets.move_cells import CellMoves, move_cells
from sheetflow.workbook.sheets.row_template import RowTemplate
from sheetflow.workbook.sheets.totals_row import Totals, move_totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sheetflow.workbook.cells.column_edits import ColumnEdit
    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.sheets.sheet_editor import SheetEditor

_OVER_TOTALS = WriteOptions(keep_blanks=True, overwrite_formulas=True, restyle=True)


class RowValues(NamedTuple):
    """Rows to write: for each column, its values from the first row on and its look."""

    columns: Mapping[int, Sequence[Value]]
    looks: Mapping[int, CellLook]

    @property
    def row_count(self) -> int:
        return max(map(len, self.columns.values()), default=0)

    def after(self, count: int) -> RowValues:
        """The rows after the first ones."""
        rest = {column: values[count:] for column, values in self.columns.items()}
        return self._replace(columns=rest)

    def look(self, column: int) -> CellLook:
        return self.looks.get(column, PLAIN)

    def has_value(self, column: int) -> bool:
        """Whether any of the rows has a value in this column."""
        return any(value is not None for value in self.columns.get(column, ()))


class Appender:
    """Adds rows to one sheet."""

    def __init__(self, editor: SheetEditor) -> None:
        self.editor = editor
        self._totals: dict[str, Totals] = {}
        self._moves: list[CellMoves] = []
        self._carried: list[ColumnEdit] = []

    def region(
        self, header_row: int, columns: Mapping[int, object] | Sequence[int]
    ) -> DataRegion:
        """The rows below a header, with those that were appended."""
        editor = self.editor
        found = find_region(editor.grid, editor.tables, header_row, columns)
        used = max(found.last_used, editor.used.get(header_row, 0))
        last_column = max([found.last_column, *editor.columns_added_to(header_row)])
        last_row = max(found.last_row, used)
        return found._replace(
            last_column=last_column, last_used=used, last_row=last_row
        )

    # -- rows

    def append_rows(self, header_row: int, rows: RowValues) -> range:
        """See Workbook.append_rows."""
        if not rows.columns:
            return range(0)
        region = self.region(header_row, rows.columns)
        return self.append_below(region, rows, region.columns)

    def append_below(
        self, region: DataRegion, values: RowValues, blank: Iterable[int]
    ) -> range:
        """Add the rows below those in use, where these columns must be `blank`.

        Raises CannotGrow if they are not.
        """
        rows = range(region.next_row, region.next_row + values.row_count)
        if not rows:
            return rows
        last = rows[-1]
        template = RowTemplate(self.editor, region)
        self._check_free(region, last, blank)
        self._check_formulas(template, rows, values, blank)
        self.editor.new_rows.update(dict.fromkeys(rows, template.row_attributes))
        for column in self._columns(region, values):
            self._append_column(template, column, rows, values)
        self.editor.used[region.header_row] = last
        if last > region.last_row:
            self._grow(region, last)
        return rows

    def _check_free(self, region: DataRegion, last: int, blank: Iterable[int]) -> None:
        """Raise CannotGrow if there is no space down to row `last`."""
        editor = self.editor
        if last > region.last_row:
            check_room(editor.grid, editor.xml, region, last, editor.tables)
            check_blank(editor.grid, region, last, blank)

    def _columns(self, region: DataRegion, values: RowValues) -> list[int]:
        """The columns to write.

        Columns added in this run have no style of the owner's to carry down.
        """
        new = self.editor.new_columns
        carried = [column for column in region.columns if column not in new]
        return sorted({*carried, *values.columns})

    def _check_formulas(
        self,
        template: RowTemplate,
        rows: range,
        values: RowValues,
        blank: Iterable[int],
    ) -> None:
        """Raise CannotGrow for a formula below the data that is not filled down already."""
        totals = template.totals_in(rows) or range(0)
        below = [
            (row, column)
            for row, column in self.editor.grid.formulas
            if row in rows and row not in totals and column in blank
        ]
        for row, column in sorted(below):
            if values.has_value(column) or not template.is_carried_to(row, column):
                raise CannotGrow(
                    f"sheet {self.editor.name}: no rows can be added below row "
                    f"{rows.start - 1} because the cell {cell_name(row, column)} has a "
                    "formula; move it so that it is not below the data"
                )

    def _append_column(
        self, template: RowTemplate, column: int, rows: range, values: RowValues
    ) -> None:
        given = values.columns.get(column, ())
        look = values.looks.get(column)
        carried = template.carried(column)
        filled = _filled(given, rows, carried)
        before = len(self.editor.runs)
        cells = ColumnValues(column, rows, filled)
        base = template.style(column, look)
        how = WriteOptions(keep_blanks=True, only_empty=not values.has_value(column))
        start, end = template.totals_positions(rows)
        for part in (cells.part(0, start), cells.part(end, len(rows))):
            if part.rows:
                self.editor.add(part, look, base, how)
        # Data goes over the former totals row, and looks like data.
        over_totals = cells.part(start, end)
        if over_totals.rows:
            self.editor.add(over_totals, look, base, _OVER_TOTALS)
        if carried is not None and not values.has_value(column):
            self._carried += self.editor.runs[before:]

    # -- growing

    def _grow(self, region: DataRegion, last: int) -> None:
        """Note that the rows now end at `last`; a table's end moves at once."""
        self.editor.grown.append(self._grown(region, last))
        if region.table is not None:
            self._grow_table(region.table, region, last)

    def _grown(self, region: DataRegion, last: int) -> Grown:
        is_table = region.table is not None
        growth = _growth(region, last)
        return Grown(self.editor.name, growth, region.totals_rows, is_table)

    def _grow_table(self, table: Table, region: DataRegion, last: int) -> None:
        info = table.info
        if info.totals_rows:
            totals = Totals(info.last_data_row + 1, region.columns)
            self._totals.setdefault(info.name, totals)
        excel_tables.set_extent(table, last, info.last_column)
        longer = info._replace(last_row=last + info.totals_rows)
        self.editor.document.update_table(self.editor.name, table, longer)

    def extend_table(self, header_row: int, last: int) -> None:
        """See Workbook.extend_table."""
        editor = self.editor
        table = editor.table_with(header_row)
        assert table is not None, f"a table with its header in row {header_row}"
        region = self.region(header_row, [table.info.first_column])
        rows = range(region.last_row + 1, last + 1)
        check_room(editor.grid, editor.xml, region, last, editor.tables)
        template = RowTemplate(editor, region)
        for column in region.columns:
            self._fill_down(template, column, rows)
        self._grow(region, last)

    def _fill_down(self, template: RowTemplate, column: int, rows: range) -> None:
        """Write the column's formula into its blank cells."""
        carried = template.carried(column)
        if carried is None:
            return
        blank = [row for row in rows if self._is_blank(row, column)]
        cells = ColumnValues(column, blank, [carried(row) for row in blank])
        before = len(self.editor.runs)
        self.editor.add(cells, None, template.style(column, None))
        self._carried += self.editor.runs[before:]

    def _is_blank(self, row: int, column: int) -> bool:
        grid = self.editor.grid
        return grid.value(row, column) == "" and (row, column) not in grid.formulas

    def grow_carried(self, grown: Sequence[Grown]) -> None:
        """Let the formulas carried down read what `grown` makes longer.

        Call it once, when all rows of all sheets are known.
        """
        for run in self._carried:
            values = run.values or ()
            if any(self._carried_value(value, grown) != value for value in values[:1]):
                run.values = [self._carried_value(value, grown) for value in values]

    def _carried_value(self, value: Value, grown: Sequence[Grown]) -> Value:
        if not isinstance(value, Formula):
            return value
        return Formula(filled_formula(grown, self.editor.name, value.text))

    def follow_rows(self, moves: CellMoves) -> None:
        """Have the owner's cells follow their rows once all edits are known."""
        self._moves.append(moves)

    def move_cells(self, grown: Sequence[Grown]) -> None:
        """Put the owner's cells next to their rows; `grown` are those of all sheets.

        Call it once, when all rows are known.
        """
        for moves in self._moves:
            move_cells(self.editor, moves, grown)

    def move_totals(self) -> None:
        """Put the totals rows below the grown tables.

        Call it once, when all rows are known.
        """
        for table in self.editor.tables:
            totals = self._totals.get(table.info.name)
            if totals:
                move_totals(self.editor, totals, table.info.last_data_row + 1)


def _growth(region: DataRegion, last: int) -> Growth:
    """That the rows of a region now end at `last`."""
    return Growth(
        region.header_row + 1,
        region.last_row,
        last,
        region.first_column,
        region.last_column,
    )


def _filled(
    given: Sequence[Value], rows: range, carried: Callable[[int], Formula] | None
) -> list[Value]:
    """A value for every row: the given ones, then the carried formula or None."""
    filled = [*given, *[None] * (len(rows) - len(given))]
    if carried is None:
        return filled
    pairs = zip(rows, filled, strict=True)
    return [carried(row) if value is None else value for row, value in pairs]
