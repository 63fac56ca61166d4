"""Two workbooks compared: each sheet's records are paired, then compared column by column, whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from sheetflow.differing.matching import Match, match
from sheetflow.differing.model import Change, Difference, Kind, SheetDifference, Value
from sheetflow.differing.sides import Side, sides
from sheetflow.differing.texts import record_text
from sheetflow.errors import SheetflowError
from sheetflow.numbers import IntArray, Mask
from sheetflow.running import Opened, open_workbook
from sheetflow.schema import DERIVED, FACTS, Column, loose


def difference(old: str | Path, new: str | Path, *, facts_only: bool = False) -> Difference:
    """What changed from one workbook to another: the facts and, unless `facts_only`, what was derived from them.

    Workbooks with errors, and such as no run ever saw, are compared too: a cell that cannot be read is compared as it
    was entered. Raises SheetflowError where one of them is no workbook of the contract.
    """
    before, after = _open(old), _open(new)
    pairs = _pairs(dict(sides(before)), dict(sides(after)))
    found = [compare(*pair, facts_only=facts_only) for pair in pairs if not (facts_only and pair[0].schema.derived)]
    return Difference(tuple(item for item in found if item), *_sheets_apart(before, after))


def _pairs(old: Mapping[str, Side], new: Mapping[str, Side]) -> Iterator[tuple[Side, Side]]:
    """The sheets to compare. A sheet of facts that one workbook lacks has no records there."""
    for sheet in (*FACTS, *DERIVED):
        if sheet in old and sheet in new:
            yield old[sheet], new[sheet]
        elif sheet in FACTS and sheet in new:
            yield new[sheet].without_records, new[sheet]
        elif sheet in FACTS and sheet in old:
            yield old[sheet], old[sheet].without_records


def _open(path: str | Path) -> Opened:
    """A workbook, whatever it holds besides the facts. Raises SheetflowError, which names the file."""
    try:
        return open_workbook(path, adopt=True)
    except SheetflowError as error:
        said = str(error)
        raise SheetflowError(said if said.startswith(str(path)) else f"{path}: {said}") from error


def _sheets_apart(old: Opened, new: Opened) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sheets that only the old workbook has, and those that only the new one has."""
    names = [{loose(name): name for name in opened.workbook.sheets} for opened in (old, new)]
    apart = [[name for word, name in ours.items() if word not in theirs] for ours, theirs in (names, names[::-1])]
    return tuple(apart[0]), tuple(apart[1])


def compare(old: Side, new: Side, *, facts_only: bool = False) -> SheetDifference:
    """What differs in one sheet. A derived column that only one of them has is named, its cells are not."""
    matched = match(old, new)
    columns = [column for column in new.schema.columns if not (column.derived and facts_only)]
    there = [[column for column in columns if column.header in side.layout.columns] for side in (old, new)]
    shared = [c for c in columns if (c in there[0] and c in there[1]) or (not c.derived and (c in there[0] + there[1]))]
    placed = [*_changed(shared, old, new, matched), *_records("added", new, matched.added, shared)]
    placed.sort(key=lambda pair: pair[0])
    placed += _records("removed", old, matched.removed, shared)
    only = [tuple(c.header for c in there[at] if c not in there[1 - at]) for at in (0, 1)]
    return SheetDifference(new.layout.name, tuple(change for _, change in placed), *only)


def _changed(columns: Sequence[Column], old: Side, new: Side, matched: Match) -> Iterator[tuple[int, Change]]:
    """The cells of paired records that differ, each with the position of its record in the new sheet."""
    for column in columns:
        differs = np.flatnonzero(_differs(column.header, old, new, matched))
        ours, theirs = matched.old[differs], matched.new[differs]
        values = old.values(column.header, ours), new.values(column.header, theirs)
        for was_at, now_at, was, now in zip(ours.tolist(), theirs.tolist(), *values, strict=True):
            kind: Kind = "voided" if column.header == "Voided" and was is None else "changed"
            key = new.key_text(now_at) or old.key_text(was_at)
            yield now_at, Change(kind, key, new.cell(column.header, now_at), column.header, was, now)


def _differs(header: str, old: Side, new: Side, matched: Match) -> Mask:
    """Where a column of the paired records differs; cells that cannot be read are compared as entered."""
    typed: Mask = old.frame[header][matched.old] != new.frame[header][matched.new]
    odd = _among(old, header, matched.old) | _among(new, header, matched.new)
    for at in np.flatnonzero(odd & ~typed).tolist():
        one = slice(at, at + 1)
        typed[at] = old.values(header, matched.old[one]) != new.values(header, matched.new[one])
    return typed


def _among(side: Side, header: str, records: IntArray) -> Mask:
    """Which of these records hold something unreadable in a column."""
    odd = side.unread.get(header)
    return np.isin(records, list(odd)) if odd else np.zeros(len(records), dtype=bool)


def _records(kind: Kind, side: Side, records: IntArray, columns: Sequence[Column]) -> Iterator[tuple[int, Change]]:
    """The records that only one side has, each with all that was entered in it."""
    facts = [c.header for c in columns if c.header not in side.schema.key and (not c.derived or side.schema.derived)]
    values = zip(*(side.values(header, records) for header in facts), strict=True) if facts else iter(())
    for record, entered in zip(records.tolist(), values, strict=True):
        text = record_text(facts, entered)
        sides: tuple[Value, Value] = (None, text) if kind == "added" else (text, None)
        yield record, Change(kind, side.key_text(record), side.cell(side.schema.key[0], record), "", *sides)
