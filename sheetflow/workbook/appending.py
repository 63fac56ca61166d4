"""Rows and columns added to what a sheet holds: in its owner's styles, his formulas carried down."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook import tables
from sheetflow.workbook.formulas import moved
from sheetflow.workbook.model import PLAIN, CannotGrow, Formula, Look, Value
from sheetflow.workbook.ranges import Grown, grown_formula
from sheetflow.workbook.references import Area, Growth, cell_name, column_number, parse_area
from sheetflow.workbook.region import Region, check_room, find_region
from sheetflow.workbook.runs import How, Run
from sheetflow.workbook.sheet import always
from sheetflow.workbook.xml import parse_attributes, plain_text, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sheetflow.workbook.sheet import SheetEditor
    from sheetflow.workbook.tables import Table

# What a new row takes over from the row above it.
_ROW_ATTRIBUTES = ("ht", "customHeight", "s", "customFormat")


class Totals(NamedTuple):
    """A totals row as it stands in the file, which moves down when its table grows."""

    row: int
    columns: range


class Appender:
    """Adds rows and columns to one sheet."""

    def __init__(self, editor: SheetEditor) -> None:
        self._editor = editor
        self._totals: dict[str, Totals] = {}

    def region(self, header_row: int, columns: Mapping[int, object] | Sequence[int]) -> Region:
        """The rows below a header, those appended already among them."""
        editor = self._editor
        found = find_region(editor.grid, editor.tables, header_row, columns)
        used = max(found.last_used, editor.used.get(header_row, 0))
        added = [column for column, row in editor.new_columns.items() if row == header_row]
        last_column = max([found.last_column, *added])
        return found._replace(last_column=last_column, last_used=used, last_row=max(found.last_row, used))

    # -- rows

    def append_rows(self, header_row: int, columns: Mapping[int, Sequence[Value]], looks: Mapping[int, Look]) -> range:
        """See Workbook.append_rows."""
        region = self.region(header_row, columns)
        return self.append_below(region, columns, looks)

    def append_below(self, region: Region, columns: Mapping[int, Sequence[Value]], looks: Mapping[int, Look]) -> range:
        """Add the rows below those in use."""
        editor, count = self._editor, max(map(len, columns.values()), default=0)
        rows = range(region.next_row, region.next_row + count)
        if not count:
            return rows
        if rows[-1] > region.last_row:
            check_room(editor.grid, editor.xml, region, rows[-1], editor.tables)
        template = _Template(editor, region)
        self._check_formulas(region, template, rows, columns)
        editor.new_rows.update(dict.fromkeys(rows, template.row_attributes))
        for column in sorted({*region.columns, *columns}):
            values = columns.get(column, ())
            self._append_column(template, column, rows, values, looks.get(column))
        editor.used[region.header_row] = rows[-1]
        if rows[-1] > region.last_row:
            self._grow(region, rows[-1])
        return rows

    def _check_formulas(
        self, region: Region, template: _Template, rows: range, columns: Mapping[int, Sequence[Value]]
    ) -> None:
        """A formula below the data may be one that was filled down in advance; any other is in the way."""
        editor, totals = self._editor, template.totals_in(rows) or range(0)
        for row, column in sorted(editor.grid.formulas):
            if row not in rows or row in totals or column not in region.columns:
                continue
            carried, there = template.carried(column), editor.formulas.get((row, column))
            filled_down = carried and there and carried(row).text == editor.xml.formula_text(there)
            if not filled_down or any(value is not None for value in columns.get(column, ())):
                raise CannotGrow(
                    f"sheet {editor.name}: rows cannot be added below row {region.last_used}: the cell "
                    f"{cell_name(row, column)} holds a formula; move it away from below the data"
                )

    def _append_column(
        self, template: _Template, column: int, rows: range, values: Sequence[Value], look: Look | None
    ) -> None:
        editor = self._editor
        given = any(value is not None for value in values)
        filled = [*values, *[None] * (len(rows) - len(values))]
        carried = template.carried(column)
        if carried:
            filled = [carried(row) if value is None else value for row, value in zip(rows, filled, strict=True)]
        base = template.style(column, look)
        old = template.totals_in(rows)
        split = len(rows) if old is None else max(0, old.start - rows.start)
        end = split if old is None else min(len(rows), old.stop - rows.start)
        for part in (slice(0, split), slice(end, len(rows))):
            if rows[part]:
                editor.add(column, rows[part], filled[part], look, base, How(keep_blank=True, only_new=not given))
        if old is not None:
            self._replace_totals(column, rows[split:end], filled[split:end], base)

    def _replace_totals(self, column: int, rows: range, values: list[Value], style: str) -> None:
        """Where the totals row stood there is data now, and it looks like data."""
        over = partial(always, style)
        self._editor.runs.append(
            Run(
                column,
                rows,
                values,
                style,
                over,
                how=How(keep_blank=True, formulas_too=True, restyle_blank=True),
            )
        )

    def _grow(self, region: Region, last: int) -> None:
        editor, table = self._editor, region.table
        growth = Growth(region.header_row + 1, region.last_row, last, region.first_column, region.last_column)
        editor.grown.append(Grown(editor.name, growth, region.totals_rows, bool(table)))
        if not table:
            return
        info = table.info
        if info.totals_rows:
            self._totals.setdefault(info.name, Totals(info.last_data_row + 1, region.columns))
        tables.set_extent(table, last, info.last_column)
        self._update(table, last_row=last + info.totals_rows)

    def _update(self, table: Table, **changes: object) -> None:
        self._editor.document.update_table(self._editor.name, table, table.info._replace(**changes))  # type: ignore[arg-type]

    # -- totals

    def move_totals(self) -> None:
        """Put the totals rows below the grown tables. To be called once, when all rows are known."""
        for table in self._editor.tables:
            if table.info.name in self._totals:
                self._move(self._totals[table.info.name], table.info.last_data_row + 1)

    def _move(self, totals: Totals, row: int) -> None:
        editor, xml = self._editor, self._editor.xml
        data = xml.row_bytes(totals.row)
        editor.new_rows[row] = _kept(xml.row_attributes(totals.row))
        for match in xml.cell_pattern.finditer(data):
            column = column_number(match[1].decode())
            if column in totals.columns:
                attributes = parse_attributes(match[3])
                style = attributes.pop("s", "")
                tail = self._moved_tail(attributes, data, match.end())
                editor.runs.append(
                    Run(
                        column,
                        [row],
                        None,
                        style,
                        partial(always, style),
                        tails=[tail],
                        how=How(keep_blank=True),
                    )
                )

    def _moved_tail(self, attributes: dict[str, str], data: bytes, head: int) -> str:
        """The content of a totals cell; the value of a formula is left to be calculated anew."""
        px = self._editor.xml.prefix
        said = "".join(f' {name}="{quoted(value)}"' for name, value in attributes.items() if name != "r")
        if data[head - 2 : head] == b"/>":
            return f"{said}/>"
        close = f"</{px}c>"
        inside = data[head : data.index(close.encode(), head)].decode()
        formula = re.search(rf"<{px}f[^>]*>([^<]*)</{px}f>", inside)
        if not formula:
            return f"{said}>{inside}{close}"
        text = grown_formula(self._editor.grown, self._editor.name, plain_text(formula[1].encode()))
        return f"><{px}f>{quoted(text)}</{px}f>{close}"

    # -- columns

    def add_columns(
        self, header_row: int, headers: Sequence[str], looks: Sequence[Look], widths: Sequence[float]
    ) -> list[int]:
        """See Workbook.add_columns."""
        editor = self._editor
        table = next((t for t in editor.tables if t.info.first_row == header_row), None)
        first = self._room_in_table(table, len(headers)) if table else self._room_beside(header_row, len(headers))
        columns = list(range(first, first + len(headers)))
        self._style_columns(header_row, columns, looks)
        for column, header, look, width in zip(columns, headers, looks, widths, strict=True):
            self._write_header(header_row, column, header, look)
            editor.widths[column], editor.new_columns[column] = width, header_row
        if table:
            tables.add_columns(table, list(headers))
            tables.set_extent(table, table.info.last_data_row, columns[-1])
            self._update(table, last_column=columns[-1], columns=(*table.info.columns, *headers))
        else:
            self._widen_filter(header_row, columns)
        return columns

    def _room_in_table(self, table: Table, count: int) -> int:
        info, editor = table.info, self._editor
        wanted = Area(info.first_row, info.last_column + 1, info.last_row, info.last_column + count)
        blocked = next((t for t in editor.tables if t.area.meets(wanted)), None)
        if blocked:
            raise CannotGrow(
                f"sheet {editor.name}: columns cannot be added to the table {info.name}, the table "
                f"{blocked.info.name} stands beside it; move it aside"
            )
        for row in range(wanted.first_row, min(wanted.last_row, len(editor.grid.rows)) + 1):
            for column in range(wanted.first_column, wanted.last_column + 1):
                if editor.grid.value(row, column) != "":
                    raise CannotGrow(
                        f"sheet {editor.name}: columns cannot be added to the table {info.name}, the cell "
                        f"{cell_name(row, column)} is in use; move what stands right of the table"
                    )
        return wanted.first_column

    def _room_beside(self, header_row: int, count: int) -> int:
        """The first column right of the header from which on everything below is blank."""
        grid, run = self._editor.grid, 0
        added = [column for column, row in self._editor.new_columns.items() if row == header_row]
        width = len(grid.rows[0]) if grid.rows else 0
        header = grid.rows[header_row - 1] if header_row <= len(grid.rows) else []
        used = max((i for i, value in enumerate(header, 1) if value != ""), default=0)
        column = max([used, *added])
        while run < count:
            column += 1
            clear = column > width or all(row[column - 1] == "" for row in grid.rows[header_row - 1 :])
            run = run + 1 if clear else 0
        return column - count + 1

    def _style_columns(self, header_row: int, columns: list[int], looks: Sequence[Look]) -> None:
        """New columns look like their left neighbour's cells, but for what their own look says."""
        editor, neighbour = self._editor, columns[0] - 1
        data = editor.xml.styles_in_row(header_row + 1).get(neighbour, "")
        for column, look in zip(columns, looks, strict=True):
            base = editor.document.styles.fresh(data, look, is_date=False) if look.derived else data
            editor.base_styles[column] = base

    def _write_header(self, header_row: int, column: int, header: str, look: Look) -> None:
        editor = self._editor
        present = editor.xml.styles_in_row(header_row)
        left = max((c for c in present if c < column), default=0)
        style = editor.document.styles.header(present.get(left, ""), look.derived)
        editor.runs.append(Run(column, [header_row], [header], style, partial(always, style)))

    def _widen_filter(self, header_row: int, columns: list[int]) -> None:
        part = self._editor.xml.part
        for element in part.all("autoFilter", part.root):
            area = parse_area(element.get("ref"))
            if area.first_row == header_row and area.last_column == columns[0] - 1:
                part.set_attribute(element, "ref", area._replace(last_column=columns[-1]).text)

    # -- derived sheets

    def replace_rows(self, header_row: int, columns: Mapping[int, Sequence[Value]], looks: Mapping[int, Look]) -> None:
        """See Workbook.replace_rows."""
        editor, count = self._editor, max(map(len, columns.values()), default=0)
        region = self.region(header_row, columns)
        old = region.last_row - header_row
        kept = min(count, old)
        clear = max(0, old - count)
        rows = range(header_row + 1, header_row + 1 + kept + clear)
        for column, values in columns.items():
            fitting = [*values[:kept], *[None] * (len(rows) - len(values[:kept]))]
            editor.set_cells(column, rows, fitting, looks.get(column, PLAIN), overwrite=True)
        if count > old:
            rest = {column: values[kept:] for column, values in columns.items()}
            template = region.last_row if region.last_row > header_row else 0
            self.append_below(region._replace(last_used=region.last_row, template_row=template), rest, looks)
        elif clear and region.table and not region.totals_rows:
            self._shrink(region.table, header_row + max(1, count))

    def _shrink(self, table: Table, last: int) -> None:
        if last < table.info.last_row:
            tables.set_extent(table, last, table.info.last_column)
            self._update(table, last_row=last)


