"""What documents say, in words and in order, whatever file they are made into: their facts, sums and notes.

    priced_wording    quotes, order confirmations, invoices; begin here
    goods_wording     pick lists, packing slips, labels
    account_wording   credit notes, statements of account
    document_words    the texts of documents in each language
    document_formats  which language and locale a document is written in
    locale_formats    how a locale writes money, quantities and dates

Workbooks and PDFs are both laid out from these, so that the same document says the same in both. May import model,
domain and standards; only locale_formats needs babel.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol, TypeAlias
from unicodedata import bidirectional

from sheetflow.documents.model import OrderFacts

Kind: TypeAlias = Literal[
    "subtotal", "net", "freight", "tax", "fee", "total", "settled", "balance", "deposit"
]

_LEFT_TO_RIGHT_MARK = "\u200e"
"""The mark after which figures no longer belong to text from right to left (Unicode annex 9)."""


class Fact(NamedTuple):
    """One fact next to the address: its label, and its value (a Decimal is money)."""

    label: str
    value: str | dt.date | Decimal


class SumLine(NamedTuple):
    """One line of the sums below a table; `on` is the amount that a tax is charged on."""

    kind: Kind
    label: str
    amount: Decimal
    on: Decimal | None = None


class HasOrderFacts(Protocol):
    """A document that shows columns of its order."""

    @property
    def order_facts(self) -> OrderFacts: ...


def optional_fact(label: str, value: str | dt.date | None) -> list[Fact]:
    """A fact where there is a value, else nothing."""
    return [Fact(label, value)] if value else []


def order_facts(document: HasOrderFacts) -> list[Fact]:
    """What the order of a document says in columns that are declared to be shown on it."""
    return [Fact(label, value) for label, value in document.order_facts]


def below_one_another(*texts: str) -> str:
    """Texts one below the other, without those that are blank."""
    return "\n".join(filter(None, texts))


def side_by_side(texts: Iterable[str]) -> str:
    """Texts side by side from left to right, whichever way each of them runs: `3 lines · 2 locations`."""
    return " · ".join(_closed(text) for text in texts if text)


def _closed(text: str) -> str:
    """A text that does not turn around what follows it."""
    return f"{text}{_LEFT_TO_RIGHT_MARK}" if _is_from_right(text) else text


def _is_from_right(text: str) -> bool:
    return any(bidirectional(character) in ("R", "AL") for character in text)
