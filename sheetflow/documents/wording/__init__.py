"""What letters say, in words and in order, whatever they are made of: their facts, sums and notes.

Workbooks and PDFs are both laid out from these, so that the same document says the same on both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias
from unicodedata import bidirectional

Kind: TypeAlias = Literal[
    "subtotal", "net", "freight", "tax", "fee", "total", "settled", "balance"
]


class Fact(NamedTuple):
    """One fact beside the address: what it is, and its value (a Decimal is money)."""

    label: str
    value: str | dt.date | Decimal


class SumLine(NamedTuple):
    """One line of the sums below a table: `on` is what a tax is reckoned on."""

    kind: Kind
    label: str
    amount: Decimal
    on: Decimal | None = None


def beside(texts: Iterable[str]) -> str:
    """Texts one beside the other, from left to right, whichever way each of them runs: `3 lines · 2 locations`."""
    return " · ".join(
        f"{text}{_TO_THE_RIGHT}" if _is_from_right(text) else text
        for text in texts
        if text
    )


_TO_THE_RIGHT = "\u200e"
"""The mark after which figures no longer belong to text from right to left (Unicode annex 9)."""


def _is_from_right(text: str) -> bool:
    return any(bidirectional(letter) in ("R", "AL") for letter in text)
