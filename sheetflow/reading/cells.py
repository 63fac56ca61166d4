"""One cell: whether it is blank, what it says as text, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from sheetflow.domain.numbers import AnyArray
from sheetflow.workbook.model import CellError, NoValue

Words = dict[str, str]
"""The words that fill the placeholders of a problem's text."""


class Fault(NamedTuple):
    """What is wrong with one cell of a column: its position in the list, the code of the problem, its words."""

    at: int
    code: str
    words: Words


class CellFault(NamedTuple):
    """What is wrong with a cell: the code of the problem, and its words."""

    code: str
    words: Words

    def at(self, position: int) -> Fault:
        """The fault at a position of its column."""
        return Fault(position, self.code, self.words)


Read = tuple[AnyArray, list[Fault]]
"""A typed column, and the faults in it."""


def is_blank(cell: object) -> bool:
    """Whether a cell is empty, or has nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_number(cell: object) -> bool:
    """Whether a cell is a number; TRUE and FALSE are not."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def shown(cell: object) -> str:
    """A cell as a message shows it."""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, NoValue):
        return "a formula without a value"
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (int, float)):
        return f"{cell:.15g}"
    if isinstance(cell, datetime) and is_midnight(cell):
        return cell.date().isoformat()
    return str(cell)


def is_midnight(moment: datetime) -> bool:
    """Whether a moment is the start of its day, as a date that Excel stores as a time is."""
    return moment.time() == datetime.min.time()


def key_text(cell: object) -> str | None:
    """A key as text: `00123` stays, the number 1001 means `1001`; None where it cannot be a key (a date, an error)."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (int, float)):
        return f"{Decimal(f'{cell:.15g}'):f}"
    return None


def unreadable(cell: object, otherwise: str) -> CellFault:
    """The fault of a cell that cannot be read: an Excel error, a formula nobody calculated, or the code `otherwise`."""
    if isinstance(cell, CellError):
        return CellFault("CEL01", {})
    if isinstance(cell, NoValue):
        return CellFault("CEL02", {})
    return CellFault(otherwise, {})


def faults_at(positions: Iterable[int], code: str) -> list[Fault]:
    """The same fault at each of these positions."""
    return [Fault(at, code, {}) for at in positions]


def object_array(values: Sequence[object]) -> AnyArray:
    """A one-dimensional object array of these values."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
