"""Numbers, amounts and days as messages show them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sheetflow.domain.scale import MICRO


def number(millionths: int) -> str:
    """A quantity without trailing zeros: `10`, `2.5`."""
    whole, rest = divmod(abs(int(millionths)), MICRO)
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    return f"{'-' if millionths < 0 else ''}{whole}{fraction}"


def money(millionths: int, minor_unit: int) -> str:
    """An amount with the digits of its currency: `840.00`."""
    digits = len(str(MICRO // minor_unit)) - 1
    return f"{Decimal(int(millionths)) / MICRO:.{digits}f}"


def counted(count: int, one: str) -> str:
    """`1 cell`, `1,204 cells`."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


LONGEST_QUOTE = 200
"""How much of a text a message repeats, in characters."""


def shortened(text: str, most: int = LONGEST_QUOTE) -> str:
    """A text, or its beginning and `…` where it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def amount(millionths: int, minor_unit: int) -> str:
    """An amount with the digits of its currency and any more that it has: `26.40`, `12.005`."""
    whole, _, rest = number(millionths).partition(".")
    digits = len(str(MICRO // minor_unit)) - 1
    return f"{whole}.{rest:0<{digits}}" if digits or rest else whole


def day(ordinal: int) -> str:
    """A day as ISO text."""
    return date.fromordinal(int(ordinal)).isoformat()
