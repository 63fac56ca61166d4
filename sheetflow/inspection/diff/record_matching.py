"""Which record of the old sheet is which record of the new one.

Records match by key. A run numbers the rows whose key was left blank: such a row
matches by what must be entered in it (order, SKU, quantity …). Records that are equal
match in their order. A confirmed quote gets another number and keeps the quote's: it is
the same order, and its lines are the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.domain.arrays import all_rows, codes_of, no_links, zeros
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, distinct, rank_by
from sheetflow.inspection.diff.compared_sheet import ComparedSheet

ORDERS = "Orders"
"""The sheet whose keys change when a quote is confirmed."""

QUOTE = "Quote"
"""Its column that keeps the quote's number."""


@dataclass(frozen=True)
class Match:
    """Positions of the records: `old[i]` is `new[i]`; the rest are in one sheet only."""

    old: IntArray
    new: IntArray
    removed: IntArray
    added: IntArray


class _Round(NamedTuple):
    """Headers that identify a record, and the records of both sheets they apply to."""

    headers: Sequence[str]
    old: Mask
    new: Mask


def renumbered(old: ComparedSheet, new: ComparedSheet) -> dict[str, str]:
    """The orders whose number differs: old number to new number.

    It does not matter which of the workbooks has the quotes.
    """
    confirmed = _confirmed(old, new)
    if confirmed:
        return confirmed
    return {number: quote for quote, number in _confirmed(new, old).items()}


def _confirmed(quotes: ComparedSheet, orders: ComparedSheet) -> dict[str, str]:
    """The quotes that only the first workbook has, with their orders in the second."""
    before = set(quotes.frame["Order"].tolist())
    numbers = orders.frame["Order"].tolist()
    gone = before.difference(numbers)
    pairs = zip(orders.frame[QUOTE].tolist(), numbers, strict=True)
    return {
        quote: number
        for quote, number in pairs
        if quote in gone and number not in before
    }


def match(old: ComparedSheet, new: ComparedSheet, numbers: Mapping[str, str]) -> Match:
    """Match the records of two sheets of the same kind.

    `numbers` are the orders whose number differs, by their old one.
    """
    partner = _partners(old, new, numbers)
    found = np.flatnonzero(partner >= 0)
    added = np.flatnonzero(partner < 0)
    removed = _all_but(partner[found], len(old.frame))
    return Match(partner[found], found, removed, added)


def _all_but(records: IntArray, size: int) -> IntArray:
    """The records of a sheet of this size that are not among these."""
    is_other = all_rows(size)
    is_other[records] = False
    return np.flatnonzero(is_other)


def _partners(
    old: ComparedSheet, new: ComparedSheet, numbers: Mapping[str, str]
) -> IntArray:
    """For each record of the new sheet, its record of the old one; -1 for none."""
    partner = no_links(len(new.frame))
    is_free = all_rows(len(old.frame))
    for step in _rounds(old, new):
        free = (step.old & is_free, step.new & (partner < 0))
        if free[0].any() and free[1].any():
            groups = _groups(old, new, step.headers, numbers)
            matched_old, matched_new = _pair(groups, free)
            partner[matched_new] = matched_old
            is_free[matched_old] = False
    return partner


def _rounds(old: ComparedSheet, new: ComparedSheet) -> Iterator[_Round]:
    """How records are matched, the most reliable way first."""
    old_numbered = _numbered(old)
    new_numbered = _numbered(new)
    if old.schema.dated:
        versions = (*old.schema.key, old.schema.dated)
        yield _Round(versions, old_numbered, new_numbered)
    yield _Round(old.schema.key, old_numbered, new_numbered)
    all_old = np.ones_like(old_numbered)
    all_new = np.ones_like(new_numbered)
    for headers in _identifying_headers(old):
        yield _Round(headers, ~old_numbered, all_new)
        yield _Round(headers, all_old, ~new_numbered)


def _identifying_headers(sheet: ComparedSheet) -> Iterator[list[str]]:
    """What must be entered in a record, then only the keys of other sheets in it."""
    required = [
        column
        for column in sheet.schema.columns
        if column.required and not column.filled
    ]
    yield [column.header for column in required]
    yield [column.header for column in required if column.kind == "key"]


def _numbered(sheet: ComparedSheet) -> Mask:
    """The records whose key is complete."""
    given = [sheet.given(header) for header in sheet.schema.key]
    numbered: Mask = np.logical_and.reduce(given)
    return numbered


def _groups(
    old: ComparedSheet,
    new: ComparedSheet,
    headers: Sequence[str],
    numbers: Mapping[str, str],
) -> tuple[IntArray, IntArray]:
    """A number for each record of both sheets, equal where these columns are equal."""
    size = len(old.frame)
    columns = [
        _codes(_renumbered_entries(old, header, numbers), new.entries(header))
        for header in headers
    ]
    groups = zeros(size + len(new.frame))
    if columns:
        groups = distinct(*columns)[1]
    return groups[:size], groups[size:]


def _renumbered_entries(
    old: ComparedSheet, header: str, numbers: Mapping[str, str]
) -> AnyArray:
    """A column of the old sheet, with orders by their numbers in the new workbook."""
    entries = old.entries(header)
    if not numbers or not _has_order_numbers(old, header):
        return entries
    renumbered_entries = [numbers.get(entry, entry) for entry in entries.tolist()]
    return np.array(renumbered_entries, dtype=object)


def _has_order_numbers(sheet: ComparedSheet, header: str) -> bool:
    if sheet.schema.sheet == ORDERS and header == "Order":
        return True
    return sheet.schema.column(header).references == ORDERS


def _codes(old: AnyArray, new: AnyArray) -> IntArray:
    """Both columns as one column of integers, equal where the entries are."""
    both = np.concatenate([old, new])
    return both if both.dtype != object else codes_of(both.tolist())


def _pair(
    groups: tuple[IntArray, IntArray], free: tuple[Mask, Mask]
) -> tuple[IntArray, IntArray]:
    """Match free records of the same group: first with first, second with second …"""
    old_records = np.flatnonzero(free[0])
    new_records = np.flatnonzero(free[1])
    old_groups = groups[0][old_records]
    new_groups = groups[1][new_records]
    ranks = np.concatenate([rank_by(old_groups), rank_by(new_groups)])
    first, code = distinct(np.concatenate([old_groups, new_groups]), ranks)
    size = len(first)
    old_by_code = _by_code(old_records, code[: len(old_records)], size)
    new_by_code = _by_code(new_records, code[len(old_records) :], size)
    both = (old_by_code >= 0) & (new_by_code >= 0)
    return old_by_code[both], new_by_code[both]


def _by_code(records: IntArray, codes: IntArray, size: int) -> IntArray:
    """For each code, the record that has it; -1 for none."""
    found: IntArray = no_links(size)
    found[codes] = records
    return found
