"""Columns as the values of cells: exact numbers, dates, Yes and No; keys as their owner types them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.domain.frame import units_of
from sheetflow.domain.numbers import BLANK, AnyArray, values_of
from sheetflow.domain.schema import Column
from sheetflow.workbook import Value

COUNTED = frozenset({"Line", "Container"})
"""Keys that count 1, 2, 3 … within an order: they are written as numbers, as people type them."""


def cell_values(
    column: Column, values: AnyArray, numbers: Mapping[str, float] | None = None
) -> list[Value]:
    """A column as cells; None where blank. `numbers` are the keys that their owner typed as numbers elsewhere."""
    if column.is_text:
        texts = values.tolist()
        known = (
            {text: _key(column, text, numbers or {}) for text in set(texts)}
            if column.kind == "key"
            else None
        )
        return texts if known is None else [known[text] for text in texts]
    if column.kind == "date":
        days = {
            day: None if day == BLANK else date.fromordinal(day)
            for day in values_of(values).tolist()
        }
        return [days[day] for day in values.tolist()]
    if column.kind == "yes-no":
        words: dict[int, Value] = {BLANK: None, 0: "No", 1: "Yes"}
        return [words[value] for value in values.tolist()]
    return number_values(values, units_of(column))


def _key(column: Column, text: str | None, numbers: Mapping[str, float]) -> Value:
    if text is None:
        return None
    if (
        column.header in COUNTED
        and text.isascii()
        and text.isdigit()
        and str(int(text)) == text
    ):
        return int(text)
    return numbers.get(text, text)


def number_values(values: AnyArray, units: int) -> list[Value]:
    """Numbers of `units` to one as cells: whole ones as int, others as the decimal fraction that they are, exactly."""
    if values.dtype == object:
        return [
            None if value == BLANK else _exact(int(value), units)
            for value in values.tolist()
        ]
    blank = values == BLANK
    if blank.all():
        return [None] * len(values)
    whole = values // units
    if not blank.any() and (whole * units == values).all():
        return whole.tolist()  # type: ignore[no-any-return]
    # n / units is the double nearest to the fraction; with 15 digits or fewer it prints as exactly that fraction.
    cells: list[Value] = (values / units).tolist()
    for at in np.flatnonzero(blank | (np.abs(values) >= 10**15)).tolist():
        cells[at] = None if blank[at] else _exact(int(values[at]), units)
    return cells


def _exact(value: int, units: int) -> Value:
    whole, rest = divmod(value, units)
    return whole if not rest else Decimal(value) / units


def hundredths(values: list[Value]) -> list[Value]:
    """Percentages as a cell that is formatted in percent holds them."""
    return [
        Decimal(str(value)) / 100 if isinstance(value, (int, float, Decimal)) else value
        for value in values
    ]
