"""The rows of a sheet as numbers: of each row its quantities, prices, amounts and keys, and whether it is voided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from sheetflow.controls.reconciliation.check_maker import CheckMaker
from sheetflow.controls.reconciliation.formulas import Cells, total
from sheetflow.controls.reconciliation.key_numbers import KeyNumbers
from sheetflow.domain.frame import Frame, units_of
from sheetflow.domain.numbers import (
    MICRO,
    NOTHING,
    AnyArray,
    IntArray,
    multiply,
    take,
)
from sheetflow.domain.relations import ReferenceColumn, references_of
from sheetflow.domain.schema import Column

UNREADABLE = frozenset({"CEL01", "CEL02", "KEY03", "TXT01", "TXT02"})
"""The problems of keys that a formula reads otherwise than the engine."""

VOIDED = "Voided"


@dataclass(frozen=True)
class Part:
    """A part of the numbers of rows, times a factor.

    `array` is its formula: a column, or worked out from columns. `values` are what the run read in each record, in
    millionths; `more` how much more a formula sees in the cells of some records. `reads` is its column.
    """

    array: str
    is_column: bool
    factor: int
    values: AnyArray
    reads: Cells
    more: Mapping[int, Fraction] = field(default_factory=dict)

    def weighted(self, position: str) -> str:
        """The formula of its sum, each row times its position."""
        return f"{self._factor}SUMPRODUCT({position},{self.array})"

    @property
    def plain(self) -> str:
        """The formula of its sum."""
        function = "SUM" if self.is_column else "SUMPRODUCT"
        return f"{self._factor}{function}({self.array})"

    @property
    def _factor(self) -> str:
        return f"{self.factor}*" if self.factor > 1 else ""

    def total(self, weights: IntArray) -> Fraction:
        """The sum of what the run read, each record times its weight."""
        values = multiply(multiply(self.values, weights), self.factor)
        return Fraction(total(values), MICRO)

    def total_of_more(self, weights: IntArray) -> Fraction:
        """How much more a formula sees in all."""
        parts = [int(weights[at]) * more for at, more in self.more.items()]
        return self.factor * sum(parts, Fraction(0))


class NumberColumns:
    """The columns of a sheet whose cells are numbers."""

    def __init__(self, maker: CheckMaker, frame: Frame) -> None:
        self._maker = maker
        self._frame = frame
        self._sheet = frame.schema.sheet

    def parts(self) -> Iterator[Part]:
        """One part for each column that is in the workbook."""
        factor = 0
        for column in self._frame.schema.facts:
            cells = self._maker.formulas.column(self._sheet, column.header)
            if cells is not None and self._shows_what_is_read(column):
                factor += 1
                values = self._values(column)
                reads = (self._sheet, column.header)
                more = self._more(reads, values)
                yield Part(cells, True, factor, values, reads, more)

    def _shows_what_is_read(self, column: Column) -> bool:
        """Whether it is known what number a cell holds.

        A percentage may be a hundredth, by the format of its cell; which are is known where no run adds rows.
        """
        if column.kind == "percent":
            return self._frame.schema.master_data
        return column.is_number

    def _values(self, column: Column) -> AnyArray:
        """The numbers as the cells hold them: millionths."""
        values = self._frame.number(column.header)
        whole = multiply(values, MICRO // units_of(column))
        if column.kind != "percent":
            return whole
        rows = self._maker.references.percent_rows(self._sheet, column.header)
        return np.where(np.isin(self._frame.rows, list(rows)), values, whole)

    def _more(self, cells: Cells, values: AnyArray) -> dict[int, Fraction]:
        """How much more a formula sees in cells that are another number to Excel, or none."""
        return {
            at: (number or Fraction(0)) - Fraction(int(values[at]), MICRO)
            for at, number in self._maker.view.odd(*cells).items()
        }


class KeyColumns:
    """The columns of a sheet that name records, its own and others."""

    def __init__(self, maker: CheckMaker, frame: Frame) -> None:
        self._maker = maker
        self._frame = frame
        self._sheet = frame.schema.sheet

    def parts(self) -> Iterator[Part]:
        """One part for all columns together; none where there is nothing to read."""
        arrays: list[str] = []
        values = np.zeros(len(self._frame), dtype=np.int64)
        for factor, header in enumerate(self._headers(), 1):
            cells = self._maker.formulas.column(self._sheet, header)
            if cells is not None and self._is_readable(header):
                read, numbers = self._read(header)
                if read.tells_apart:
                    arrays.append(read.array(cells, factor))
                    values = values + factor * numbers
        voided = self._voided()
        if voided:
            arrays.append(voided)
            values = values + self._frame.given(VOIDED)
        if arrays:
            reads = (self._sheet, self._frame.schema.key[0])
            yield Part("+".join(arrays), False, 1, multiply(values, MICRO), reads)

    def _voided(self) -> str:
        """The array of whether rows are voided; empty where a formula cannot tell."""
        if not self._frame.schema.voidable or self._maker.view.problems(
            self._sheet, VOIDED
        ):
            return ""
        cells = self._maker.formulas.column(self._sheet, VOIDED)
        return f'({cells}<>"")' if cells else ""

    def _headers(self) -> Iterator[str]:
        """The columns of keys: those that name records, and what they are named by."""
        schema = self._frame.schema
        is_named = schema.reference is not None or len(schema.key) > 1
        names = set(schema.key) if is_named else set()
        names |= set(self._references())
        if schema.composite:
            names |= set(schema.composite.columns)
        return (
            column.header
            for column in schema.facts
            if column.header in names and column.is_text
        )

    def _references(self) -> dict[str, ReferenceColumn]:
        return {each.header: each for each in references_of(self._sheet)}

    def _is_readable(self, header: str) -> bool:
        """Whether a formula reads the same in each cell as the run."""
        found = self._maker.view.problems(self._sheet, header)
        return not any(problem.code in UNREADABLE for problem in found)

    def _read(self, header: str) -> tuple[KeyNumbers, IntArray]:
        """What a formula reads of a column, and the number of each key."""
        keys = self._frame[header]
        reference = self._references().get(header)
        if reference is None:
            read = KeyNumbers.of(keys)
            return read, read.numbers(keys)
        link = self._frame.link(reference.name)
        if np.equal(keys[link < 0], NOTHING).all():
            read, numbers = self._maker.keys_of(reference.target)
            return read, take(numbers, link)
        known = self._maker.known_keys(reference.target)
        read = KeyNumbers.of(np.concatenate([known, keys[link < 0]]))
        return read, read.numbers(keys)
