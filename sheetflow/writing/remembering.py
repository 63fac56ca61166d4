"""What a workbook remembers from a run: its sheets and columns, and how many facts."""

from __future__ import annotations

from sheetflow.domain.frame import Frame
from sheetflow.reading.remembered import (
    NAME,
    Memory,
    Remembered,
    RememberedSheet,
    memory_text,
)
from sheetflow.workbook import Workbook
from sheetflow.writing.placement import Placement
from sheetflow.writing.positions import SheetPosition


def remember(workbook: Workbook, placed: Placement) -> None:
    """Keep in the workbook which sheets and columns of facts it has after the run."""
    workbook.keep_hidden_text(NAME, memory_text(memory_of(workbook, placed)))


def memory_of(workbook: Workbook, placed: Placement) -> Memory:
    """The sheets of facts after a run, with what their owner calls them."""
    return {
        sheet: _remembered_sheet(workbook, position, placed.book[sheet])
        for sheet, position in placed.facts.items()
    }


def _remembered_sheet(
    workbook: Workbook, position: SheetPosition, frame: Frame
) -> RememberedSheet:
    row = _header_row(workbook, position)
    columns: dict[str, Remembered] = {}
    for column in position.schema.facts:
        at = position.columns.get(column.header)
        if at is not None:
            facts = int(frame.given(column.header).sum())
            typed = row[at - 1] if at <= len(row) else ""
            name = str(typed or column.header)
            columns[column.header] = Remembered(name, facts)
    return RememberedSheet(position.name, len(frame), columns)


def _header_row(workbook: Workbook, position: SheetPosition) -> list[object]:
    """The headers as typed; those of columns that the run adds are not there yet."""
    if position.is_new:
        return []
    return list(workbook.read(position.name).rows[position.header_row - 1])
