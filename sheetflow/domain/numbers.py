"""Exact arithmetic on whole columns.

Quantities, prices and amounts are integers of millionths (`MICRO`), percentages integers of a ten-thousandth of a
percent, so that `1 - discount` is in millionths too. Columns are int64; where a product or a sum could leave int64, the
same operation is done on Python integers (numpy's object dtype), which never overflow. No value passes through a float.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from sheetflow.domain.scale import MICRO as MICRO

if TYPE_CHECKING:
    from numpy.typing import NDArray

    IntArray: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]
    AnyArray: TypeAlias = NDArray[Any]
else:  # numpy.typing costs a tenth of the start of the program, and only type checkers need it
    IntArray = Mask = AnyArray = np.ndarray

BLANK = int(np.iinfo(np.int64).min)
"""What an empty cell is in a column of numbers or dates."""

LARGEST = 10**12
"""What every quantity, price and line total is below (in units); far below what int64 can hold in millionths."""

LARGEST_SUM = 9 * LARGEST
"""What every sum of money is below: a document of several lines, in millionths still within int64."""

NOTHING: AnyArray = np.array(None, dtype=object)
"""An empty cell of a text column, where an array is wanted."""

_ROOM = 2**62


def _largest(values: AnyArray) -> int:
    """The largest size in a column, 0 for an empty one."""
    return max(int(values.max()), -int(values.min())) if len(values) else 0


def _exact(values: AnyArray) -> AnyArray:
    """The same column as Python integers."""
    return values.astype(object)


def _narrow(values: AnyArray) -> AnyArray:
    """Back to int64 where all values fit."""
    if values.dtype == object and _largest(values) < _ROOM:
        return values.astype(np.int64)
    return values


def multiply(left: AnyArray, right: AnyArray | int) -> AnyArray:
    """`left × right`, in Python integers where int64 could overflow."""
    other = np.asarray(right)
    if _largest(left) * _largest(np.atleast_1d(other)) >= _ROOM:
        return _exact(np.atleast_1d(left)) * _exact(np.atleast_1d(other))
    product: AnyArray = left * other
    return product


def divide_half_away(numerator: AnyArray, divisor: AnyArray | int) -> AnyArray:
    """`numerator ÷ divisor` (above 0) to the nearest whole number, halves away from zero (rules.md section 2)."""
    wide = np.asarray(divisor)
    if 2 * _largest(numerator) + _largest(np.atleast_1d(wide)) >= _ROOM:
        numerator = _exact(np.atleast_1d(numerator))
        wide = _exact(np.atleast_1d(wide))
    size = (2 * np.abs(numerator) + wide) // (2 * wide)
    return _narrow(np.where(numerator < 0, -size, size))


def round_to(values: AnyArray, step: AnyArray | int) -> AnyArray:
    """Each value to the nearest multiple of `step`, halves away from zero."""
    return multiply(divide_half_away(values, step), step)


def _reduced(values: AnyArray) -> tuple[AnyArray, int]:
    """A column divided by its largest common factor, and that factor:
    1,000,000ths of whole units become whole units.
    """
    common = int(np.gcd.reduce(values)) if len(values) else 0
    return (values // common, common) if common > 1 else (values, 1)


def rounded_product(factors: list[AnyArray], step: AnyArray | int) -> AnyArray:
    """The product of columns in millionths, in millionths, rounded once to a multiple of `step`.

    Common factors are taken out of each column first: whole quantities at prices in cents stay in int64.
    """
    product: AnyArray = np.ones(1, dtype=np.int64)
    common = 1
    for factor in factors:
        small, taken = _reduced(factor)
        product = multiply(product, small)
        common = common * taken
    scale = MICRO ** (len(factors) - 1)
    shared = int(np.gcd(np.array(common, dtype=object), np.array(scale, dtype=object)))
    numerator = multiply(
        product,
        np.array(
            common // shared, dtype=object if common // shared >= _ROOM else np.int64
        ),
    )
    divisor = multiply(
        np.atleast_1d(np.asarray(step)), np.array(scale // shared, dtype=object)
    )
    return _narrow(multiply(divide_half_away(numerator, _narrow(divisor)), step))


def share_of(
    whole: AnyArray, part: AnyArray, parts: AnyArray, step: AnyArray | int
) -> AnyArray:
    """`whole × part ÷ parts` rounded to `step`; 0 where `parts` is 0. Signs as in the figures."""
    safe = np.where(parts == 0, 1, parts)
    numerator = multiply(multiply(whole, part), np.where(safe < 0, -1, 1))
    shares = multiply(divide_half_away(numerator, multiply(np.abs(safe), step)), step)
    return _narrow(np.where(parts == 0, 0, shares))


def next_share(
    whole: AnyArray,
    before: AnyArray,
    part: AnyArray,
    parts: AnyArray,
    step: AnyArray | int,
) -> AnyArray:
    """The rounded share of `part` in `whole`, after `before` of `parts` got theirs.

    Shares taken one after the other add up to the share of their sum.
    """
    until = share_of(whole, before + part, parts, step)
    return until - share_of(whole, before, parts, step)


def exact_sum(values: AnyArray) -> int:
    """The sum of a column, in Python integers where int64 could overflow."""
    if _largest(values) * max(len(values), 1) >= _ROOM:
        return int(sum(values.tolist()))
    return int(values.sum())


def total_by(groups: IntArray, values: AnyArray, size: int) -> AnyArray:
    """The sum of `values` in each of `size` groups; rows whose group is below 0 are left out."""
    inside = groups >= 0
    if not inside.all():
        groups = groups[inside]
        values = values[inside]
    if _largest(values) * max(len(values), 1) >= _ROOM:
        values = _exact(values)
    totals = np.zeros(size, dtype=values.dtype if values.dtype == object else np.int64)
    np.add.at(totals, groups, values)
    return totals


def count_by(groups: IntArray, size: int, where: Mask | None = None) -> IntArray:
    """How many rows (of those under `where`) each group has."""
    chosen = groups >= 0 if where is None else (groups >= 0) & where
    return np.bincount(groups[chosen], minlength=size).astype(np.int64)


def any_by(groups: IntArray, size: int, where: Mask) -> Mask:
    """Which groups have a row under `where`."""
    return count_by(groups, size, where) > 0


def running_by(groups: IntArray, values: AnyArray) -> AnyArray:
    """Within each group, in the order of the rows: the sum of all rows before this one."""
    if not len(values):
        return values
    if _largest(values) * len(values) >= _ROOM:
        values = _exact(values)
    order = np.argsort(groups, kind="stable")
    before = np.cumsum(values[order]) - values[order]
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    sizes = np.diff(np.r_[starts, len(values)])
    running = np.empty_like(before)
    running[order] = before - np.repeat(before[starts], sizes)
    return running


def rank_by(groups: IntArray) -> IntArray:
    """0, 1, 2 … within each group, in the order of the rows."""
    ranks: IntArray = running_by(groups, np.ones(len(groups), dtype=np.int64))
    return ranks


def turns_by(groups: IntArray) -> list[IntArray]:
    """The positions of the first row of every group, then of the second, and so on."""
    if not len(groups):
        return []
    ranks = rank_by(groups)
    by_rank = np.argsort(ranks, kind="stable")
    ends = np.cumsum(np.bincount(ranks))
    return np.split(by_rank, ends[:-1])


def allocate(pool: AnyArray, groups: IntArray, wants: AnyArray) -> AnyArray:
    """What each row gets when each group's pool is allocated to its rows in their order, each up to what it wants."""
    left = pool[groups] - running_by(groups, wants) if len(groups) else wants
    return np.asarray(np.clip(left, 0, wants))


