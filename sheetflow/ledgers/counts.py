"""Counts: the adjustment that each count makes (docs/reference/rules.md, section 5).

A count sets what a location had at the start of its day, after the openings of that day.
Counts of one day apply in row order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import zeros
from sheetflow.domain.numbers import AnyArray, IntArray, running_by


@dataclass(frozen=True)
class Changes:
    """Changes of stock, one value for each in every column.

    `place` is one number for each product and location; `phase` orders a day: 0 openings,
    1 counts, 2 everything else; `quantity` is in millionths.
    """

    place: IntArray
    day: IntArray
    phase: IntArray
    quantity: AnyArray


def adjustments(counts: Changes, others: Changes) -> AnyArray:
    """For each count (at least one): what was counted, less what the books expected then.

    The books expected the last count before it plus all other changes since. Without an
    earlier count, they expected the sum of all changes before.
    """
    size = len(counts.place)
    events = _with_changes(counts, others)
    order = _in_time(events)
    expected = np.empty_like(events.quantity)
    expected[order] = running_by(events.place[order], events.quantity[order])
    gap = counts.quantity - expected[:size]
    in_time = order[order < size]
    result = np.empty_like(gap)
    result[in_time] = _less_earlier(gap[in_time], counts.place[in_time])
    return np.asarray(result)


def _with_changes(counts: Changes, others: Changes) -> Changes:
    """Counts, which change nothing by themselves, then the other changes."""
    unchanged = zeros(len(counts.place))
    return Changes(
        np.concatenate([counts.place, others.place]),
        np.concatenate([counts.day, others.day]),
        np.concatenate([counts.phase, others.phase]),
        np.concatenate([unchanged, others.quantity]),
    )


def _in_time(events: Changes) -> IntArray:
    """The events by place, then in the order in which they happened there."""
    row = np.arange(len(events.place))
    return np.lexsort((row, events.phase, events.day, events.place))


def _less_earlier(gap: AnyArray, place: IntArray) -> AnyArray:
    """Each gap less that of the count before it at the same place, which is adjusted already."""
    same_place = np.r_[False, place[1:] == place[:-1]]
    earlier = np.where(same_place, np.r_[0, gap[:-1]], 0)
    return np.asarray(gap - earlier)
