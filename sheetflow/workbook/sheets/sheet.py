"""The edits of one sheet: collected as runs of cells, and put into its XML when the workbook is saved."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.cells.cell_encoder import CellEncoder, as_formula, as_read
from sheetflow.workbook.cells.cell_references import Area, cell_name
from sheetflow.workbook.cells.column_edits import (
    AS_NEW,
    DEFAULT_OPTIONS,
    ColumnEdit,
    WriteOptions,
    keep_style,
)
from sheetflow.workbook.cells.dimensions import cut_dimension, set_dimension, set_widths
from sheetflow.workbook.cells.row_plans import planned_rows
from sheetflow.workbook.cells.row_writer import RowWriter
from sheetflow.workbook.model import (
    PLAIN,
    ConditionalRule,
    Formula,
    Grid,
    Link,
    Look,
    Mark,
    Value,
)
from sheetflow.workbook.notes.marked_cells import put_marks
from sheetflow.workbook.styles.conditional_formats import ensure_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sheetflow.workbook.archive.xml_part import Splice
    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.cells.sheet_xml import FormulaCell, SheetXml
    from sheetflow.workbook.formulas.growing_ranges import Grown
    from sheetflow.workbook.package.document import Document
    from sheetflow.workbook.styles.styles import Styles


class SheetEditor:
    """What is to change in one sheet."""

    def __init__(self, document: Document, grid: Grid) -> None:
        self.document = document
        self.name = grid.name
        self.grid = grid
        self.runs: list[ColumnEdit] = []
        self.grown: list[Grown] = []
        self.new_rows: dict[int, Mapping[str, str]] = {}
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.last_row = 0  # the last of a derived sheet that became shorter
        self.base_styles: dict[int, str] = {}
        self.new_columns: dict[int, int] = {}  # their header rows
        self.used: dict[
            int, int
        ] = {}  # the last row in use by header row, where rows were appended
        self._rules: list[ConditionalRule] = []
        self._marks: Sequence[Mark] | None = None
        self._touched: set[int] = set()
        self._confirmed: set[tuple[int, int]] = set()

    @property
    def xml(self) -> SheetXml:
        return self.document.sheet(self.name)

    @property
    def tables(self) -> list[Table]:
        return self.document.tables(self.name)

    @cached_property
    def formulas(self) -> dict[tuple[int, int], FormulaCell]:
        return {(formula.row, formula.column): formula for formula in self.xml.formulas}

    # -- cells

    def set_cells(
        self,
        column: int,
        rows: Sequence[int],
        values: Sequence[Value],
        look: Look | None,
        options: WriteOptions = DEFAULT_OPTIONS,
    ) -> None:
        """Write values into rows that exist; what is there already is left alone. See Workbook.set_cells."""
        rows, values = _in_order(rows, values)
        formulas = self._formula_rows(column, rows, options.overwrite_formulas)
        rows, values = self._changes(column, rows, values, formulas)
        if len(rows):
            options = options._replace(keep_blanks=column in self.new_columns)
            self.add(
                column, rows, values, look, self._fresh(column, rows[0], look), options
            )

    def clear_cells(self, column: int, rows: Sequence[int], look: Look) -> None:
        """See Workbook.clear_cells."""
        self._formula_rows(column, rows, overwrite=True)
        if len(rows):
            self.add(
                column,
                rows,
                [None] * len(rows),
                look,
                self._fresh(column, rows[0], look),
                AS_NEW,
            )

    def _fresh(self, column: int, row: int, look: Look | None) -> str:
        """The style of a new cell."""
        base = self._base_style(column, row)
        return (
            base
            if look is None
            else self.document.ensure_styles().new_cell(base, look, is_date=False)
        )

    def add(
        self,
        column: int,
        rows: Sequence[int],
        values: Sequence[Value],
        look: Look | None,
        base: str,
        options: WriteOptions = DEFAULT_OPTIONS,
    ) -> None:
        """Add the runs for these values; a new cell looks like `base`, dates and all."""
        styles = self.document.ensure_styles()
        self._touched.add(column)
        for is_date, some_rows, some in by_kind(rows, values):
            fresh, over = base, keep_style
            if look is not None or is_date:
                served = partial(styles.for_value, look=look or PLAIN, is_date=is_date)
                fresh, over = served(base), served
            if Link in set(map(type, some)):
                over = partial(_linked, styles, over)
                fresh = styles.link(fresh)
            if options.restyle:
                over = partial(always, fresh)
            self.runs.append(
                ColumnEdit(column, some_rows, some, fresh, over, options=options)
            )

    def _formula_rows(
        self, column: int, rows: Sequence[int], overwrite: bool
    ) -> set[int]:
        """The rows in which a formula stands. Raises SheetflowError where it must not be overwritten."""
        found = (
            {row for row in rows if (row, column) in self.grid.formulas}
            if self.grid.formulas
            else set()
        )
        for row in sorted(found):
            if not overwrite:
                raise SheetflowError(
                    f"{self.name}!{cell_name(row, column)} holds a formula, which is not overwritten; clear the cell"
                )
            if any(
                area.overlaps(Area(row, column, row, column))
                for area in self.xml.formula_areas
            ):
                raise SheetflowError(
                    f"{self.name}!{cell_name(row, column)} is part of an array formula; clear that formula"
                )
        return found

    def _changes(
        self,
        column: int,
        rows: Sequence[int],
        values: Sequence[Value],
        formulas: set[int],
    ) -> tuple[Sequence[int], Sequence[Value]]:
        """The rows whose cell does not hold the value yet, and their values."""
        if column in self._touched or column in self.new_columns:
            return rows, values
        now, wanted = self._present(column, rows), as_read(values)
        kinds = set(map(type, wanted))
        if not formulas and now == wanted and bool not in kinds | set(map(type, now)):
            return (), ()
        changed = [
            i
            for i, (old, new) in enumerate(zip(now, wanted, strict=True))
            if old != new or type(old) is not type(new) or rows[i] in formulas
        ]
        if kinds & {Formula, Link}:
            equal = {
                i
                for i in changed
                if not self._formula_differs(rows[i], column, now[i], values[i])
            }
            self._confirmed |= {(rows[i], column) for i in equal}
            changed = [i for i in changed if i not in equal]
        if len(changed) == len(rows):
            return rows, values
        return [rows[i] for i in changed], [values[i] for i in changed]

    def _present(self, column: int, rows: Sequence[int]) -> list[object]:
        if not rows:
            return []
        present = self.grid.column(column)
        if rows[-1] <= len(present) and rows[-1] - rows[0] + 1 == len(rows):
            return present[rows[0] - 1 : rows[-1]]
        return [present[row - 1] if row <= len(present) else "" for row in rows]

    def _formula_differs(
        self, row: int, column: int, old: object, value: Value
    ) -> bool:
        """Is the formula another, or has it another value?"""
        if not isinstance(value, Formula | Link):
            return True
        formula, there = as_formula(value), self.formulas.get((row, column))
        return (
            there is None
            or there.text != formula.text
            or as_read([formula.cached]) != [old]
        )

    def _base_style(self, column: int, row: int) -> str:
        """What a new cell of the column looks like: as the column does, or the cells that it has further down."""
        if column not in self.base_styles:
            style = self.xml.column_style(column)
            below = (found for at, found in self.xml.styles_of(column) if at >= row)
            self.base_styles[column] = style or next(below, "")
        return self.base_styles[column]

    # -- headers and rules

    def restyle_header(self, header_row: int, columns: Iterable[int]) -> None:
        """Make the header cells of derived columns grey where they are not."""
        styles, present = (
            self.document.ensure_styles(),
            self.xml.styles_in_row(header_row),
        )
        for column in columns:
            style = present.get(column, "")
            grey = styles.header(style, derived=True)
            if column in present and grey != style:
                self.runs.append(
                    ColumnEdit(
                        column, [header_row], None, restyled=partial(always, grey)
                    )
                )

    def add_rules(self, rules: Iterable[ConditionalRule]) -> None:
        self._rules += rules

    def mark(self, marks: Sequence[Mark]) -> None:
        self._marks = marks

    # -- putting it into the XML

    @property
    def _filled(self) -> list[ColumnEdit]:
        """The runs that give cells other contents."""
        return [
            run
            for run in self.runs
            if len(run.rows) and (run.values is not None or run.tails is not None)
        ]

    @property
    def changed(self) -> list[tuple[int, Sequence[int]]]:
        """Where cells get other contents: columns and their rows."""
        return [(run.column, run.rows) for run in self._filled]

    @property
    def settled_formulas(self) -> set[tuple[int, int]]:
        """The formula cells that are overwritten, or hold what they shall hold."""
        columns = {column for _, column in self.grid.formulas}
        written = (
            run
            for run in self._filled
            if run.column in columns and not run.options.only_empty
        )
        places = {(row, run.column) for run in written for row in run.rows}
        return self._confirmed | (places & self.grid.formulas)

    def finish(self, patches: list[Splice]) -> None:
        """Put everything into the sheet's part. To be called once."""
        if self._marks is not None:
            put_marks(
                self.document,
                self.document.sheet_parts[self.name],
                self.xml.part,
                self._marks,
            )
        for rule in self._rules:
            ensure_rule(
                self.xml.part,
                self.document.ensure_styles(),
                rule,
                self._last_row_of(rule.header_row),
            )
        set_widths(self.xml.part, self.widths)
        if self.runs or patches:
            self._splice_rows(patches)
            areas = [
                Area(rows[0], column, rows[-1], column) for column, rows in self.changed
            ]
            set_dimension(self.xml.part, areas)
        if self.last_row:
            cut_dimension(self.xml.part, self.last_row)

    def _last_row_of(self, header_row: int) -> int:
        """The last data row of the table with this header; 0 where there is no table."""
        infos = (table.info for table in self.tables)
        return next(
            (info.last_data_row for info in infos if info.first_row == header_row), 0
        )

    def _splice_rows(self, patches: list[Splice]) -> None:
        xml = self.xml
        splicer = RowWriter(xml, self.name, patches, self.new_rows, self.heights)
        inside = splicer.spliced(
            planned_rows(self.runs, CellEncoder(xml.prefix, self.document.date1904))
        )
        xml.replace_rows(inside)


