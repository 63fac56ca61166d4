"""Formulas and their values, made together, so that the two always agree.

Only functions that Excel 2010 and LibreOffice both have, each a single pass over its columns. SUMIFS leaves out
error cells by the condition that the cell is below 1E+300, which no error or text is; a word is matched as `*word*`,
so that spaces around it do no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from sheetflow.controls.reconciliation.check import References
from sheetflow.controls.reconciliation.excel_view import (
    YES,
    Condition,
    ExcelView,
    empty,
    numeric,
)
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.numbers import MICRO, AnyArray, Mask, exact_sum, multiply
from sheetflow.domain.schema import loose

Cells = tuple[str, str]
"""A column: its sheet and header."""


_OPPOSITE = {"+": "-", "-": "+"}


@dataclass(frozen=True)
class Term:
    """A sum of functions, each with its sign, its exact value, and the columns of facts that it reads."""

    parts: tuple[tuple[str, str], ...]
    value: Fraction
    reads: tuple[Cells, ...] = ()

    def __add__(self, other: Term) -> Term:
        return Term(
            (*self.parts, *other.parts), self.value + other.value, self._also(other)
        )

    def __sub__(self, other: Term) -> Term:
        negated = tuple((_OPPOSITE[sign], text) for sign, text in other.parts)
        parts = (*self.parts, *negated)
        return Term(parts, self.value - other.value, self._also(other))

    def _also(self, other: Term) -> tuple[Cells, ...]:
        return tuple(dict.fromkeys((*self.reads, *other.reads)))

    @property
    def text(self) -> str:
        """The formula without `=`."""
        text = "".join(sign + text for sign, text in self.parts)
        return text.removeprefix("+") or "0"


NOTHING = Term((), Fraction(0))


def call(text: str, value: Fraction | int, *reads: Cells) -> Term:
    """One function and its value."""
    return Term((("+", text),), Fraction(value), reads)


def constant(millionths: int) -> Term:
    """A number in a formula; nothing for 0."""
    if not millionths:
        return NOTHING
    sign = "-" if millionths < 0 else "+"
    return Term(((sign, f"{abs(exact(millionths)):f}"),), Fraction(millionths, MICRO))


def exact(millionths: int) -> Decimal:
    """Millionths as a decimal."""
    return Decimal(int(millionths)) / Decimal(MICRO)


def total(values: AnyArray) -> int:
    """The exact sum of a column of millionths."""
    return exact_sum(values)


def _in_own_words(sheet: str, condition: Condition) -> list[Condition]:
    """A condition on a word as it is, and on what the workbook writes for it, where that is another word."""
    word = condition.word
    if not word:
        return [condition]
    column = sheet_schema(sheet).column(condition.header)
    own = column.own_word("Yes" if word == YES else word)
    if loose(word) in loose(own):
        return [condition]
    return [condition, condition.with_word(own)]


class Formulas:
    """Makes the functions of the checks over one workbook; a column that it does not have counts as 0."""

    def __init__(self, view: ExcelView, references: References) -> None:
        self.view = view
        self.column = references.column

    def total(self, sheet: str, header: str, *conditions: Condition) -> Term:
        """The sum of a column's numbers in the rows that are not voided and meet the conditions."""
        column = self.column(sheet, header)
        if column is None or not all(self._may_meet(sheet, c) for c in conditions):
            return NOTHING
        criteria = self._criteria(sheet, [numeric(header), *conditions])
        rows = np.logical_and.reduce(
            [self.view.meets(sheet, criterion) for criterion in criteria]
        )
        value = self._sum(sheet, header, rows)
        text = self._sumifs(sheet, column, criteria)
        return call(text, value, (sheet, header))

    def _sumifs(self, sheet: str, column: str, criteria: Sequence[Condition]) -> str:
        """The sum of a column; where the workbook has a word of its own, of the rows with that or the contract's."""
        either: list[list[Condition]] = [[]]
        for condition in criteria:
            own = _in_own_words(sheet, condition)
            if condition.allows_empty:
                either = [[*found, *own] for found in either]
            else:
                either = [[*found, each] for found in either for each in own]
        sums = [self._one_sumifs(sheet, column, each) for each in either]
        return sums[0] if len(sums) == 1 else f"({'+'.join(sums)})"

    def _one_sumifs(
        self, sheet: str, column: str, criteria: Sequence[Condition]
    ) -> str:
        pairs = [f"{self.column(sheet, c.header)},{c.text}" for c in criteria]
        return f"SUMIFS({column},{','.join(pairs)})"

    def _may_meet(self, sheet: str, condition: Condition) -> bool:
        """Whether any row can meet a condition: its column is there, or may be empty."""
        return condition.allows_empty or (
            self.column(sheet, condition.header) is not None
        )

    def _criteria(self, sheet: str, conditions: Sequence[Condition]) -> list[Condition]:
        """The conditions on columns that are there; also that the row is not voided."""
        voidable = self.view.book[sheet].schema.voidable
        criteria = [*conditions, empty("Voided")] if voidable else conditions
        return [
            condition
            for condition in criteria
            if self.column(sheet, condition.header) is not None
        ]

    def _sum(self, sheet: str, header: str, rows: Mask) -> Fraction:
        """The sum of the numbers in these rows."""
        odd = self.view.odd(sheet, header)
        plain = rows.copy()
        plain[list(odd)] = False
        numbers = self.view.book[sheet].number(header)[plain]
        odd_numbers = [number for at, number in odd.items() if number and rows[at]]
        return Fraction(total(numbers), MICRO) + sum(odd_numbers, Fraction(0))

    def products(self, left: Cells, right: Cells) -> Term:
        """The sum of the products of two columns of a sheet, voided rows too; 0 where a cell has an Excel error."""
        columns = [self.column(*left), self.column(*right)]
        if None in columns or self.view.has_error(left, right):
            return NOTHING
        value = self._sum_of_products(left, right)
        return call(f"SUMPRODUCT({columns[0]},{columns[1]})", value, left, right)

    def _sum_of_products(self, left: Cells, right: Cells) -> Fraction:
        """The exact sum, in which a cell that is no number to Excel counts as 0."""
        sheet, _ = left
        numbers = [self.view.book[sheet].number(header) for _, header in (left, right)]
        odd = [self.view.odd(*left), self.view.odd(*right)]
        at = sorted({*odd[0], *odd[1]})
        plain = np.ones(len(numbers[0]), dtype=bool)
        plain[at] = False
        product = multiply(numbers[0][plain], numbers[1][plain])
        found = Fraction(total(product), MICRO * MICRO)
        for record in at:
            seen = [
                each.get(record, Fraction(int(column[record]), MICRO)) or Fraction(0)
                for each, column in zip(odd, numbers, strict=True)
            ]
            found += seen[0] * seen[1]
        return found
