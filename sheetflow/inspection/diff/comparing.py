"""Two workbooks compared: each sheet's records are paired, then compared column by column, whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np

from sheetflow.domain.numbers import IntArray
from sheetflow.domain.schema import Column, loose
from sheetflow.inspection.diff.matching import ORDERS, Match, match, renumbered
from sheetflow.inspection.diff.model import (
    Change,
    Difference,
    Kind,
    SheetDifference,
    Value,
)
from sheetflow.inspection.diff.opened import Opened, open_workbook, sides
from sheetflow.inspection.diff.sides import Side
from sheetflow.inspection.diff.texts import record_text, text_of


def difference(
    old: str | Path, new: str | Path, *, facts_only: bool = False
) -> Difference:
    """What changed from one workbook to another: the facts and, unless `facts_only`, what was derived from them.

    Workbooks with errors, and such as no run ever saw, are compared too: a cell that cannot be read is compared as it
    was entered. Raises SheetflowError where one of them is no workbook of the contract.
    """
    before, after = open_workbook(old), open_workbook(new)
    pairs = list(_pairs(sides(before, after, facts_only=facts_only)))
    numbers = next(
        (renumbered(*pair) for pair in pairs if pair[0].schema.sheet == ORDERS), {}
    )
    found = [compare(*pair, numbers, facts_only=facts_only) for pair in pairs]
    return Difference(
        tuple(item for item in found if item), *_sheets_apart(before, after)
    )


def _pairs(
    found: Iterable[tuple[Side | None, Side | None]],
) -> Iterator[tuple[Side, Side]]:
    """The sheets to compare. A sheet of facts that one workbook lacks has no records there."""
    for old, new in found:
        if old and new:
            yield old, new
        elif new and not new.schema.derived:
            yield new.without_records, new
        elif old and not old.schema.derived:
            yield old, old.without_records


def _sheets_apart(old: Opened, new: Opened) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sheets that only the old workbook has, and those that only the new one has."""
    names = [
        {loose(name): name for name in opened.workbook.sheets} for opened in (old, new)
    ]
    apart = [
        [name for word, name in ours.items() if word not in theirs]
        for ours, theirs in (names, names[::-1])
    ]
    return tuple(apart[0]), tuple(apart[1])


def compare(
    old: Side,
    new: Side,
    numbers: Mapping[str, str] = MappingProxyType({}),
    *,
    facts_only: bool = False,
) -> SheetDifference:
    """What differs in one sheet. A derived column that only one of them has is named, its cells are not.

    `numbers` are the orders that have another number in the new workbook, by their old one.
    """
    matched = match(old, new, numbers)
    columns = [
        column for column in new.schema.columns if not (column.derived and facts_only)
    ]
    there = [
        [column for column in columns if column.header in side.layout.columns]
        for side in (old, new)
    ]
    shared = [
        c
        for c in columns
        if (c in there[0] and c in there[1])
        or (not c.derived and (c in there[0] + there[1]))
    ]
    placed = [
        *_changed(shared, old, new, matched),
        *_records("added", new, matched.added, shared),
    ]
    placed.sort(key=lambda pair: pair[0])
    placed += _records("removed", old, matched.removed, shared)
    only = [
        tuple(c.header for c in there[at] if c not in there[1 - at]) for at in (0, 1)
    ]
    return SheetDifference(
        new.layout.name, tuple(change for _, change in placed), *only
    )


def _changed(
    columns: Sequence[Column], old: Side, new: Side, matched: Match
) -> Iterator[tuple[int, Change]]:
    """The cells of paired records that differ, each with the position of its record in the new sheet."""
    for column in columns:
        header = column.header
        before, after = (
            old.entries(header)[matched.old],
            new.entries(header)[matched.new],
        )
        differs = np.flatnonzero((before != after).astype(bool))
        ours, theirs = matched.old[differs], matched.new[differs]
        values = old.values(header, ours), new.values(header, theirs)
        keys = [
            key or was
            for key, was in zip(new.key_texts(theirs), old.key_texts(ours), strict=True)
        ]
        where = theirs.tolist(), keys, new.cells(header, theirs)
        for at, key, cell, was, now in zip(*where, *values, strict=True):
            kind: Kind = "voided" if header == "Voided" and was is None else "changed"
            yield at, Change(kind, key, cell, header, was, now)


def _records(
    kind: Kind, side: Side, records: IntArray, columns: Sequence[Column]
) -> Iterator[tuple[int, Change]]:
    """The records that only one side has, each with all that was entered in it."""
    facts = [
        c.header
        for c in columns
        if c.header not in side.schema.key and (not c.derived or side.schema.derived)
    ]
    entered = [
        [text_of(value) for value in side.values(header, records)] for header in facts
    ]
    texts = (
        map(partial(record_text, facts), zip(*entered, strict=True))
        if facts
        else [""] * len(records)
    )
    where = (
        records.tolist(),
        side.key_texts(records),
        side.cells(side.schema.key[0], records),
    )
    for record, key, cell, text in zip(*where, texts, strict=True):
        sides: tuple[Value, Value] = (None, text) if kind == "added" else (text, None)
        yield record, Change(kind, key, cell, "", *sides)