class _Template:
    """The row that new rows look like."""

    def __init__(self, editor: SheetEditor, region: Region) -> None:
        self._editor, self._region, self._row = editor, region, region.template_row
        self._styles = editor.xml.styles_in_row(self._row) if self._row else {}
        self.row_attributes = _kept(editor.xml.row_attributes(self._row)) if self._row else {}

    def style(self, column: int, look: Look | None) -> str:
        """The style of a new cell, its kind of value left aside."""
        if column in self._styles:
            return self._styles[column]
        base = self._editor.base_styles.get(column) or self._editor.xml.column_style(column)
        return base if look is None else self._editor.document.styles.fresh(base, look, is_date=False)

    def carried(self, column: int) -> Callable[[int], Formula] | None:
        """The formula of a row, where the column's cells hold one."""
        there = self._editor.formulas.get((self._row, column))
        if there and there.area[:2] == there.area[2:] and there.attributes.get("t") != "array":
            text, row = self._editor.xml.formula_text(there), self._row
            return lambda new: Formula(moved(text, new - row))
        table = self._region.table
        if not there and table and column in table.formulas:
            formula = Formula(table.formulas[column])
            return lambda _: formula
        return None

    def totals_in(self, rows: range) -> range | None:
        """The rows where the table's totals stand so far, if any of the new rows reaches them."""
        first = self._region.last_row + 1
        if not self._region.totals_rows or rows[-1] < first:
            return None
        return range(first, first + self._region.totals_rows)


def _kept(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: attributes[name] for name in _ROW_ATTRIBUTES if name in attributes}
