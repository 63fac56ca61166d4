"""The lines of a trace as rows of a sheet, and the formulas that calculate one from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheetflow.inspection.trace.tree import Trace

MOST_RANGES = 30
"""A sum of more ranges is written by level: Excel takes 255, and nobody reads them."""


@dataclass(frozen=True)
class Line:
    """One line on its row; an operand is listed only because another figure uses it."""

    row: int
    depth: int
    trace: Trace
    is_operand: bool = False


def list_lines(traces: Sequence[Trace], first_row: int) -> list[Line]:
    """Every line of the traces, from a row on.

    Operands of a figure are listed below it, unless they are further up already.
    """
    lines = _lines(traces, seen=set())
    return [Line(row, *line) for row, line in enumerate(lines, first_row)]


def _lines(
    traces: Sequence[Trace], seen: set[int]
) -> Iterator[tuple[int, Trace, bool]]:
    for trace in traces:
        yield from _lines_of(trace, 0, False, seen)


def _lines_of(
    trace: Trace, depth: int, is_operand: bool, seen: set[int]
) -> Iterator[tuple[int, Trace, bool]]:
    """A line, then its operands, then its parts."""
    seen.add(id(trace))
    yield depth, trace, is_operand
    for operand in trace.operands:
        if id(operand) not in seen:
            yield from _lines_of(operand, depth + 1, True, seen)
    for part in trace.parts:
        yield from _lines_of(part, depth + 1, is_operand, seen)


def row_of_each(lines: Sequence[Line]) -> dict[int, int]:
    """The row of each figure, by its identity: two figures may be alike."""
    return {id(line.trace): line.row for line in lines}


def formula_of(line: Line, rows: Mapping[int, int], column: str) -> str:
    """The formula of a figure, from the cells of others.

    `rows` is `row_of_each` of all lines; the figures are in this column (`C`).
    """
    trace = line.trace
    if trace.formula:
        cells = [f"{column}{rows[id(operand)]}" for operand in trace.operands]
        return trace.formula.format(*cells)
    part_rows = [rows[id(part)] for part in trace.parts]
    return _sum_formula(part_rows, line.depth + 1, column)


def _sum_formula(rows: Sequence[int], level: int, column: str) -> str:
    """The sum of the cells in these rows: all of their level from the first to the last."""
    ranges = _ranges(rows)
    if len(ranges) > MOST_RANGES:
        first = rows[0]
        last = rows[-1]
        return f"SUMIFS({column}{first}:{column}{last},A{first}:A{last},{level})"
    cells = [_range_text(column, first, last) for first, last in ranges]
    return f"SUM({','.join(cells)})"


def _range_text(column: str, first: int, last: int) -> str:
    """`C5`, or `C5:C7`."""
    if first == last:
        return f"{column}{first}"
    return f"{column}{first}:{column}{last}"


def _ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """The first and last of each series of adjacent rows."""
    ranges: list[tuple[int, int]] = []
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            ranges.append((first, last))
            first = row
        last = row
    ranges.append((first, last))
    return ranges
