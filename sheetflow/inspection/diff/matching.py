"""Which record of the old sheet is which of the new one: by key, and where a number was still to come, by content.

A run numbers the rows whose key was left blank. Such a row is found again by what must be entered in it (order, SKU,
quantity …). Records that are alike are taken in their order. A quote that was confirmed has another number, and keeps
the quote's: it is the same order, and its lines are the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.numbers import AnyArray, IntArray, Mask, distinct, rank_by
from sheetflow.inspection.diff.sides import Side

ORDERS, QUOTE = "Orders", "Quote"
"""The sheet whose keys change when a quote is confirmed, and its column that keeps the old one."""


@dataclass(frozen=True)
class Match:
    """Positions of the records: `old[i]` is `new[i]`; the others are only in one of the sheets."""

    old: IntArray
    new: IntArray
    removed: IntArray
    added: IntArray


def renumbered(old: Side, new: Side) -> dict[str, str]:
    """The orders that have another number in the new workbook: old number to new number, whichever way it went."""
    confirmed = _confirmed(old, new)
    return confirmed or {
        number: quote for quote, number in _confirmed(new, old).items()
    }


def _confirmed(quotes: Side, orders: Side) -> dict[str, str]:
    """The numbers of quotes that only the first workbook has, each with the order that it became in the second."""
    before = set(quotes.frame["Order"].tolist())
    gone = before - set(orders.frame["Order"].tolist())
    pairs = zip(
        orders.frame[QUOTE].tolist(), orders.frame["Order"].tolist(), strict=True
    )
    return {
        quote: number
        for quote, number in pairs
        if quote in gone and number not in before
    }


def match(old: Side, new: Side, numbers: Mapping[str, str]) -> Match:
    """Pair the records of two sheets of the same kind; `numbers` are the orders that have another number now."""
    partner, taken = (
        np.full(len(new.frame), -1, dtype=np.int64),
        np.zeros(len(old.frame), dtype=bool),
    )
    for headers, ours, theirs in _rounds(old, new):
        free = ours & ~taken, theirs & (partner < 0)
        if free[0].any() and free[1].any():
            at_old, at_new = _pair(_marks(old, new, headers, numbers), *free)
            partner[at_new] = at_old
            taken[at_old] = True
    found = np.flatnonzero(partner >= 0)
    return Match(
        partner[found], found, np.flatnonzero(~taken), np.flatnonzero(partner < 0)
    )


def _rounds(old: Side, new: Side) -> Iterator[tuple[Sequence[str], Mask, Mask]]:
    """What tells records apart, the surest first: the headers, and which records of the old and the new sheet."""
    ours, theirs = _numbered(old), _numbered(new)
    yield old.schema.key, ours, theirs
    needed = [
        column for column in old.schema.columns if column.required and not column.filled
    ]
    for columns in (needed, [column for column in needed if column.kind == "key"]):
        headers = [column.header for column in columns]
        yield headers, ~ours, np.ones_like(theirs)
        yield headers, np.ones_like(ours), ~theirs


def _numbered(side: Side) -> Mask:
    """The records whose key is whole."""
    numbered: Mask = np.logical_and.reduce(
        [side.given(header) for header in side.schema.key]
    )
    return numbered


def _marks(
    old: Side, new: Side, headers: Sequence[str], numbers: Mapping[str, str]
) -> tuple[IntArray, IntArray]:
    """A number for each record of both sheets; records that hold the same in these columns have the same."""
    size = len(old.frame)
    columns = [
        _codes(_now(old, header, numbers), new.entries(header)) for header in headers
    ]
    marks = (
        distinct(*columns)[1]
        if columns
        else np.zeros(size + len(new.frame), dtype=np.int64)
    )
    return marks[:size], marks[size:]


def _now(old: Side, header: str, numbers: Mapping[str, str]) -> AnyArray:
    """A column of the old sheet with the numbers that its orders have in the new workbook."""
    entries = old.entries(header)
    names_orders = old.schema.column(header).references == ORDERS or (
        old.schema.sheet,
        header,
    ) == (ORDERS, "Order")
    if not numbers or not names_orders:
        return entries
    return np.array(
        [numbers.get(entry, entry) for entry in entries.tolist()], dtype=object
    )


def _codes(old: AnyArray, new: AnyArray) -> IntArray:
    """Both columns as one column of integers, equal where the entries are."""
    both = np.concatenate([old, new])
    if both.dtype != object:
        return both
    codes: dict[object, int] = {}
    return np.array(
        [codes.setdefault(entry, len(codes)) for entry in both.tolist()], dtype=np.int64
    )


def _pair(marks: tuple[IntArray, IntArray], *free: Mask) -> tuple[IntArray, IntArray]:
    """Free records with the same mark; the first with the first, the second with the second …"""
    chosen = [np.flatnonzero(mask) for mask in free]
    sides = [mark[at] for mark, at in zip(marks, chosen, strict=True)]
    first, group = distinct(
        np.concatenate(sides), np.concatenate([rank_by(side) for side in sides])
    )
    places = np.full((2, len(first)), -1, dtype=np.int64)
    for place, at, mine in zip(
        places, chosen, np.split(group, [len(chosen[0])]), strict=True
    ):
        place[mine] = at
    ours, theirs = places[:, (places >= 0).all(axis=0)]
    return ours, theirs
