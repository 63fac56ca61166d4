"""New columns (zeros, blanks, no rows at all) and what linked records say, as whole columns.

A column of whole numbers is int64, one of texts holds str or None, and a mask says of each row whether it is chosen.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

import numpy as np

from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take

MOST_CELLS = 1_000_000
"""How many cells of a large table are worked on at once."""


def bands(rows: int, columns: int) -> Iterator[slice]:
    """The rows of a large table in bands, so that what is worked out of one takes little memory."""
    height = max(MOST_CELLS // max(columns, 1), 1)
    return (slice(first, first + height) for first in range(0, rows, height))


def integers(values: Sequence[int]) -> IntArray:
    """These whole numbers as a column."""
    return np.array(values, dtype=np.int64)


def zeros(size: int) -> IntArray:
    """A column of `size` zeros."""
    return np.zeros(size, dtype=np.int64)


def no_links(size: int) -> IntArray:
    """A column of `size` positions that refer to nothing."""
    return np.full(size, -1, dtype=np.int64)


def blank_texts(size: int) -> AnyArray:
    """A column of `size` texts, all blank."""
    return np.full(size, None, dtype=object)


def no_rows(size: int) -> Mask:
    """A mask that chooses none of `size` rows."""
    return np.zeros(size, dtype=bool)


def all_rows(size: int) -> Mask:
    """A mask that chooses all of `size` rows."""
    return np.ones(size, dtype=bool)


def only_rows(rows: IntArray | Sequence[int], size: int) -> Mask:
    """A mask that chooses these rows of `size`."""
    chosen = no_rows(size)
    chosen[rows] = True
    return chosen


def take_mask(mask: AnyArray, positions: IntArray) -> Mask:
    """`mask[positions]`, and False where a position is below 0."""
    return np.asarray(take(mask, positions) == 1)


def stable_order(keys: AnyArray) -> IntArray:
    """The positions of keys in ascending order; equal keys stay in the order of their rows."""
    return np.argsort(keys, kind="stable")


def sorted_by(rows: IntArray, keys: AnyArray) -> IntArray:
    """These rows in ascending order of their keys; `keys` has one for every row of the sheet."""
    return rows[stable_order(keys[rows])]


def codes_of(values: Iterable[Hashable]) -> IntArray:
    """Equal numbers for equal values: 0 for the first, 1 for the next one that differs, and so on."""
    listed = list(values)
    codes = {value: code for code, value in enumerate(dict.fromkeys(listed))}
    return integers(list(map(codes.__getitem__, listed)))
