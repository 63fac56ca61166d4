"""Rows of a pandas DataFrame, read as if a person had typed them into a sheet.

A number, date or text of a DataFrame becomes the cell that it would be in Excel, and the cell is read as every other
is. What a workbook would not accept is not accepted from a DataFrame either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import SheetSchema, loose
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.reading.cells import is_midnight
from sheetflow.reading.locate import find_layout
from sheetflow.reading.sheets import RawSheet, read_sheet
from sheetflow.workbook.model import Grid

if TYPE_CHECKING:
    import pandas as pd


def cells_of(series: pd.Series[Any]) -> list[object]:
    """The values of a column as cells: '' if there is none."""
    blank = series.isna().to_numpy()
    values = series.tolist()
    return ["" if no else _cell(value) for no, value in zip(blank, values, strict=True)]


def _cell(value: object) -> object:
    """One value as a cell of Excel stores it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, datetime):
        return value.date() if is_midnight(value) else value
    if isinstance(value, Decimal):
        return _decimal_cell(value)
    return value


def _decimal_cell(value: Decimal) -> object:
    """An exact number: as a number where Excel's 15 digits are enough, else as text."""
    number = float(value)
    is_exact = value.is_finite() and Decimal(f"{number:.15g}") == value
    return number if is_exact else str(value)


def read_facts(sheet: str, frame: pd.DataFrame) -> RawSheet:
    """The rows of a DataFrame as rows of a sheet of facts; they have no Excel rows yet.

    Columns are matched as headers are: without regard to case and spaces. Raises SheetflowError at a column that the
    sheet does not have or that a run writes itself, and where a required one is missing.
    """
    schema = sheet_schema(sheet)
    headers = [_header(schema, str(name)) for name in frame.columns]
    grid = _as_grid(sheet, headers, frame)
    raw = read_sheet(grid, find_layout(grid, schema))
    no_rows = np.zeros(len(raw.frame), dtype=np.int64)
    return replace(raw, frame=replace(raw.frame, rows=no_rows))


def read_rows(sheet: str, rows: Iterable[Mapping[str, object]]) -> RawSheet:
    """Rows, each with its values by header, as rows of a sheet of facts."""
    import pandas as pd

    return read_facts(sheet, pd.DataFrame(list(rows), dtype=object))


def _as_grid(sheet: str, headers: list[str], frame: pd.DataFrame) -> Grid:
    """A DataFrame as the sheet that it would be in Excel."""
    columns = [cells_of(frame.iloc[:, at]) for at in range(len(headers))]
    rows: list[list[object]] = [list(headers)]
    rows += [list(row) for row in zip(*columns, strict=True)]
    return Grid(sheet, rows)


def _header(schema: SheetSchema, name: str) -> str:
    """The header that a column of a DataFrame means."""
    facts = {loose(column.header): column.header for column in schema.facts}
    if loose(name) in facts:
        return facts[loose(name)]
    if loose(name) in {loose(header) for header in schema.headers}:
        raise SheetflowError(
            f"{schema.sheet}: a run works out {name} itself; leave that column out"
        )
    suggestion = did_you_mean(name, list(facts.values()))
    raise SheetflowError(f"{schema.sheet} has no column {name}{suggestion}")


def with_rows(raw: RawSheet, more: RawSheet) -> RawSheet:
    """A sheet with the rows of `more` below its own, numbered on from its last."""
    size = len(raw.frame)
    frame = raw.frame.extended(len(more.frame), more.frame.columns, {})
    frame = replace(frame, rows=_numbered(raw.frame.rows, len(more.frame)))
    problems = [_moved(problem, size) for problem in more.problems]
    headers = {*raw.raw, *more.raw}
    cells = {header: _joined(raw, more, header) for header in headers}
    return RawSheet(frame, [*raw.problems, *problems], cells)


def _numbered(rows: IntArray, count: int) -> IntArray:
    """The Excel rows of a sheet, and those that `count` more will have if nothing is in their way."""
    last = int(rows.max(initial=1))
    return np.concatenate([rows, np.arange(last + 1, last + 1 + count)])


def _moved(problem: Problem, size: int) -> Problem:
    """A problem of a row that now comes below `size` others."""
    at = problem.record
    return replace(problem, record=at + size if at >= 0 else at)


def _joined(raw: RawSheet, more: RawSheet, header: str) -> Sequence[object]:
    """The cells of one column, of both sheets."""
    return [*_cells_of(raw, header), *_cells_of(more, header)]


def _cells_of(raw: RawSheet, header: str) -> Sequence[object]:
    blank = [""] * len(raw.frame)
    return raw.raw.get(header, blank)


def add_rows(
    raw: Mapping[str, RawSheet], more: Mapping[str, RawSheet]
) -> dict[str, RawSheet]:
    """The sheets of a workbook with more rows below theirs; a sheet that it lacks is added."""
    joined = {
        sheet: with_rows(raw[sheet], rows) if sheet in raw else rows
        for sheet, rows in more.items()
    }
    return {**raw, **joined}
