"""Counts: what each comes to as an adjustment (rules.md section 5).

A count sets what a location held at the start of its day, after the day's openings; counts of one day apply in row
order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.numbers import AnyArray, IntArray, running_by


@dataclass(frozen=True)
class Change:
    """Changes at places: place of a product, day, phase within the day (openings 0, counts 1, all else 2), quantity."""

    place: IntArray
    day: IntArray
    phase: IntArray
    quantity: AnyArray


def adjustments(counts: Change, others: Change) -> AnyArray:
    """For each count: what was counted less what the books said then.

    What the books said is the last count before plus all other changes since, or without one, the sum of all changes
    before.
    """
    size = len(counts.place)
    place, day, phase = (
        np.concatenate([getattr(counts, n), getattr(others, n)])
        for n in ("place", "day", "phase")
    )
    change = np.concatenate([np.zeros(size, dtype=np.int64), others.quantity])
    order = np.lexsort((np.arange(len(place)), phase, day, place))
    before = np.empty_like(change)
    before[order] = running_by(place[order], change[order])
    at = order[order < size]
    said = before[at]
    counted = counts.quantity[at]
    again = np.r_[False, counts.place[at][1:] == counts.place[at][:-1]]
    last = np.where(again, np.r_[0, (counted - said)[:-1]], 0)
    result = np.empty_like(counted - said)
    result[at] = counted - said - last
    return np.asarray(result)
