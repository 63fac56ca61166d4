"""References between sheets, resolved once: from the text of a key to the position of the record that it names.

A reference to a record that is itself in error is known (one cause, one problem); a reference to nothing is a row
error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sheetflow.domain.book import WarehouseLocations
from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.frames import Orders, Sheets
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take
from sheetflow.domain.problems import Problem
from sheetflow.domain.relations import (
    ORDERS,
    LineLink,
    ReferenceColumn,
    named_early,
    order_reference,
    references,
    references_to,
)
from sheetflow.domain.suggestions import nearest_of_each, suggestion

NO_TAX = "none"


@dataclass
class Desk(Sheets):
    """The frames while they are being read: what is found wrong takes the row out, and is kept."""

    frames: dict[str, Frame]
    problems: list[Problem] = field(default_factory=list)
    _reported: set[tuple[str, int, str]] = field(default_factory=set)

    def __getitem__(self, sheet: str) -> Frame:
        return self.frames[sheet]

    def put(self, frame: Frame) -> None:
        """Replace one sheet."""
        self.frames[frame.schema.sheet] = frame

    def fault(
        self,
        sheet: str,
        where: Mask,
        code: str,
        column: str,
        words: Mapping[str, AnyArray] | None = None,
    ) -> None:
        """Report the cells of `column` under `where`; an error takes their rows out.

        `words` are columns of text for the message. Voided rows are not reported, and no cell has two errors: a cell
        that cannot be read is not also missing.
        """
        frame = self.frames[sheet]
        alive = where & ~frame.given("Voided") if frame.schema.voidable else where
        at = [
            record
            for record in np.flatnonzero(alive).tolist()
            if (sheet, record, column) not in self._reported
        ]
        self.problems += [
            self._problem(frame, code, record, column, words or {}) for record in at
        ]
        if at and self.problems[-1].rule.is_error:
            self._reported.update((sheet, record, column) for record in at)
        if at and self.problems[-1].rule.kind == "row error":
            self.take_out(sheet, np.array(at, dtype=np.int64))

    def _problem(
        self,
        frame: Frame,
        code: str,
        record: int,
        column: str,
        words: Mapping[str, AnyArray],
    ) -> Problem:
        said = {word: str(texts[record]) for word, texts in words.items()}
        value = value_text(frame, column, record)
        return Problem(code, frame.schema.sheet, record, column, value, said)

    def take_out(self, sheet: str, records: IntArray) -> None:
        """From now on these rows count for nothing."""
        valid = self.frames[sheet].valid.copy()
        valid[records] = False
        self.put(replace(self.frames[sheet], valid=valid))

    def adopt(self, found: list[Problem]) -> None:
        """Take over what the cells said by themselves: voided rows are passed over, errors take their rows out."""
        for problem in found:
            frame = self.frames[problem.sheet]
            if problem.record < 0:  # of the sheet, not of a record
                self.problems.append(problem)
                continue
            if frame.schema.voidable and frame.given("Voided")[problem.record]:
                continue
            self.problems.append(problem)
            if problem.rule.is_error:
                self._reported.add((problem.sheet, problem.record, problem.column))
            if problem.rule.kind == "row error":
                self.take_out(problem.sheet, np.array([problem.record], dtype=np.int64))

    def placed(self) -> list[Problem]:
        """All that was found, each with the order that its row belongs to: known only once references are resolved."""
        return [
            replace(problem, order=self._order_of(problem.sheet, problem.record))
            for problem in self.problems
        ]

    def _order_of(self, sheet: str, record: int) -> int:
        """The position of the order that a record belongs to, -1 for none."""
        return record if record < 0 else order_of(self, sheet, record)


def order_of(sheets: Sheets, sheet: str, record: int) -> int:
    """The order that a row belongs to, -1 for none; an order's own row is its own."""
    if sheet == ORDERS:
        return record
    reference = order_reference(sheet)
    if reference is None:
        return -1
    named = int(sheets[sheet].link(reference.name)[record])
    return named if named < 0 else order_of(sheets, reference.target, named)


def value_text(frame: Frame, column: str, record: int) -> str:
    """One cell of a frame as a message names it."""
    if column not in frame.columns:
        return ""
    value = plain_values(
        frame.schema.column(column), frame[column][record : record + 1]
    )[0]
    return (
        ""
        if value is None
        else f"{value:f}"
        if hasattr(value, "normalize")
        else str(value)
    )


