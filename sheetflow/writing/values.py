"""Columns as the values of cells: exact numbers, dates, Yes and No; keys as their owner types them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.domain.frame import units_of
from sheetflow.domain.number_series import MOST_DIGITS
from sheetflow.domain.numbers import BLANK, AnyArray, values_of
from sheetflow.domain.schema import Column
from sheetflow.workbook import Value

COUNTED = frozenset({"Line", "Container"})
"""Keys that count 1, 2, 3 … within an order: they are written as numbers, as people type them."""

EXACT = 10**15
"""A float has 15 exact digits: below this, it prints as the fraction that it is nearest to."""


def cell_values(
    column: Column, values: AnyArray, numbers: Mapping[str, float] | None = None
) -> list[Value]:
    """A column as cells; None where blank. `numbers` are the keys that their owner typed as numbers elsewhere."""
    if column.kind == "key":
        return _key_cells(column, values.tolist(), numbers or {})
    if column.is_text:
        return values.tolist()  # type: ignore[no-any-return]
    if column.kind == "date":
        return _date_cells(values)
    if column.kind == "yes-no":
        words: dict[int, Value] = {BLANK: None, 0: "No", 1: "Yes"}
        return [words[value] for value in values.tolist()]
    return number_values(values, units_of(column))


def _key_cells(
    column: Column, keys: list[str | None], numbers: Mapping[str, float]
) -> list[Value]:
    cells = {key: _key_cell(column, key, numbers) for key in set(keys)}
    return [cells[key] for key in keys]


def _key_cell(column: Column, key: str | None, numbers: Mapping[str, float]) -> Value:
    if key is None:
        return None
    if column.header in COUNTED and _is_plain_number(key):
        return int(key)
    return numbers.get(key, key)


def _is_plain_number(key: str) -> bool:
    """Whether a key is a whole number as Excel shows it: 12, but not 012."""
    if len(key) > MOST_DIGITS:
        return False
    return key.isascii() and key.isdigit() and str(int(key)) == key


def _date_cells(days: AnyArray) -> list[Value]:
    cells: dict[int, Value] = {
        day: date.fromordinal(day) for day in values_of(days).tolist() if day != BLANK
    }
    return [cells.get(day) for day in days.tolist()]


def number_values(values: AnyArray, units: int) -> list[Value]:
    """Numbers in `units` per one as cells: whole ones as int, others as their exact decimal fraction."""
    if values.dtype == object:
        return [_exact(value, units) for value in values.tolist()]
    blank = values == BLANK
    if blank.all():
        return [None] * len(values)
    whole = values // units
    if not blank.any() and (whole * units == values).all():
        return whole.tolist()  # type: ignore[no-any-return]
    cells: list[Value] = (values / units).tolist()
    odd = blank | (np.abs(values) >= EXACT)
    for at in np.flatnonzero(odd).tolist():
        cells[at] = _exact(int(values[at]), units)
    return cells


def _exact(value: int, units: int) -> Value:
    """One number as a cell: None where blank."""
    if value == BLANK:
        return None
    whole, rest = divmod(int(value), units)
    return Decimal(int(value)) / units if rest else whole


def hundredths(values: list[Value]) -> list[Value]:
    """Percentages as a cell that is formatted in percent stores them."""
    return [
        Decimal(str(value)) / 100 if isinstance(value, (int, float, Decimal)) else value
        for value in values
    ]
