"""Checks of rows: every row of a sheet is as the run read it.

The sum of a column does not change where two of its cells are swapped, or where a payment is moved to another order.
So each row is one number (row_numbers.py), and the check adds up these numbers, each times its position below the
headers. The plain sum of the same numbers tells which row was changed: one that changes the plain sum by 5 and the
other by 60 is the twelfth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from sheetflow.controls.reconciliation.check import Check, quoted
from sheetflow.controls.reconciliation.check_maker import MONEY, CheckMaker
from sheetflow.controls.reconciliation.row_numbers import (
    KeyColumns,
    NumberColumns,
    Part,
)
from sheetflow.domain.frame import Frame
from sheetflow.domain.messages import Message, message, named, own_text
from sheetflow.domain.schema import Column

DIGITS = 14
"""The digits to which sums are compared: programs add up binary numbers, and round the last ones as they like."""

SHARE = Decimal("1E-14")
CLOSE = Decimal("1E-6")
COARSE = Decimal("1E-2")
"""The share of a sum that may be lost in its last digits, and the limits of what that makes of a position."""

LONGEST = 8_000
"""A little less than the characters that Excel allows in a formula."""

ODD_KEY = message(
    "A key has changed to one of another form, or a cell holds an error: run again"
)
RUN_AGAIN = message("run again")
NEW_ROW = message(
    "put back a rate that was used, and add a row with a [From] date; else run again"
)
PUT_BACK = message(
    "put back what was issued, or void it and issue it again; else run again"
)


def row_checks(maker: CheckMaker) -> Iterator[Check]:
    """A check of each sheet of facts that is in the workbook."""
    for frame in maker.book.frames.values():
        if frame.schema.settings:
            continue
        numbers = NumberColumns(maker, frame).parts()
        keys = KeyColumns(maker, frame).parts()
        parts = [*numbers, *keys]
        if parts:
            yield _RowCheck(maker, frame, parts).check()


class _RowCheck:
    """The check of one sheet."""

    def __init__(self, maker: CheckMaker, frame: Frame, parts: Sequence[Part]) -> None:
        self._maker = maker
        self._frame = frame
        self._parts = parts
        self._sheet = frame.schema.sheet

    def check(self) -> Check:
        """The check, with its formulas."""
        positions = self._maker.references.positions(self._sheet)
        read = sum((part.total(positions) for part in self._parts), Fraction(0))
        more = sum((part.total_of_more(positions) for part in self._parts), read)
        check = Check(
            name=message(
                "{sheet}: every row as the run read it",
                sheet=named(self._sheet),
            ),
            engine=_decimal(read),
            again=_decimal(read),
            passes=True,
            formula=self._weighted(),
            workbook=None if self._has_error() else _decimal(more),
            places=_places(read),
        )
        reads = [part.reads for part in self._parts]
        explained = self._maker.explained(check, reads)
        if not explained.agrees:
            return replace(explained, changed=self._several())
        changed = self._changed(explained)
        return replace(explained, changed=changed, in_error=ODD_KEY)

    def _has_error(self) -> bool:
        """Whether a cell that the formula reads as it is holds an Excel error."""
        columns = [part.reads for part in self._parts if part.is_column]
        return self._maker.view.has_error(*columns)

    def _weighted(self) -> str:
        """The formula of the sum of the rows' numbers, each times its position."""
        column = self._first_column()
        position = f"ROW({column})-ROW(INDEX({column},1))+1"
        return "+".join(part.weighted(position) for part in self._parts)

    def _first_column(self) -> str:
        columns = map(self._column, self._frame.schema.facts)
        return next(column for column in columns if column)

    def _column(self, column: Column) -> str | None:
        return self._maker.formulas.column(self._sheet, column.header)

    def _changed(self, check: Check) -> str:
        """The formula of the result where rows were changed after the run: which row, as far as it was one."""
        position = self._position()
        record = f"ROUND({position},0)"
        is_one = f"ABS({position}-{record})<{_tolerance(check.engine)}"
        several = self._several()
        found = f"IFERROR(IF({is_one},{self._sentence(record)},{several}),{several})"
        return found if len(found) < LONGEST else several

    def _several(self) -> str:
        """What the result says where it was not one row."""
        text = message(
            "Rows were changed, moved or deleted since the last run: {remedy}",
            remedy=self._remedy,
        )
        return quoted(text)

    @property
    def _remedy(self) -> Message:
        schema = self._frame.schema
        if schema.issued:
            return PUT_BACK
        return NEW_ROW if schema.dated else RUN_AGAIN

    def _sentence(self, record: str) -> str:
        """The formula of what happened to a record: `Row 7 PAY-000003 was changed …`; an emptied one has no key."""
        row = f"ROW(INDEX({self._first_column()},{record}))"
        schema = self._frame.schema
        key = self._column(schema.column(schema.key[0]))
        name = f'&" "&INDEX({key},{record})' if key else ""
        text = own_text(
            "Row {row} was changed since the last run: {remedy}",
            row="\0",
            remedy=self._remedy,
        )
        before, after = text.split("\0")
        return f"TRIM({quoted(before)}&{row}{name}&{quoted(after)})"

    def _position(self) -> str:
        """The formula of the position of the row that was changed, if it was one."""
        ones = np.ones(len(self._frame), dtype=np.int64)
        read = sum((part.total(ones) for part in self._parts), Fraction(0))
        plain = "-".join(part.plain for part in self._parts)
        return f"({{engine}}-{{workbook}})/({_decimal(read):f}-{plain})"


def _decimal(value: Fraction) -> Decimal:
    """A fraction of few decimals as it is."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _tolerance(amount: Decimal) -> str:
    """How far from a whole number the position of one changed row is found, in a sum of this size."""
    found = min(max(abs(amount) * SHARE, CLOSE), COARSE)
    return f"{found:.6f}"


def _places(amount: Fraction) -> int:
    """The decimals to which a sum of this size is compared; below 0, to tens or hundreds."""
    whole_digits = len(str(int(abs(amount))))
    return min(MONEY, DIGITS - whole_digits)
