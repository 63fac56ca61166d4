"""Chance that is the same every time: all of it comes from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """Random choices from one seed.

    They use `random()` alone, which Python promises to keep the same.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, limit: int) -> int:
        """A whole number from 0 to below the limit."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def one_of(self, items: Sequence[Item]) -> Item:
        """One of these."""
        return items[self.below(len(items))]

    def some_of(self, items: Sequence[Item], count: int) -> list[Item]:
        """Different ones of these, in the order in which they were drawn."""
        left = list(items)
        number = min(count, len(left))
        return [left.pop(self.below(len(left))) for _ in range(number)]

    def happens(self, percent: float) -> bool:
        """Whether something happens that happens in so many cases out of a hundred."""
        return self._random.random() * 100 < percent