def _linked(styles: Styles, over: Callable[[str], str], style: str) -> str:
    return styles.link(over(style))


def always(style: str, _: str) -> str:
    """That style, whatever the cell had."""
    return style


def _in_order(
    rows: Sequence[int], values: Sequence[Value]
) -> tuple[Sequence[int], Sequence[Value]]:
    """The rows ascending, their values with them."""
    assert len(rows) == len(values), "a value for every row"
    rows = rows if isinstance(rows, range | list) else [int(row) for row in rows]
    if isinstance(rows, range) and rows.step > 0:
        return rows, values
    if all(a < b for a, b in itertools.pairwise(rows)):
        return rows, values
    latest = dict(zip(rows, values, strict=True))
    ordered = sorted(latest)
    return ordered, [latest[row] for row in ordered]


def by_kind(
    rows: Sequence[int], values: Sequence[Value]
) -> Iterable[tuple[bool, Sequence[int], Sequence[Value]]]:
    """Dates and other values apart, for they want different styles; blanks go with either."""
    kinds = set(map(type, values))
    dates = kinds & {dt.date, dt.datetime}
    if not dates or kinds <= {*dates, type(None)}:
        return [(bool(dates), rows, values)] if values else []
    apart: dict[bool, tuple[list[int], list[Value]]] = {}
    for row, value in zip(rows, values, strict=True):
        some = apart.setdefault(isinstance(value, dt.date), ([], []))
        some[0].append(row)
        some[1].append(value)
    return [(is_date, *some) for is_date, some in apart.items()]
