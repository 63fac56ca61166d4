"""What letters say, in words and in order, whatever they are made of: their facts, sums and notes.

Workbooks and PDFs are both laid out from these, so that the same document says the same on both.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["subtotal", "net", "freight", "tax", "fee", "total", "settled", "balance"]


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