def index_of(keys: AnyArray) -> dict[str, int]:
    """Key → position of the first record that has it."""
    listed = keys.tolist()
    index = dict(zip(reversed(listed), range(len(listed) - 1, -1, -1), strict=True))
    index.pop(None, None)
    return index


def positions(keys: AnyArray, index: Mapping[str, int]) -> IntArray:
    """The position that each key names, -1 for a blank or unknown one."""
    return np.array([index.get(key, -1) for key in keys.tolist()], dtype=np.int64)


def resolve_locations(frames: Mapping[str, Frame], default: str) -> WarehouseLocations:
    """The locations: those of the sheet, or without one, all that Stock moves,
    Products or Settings name (rules.md section 1).
    """
    sheet = frames["Locations"]
    if len(sheet):
        index = index_of(sheet["Location"])
        at = np.array(list(index.values()), dtype=np.int64)
        priority, pickable = (
            sheet.number("Priority", np.iinfo(np.int64).max)[at],
            sheet.number("Pickable", 1)[at] == 1,
        )
        return _ranked(list(index), priority, pickable & sheet.valid[at])
    named = [
        frames["Stock moves"]["From"],
        frames["Stock moves"]["To"],
        frames["Products"]["Default location"],
    ]
    codes = sorted({*np.concatenate(named).tolist(), default or None} - {None})
    return _ranked(
        codes, np.zeros(len(codes), dtype=np.int64), np.ones(len(codes), dtype=bool)
    )


def _ranked(codes: list[str], priority: IntArray, pickable: Mask) -> WarehouseLocations:
    """Locations with their ranks by priority, then name."""
    by_name = np.array(sorted(range(len(codes)), key=codes.__getitem__), dtype=np.int64)
    order = by_name[np.argsort(priority[by_name], kind="stable")]
    rank = np.empty(len(codes), dtype=np.int64)
    rank[order] = np.arange(len(codes))
    names = np.empty(len(codes), dtype=object)
    names[:] = codes
    return WarehouseLocations(names, rank, pickable)


def resolve(desk: Desk, warehouse: WarehouseLocations) -> None:
    """Resolve every reference that schemas/ declare, and report those that name nothing.

    Those to sheets whose numbers are not filled yet are judged by `resolve_late`.
    """
    indexes = {each.target: index_of(_keys(desk[each.target])) for each in references()}
    indexes["Locations"] = {
        code: at for at, code in enumerate(warehouse.codes.tolist())
    }
    for each in references():
        _link(desk, each, indexes[each.target])
    late = named_early()
    for each in references():
        if each.target not in late:
            _report_unknown(desk, each, list(indexes[each.target]))


def resolve_late(desk: Desk, numbered: str) -> None:
    """Resolve the references to a sheet whose numbers were just filled.

    Those that name nothing are reported.
    """
    index = index_of(_keys(desk[numbered]))
    for each in references_to(numbered):
        _link(desk, each, index)
        _report_unknown(desk, each, list(index))


def _keys(frame: Frame) -> AnyArray:
    return frame[frame.schema.key[0]]


def _link(desk: Desk, reference: ReferenceColumn, index: Mapping[str, int]) -> None:
    frame = desk[reference.sheet]
    found = positions(frame[reference.header], index)
    desk.put(frame.linked(**{reference.name: found}))


def _report_unknown(desk: Desk, reference: ReferenceColumn, known: list[str]) -> None:
    """Report keys that name nothing, each with the nearest one that exists."""
    header = reference.header
    frame = desk[reference.sheet]
    keys = frame[header].tolist()
    unknown = (frame.link(reference.name) < 0) & frame.given(header)
    if frame.schema.column(header).none and unknown.any():
        unknown &= np.array([str(key).casefold() != NO_TAX for key in keys])
    if unknown.any():
        near = nearest_of_each(frame[header][unknown].tolist(), known)
        guesses = np.array([near.get(key, "") for key in keys], dtype=object)
        words = {
            "near": np.array([suggestion(guess) for guess in guesses], dtype=object),
            "guess": guesses,
        }
        desk.fault(reference.sheet, unknown, reference.code, header, words)


def line_index(lines: Frame, link: LineLink) -> dict[tuple[int, str], int]:
    """(position of the order, line) → position of the first line that has them."""
    owner = lines.link(link.target_owner).tolist()
    keys = list(zip(owner, lines[link.header].tolist(), strict=True))
    return dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))


def customer_of(orders: Orders, positions_of_orders: IntArray) -> IntArray:
    """The customer of each order, -1 where it is unknown."""
    return take(orders.customer_index, positions_of_orders, -1)
