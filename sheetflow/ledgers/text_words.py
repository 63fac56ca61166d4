"""The words of a text on a bank statement, and the numbers that they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS = r"[^\W_]+"
"""The words of a text; compiled once a transaction is looked at, since most workbooks have none."""


MOST_WORDS = 3
"""How many words next to each other may be one number: `INV 2026 0012`."""


SHORTEST = 3
"""A number with fewer characters is not looked for in a text."""


def words_of(text: str) -> set[str]:
    """The words of a text, without case."""
    return set(re.findall(WORDS, text.casefold()))


def as_compared(number: object) -> str:
    """A number as it is compared: letters and digits only, without case."""
    return "".join(re.findall(WORDS, str(number or ""))).casefold()


def word_runs(text: str) -> Iterator[str]:
    """The words of a text, and up to three next to each other as one, as numbers are compared."""
    words = [word.casefold() for word in re.findall(WORDS, text)]
    for first in range(len(words)):
        for last in range(first + 1, min(first + MOST_WORDS, len(words)) + 1):
            run = "".join(words[first:last])
            if len(run) >= SHORTEST and any(map(str.isdigit, run)):
                yield run
