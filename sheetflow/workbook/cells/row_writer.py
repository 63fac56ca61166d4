"""One pass over a sheet's rows that puts new cells into them.

Whatever no edit names keeps its bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_part import spliced
from sheetflow.workbook.archive.xml_text import attributes_text, parse_attributes
from sheetflow.workbook.cells.cell_references import LAST_ROW
from sheetflow.workbook.cells.row_cells import RowCells
from sheetflow.workbook.cells.row_heights import with_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sheetflow.workbook.archive.xml_part import Splice
    from sheetflow.workbook.cells.row_plans import PlannedRow
    from sheetflow.workbook.cells.sheet_xml import SheetXml

_SPANS = re.compile(rb'\sspans="[^"]*"')


class RowWriter:
    """Copies the rows of a sheet and puts cells into them on the way."""

    def __init__(
        self,
        sheet: SheetXml,
        name: str,
        patches: list[Splice],
        new_rows: Mapping[int, Mapping[str, str]],
        heights: Mapping[int, float],
    ) -> None:
        """What to write besides the planned cells.

        Args:
            sheet: The sheet's XML.
            name: The sheet's name, for messages.
            patches: Edits inside cells that no column edit names.
            new_rows: The attributes of rows to make.
            heights: The heights, in points, of rows that get cells: 0 for one line.
                Such a row is removed when nothing is left in it.
        """
        self._data = sheet.data
        self._prefix = sheet.prefix
        self._patches = sorted(patches, key=lambda patch: patch.start)
        self._patch_starts = [patch.start for patch in self._patches]
        self._new_rows = new_rows
        self._heights = heights
        self._name = name
        self._cells = RowCells(sheet.prefix, name)
        self._end_tag = f"</{sheet.prefix}row".encode()
        start, self._end = row_span(sheet)
        self._rows = sheet.row_pattern.finditer(sheet.data, start, self._end)
        # How far the copy has come, and the row of the sheet that is next.
        self._copied = start
        self._row = 0
        self._row_start = start
        self._row_head = start

    def spliced(self, blocks: Iterable[list[PlannedRow]]) -> bytes:
        """The content of `<sheetData>`: the rows with the planned cells in them."""
        written = [b"".join(self._with_rows(block)) for block in blocks]
        rest = self._original(self._copied, self._end)
        return b"".join((*written, rest))

    def _with_rows(self, block: list[PlannedRow]) -> Iterator[bytes]:
        """The rows up to the last planned one, the planned ones with their cells."""
        for planned in block:
            while self._row < planned.row:
                self._next_row()
            if self._row_start > self._copied:
                yield self._original(self._copied, self._row_start)
                self._copied = self._row_start
            if self._row > planned.row:
                yield self._new_row(planned)
            else:
                yield self._edited_row(planned)

    def _edited_row(self, planned: PlannedRow) -> bytes:
        head, body, self._copied = self._row_parts()
        inside = self._cells.edited(planned, body)
        if inside != body:
            head = _SPANS.sub(b"", head)
        if planned.row in self._heights:
            if not inside:
                return b""
            head = self._with_height(head, planned.row)
        if inside or body:
            return b"".join((head, inside, self._end_tag, b">"))
        return head[:-1] + b"/>"

    def _with_height(self, head: bytes, row: int) -> bytes:
        """A row's start tag with the height that the row gets."""
        attributes = with_height(parse_attributes(head), self._heights[row])
        return f"<{self._prefix}row{attributes_text(attributes)}>".encode()

    def _next_row(self) -> None:
        match = next(self._rows, None)
        if match is None:
            self._row = LAST_ROW + 1
            self._row_start = self._end
            return
        number = int(match[1])
        if number <= self._row:
            raise SheetflowError(
                f"sheet {self._name}: row {number} is not in order; "
                "open the workbook in Excel, save it and try again"
            )
        self._row = number
        self._row_start = match.start()
        self._row_head = match.end()

    def _row_parts(self) -> tuple[bytes, bytes, int]:
        """The row's start tag (open), the bytes inside it, and where the row ends."""
        data = self._data
        start = self._row_start
        head = self._row_head
        if data[head - 2 : head] == b"/>":
            return data[start : head - 2].rstrip() + b">", b"", head
        close = data.index(self._end_tag, head)
        end = data.index(b">", close) + 1
        return data[start:head], self._original(head, close), end

    def _original(self, start: int, end: int) -> bytes:
        """The sheet's own bytes, patched."""
        first = bisect_left(self._patch_starts, start)
        last = bisect_left(self._patch_starts, end)
        if first == last:
            return self._data[start:end]
        patches = [patch.moved(-start) for patch in self._patches[first:last]]
        return spliced(self._data[start:end], patches)

    def _new_row(self, planned: PlannedRow) -> bytes:
        """A row that is not there yet; nothing where it would be empty."""
        inside = planned.plan.new_cells(planned.row, planned.tails)
        attributes = self._new_rows.get(planned.row, {})
        if planned.row in self._heights:
            attributes = with_height(attributes, self._heights[planned.row])
        if not inside and not attributes:
            return b""
        others = attributes_text(attributes)
        head = f'<{self._prefix}row r="{planned.row}"{others}>'.encode()
        return head + inside + self._end_tag + b">"


def row_span(sheet: SheetXml) -> tuple[int, int]:
    """(start, end) of the rows, without the end tag of `<sheetData>`."""
    start, end = sheet.span
    if start == end:
        return start, end
    return start, sheet.data.rindex(b"</", start, end)
