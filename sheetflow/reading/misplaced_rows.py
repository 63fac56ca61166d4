"""Rows that belong elsewhere: a row of totals, or a row of another sheet. One message says so, not one per cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import message
from sheetflow.domain.problems import LOOKS, Problem
from sheetflow.domain.relations import references_of, unknown_codes
from sheetflow.domain.schema import loose
from sheetflow.reading.cells import key_text
from sheetflow.reading.locate import Layout
from sheetflow.reading.sheets import RawSheet
from sheetflow.workbook import Workbook

_TOTALS = frozenset(
    [
        "total",
        "totals",
        "subtotal",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "somme",
        "suma",
        "totale",
        "somma",
        "totaal",
        "som",
        "soma",
    ]
)
"""What people write beside a row of totals, in the languages of workbooks."""

_OF_TOTALS = message(
    ". It looks like a row of totals: clear it, or type it on another sheet"
)

_MANY_ERRORS = 3
"""So many errors make it likely that a row belongs to another sheet."""

_LEAST_REFERENCES = 2
"""How many records a row must name to be taken for a row of another sheet."""

Row = tuple[str, int]
"""A sheet, and a record of it."""


def name_misplaced_rows(
    problems: Sequence[Problem],
    workbook: Workbook,
    layouts: Mapping[str, Layout],
    raw: Mapping[str, RawSheet],
) -> list[Problem]:
    """The problems, with one for each row that looks like a row of totals or of another sheet."""
    rows = _rows_in_error(problems)
    if not rows:
        return list(problems)
    sheets = _Sheets(workbook, layouts, raw)
    looks = {row: sheets.looks_of(row, found) for row, found in rows.items()}
    kept = {row: _most_telling(rows[row]) for row, text in looks.items() if text}
    named: list[Problem] = []
    for problem in problems:
        row = (problem.sheet, problem.record)
        if row not in kept or _is_of_many_rows(problem):
            named.append(problem)
        elif problem is kept[row]:
            named.append(_looking(problem, looks[row]))
    return named


def _rows_in_error(problems: Sequence[Problem]) -> dict[Row, list[Problem]]:
    """The errors of each row, without those that stand for many rows."""
    rows: dict[Row, list[Problem]] = {}
    for problem in problems:
        is_of_row = problem.rule.kind == "row error" and problem.record >= 0
        if is_of_row and not problem.more:
            rows.setdefault((problem.sheet, problem.record), []).append(problem)
    return rows


def _is_of_many_rows(problem: Problem) -> bool:
    """Whether a problem is about more rows than the one that it is at."""
    if problem.code == "TAB01":
        return problem.words["rows"].startswith("rows ")
    return bool(problem.more)


def _most_telling(found: Sequence[Problem]) -> Problem:
    """The error that is kept: one that shows what is in its cell, best a record that is unknown."""
    unknown = unknown_codes()
    return min(found, key=lambda each: (each.code not in unknown, not each.value))


def _looking(problem: Problem, looks: str) -> Problem:
    """The problem, which says what its row looks like, and no longer what may be meant."""
    words = {**problem.words, LOOKS: looks}
    if "suggestion" in words:
        words["suggestion"] = ""
    return replace(problem, words=words)


@dataclass(frozen=True)
class _Sheets:
    """The sheets of facts as they are, to see what a row looks like."""

    workbook: Workbook
    layouts: Mapping[str, Layout]
    raw: Mapping[str, RawSheet]

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        return {}

    def looks_of(self, row: Row, found: Sequence[Problem]) -> str:
        """What a row looks like, to go on from a message; empty where it does not look like anything else."""
        if self._is_of_totals(row):
            return _OF_TOTALS
        if len(found) < _MANY_ERRORS:
            return ""
        other = self._other_sheet(row)
        if not other:
            return ""
        title = sheet_schema(other).title
        return message(
            ". It looks like a row of {sheet}: move it there, and clear it here",
            sheet=title,
        )

    def _is_of_totals(self, row: Row) -> bool:
        """Whether a cell that takes a key or a choice has the word for a total."""
        sheet, record = row
        if sheet not in self.raw:
            return False
        cells = self.raw[sheet].raw
        headers = [
            column.header
            for column in sheet_schema(sheet).facts
            if column.kind in ("key", "choice") and column.header in cells
        ]
        words = [cells[header][record] for header in headers]
        return any(isinstance(word, str) and _is_total(word) for word in words)

    def _other_sheet(self, row: Row) -> str:
        """The sheet that a row seems to come from: the one of which it names most records."""
        sheet, record = row
        cells = self._cells(sheet, record)
        named = {
            other: self._records_named(other, cells)
            for other in self.layouts
            if other != sheet and cells
        }
        most = max(named, key=lambda other: named[other], default="")
        return most if most and named[most] >= _LEAST_REFERENCES else ""

    def _cells(self, sheet: str, record: int) -> Sequence[object]:
        """All cells of the row of a record; none where it is not on its sheet."""
        if sheet not in self.raw or sheet not in self.layouts:
            return ()
        row = int(self.raw[sheet].frame.rows[record])
        rows = self.workbook.read(self.layouts[sheet].name).rows
        return rows[row - 1] if 0 < row <= len(rows) else ()

    def _records_named(self, sheet: str, cells: Sequence[object]) -> int:
        """How many records a row names if it is read as one of a sheet; 0 where it cannot be one."""
        layout = self.layouts[sheet]
        if not all(_fits(layout, header, cells) for header in layout.columns):
            return 0
        count = 0
        for each in references_of(sheet):
            key = _key_at(layout, each.header, cells)
            if key and key not in self._keys(each.target):
                return 0
            count += bool(key)
        return count

    def _keys(self, sheet: str) -> Collection[str]:
        """The keys that a sheet has."""
        if sheet not in self._known:
            self._known[sheet] = frozenset(self._read_keys(sheet))
        return self._known[sheet]

    def _read_keys(self, sheet: str) -> Iterator[str]:
        header = sheet_schema(sheet).key[0]
        cells = self.raw[sheet].raw if sheet in self.raw else {}
        for cell in cells.get(header, ()):
            key = key_text(cell)
            if key:
                yield key


def _is_total(word: str) -> bool:
    return loose(word).rstrip(":") in _TOTALS


def _cell_at(layout: Layout, header: str, cells: Sequence[object]) -> object:
    """What a row has where a sheet has a column; empty where the row is shorter or the column missing."""
    at = layout.columns.get(header, 0)
    return cells[at - 1] if 0 < at <= len(cells) else ""


def _key_at(layout: Layout, header: str, cells: Sequence[object]) -> str:
    return key_text(_cell_at(layout, header, cells)) or ""


def _fits(layout: Layout, header: str, cells: Sequence[object]) -> bool:
    """Whether a cell can be one of a column: it is there where it must be, and a number where that is needed."""
    column = layout.schema.column(header)
    cell = _cell_at(layout, header, cells)
    if cell == "":
        return not column.required
    return not column.is_number or isinstance(cell, int | float)
