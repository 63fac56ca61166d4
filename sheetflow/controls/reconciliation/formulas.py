"""Formulas and what they give, made together, so that the two cannot part.

Only functions that Excel 2010 and LibreOffice both have, each a single pass over its columns. SUMIFS leaves out
error cells by the condition that the cell is below 1E+300, which no error or text is; a word is asked for as
`*word*`, so that spaces around it do no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from sheetflow.controls.reconciliation.check import References
from sheetflow.controls.reconciliation.seen import Condition, Seen, empty, numeric
from sheetflow.domain.numbers import MICRO, AnyArray, Mask, total_by

Cells = tuple[str, str]
"""A column: its sheet and header."""


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
        turned = tuple(
            ("+" if sign == "-" else "-", text) for sign, text in other.parts
        )
        return Term((*self.parts, *turned), self.value - other.value, self._also(other))

    def _also(self, other: Term) -> tuple[Cells, ...]:
        return tuple(dict.fromkeys((*self.reads, *other.reads)))

    @property
    def text(self) -> str:
        """The formula without `=`."""
        return (
            "".join(sign + text for sign, text in self.parts).removeprefix("+") or "0"
        )


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
    return int(total_by(np.zeros(len(values), dtype=np.int64), values, 1)[0])


class Formulas:
    """Makes the functions of the checks over one workbook; a column that it does not have counts as 0."""

    def __init__(self, seen: Seen, references: References) -> None:
        self.seen = seen
        self.column = references.column

    def total(self, sheet: str, header: str, *conditions: Condition) -> Term:
        """The sum of a column's numbers in the rows that are not voided and meet the conditions."""
        column, seen = self.column(sheet, header), self.seen
        if column is None or any(
            self.column(sheet, c.header) is None and not c.allows_empty
            for c in conditions
        ):
            return NOTHING
        voidable = seen.book[sheet].schema.voidable
        asked = [numeric(header), *conditions, *([empty("Voided")] if voidable else [])]
        asked = [
            condition
            for condition in asked
            if self.column(sheet, condition.header) is not None
        ]
        rows = np.logical_and.reduce(
            [seen.meets(sheet, condition) for condition in asked]
        )
        value = self._sum(sheet, header, rows)
        criteria = [
            f"{self.column(sheet, condition.header)},{condition.text}"
            for condition in asked
        ]
        return call(f"SUMIFS({column},{','.join(criteria)})", value, (sheet, header))

    def _sum(self, sheet: str, header: str, rows: Mask) -> Fraction:
        """What the numbers of these rows add up to."""
        odd = self.seen.odd(sheet, header)
        plain = rows.copy()
        plain[list(odd)] = False
        value = Fraction(total(self.seen.book[sheet].number(header)[plain]), MICRO)
        return value + sum(
            (number for at, number in odd.items() if number and rows[at]), Fraction(0)
        )

    def derived(self, sheet: str, header: str, millionths: AnyArray) -> Term:
        """The sum of a column that the engine writes."""
        column = self.column(sheet, header)
        return (
            NOTHING
            if column is None
            else call(f"SUM({column})", Fraction(total(millionths), MICRO))
        )
