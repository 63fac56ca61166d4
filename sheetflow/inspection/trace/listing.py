"""The lines of a trace as rows of a sheet, and the formulas that work out one from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheetflow.inspection.trace.tree import Trace

MOST_RANGES = 30
"""A sum of more stretches than these is written by level instead: Excel takes 255, and nobody reads them."""


@dataclass(frozen=True)
class Line:
    """One line on its row; an operand is only listed because another figure is worked out from it."""

    row: int
    depth: int
    trace: Trace
    is_operand: bool = False


def listed(traces: Sequence[Trace], first_row: int) -> list[Line]:
    """Every line of the traces from a row on; what a figure is worked out from stands below it, unless it is above."""
    seen: set[int] = set()
    return [
        Line(row, *line) for row, line in enumerate(_lines(traces, seen), first_row)
    ]


def _lines(
    traces: Sequence[Trace], seen: set[int]
) -> Iterator[tuple[int, Trace, bool]]:
    for trace in traces:
        yield from _below(trace, 0, False, seen)


def _below(
    trace: Trace, depth: int, is_operand: bool, seen: set[int]
) -> Iterator[tuple[int, Trace, bool]]:
    """A line, then what it is worked out from, then its parts."""
    seen.add(id(trace))
    yield depth, trace, is_operand
    for operand in trace.operands:
        if id(operand) not in seen:
            yield from _below(operand, depth + 1, True, seen)
    for part in trace.parts:
        yield from _below(part, depth + 1, is_operand, seen)


def rows_of(lines: Sequence[Line]) -> dict[int, int]:
    """The row of each figure, by its identity: two figures may be alike."""
    return {id(line.trace): line.row for line in lines}


def formula_of(line: Line, rows: Mapping[int, int], column: str) -> str:
    """How a figure is worked out from the cells of others; `rows` are `rows_of` all lines, `column` their letter."""
    if line.trace.formula:
        return line.trace.formula.format(
            *(f"{column}{rows[id(operand)]}" for operand in line.trace.operands)
        )
    return _sum([rows[id(part)] for part in line.trace.parts], line.depth + 1, column)


def _sum(rows: Sequence[int], level: int, column: str) -> str:
    """The sum of the cells in these rows, which are all of their level between the first and the last."""
    stretches = _stretches(rows)
    if len(stretches) > MOST_RANGES:
        first, last = rows[0], rows[-1]
        return f"SUMIFS({column}{first}:{column}{last},A{first}:A{last},{level})"
    cells = (
        f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"
        for first, last in stretches
    )
    return f"SUM({','.join(cells)})"


def _stretches(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows that follow one another, as first and last."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = found[-1][0], row
        else:
            found.append((row, row))
    return found
