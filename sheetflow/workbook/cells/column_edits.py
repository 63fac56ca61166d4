"""Cells to write, column by column, and the same cells row by row, a few thousand rows at a time.

A run is what somebody asked for: values down one column. A plan is what a row gets: all cells of one row whose
runs are the same share one plan, so that what does not depend on the row is worked out once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_references import column_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sheetflow.workbook.cells.cell_encoder import CellEncoder
    from sheetflow.workbook.model import Value

_BLOCK = 2048
BLANK = "/>"
ROW = "\0"  # stands for the row's number in a template


class WriteOptions(NamedTuple):
    """Whether to make styled blank cells, to leave cells that hold something, to overwrite owners' formulas.

    A blank keeps the style that its cell has, unless `restyle` gives every cell the style of a new one;
    `remove_blanks` takes a cell away that looks like a new one.
    """

    keep_blanks: bool = False
    only_empty: bool = False
    overwrite_formulas: bool = False
    restyle: bool = False
    remove_blanks: bool = False


DEFAULT_OPTIONS = WriteOptions()
AS_NEW = WriteOptions(overwrite_formulas=True, remove_blanks=True)
"""As if nothing had stood there."""


def keep_style(style: str) -> str:
    return style


def style_attribute(style: str) -> str:
    return f' s="{style}"' if style not in ("", "0") else ""


@dataclass(eq=False)
class ColumnEdit:
    """Cells of one column to write.

    `rows` ascend; `values` None keeps the contents and changes the style alone. `fresh` is the style of a cell
    that is not there yet, `over` gives the style of one that is from the style that it has.
    """

    column: int
    rows: Sequence[int]
    values: Sequence[Value] | None
    fresh: str = ""
    over: Callable[[str], str] = keep_style
    tails: Sequence[str] | None = None
    options: WriteOptions = DEFAULT_OPTIONS
    known: dict[str, str] = field(init=False, default_factory=dict)

    @cached_property
    def letters(self) -> str:
        return column_name(self.column)

    def style_over(self, style: str) -> str:
        if style not in self.known:
            self.known[style] = self.over(style)
        return self.known[style]

    def some_tails(self, start: int, end: int, tails: CellEncoder) -> Sequence[str]:
        """The tails of the cells from place start to end; '' keeps a content."""
        if self.tails is not None:
            return self.tails[start:end]
        return (
            [""] * (end - start)
            if self.values is None
            else tails.column(self.values[start:end])
        )


class Plan:
    """The runs that give a row its cells, in the order of their columns."""

    def __init__(self, runs: tuple[ColumnEdit, ...], prefix: str) -> None:
        self.runs = runs
        self._px = prefix
        self.first_column = runs[0].column
        self._columns = [run.column for run in runs]
        self.may_replace = not any(
            run.options.only_empty or run.options.restyle for run in runs
        )
        self._leads = [f'<{prefix}c r="{run.letters}' for run in runs]
        self._rests = [f'"{style_attribute(run.fresh)}' for run in runs]
        self._keeps = [
            run.options.keep_blanks and run.fresh not in ("", "0") for run in runs
        ]
        pairs = zip(self._leads, self._rests, strict=True)
        self._template = "".join(f"{lead}{ROW}{rest}%s" for lead, rest in pairs)
        self._some: dict[tuple[int, ...], str] = {}
        self._halves: dict[int, tuple[Plan, Plan]] = {}

    def first_right_of(self, column: int) -> int:
        """The place of the first run that is right of a column."""
        return (
            0 if self.first_column > column else bisect_left(self._columns, column + 1)
        )

    def fresh(self, row: int, tails: Sequence[str]) -> bytes:
        """All cells, none of which is there yet."""
        template = self._template
        if BLANK in tails or "" in tails:
            places = tuple(
                i
                for i, tail in enumerate(tails)
                if tail and (tail != BLANK or self._keeps[i])
            )
            template, tails = self._template_of(places), [tails[i] for i in places]
        return (template.replace(ROW, str(row)) % tuple(tails)).encode()

    def _template_of(self, places: tuple[int, ...]) -> str:
        """The template of a row that gets only some of the cells."""
        if places not in self._some:
            self._some[places] = "".join(
                f"{self._leads[i]}{ROW}{self._rests[i]}%s" for i in places
            )
        return self._some[places]

    def split(self, place: int) -> tuple[Plan, Plan]:
        """The runs before a place and those from there on, as plans of their own."""
        if place not in self._halves:
            self._halves[place] = (
                Plan(self.runs[:place], self._px),
                Plan(self.runs[place:], self._px),
            )
        return self._halves[place]

    def fresh_cell(self, place: int, row: int, tail: str) -> bytes:
        """One cell that is not there yet; nothing for a blank one that need not be."""
        if not tail or (tail == BLANK and not self._keeps[place]):
            return b""
        return f"{self._leads[place]}{row}{self._rests[place]}{tail}".encode()

    @cached_property
    def stretches(self) -> list[tuple[int, int, list[bytes]]]:
        """The places of runs whose columns follow one another: start, end, and their letters."""
        found, start = [], 0
        for place in range(1, len(self.runs) + 1):
            if (
                place == len(self.runs)
                or self.runs[place].column != self.runs[place - 1].column + 1
            ):
                letters = [run.letters.encode() for run in self.runs[start:place]]
                found.append((start, place, letters))
                start = place
        return found


class PlannedRow(NamedTuple):
    row: int
    plan: Plan
    tails: Sequence[str]


def planned_rows(
    runs: list[ColumnEdit], tails: CellEncoder
) -> Iterator[list[PlannedRow]]:
    """The cells of all runs by row, a block of rows at a time; of two runs for a cell the later one wins."""
    runs = [run for run in runs if len(run.rows)]
    if not runs:
        return
    first, last = min(run.rows[0] for run in runs), max(run.rows[-1] for run in runs)
    plans = _Plans(tails.prefix)
    for start in range(first, last + 1, _BLOCK):
        yield _block(list(_pieces(runs, start, tails)), plans)


class _Plans:
    """Makes one plan for each combination of runs."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._known: dict[tuple[ColumnEdit, ...], Plan] = {}

    def plan(self, runs: tuple[ColumnEdit, ...]) -> Plan:
        if runs not in self._known:
            self._known[runs] = Plan(runs, self._prefix)
        return self._known[runs]


