"""A report: its figures, the documents behind them, and what the figures must agree with.

Amounts and quantities are whole numbers of millionths, percentages whole numbers of a
ten-thousandth of a percent, dates day numbers (BLANK for none), as in frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pandas as pd

from sheetflow.domain.frame import PERCENT
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, IntArray, total_by

Kind = Literal["text", "date", "quantity", "money", "percent", "whole"]
Value = str | Decimal | date | int | None

LINE = "_line"
"""The column of documents with the line of figures that each belongs to (a position)."""

SHEET = "_sheet"
RECORD = "_record"
"""The columns of documents that say where the fact is: a sheet and a position in its frame."""


@dataclass(frozen=True)
class Column:
    """A column of a report; one with `total` is summed in the last line."""

    header: str
    kind: Kind = "text"
    total: bool = False


def text(*headers: str) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(header) for header in headers)


def money(*headers: str) -> tuple[Column, ...]:
    """Columns of money that are summed."""
    return tuple(Column(header, "money", total=True) for header in headers)


def quantity(*headers: str) -> tuple[Column, ...]:
    """Columns of quantities that are summed."""
    return tuple(Column(header, "quantity", total=True) for header in headers)


@dataclass(frozen=True)
class Table:
    """Columns, and a DataFrame that has one of each header, in exact whole numbers."""

    columns: tuple[Column, ...]
    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def headers(self) -> list[str]:
        """The headers of the columns."""
        return [column.header for column in self.columns]

    def values(self, column: Column) -> list[Value]:
        """A column as plain values: text, Decimals, dates, None where blank."""
        return plain_values(column.kind, self.frame[column.header])

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows as plain values."""
        return zip(*map(self.values, self.columns), strict=True)

    def sum(self, column: Column) -> int:
        """The sum of a column, in its whole numbers."""
        return exact_sum(self.frame[column.header])

    def total(self, column: Column) -> Decimal:
        """The sum of a column."""
        return Decimal(self.sum(column)) / MICRO


@dataclass(frozen=True)
class Agreement:
    """A figure of a report, and what another part of the workbook makes of it, in millionths."""

    what: str
    figure: int
    source: str
    expected: int
    is_money: bool = True

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.figure == self.expected


@dataclass(frozen=True)
class Report:
    """A report. `covers` says which days it covers; the documents have LINE, SHEET and RECORD."""

    title: str
    covers: str
    figures: Table
    documents: Table
    agreements: Sequence[Agreement]
    notes: Sequence[str] = field(default_factory=tuple)


def plain_values(kind: Kind, column: pd.Series[Any]) -> list[Value]:
    """A column of whole numbers as plain values."""
    values = column.tolist()
    if kind == "text":
        return [value or None for value in values]
    if kind == "date":
        return [None if day == BLANK else date.fromordinal(day) for day in values]
    if kind == "whole":
        return [None if value == BLANK else value for value in values]
    unit = Decimal(PERCENT if kind == "percent" else MICRO)
    return [None if value == BLANK else Decimal(value) / unit for value in values]


def exact_sum(column: pd.Series[Any] | AnyArray) -> int:
    """The sum of a column without its blanks."""
    return sum(value for value in np.asarray(column).tolist() if value != BLANK)


def grouped(
    documents: pd.DataFrame, keys: Sequence[str], amounts: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sums of amounts for each group of equal keys, in the order of the keys.

    Returns the figures, and the documents in their order, each with its line.
    """
    groups = documents.groupby(list(keys), sort=True, dropna=False)
    line: IntArray = groups.ngroup().to_numpy().astype(np.int64)
    by_line = np.argsort(line, kind="stable")
    ordered = documents.iloc[by_line].assign(**{LINE: line[by_line]})
    first = ~ordered[LINE].duplicated()
    figures = ordered.loc[first, list(keys)].reset_index(drop=True)
    for header in amounts:
        sums = sums_by(line, documents[header], len(figures))
        figures[header] = sums
    return figures, ordered.reset_index(drop=True)


def sums_by(line: IntArray, amounts: pd.Series[Any], size: int) -> AnyArray:
    """The exact sum of each of `size` lines."""
    return total_by(line, amounts.to_numpy(), size)


def with_order(
    figures: pd.DataFrame, documents: pd.DataFrame, order: IntArray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures in another order (positions), and their documents in the same."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    line = place[documents[LINE].to_numpy(dtype=np.int64)]
    moved = documents.assign(**{LINE: line}).sort_values(LINE, kind="stable")
    return figures.iloc[order].reset_index(drop=True), moved.reset_index(drop=True)
