"""Compare two workbooks: match each sheet's records, then compare whole columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sheetflow.domain.numbers import IntArray
from sheetflow.domain.schema import Column, loose
from sheetflow.inspection.diff.compared_sheet import ComparedSheet
from sheetflow.inspection.diff.compared_workbooks import (
    ComparedWorkbook,
    SheetPair,
    open_workbook,
    sheet_pairs,
)
from sheetflow.inspection.diff.differences import (
    Change,
    Difference,
    Kind,
    RecordText,
    SheetDifference,
)
from sheetflow.inspection.diff.record_matching import ORDERS, Match, match, renumbered
from sheetflow.inspection.diff.value_text import text_of

_Placed = tuple[int, Change]
"""A change, and the position of its record in the sheet."""


def difference(
    old: str | Path, new: str | Path, *, facts_only: bool = False
) -> Difference:
    """What changed from one workbook to another: facts and, unless `facts_only`, figures.

    Workbooks with errors, and workbooks that were never run, are compared too: a cell
    that cannot be read is compared as it was entered. Raises SheetflowError for a file
    that cannot be read or has not the required sheets.
    """
    before = open_workbook(old)
    after = open_workbook(new)
    pairs = list(_both(sheet_pairs(before, after, facts_only=facts_only)))
    numbers = _order_numbers(pairs)
    found = [compare(*pair, numbers, facts_only=facts_only) for pair in pairs]
    sheets = tuple(item for item in found if item)
    only_old = _sheets_only_in(before, after)
    only_new = _sheets_only_in(after, before)
    return Difference(sheets, only_old, only_new, after.sheets)


def _both(pairs: Iterable[SheetPair]) -> Iterator[tuple[ComparedSheet, ComparedSheet]]:
    """The sheets to compare. A workbook that lacks a sheet of facts has no records in it."""
    for old, new in pairs:
        if old and new:
            yield old, new
        elif new and not new.schema.derived:
            yield new.without_records, new
        elif old and not old.schema.derived:
            yield old, old.without_records


def _order_numbers(
    pairs: Iterable[tuple[ComparedSheet, ComparedSheet]],
) -> dict[str, str]:
    """The orders whose number differs between the workbooks, by their old one."""
    for old, new in pairs:
        if old.schema.sheet == ORDERS:
            return renumbered(old, new)
    return {}


def _sheets_only_in(
    ours: ComparedWorkbook, theirs: ComparedWorkbook
) -> tuple[str, ...]:
    """The sheets, ours and the owner's, that only one of the workbooks has."""
    known = {loose(name) for name in theirs.workbook.sheets}
    names = {loose(name): name for name in ours.workbook.sheets}
    return tuple(name for word, name in names.items() if word not in known)


def compare(
    old: ComparedSheet,
    new: ComparedSheet,
    numbers: Mapping[str, str] = MappingProxyType({}),
    *,
    facts_only: bool = False,
) -> SheetDifference:
    """What differs in one sheet.

    A derived column that only one of them has is named, without its cells. `numbers`
    are the orders whose number differs, by their old one.
    """
    matched = match(old, new, numbers)
    columns = _columns(old, new, facts_only)
    placed = [
        *_changed(columns.compared, old, new, matched),
        *_records("added", new, matched.added, columns.compared),
    ]
    placed.sort(key=_position)
    placed += _records("removed", old, matched.removed, columns.compared)
    changes = tuple(change for _, change in placed)
    return SheetDifference(
        new.layout.name,
        changes,
        columns.only_old,
        columns.only_new,
        new.layout.schema,
    )


def _position(placed: _Placed) -> int:
    return placed[0]


class _Columns(NamedTuple):
    """The columns of both sheets to compare; the headers of those only one of them has."""

    compared: Sequence[Column]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def _columns(old: ComparedSheet, new: ComparedSheet, facts_only: bool) -> _Columns:
    columns = [
        column for column in new.schema.columns if not (column.derived and facts_only)
    ]
    in_old = [column for column in columns if column.header in old.layout.columns]
    in_new = [column for column in columns if column.header in new.layout.columns]
    only_old = [column for column in in_old if column not in in_new]
    only_new = [column for column in in_new if column not in in_old]
    new_facts = [column for column in only_old + only_new if not column.derived]
    in_both = [column for column in in_old if column in in_new]
    compared = [column for column in columns if column in in_both + new_facts]
    return _Columns(compared, _headers(only_old), _headers(only_new))


def _headers(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.header for column in columns)


def _changed(
    columns: Sequence[Column], old: ComparedSheet, new: ComparedSheet, matched: Match
) -> Iterator[_Placed]:
    """The cells of matched records that differ."""
    for column in columns:
        header = column.header
        before = old.entries(header)[matched.old]
        after = new.entries(header)[matched.new]
        differs = np.flatnonzero((before != after).astype(bool))
        pairs = matched.old[differs], matched.new[differs]
        yield from _cell_changes(header, old, new, pairs)


def _cell_changes(
    header: str,
    old: ComparedSheet,
    new: ComparedSheet,
    pairs: tuple[IntArray, IntArray],
) -> Iterator[_Placed]:
    """A change for each of these records, paired by position."""
    in_old, in_new = pairs
    cells = new.cells(header, in_new)
    keys = zip(new.key_texts(in_new), old.key_texts(in_old), strict=True)
    before = old.values(header, in_old)
    after = new.values(header, in_new)
    rows = zip(in_new.tolist(), keys, cells, before, after, strict=True)
    for position, (new_key, old_key), cell, was, now in rows:
        kind: Kind = "voided" if header == "Voided" and was is None else "changed"
        yield position, Change(kind, new_key or old_key, cell, header, was, now)


def _records(
    kind: Kind, sheet: ComparedSheet, records: IntArray, columns: Sequence[Column]
) -> Iterator[_Placed]:
    """The records that only one workbook has, each with all that was entered in it."""
    texts = _record_texts(sheet, records, columns)
    keys = sheet.key_texts(records)
    cells = sheet.cells(sheet.schema.key[0], records)
    for record, key, cell, text in zip(
        records.tolist(), keys, cells, texts, strict=True
    ):
        before = None if kind == "added" else text
        after = text if kind == "added" else None
        yield record, Change(kind, key, cell, "", before, after)


def _record_texts(
    sheet: ComparedSheet, records: IntArray, columns: Sequence[Column]
) -> list[str]:
    """What was entered in each of these records, besides its key."""
    headers = _entered_headers(sheet, columns)
    if not headers:
        return [""] * len(records)
    entered = [map(text_of, sheet.values(header, records)) for header in headers]
    return [RecordText(headers, texts) for texts in zip(*entered, strict=True)]


def _entered_headers(sheet: ComparedSheet, columns: Sequence[Column]) -> list[str]:
    """What a record shows besides its key: of a sheet of facts, only facts."""
    return [
        column.header
        for column in columns
        if column.header not in sheet.schema.key
        and (sheet.schema.derived or not column.derived)
    ]
