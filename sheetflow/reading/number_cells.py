"""Columns of numbers, read exactly. Clean columns are converted whole; only odd cells are looked at one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from sheetflow.domain.frame import units_of
from sheetflow.domain.numbers import BLANK, LARGEST, LARGEST_SUM, AnyArray, IntArray
from sheetflow.domain.schema import Column
from sheetflow.reading.cells import (
    CellFault,
    Fault,
    Read,
    is_blank,
    is_number,
    unreadable,
)
from sheetflow.reading.text_conventions import (
    NO_LOCALE,
    TextConventions,
    looks_like_a_number,
)

_DECIMALS = {"percent": 4, "whole": 0}
_MOST_DECIMALS = 6

Percents = Callable[[], set[int]]
"""Finds the positions of the cells that are formatted in percent."""

OddNumber = tuple[int, list[CellFault]]
"""The value of one cell, BLANK if unreadable, and what is wrong with it."""


def read_numbers(
    cells: Sequence[object],
    column: Column,
    find_percents: Percents | None = None,
    conventions: TextConventions = NO_LOCALE,
) -> Read:
    """A column of numbers: millionths, percentages in ten-thousandths of a percent, whole numbers as they are.

    Floats are read at Excel's own precision of 15 significant digits: 19.989999999999998 is 19.99 (rules.md
    section 2).
    """
    plain = [at for at, cell in enumerate(cells) if type(cell) in (float, int)]
    percents = find_percents() if find_percents and plain else set()
    values, inexact = _read_plain(cells, plain, units_of(column))
    odd = inexact | percents.intersection(plain) | _others(cells, plain)
    texts = _numbers_in_texts([cells[at] for at in odd], column, conventions)
    faults: list[Fault] = []
    for at in sorted(odd):
        number = _number_in(cells[at], at in percents, texts)
        if number is None or not number.is_finite():
            faults.append(_not_read(cells[at], conventions).at(at))
            continue
        values[at], found = _odd_number(cells[at], number, column)
        faults += [fault.at(at) for fault in found]
    return values, faults


def _read_plain(
    cells: Sequence[object], plain: Sequence[int], units: int
) -> tuple[IntArray, set[int]]:
    """A column with the plain numbers read, and the positions of those that need a closer look."""
    values = np.full(len(cells), BLANK, dtype=np.int64)
    floats = np.array([cells[at] for at in plain], dtype=np.float64)
    scaled, is_exact = _scaled(floats, units)
    positions = np.array(plain, dtype=np.int64)
    values[positions[is_exact]] = scaled[is_exact]
    return values, set(positions[~is_exact].tolist())


def _others(cells: Sequence[object], plain: Collection[int]) -> set[int]:
    """The positions of cells that are not blank, and not plain numbers."""
    if len(plain) == len(cells):
        return set()
    numbers = set(plain)
    return {
        at for at, cell in enumerate(cells) if at not in numbers and not is_blank(cell)
    }


def _scaled(floats: AnyArray, units: int) -> tuple[IntArray, AnyArray]:
    """Floats as whole units, and where that is proven exact.

    `n / units` is the double nearest to the decimal fraction; where it equals the cell and n has at most 15 digits, the
    cell is that fraction.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        nearest = np.rint(floats * units)
        has_15_digits = np.abs(nearest) < 1e15
        is_same = nearest / units == floats
        is_exact = has_15_digits & is_same & (np.abs(floats) < LARGEST)
    return np.where(is_exact, nearest, 0).astype(np.int64), is_exact


def _odd_number(cell: object, number: Decimal, column: Column) -> OddNumber:
    """One cell that is not a plain number, and the number that it means."""
    largest = LARGEST_SUM if column.kind == "money" else LARGEST
    if abs(number) >= largest:
        return BLANK, [CellFault("NUM03", {})]
    is_stored_as_text = isinstance(cell, str) and "%" not in cell
    words = {"read": f"{number:f}"}
    found = [CellFault("NUM02", words)] if is_stored_as_text else []
    return _rounded(number, column, found)


def _not_read(cell: object, conventions: TextConventions) -> CellFault:
    """Why a cell is not read as a number."""
    if isinstance(cell, str) and looks_like_a_number(cell):
        return CellFault("NUM10", {"why": conventions.why_no_number(cell)})
    return unreadable(cell, "NUM01")


def _number_in(
    cell: object, is_percent: bool, texts: Mapping[str, Decimal | None]
) -> Decimal | None:
    """The number that a cell means; None where it is not a number."""
    if isinstance(cell, str):
        return texts[cell]
    if not is_number(cell):
        return None
    number = Decimal(f"{cell:.15g}")
    return number * 100 if is_percent else number


def _numbers_in_texts(
    cells: Sequence[object], column: Column, conventions: TextConventions
) -> dict[str, Decimal | None]:
    """The numbers typed as text, by the text: 12.5, 10% in a column of percentages, $12.50 in one of money."""
    texts = {cell: cell for cell in cells if isinstance(cell, str)}
    for text in texts:
        if column.kind == "percent" and text.strip().endswith("%"):
            texts[text] = text.strip()[:-1].strip()
        elif column.kind in ("money", "price"):
            texts[text] = conventions.without_currency(text)
    numbers = conventions.numbers(texts.values())
    return {text: numbers[inside] for text, inside in texts.items()}


def _rounded(number: Decimal, column: Column, found: list[CellFault]) -> OddNumber:
    """A decimal in the column's units, with a warning where it has more decimals than are kept."""
    decimals = _DECIMALS.get(column.kind, _MOST_DECIMALS)
    kept = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if kept != number:
        if column.kind == "whole":
            return BLANK, [CellFault("NUM04", {})]
        words = {"places": str(decimals), "kept": f"{kept.normalize():f}"}
        found = [*found, CellFault("NUM05", words)]
    return int(kept * units_of(column)), found