def take(values: AnyArray, positions: IntArray, missing: int = 0) -> AnyArray:
    """`values[positions]`, and `missing` where a position is below 0."""
    if not len(values):
        return np.full(len(positions), missing, dtype=np.int64)
    return np.where(positions >= 0, values[positions], missing)


def take_text(values: AnyArray, positions: IntArray) -> AnyArray:
    """`values[positions]` of a text column, and None where a position is below 0."""
    found = np.full(len(positions), None, dtype=object)
    inside = positions >= 0
    found[inside] = values[positions[inside]]
    return found


def matches(groups: IntArray, wanted: IntArray, size: int) -> Mask:
    """Which rows belong to one of the wanted groups (positions 0 … size − 1)."""
    chosen = np.zeros(size + 1, dtype=bool)
    chosen[wanted] = True
    chosen[size] = False
    return chosen[np.where(groups >= 0, groups, size)]


def values_of(*columns: IntArray) -> IntArray:
    """The distinct values of columns, ascending. (Asked for indexes too, numpy does it without loading numpy.ma.)"""
    return np.asarray(np.unique(np.concatenate(columns), return_index=True)[0])


def distinct(*columns: AnyArray) -> tuple[IntArray, IntArray]:
    """Groups of equal rows over several integer columns: (row of the first of each group, group of each row)."""
    if not len(columns[0]):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    order = np.lexsort(columns[::-1])
    differs = np.zeros(len(order), dtype=bool)
    differs[0] = True
    for column in columns:
        differs[1:] |= column[order][1:] != column[order][:-1]
    groups = np.empty(len(order), dtype=np.int64)
    groups[order] = np.cumsum(differs) - 1
    return order[differs], groups
