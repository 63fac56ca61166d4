"""Keys as numbers, in a way that a formula can do as well.

Most keys end in digits: `SO-000012` is 12. Where they do not, a formula reads the characters at those positions in
which the keys differ, as few as tell them apart, and makes one number of their codes. Spaces around a key do no harm,
and a blank is 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, Mask

MOST_DIGITS = 9
MOST_POSITIONS = 6
"""How many digits, or characters, of a key are read at most."""

BASE = 11
"""What a code is multiplied by for each position to its left."""

SAMPLE = 1_000
STRIDE = 7_919
"""How many keys the positions are chosen by, and which: a prime number apart, so not one in ten."""

SPACE = 32
ASCII = 128


@dataclass(frozen=True)
class KeyNumbers:
    """What a formula reads of keys: the digits from a position on, or the characters at some positions, from 0."""

    digits_from: int | None
    positions: tuple[int, ...] = ()

    @classmethod
    def of(cls, keys: AnyArray) -> KeyNumbers:
        """What tells these keys apart."""
        codes = _codes(keys[~np.equal(keys, NOTHING).astype(bool)])
        varying = np.flatnonzero(_varying(codes)).tolist()
        if varying and _ends_in_digits(codes, varying[0]):
            return cls(varying[0])
        return cls(None, _chosen(codes, varying))

    @property
    def tells_apart(self) -> bool:
        """Whether there is anything to read."""
        return self.digits_from is not None or bool(self.positions)

    def numbers(self, keys: AnyArray) -> IntArray:
        """The number of each key."""
        codes = _codes(keys)
        if self.digits_from is not None:
            return _digits(codes[:, self.digits_from :])
        found = np.zeros(len(keys), dtype=np.int64)
        for factor, at in self._factors():
            if at < codes.shape[1]:
                found += factor * (codes[:, at].astype(np.int64) - SPACE)
        return found

    def array(self, column: str, factor: int) -> str:
        """The formula of the numbers of a column's cells, times a factor."""
        if self.digits_from is not None:
            first = self.digits_from + 1
            return f'{factor}*("0"&MID(TRIM({column}),{first},{MOST_DIGITS}))'
        parts = [
            f'{factor * own}*CODE(MID(TRIM({column}),{at + 1},1)&" ")'
            for own, at in self._factors()
        ]
        of_spaces = factor * SPACE * sum(own for own, _ in self._factors())
        return f"{'+'.join(parts)}-{of_spaces}"

    def _factors(self) -> list[tuple[int, int]]:
        """The factor of each position, and the position."""
        return [(BASE**power, at) for power, at in enumerate(reversed(self.positions))]


def _codes(keys: AnyArray) -> AnyArray:
    """The code of each character: keys × positions; that of a space after the end of a key."""
    texts = np.where(np.equal(keys, NOTHING), "", keys).astype(str)
    width = texts.dtype.itemsize // 4
    codes = texts.view(np.uint32).reshape(len(texts), width)
    codes[codes == 0] = SPACE
    return codes


def _varying(codes: AnyArray) -> Mask:
    """The positions at which keys differ, and at which every program gives the same codes."""
    if not len(codes):
        return np.zeros(codes.shape[1], dtype=bool)
    lowest = codes.min(axis=0)
    highest = codes.max(axis=0)
    return np.asarray((highest < ASCII) & (lowest < highest))


def _ends_in_digits(codes: AnyArray, first: int) -> bool:
    """Whether all keys are digits from a position to their end: at least one, and not too many."""
    rest = codes[:, first:]
    is_digit = (rest >= ord("0")) & (rest <= ord("9"))
    has_ended = np.logical_and.accumulate((rest == SPACE)[:, ::-1], axis=1)[:, ::-1]
    is_one = is_digit[:, 0].all() and (is_digit | has_ended).all()
    return bool(is_one and rest.shape[1] <= MOST_DIGITS)


def _digits(codes: AnyArray) -> IntArray:
    """The number that digits make; a blank is 0."""
    found = np.zeros(len(codes), dtype=np.int64)
    for at in range(codes.shape[1]):
        digit = codes[:, at].astype(np.int64) - ord("0")
        found = np.where(digit >= 0, found * 10 + digit, found)
    return found


def _chosen(codes: AnyArray, varying: list[int]) -> tuple[int, ...]:
    """The fewest of these positions that tell the keys apart, as far as taking the best one each time finds them."""
    chosen_rows = np.arange(min(SAMPLE, len(codes))) * STRIDE % max(len(codes), 1)
    sample = codes[chosen_rows].astype(np.int64)
    classes = np.zeros(len(sample), dtype=np.int64)
    chosen: list[int] = []
    while varying and len(chosen) < MOST_POSITIONS:
        splits = {at: _split(classes, sample[:, at]) for at in varying}
        best = max(varying, key=lambda at: (splits[at].max(), at))
        if splits[best].max() == classes.max():
            break
        chosen.append(best)
        varying.remove(best)
        classes = splits[best]
    return tuple(sorted(chosen))


def _split(classes: IntArray, codes: IntArray) -> IntArray:
    """The classes of keys that were alike so far, split by one more character."""
    _, found = np.unique(classes * ASCII + codes, return_inverse=True)
    return np.asarray(found, dtype=np.int64)
