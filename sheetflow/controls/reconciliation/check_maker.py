"""What the checks are made with: the run, the formulas over its workbook, and the two ways to each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from sheetflow.controls.reconciliation.check import (
    CHANGED_ISSUED,
    Check,
    References,
    quoted,
    rounded,
)
from sheetflow.controls.reconciliation.excel_view import ExcelView
from sheetflow.controls.reconciliation.formulas import (
    Cells,
    Formulas,
    Term,
    exact,
    total,
)
from sheetflow.controls.reconciliation.key_numbers import KeyNumbers
from sheetflow.controls.reconciliation.reasons import because, orders_on_hold, reasons
from sheetflow.domain.frames import Locations
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.engine.process import Result

MONEY = 4
UNITS = 6
COUNT = 0
"""The decimals to which figures are compared: those of the finest currency, of quantities, of counted things."""


@dataclass(frozen=True)
class Figure:
    """A figure of the engine in two ways, in parts (by product, by order …) that must agree one by one: millionths."""

    parts: AnyArray
    again: AnyArray
    shown: tuple[Decimal, Decimal] | None = None
    """What is shown instead of their sums."""

    @classmethod
    def counted(cls, count: int) -> Figure:
        """A figure that the engine counts, in one way."""
        parts = np.array([count], dtype=np.int64)
        return cls(parts, parts, (Decimal(count), Decimal(count)))

    @property
    def agrees(self) -> bool:
        """Whether both ways agree in every part."""
        return bool(np.array_equal(self.parts, self.again))

    @property
    def engine(self) -> Decimal:
        """The figure."""
        return exact(total(self.parts)) if self.shown is None else self.shown[0]

    @property
    def second(self) -> Decimal:
        """The figure the other way."""
        return exact(total(self.again)) if self.shown is None else self.shown[1]


class CheckMaker:
    """Makes the checks of one run."""

    def __init__(self, result: Result, references: References) -> None:
        self.result = result
        self.book = result.book
        self.ledgers = result.ledgers
        self.references = references
        self.view = ExcelView(result)
        self.formulas = Formulas(self.view, references)
        self._keys: dict[str, tuple[KeyNumbers, IntArray]] = {}

    def known_keys(self, sheet: str) -> AnyArray:
        """The keys by which records of a sheet are named; of locations also those that no sheet lists."""
        if sheet == Locations.SHEET:
            return self.book.warehouse.codes
        frame = self.book[sheet]
        return frame[frame.schema.key[0]]

    def keys_of(self, sheet: str) -> tuple[KeyNumbers, IntArray]:
        """What a formula reads of the keys of a sheet, and the number of each; worked out once."""
        if sheet not in self._keys:
            keys = self.known_keys(sheet)
            read = KeyNumbers.of(keys)
            self._keys[sheet] = (read, read.numbers(keys))
        return self._keys[sheet]

    def check(self, name: str, figure: Figure, formula: Term, places: int) -> Check:
        """A figure next to its formula."""
        text = formula.text
        check = Check(
            name=name,
            engine=figure.engine,
            again=figure.second,
            passes=figure.agrees,
            formula=text if places == COUNT else f"ROUND({text},{places})",
            workbook=rounded(formula.value, places),
            places=places,
        )
        return self.explained(check, formula.reads)

    def explained(self, check: Check, reads: Sequence[Cells]) -> Check:
        """The check with the reason why it differs, if it does; its formula reads these columns."""
        if any(self.book[sheet].schema.issued for sheet, _ in reads):
            # A run is not what puts right a cell that was changed there.
            check = replace(check, changed=quoted(CHANGED_ISSUED))
        if not check.difference:
            return check
        differs = reasons(self.view, reads)
        on_hold = orders_on_hold(self.result, self.view, reads)
        return replace(check, differs=differs, because=because(on_hold, differs))
