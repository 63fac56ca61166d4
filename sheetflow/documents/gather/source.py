"""What documents are gathered from: a finished run, and rows of its sheets as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from sheetflow.documents.model import Seller
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame, units_of
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, IntArray, Mask
from sheetflow.engine.process import Result
from sheetflow.ledgers.all import Ledgers

Columns = Mapping[str, Iterable[Any]]
"""Columns of plain values, by the field of a document that each is for."""


@dataclass(frozen=True)
class Source:
    """A finished run, and what all its documents share; `folder` is the workbook's."""

    result: Result
    seller: Seller
    folder: Path

    @property
    def book(self) -> Book:
        """The facts after the run."""
        return self.result.book

    @property
    def ledgers(self) -> Ledgers:
        """What is derived from them."""
        return self.result.ledgers


@dataclass(frozen=True)
class Rows:
    """Some records of a sheet, by position: their cells as lists of plain values."""

    frame: Frame
    at: IntArray

    def __len__(self) -> int:
        return len(self.at)

    def texts(self, header: str) -> list[str]:
        """A column of text; "" where it is blank."""
        return [
            "" if text is None else str(text)
            for text in self.frame[header][self.at].tolist()
        ]

    def numbers(self, header: str) -> list[Decimal]:
        """A column of numbers; 0 where it is blank."""
        return decimals(self.frame.number(header)[self.at], self._units(header))

    def given_numbers(self, header: str) -> list[Decimal | None]:
        """A column of numbers; None where it is blank."""
        units = Decimal(self._units(header))
        return [
            None if value == BLANK else Decimal(value) / units
            for value in self.frame[header][self.at].tolist()
        ]

    def days(self, header: str) -> list[dt.date | None]:
        """A column of dates; None where it is blank."""
        return [
            None if day == BLANK else dt.date.fromordinal(day)
            for day in self.frame[header][self.at].tolist()
        ]

    def dates(self, header: str) -> list[dt.date]:
        """A column of dates that are all there."""
        return [
            dt.date.fromordinal(day) for day in self.frame[header][self.at].tolist()
        ]

    def link(self, name: str) -> list[int]:
        """The positions that they refer to; -1 if there is none."""
        positions: list[int] = self.frame.link(name)[self.at].tolist()
        return positions

    def _units(self, header: str) -> int:
        return units_of(self.frame.schema.column(header))


def records(columns: Columns) -> Iterator[dict[str, Any]]:
    """Columns of the same length as a mapping for each row, by the columns' names."""
    for cells in zip(*columns.values(), strict=True):
        yield dict(zip(columns, cells, strict=True))


def decimals(values: AnyArray, units: int = MICRO) -> list[Decimal]:
    """Scaled integers as exact Decimals: 12,500,000 millionths are 12.5."""
    scale = Decimal(units)
    return [Decimal(value) / scale for value in values.tolist()]


def texts_at(values: AnyArray, at: Sequence[int]) -> list[str]:
    """A text column at these positions; "" where it is blank, or where a position is below 0."""
    return [text_of(values, position) for position in at]


def text_of(values: AnyArray, at: int) -> str:
    """One cell of a text column; "" where it is blank, or where the position is below 0."""
    return "" if at < 0 or values[at] is None else str(values[at])


def rows_of(
    groups: IntArray, wanted: IntArray, where: Mask | None = None
) -> dict[int, IntArray]:
    """The rows (of those under `where`) of each wanted group, in their order; an empty array where it has none."""
    inside = np.isin(groups, wanted)
    if where is not None:
        inside &= where
    found: dict[int, list[int]] = {group: [] for group in wanted.tolist()}
    at = np.flatnonzero(inside)
    for row, group in zip(at.tolist(), groups[at].tolist(), strict=True):
        found[group].append(row)
    return {group: np.array(rows, dtype=np.int64) for group, rows in found.items()}


def lines_of_text(text: str) -> tuple[str, ...]:
    """An address as its lines, without blank ones."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line)
