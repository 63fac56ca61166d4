"""Rows added to what a sheet holds: in its owner's styles, his formulas carried down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sheetflow.workbook.cells import excel_tables as tables
from sheetflow.workbook.cells.cell_references import Growth, cell_name
from sheetflow.workbook.cells.column_edits import AS_NEW, WriteOptions
from sheetflow.workbook.cells.data_region import (
    DataRegion,
    check_blank,
    check_room,
    find_region,
)
from sheetflow.workbook.cells.row_heights import row_heights
from sheetflow.workbook.formulas.growing_ranges import Grown
from sheetflow.workbook.model import PLAIN, CannotGrow, Look, Value
from sheetflow.workbook.sheets.row_template import RowTemplate
from sheetflow.workbook.sheets.totals_row import Totals, move_totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.sheets.sheet import SheetEditor


_OVER_TOTALS = WriteOptions(keep_blanks=True, overwrite_formulas=True, restyle=True)


class Appender:
    """Adds rows to one sheet."""

    def __init__(self, editor: SheetEditor) -> None:
        self._editor = editor
        self._totals: dict[str, Totals] = {}

    def region(
        self, header_row: int, columns: Mapping[int, object] | Sequence[int]
    ) -> DataRegion:
        """The rows below a header, those appended already among them."""
        editor = self._editor
        found = find_region(editor.grid, editor.tables, header_row, columns)
        used = max(found.last_used, editor.used.get(header_row, 0))
        added = [
            column for column, row in editor.new_columns.items() if row == header_row
        ]
        last_column = max([found.last_column, *added])
        return found._replace(
            last_column=last_column, last_used=used, last_row=max(found.last_row, used)
        )

    # -- rows

    def append_rows(
        self,
        header_row: int,
        columns: Mapping[int, Sequence[Value]],
        looks: Mapping[int, Look],
    ) -> range:
        """See Workbook.append_rows."""
        if not columns:
            return range(0)
        region = self.region(header_row, columns)
        return self._append_below(region, columns, looks, region.columns)

    def _append_below(
        self,
        region: DataRegion,
        columns: Mapping[int, Sequence[Value]],
        looks: Mapping[int, Look],
        blank: Iterable[int],
    ) -> range:
        """Add the rows below those in use, where these columns must be `blank`."""
        editor, count = self._editor, max(map(len, columns.values()))
        rows = range(region.next_row, region.next_row + count)
        if not count:
            return rows
        template = RowTemplate(editor, region)
        if rows[-1] > region.last_row:
            check_room(editor.grid, editor.xml, region, rows[-1], editor.tables)
            check_blank(editor.grid, region, rows[-1], blank)
        self._check_formulas(template, rows, columns, blank)
        editor.new_rows.update(dict.fromkeys(rows, template.row_attributes))
        carried = (
            column for column in region.columns if column not in editor.new_columns
        )
        for column in sorted(
            {*carried, *columns}
        ):  # what this run adds has no look of its owner's to carry down
            self._append_column(
                template, column, rows, columns.get(column, ()), looks.get(column)
            )
        editor.used[region.header_row] = rows[-1]
        if rows[-1] > region.last_row:
            self._grow(region, rows[-1])
        return rows

    def _check_formulas(
        self,
        template: RowTemplate,
        rows: range,
        columns: Mapping[int, Sequence[Value]],
        blank: Iterable[int],
    ) -> None:
        """A formula below the data may be one that was filled down in advance; any other is in the way."""
        editor, totals = self._editor, template.totals_in(rows) or range(0)
        below = {
            p
            for p in editor.grid.formulas
            if p[0] in rows and p[0] not in totals and p[1] in blank
        }
        for row, column in sorted(below):
            carried, there = (
                template.carried(column),
                editor.formulas.get((row, column)),
            )
            filled_down = (
                carried
                and there
                and carried(row).text == editor.xml.formula_text(there)
            )
            if not filled_down or any(
                value is not None for value in columns.get(column, ())
            ):
                raise CannotGrow(
                    f"sheet {editor.name}: rows cannot be added below row {rows.start - 1}: the cell "
                    f"{cell_name(row, column)} holds a formula; move it away from below the data"
                )

    def _append_column(
        self,
        template: RowTemplate,
        column: int,
        rows: range,
        values: Sequence[Value],
        look: Look | None,
    ) -> None:
        editor = self._editor
        given = any(value is not None for value in values)
        filled = [*values, *[None] * (len(rows) - len(values))]
        carried = template.carried(column)
        if carried:
            filled = [
                carried(row) if value is None else value
                for row, value in zip(rows, filled, strict=True)
            ]
        base = template.style(column, look)
        old = template.totals_in(rows)
        split = len(rows) if old is None else max(0, old.start - rows.start)
        end = split if old is None else min(len(rows), old.stop - rows.start)
        for part in (slice(0, split), slice(end, len(rows))):
            if rows[part]:
                editor.add(
                    column,
                    rows[part],
                    filled[part],
                    look,
                    base,
                    WriteOptions(keep_blanks=True, only_empty=not given),
                )
        if rows[
            split:end
        ]:  # where the totals row stood there is data now, and it looks like data
            editor.add(
                column, rows[split:end], filled[split:end], look, base, _OVER_TOTALS
            )

    def _grow(self, region: DataRegion, last: int) -> None:
        editor, table = self._editor, region.table
        growth = Growth(
            region.header_row + 1,
            region.last_row,
            last,
            region.first_column,
            region.last_column,
        )
        editor.grown.append(Grown(editor.name, growth, region.totals_rows, bool(table)))
        if not table:
            return
        info = table.info
        if info.totals_rows:
            self._totals.setdefault(
                info.name, Totals(info.last_data_row + 1, region.columns)
            )
        tables.set_extent(table, last, info.last_column)
        self._update(table, last_row=last + info.totals_rows)

    def take_in(self, header_row: int, last: int) -> None:
        """See Workbook.take_in."""
        editor = self._editor
        table = next(
            table for table in editor.tables if table.info.first_row == header_row
        )
        region = self.region(header_row, [table.info.first_column])
        rows = range(region.last_row + 1, last + 1)
        check_room(editor.grid, editor.xml, region, last, editor.tables)
        template = RowTemplate(editor, region)
        for column in region.columns:
            carried = template.carried(column)
            if carried:
                blank = [row for row in rows if self._is_blank(row, column)]
                editor.add(
                    column,
                    blank,
                    [carried(row) for row in blank],
                    None,
                    template.style(column, None),
                )
        self._grow(region, last)

    def _is_blank(self, row: int, column: int) -> bool:
        grid = self._editor.grid
        return grid.value(row, column) == "" and (row, column) not in grid.formulas

    def _update(self, table: Table, **changes: Any) -> None:
        info = table.info._replace(**changes)
        self._editor.document.update_table(self._editor.name, table, info)

    def move_totals(self) -> None:
        """Put the totals rows below the grown tables. To be called once, when all rows are known."""
        for table in self._editor.tables:
            if table.info.name in self._totals:
                move_totals(
                    self._editor,
                    self._totals[table.info.name],
                    table.info.last_data_row + 1,
                )

    # -- derived sheets

    def replace_rows(
        self,
        header_row: int,
        columns: Mapping[int, Sequence[Value]],
        looks: Mapping[int, Look],
    ) -> None:
        """See Workbook.replace_rows."""
        editor, count = self._editor, max(map(len, columns.values()), default=0)
        region = self.region(header_row, columns)
        old = region.last_row - header_row
        kept = min(count, old)
        self._set_heights(header_row, columns, looks, max(old, count))
        there, left = (
            range(header_row + 1, header_row + 1 + kept),
            range(header_row + 1 + kept, region.last_row + 1),
        )
        gone = [
            row
            for row in left
            if any(editor.grid.value(row, column) != "" for column in columns)
        ]
        for column, values in columns.items():
            look, fitting = (
                looks.get(column, PLAIN),
                [*values[:kept], *[None] * (kept - len(values))],
            )
            editor.set_cells(column, there, fitting, look, AS_NEW)
            editor.clear_cells(column, gone, look)
        if count > old:
            rest = {column: values[kept:] for column, values in columns.items()}
            template = region.last_row if region.last_row > header_row else 0
            region = region._replace(last_used=region.last_row, template_row=template)
            self._append_below(region, rest, looks, columns)
        elif left and region.table and not region.totals_rows:
            last = header_row + max(1, count)
            self._shrink(region.table, last)
            if not self._holds_more_below(last, region, columns):
                editor.last_row = last

    def _holds_more_below(
        self, last: int, region: DataRegion, columns: Mapping[int, object]
    ) -> bool:
        """Whether anything of the owner's stands beside the rows that go, or below them."""
        rows = enumerate(self._editor.grid.rows[last:], last + 1)
        cells = (
            (row, column, cell)
            for row, line in rows
            for column, cell in enumerate(line, 1)
        )
        return any(
            cell != "" and (row > region.last_row or column not in columns)
            for row, column, cell in cells
        )

    def _set_heights(
        self,
        header_row: int,
        columns: Mapping[int, Sequence[Value]],
        looks: Mapping[int, Look],
        rows: int,
    ) -> None:
        """Fit the rows to their text, if any of their columns breaks it into lines."""
        xml = self._editor.xml
        wrapped = [
            (xml.column_width(at), values)
            for at, values in columns.items()
            if looks.get(at, PLAIN).wrap
        ]
        if wrapped:
            heights = row_heights(wrapped)
            heights += [0.0] * (rows - len(heights))
            self._editor.heights.update(enumerate(heights, header_row + 1))

    def _shrink(self, table: Table, last: int) -> None:
        if last < table.info.last_row:
            tables.set_extent(table, last, table.info.last_column)
            self._update(table, last_row=last)