class _Piece(NamedTuple):
    """What a run has within a block of rows."""

    run: ColumnEdit
    rows: Sequence[int]
    tails: Sequence[str]


def _pieces(runs: list[ColumnEdit], start: int, tails: CellEncoder) -> Iterator[_Piece]:
    for run in runs:
        low, high = bisect_left(run.rows, start), bisect_left(run.rows, start + _BLOCK)
        if low < high:
            yield _Piece(run, run.rows[low:high], run.some_tails(low, high, tails))


def _block(pieces: list[_Piece], plans: _Plans) -> list[PlannedRow]:
    if not pieces:
        return []
    columns = {piece.run.column for piece in pieces}
    if len(columns) == len(pieces) and all(
        piece.rows == pieces[0].rows for piece in pieces
    ):
        return list(_of_same_rows(pieces, plans))
    cells: dict[int, list[tuple[ColumnEdit, str]]] = defaultdict(list)
    for run, rows, tails in pieces:
        for row, tail in zip(rows, tails, strict=True):
            cells[row].append((run, tail))
    return [_merged(row, cells[row], plans) for row in sorted(cells)]


def _of_same_rows(pieces: list[_Piece], plans: _Plans) -> Iterator[PlannedRow]:
    ordered = sorted(pieces, key=lambda piece: piece.run.column)
    plan = plans.plan(tuple(piece.run for piece in ordered))
    for row, tails in zip(
        pieces[0].rows,
        zip(*(piece.tails for piece in ordered), strict=True),
        strict=True,
    ):
        yield PlannedRow(row, plan, tails)


def _merged(row: int, cells: list[tuple[ColumnEdit, str]], plans: _Plans) -> PlannedRow:
    by_column = {run.column: (run, tail) for run, tail in cells}
    ordered = [by_column[column] for column in sorted(by_column)]
    return PlannedRow(
        row, plans.plan(tuple(run for run, _ in ordered)), [tail for _, tail in ordered]
    )
