"""Which record of the old sheet is which of the new one: by key, and where a number was still to come, by content.

A run numbers the rows whose key was left blank. Such a row is found again by what must be entered in it (order, SKU,
quantity …). Records that are alike are taken in their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sheetflow.differing.sides import Side
from sheetflow.numbers import IntArray


@dataclass(frozen=True)
class Match:
    """Positions of the records: `old[i]` is `new[i]`; the others are only in one of the sheets."""

    old: IntArray
    new: IntArray
    removed: IntArray
    added: IntArray


def match(old: Side, new: Side) -> Match:
    """Pair the records of two sheets of the same kind."""
    numbered_old, blank_old = _by_key(old)
    numbered_new, blank_new = _by_key(new)
    pairs = _pair(old.keys, numbered_old, new.keys, numbered_new)
    for content in _contents(old):
        marks = old.records(content), new.records(content)
        pairs += _pair(marks[0], _left(blank_old, pairs, 0), marks[1], _left(numbered_new + blank_new, pairs, 1))
        pairs += _pair(marks[0], _left(numbered_old + blank_old, pairs, 0), marks[1], _left(blank_new, pairs, 1))
    pairs.sort(key=lambda pair: pair[1])
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    everyone = np.arange(len(old.frame)), np.arange(len(new.frame))
    return Match(
        found[:, 0], found[:, 1], np.setdiff1d(everyone[0], found[:, 0]), np.setdiff1d(everyone[1], found[:, 1])
    )


def _by_key(side: Side) -> tuple[list[int], list[int]]:
    """The records whose key is whole, and those that lack a part of it."""
    numbered: list[int] = []
    blank: list[int] = []
    for at, key in enumerate(side.keys):
        (blank if None in key else numbered).append(at)
    return numbered, blank


def _contents(side: Side) -> Iterator[tuple[str, ...]]:
    """What tells records apart whose key is blank: all that a person must enter, then only its references."""
    needed = [column for column in side.schema.columns if column.required and not column.filled]
    yield tuple(column.header for column in needed)
    yield tuple(column.header for column in needed if column.kind == "key")


def _left(records: Iterable[int], pairs: Iterable[tuple[int, int]], side: int) -> list[int]:
    """The records that have no partner yet, in their order; `side` is 0 for the old sheet, 1 for the new one."""
    taken = {pair[side] for pair in pairs}
    return sorted(at for at in records if at not in taken)


def _pair(
    old: Sequence[Hashable], old_records: Iterable[int], new: Sequence[Hashable], new_records: Iterable[int]
) -> list[tuple[int, int]]:
    """Records with the same mark; the first with the first, the second with the second …"""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at in old_records:
        waiting[old[at]].append(at)
    for queue in waiting.values():
        queue.reverse()
    return [(waiting[new[at]].pop(), at) for at in new_records if waiting.get(new[at])]
