"""The one pass that puts new cells into a sheet's rows; whatever no run names keeps its bytes.

Three ways lead through a row, the fastest that will do is taken: cells right of all that is there are added
at its end; stretches of cells that are all there are replaced as a whole; else the row is taken apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_part import Splice, spliced
from sheetflow.workbook.archive.xml_text import attributes_text, parse_attributes
from sheetflow.workbook.cells.cell_references import LAST_ROW, cell_name, column_number
from sheetflow.workbook.cells.column_edits import (
    BLANK,
    ROW,
    ColumnEdit,
    Plan,
    PlannedRow,
    style_attribute,
)
from sheetflow.workbook.cells.row_heights import with_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sheetflow.workbook.cells.sheet_xml import SheetXml

_STYLE = re.compile(rb'\ss="([^"]*)"')
_SPANS = re.compile(rb'\sspans="[^"]*"')


class _ColumnNumbers(dict[bytes, int]):
    def __missing__(self, letters: bytes) -> int:
        number = self[letters] = column_number(letters.decode())
        return number


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
        """`patches` are edits inside of cells that no run names; `new_rows` the attributes of rows to make; `heights`
        those of rows that get cells, in points: 0 for one line, and such a row goes when nothing is left in it.
        """
        self._data, self._px = sheet.data, sheet.prefix
        self._patches = sorted(patches, key=lambda patch: patch.start)
        self._patch_starts = [patch.start for patch in self._patches]
        self._new_rows, self._heights, self._name = new_rows, heights, name
        self._cells = RowCells(sheet.prefix, name)
        self._close_row = f"</{self._px}row".encode()
        self._at, self._end = sheet.span
        if self._at != self._end:
            self._end = sheet.data.rindex(b"</", self._at, self._end)
        self._rows = sheet.row_pattern.finditer(sheet.data, self._at, self._end)
        self._row, self._row_start, self._row_head = 0, self._at, self._at

    def spliced(self, blocks: Iterable[list[PlannedRow]]) -> bytes:
        """The rows with the planned cells in them: what stands between `<sheetData>` and `</sheetData>`."""
        out = [
            b"".join(piece for planned in block for piece in self._with_row(planned))
            for block in blocks
        ]
        return b"".join((*out, self._original(self._at, self._end)))

    def _with_row(self, planned: PlannedRow) -> Iterator[bytes]:
        while self._row < planned.row:
            self._next_row()
        if self._row_start > self._at:
            yield self._original(self._at, self._row_start)
            self._at = self._row_start
        if self._row > planned.row:
            yield self._made_row(planned)
            return
        head, body, self._at = self._row_parts()
        inside = self._cells.edited(planned, body)
        if inside != body:
            head = _SPANS.sub(b"", head)
        if planned.row in self._heights:
            if not inside:
                return
            head = self._with_height(head, planned.row)
        yield (
            b"".join((head, inside, self._close_row, b">"))
            if inside or body
            else head[:-1] + b"/>"
        )

    def _with_height(self, head: bytes, row: int) -> bytes:
        """A row's start tag with the height that it is to have."""
        attributes = with_height(parse_attributes(head), self._heights[row])
        return f"<{self._px}row{attributes_text(attributes)}>".encode()

    def _next_row(self) -> None:
        match = next(self._rows, None)
        if match is None:
            self._row, self._row_start = LAST_ROW + 1, self._end
            return
        number = int(match[1])
        if number <= self._row:
            raise SheetflowError(
                f"sheet {self._name}: row {number} is out of its order; open the workbook in Excel and save it anew"
            )
        self._row, self._row_start, self._row_head = number, match.start(), match.end()

    def _row_parts(self) -> tuple[bytes, bytes, int]:
        """The start tag (open), what is inside, and where the row ends."""
        data, head = self._data, self._row_head
        if data[head - 2 : head] == b"/>":
            return data[self._row_start : head - 2].rstrip() + b">", b"", head
        close = data.index(self._close_row, head)
        return (
            data[self._row_start : head],
            self._original(head, close),
            data.index(b">", close) + 1,
        )

    def _original(self, start: int, end: int) -> bytes:
        """The sheet's own bytes, patched."""
        first, last = (
            bisect_left(self._patch_starts, start),
            bisect_left(self._patch_starts, end),
        )
        if first == last:
            return self._data[start:end]
        moved = [
            Splice(a - start, b - start, new) for a, b, new in self._patches[first:last]
        ]
        return spliced(self._data[start:end], moved)

    def _made_row(self, planned: PlannedRow) -> bytes:
        inside = planned.plan.fresh(planned.row, planned.tails)
        attributes = self._new_rows.get(planned.row, {})
        if planned.row in self._heights:
            attributes = with_height(attributes, self._heights[planned.row])
        if not inside and not attributes:
            return b""
        return (
            f'<{self._px}row r="{planned.row}"{attributes_text(attributes)}>'.encode()
            + inside
            + self._close_row
            + b">"
        )


class RowCells:
    """Puts planned cells among those that a row has."""

    def __init__(self, prefix: str, sheet: str) -> None:
        self._px, self._sheet = prefix, sheet
        self._mark = f'<{prefix}c r="'.encode()
        self._letters = re.compile(re.escape(self._mark) + rb"([A-Z]+)")
        self._heads = re.compile(re.escape(self._mark) + rb'([A-Z]+)[0-9]+"([^>]*)>')
        self._special = (f"<{prefix}f".encode(), b"extLst", b">\n", b">\r", b"> ")
        self._close_cell, self._formula = (
            f"</{prefix}c>".encode(),
            f"<{prefix}f".encode(),
        )
        self._numbers = _ColumnNumbers()
        self._templates: dict[tuple[object, ...], str] = {}

    def edited(self, planned: PlannedRow, body: bytes) -> bytes:
        """What is inside a row, with the planned cells in it."""
        row, plan, tails = planned
        last = body.rfind(self._mark)
        if last < 0:
            return plan.fresh(row, tails) + body.lstrip()
        match = self._letters.match(body, last)
        assert match
        if b"extLst" not in body:
            place = plan.first_right_of(self._numbers[match[1]])
            if place == 0:
                return body + plan.fresh(row, tails)
            if place < len(tails):
                here, right = plan.split(place)
                return self.edited(
                    PlannedRow(row, here, tails[:place]), body
                ) + right.fresh(row, tails[place:])
        simple = plan.may_replace and not any(
            special in body for special in self._special
        )
        quick = self._replaced(planned, body) if simple else None
        return self._taken_apart(planned, body) if quick is None else quick

    # -- whole stretches

    def _replaced(self, planned: PlannedRow, body: bytes) -> bytes | None:
        """The stretches of planned cells replaced; None where one of the cells is not there yet."""
        row, plan, tails = planned
        if "" in tails:
            return None
        pieces: list[bytes] = []
        at = 0
        for start, end, letters in plan.stretches:
            begin = body.find(b'%s%s%d"' % (self._mark, letters[0], row), at)
            if begin < 0:
                return None
            heads = self._heads.findall(body, begin)
            count = end - start
            if [head[0] for head in heads[:count]] != letters:
                return None
            attributes = tuple(head[1] for head in heads[:count])
            pieces += (
                body[at:begin],
                self._stretch(plan, (start, end), row, attributes, tails),
            )
            at = len(body)
            if len(heads) > count:
                at = body.index(b'%s%s%d"' % (self._mark, heads[count][0], row), begin)
        return b"".join((*pieces, body[at:]))

    def _stretch(
        self,
        plan: Plan,
        span: tuple[int, int],
        row: int,
        attributes: tuple[bytes, ...],
        tails: Sequence[str],
    ) -> bytes:
        """The new cells in the place of cells that have these attributes."""
        blanks = (
            tuple(tail == BLANK for tail in tails[slice(*span)])
            if BLANK in tails
            else ()
        )
        key = (plan, span, attributes, blanks)
        if key not in self._templates:
            runs = plan.runs[slice(*span)]
            styles = [_style(head) for head in attributes]
            kept = blanks or (False,) * len(runs)
            self._templates[key] = "".join(map(self._template, runs, styles, kept))
        return (
            self._templates[key].replace(ROW, str(row)) % tuple(tails[slice(*span)])
        ).encode()

    def _template(self, run: ColumnEdit, style: str, blank: bool) -> str:
        """The new cell in the place of one of this style, its row and its tail left open; `%.0s` takes a tail away."""
        if blank and _goes(run, style):
            return "%.0s"
        return f'<{self._px}c r="{run.letters}{ROW}"{style_attribute(style if blank else run.style_over(style))}%s'

    # -- cell by cell

    def _taken_apart(self, planned: PlannedRow, body: bytes) -> bytes:
        row, plan, tails = planned
        columns = [self._numbers[letters] for letters in self._letters.findall(body)]
        first, *pieces = body.split(self._mark)
        at = self._cell_end(pieces[-1])
        pieces[-1], end = pieces[-1][:at], pieces[-1][at:]
        place = {column: index for index, column in enumerate(columns)}
        cells = [
            (column, self._mark + piece)
            for column, piece in zip(columns, pieces, strict=True)
        ]
        for i, (run, tail) in enumerate(zip(plan.runs, tails, strict=True)):
            index = place.get(run.column)
            if index is None:
                cells.append((run.column, plan.fresh_cell(i, row, tail)))
            else:
                cells[index] = (
                    run.column,
                    self._instead(row, pieces[index], run, tail),
                )
        cells.sort(key=lambda cell: cell[0])
        return b"".join((first, *(xml for _, xml in cells), end))

    def _cell_end(self, piece: bytes) -> int:
        head = piece.index(b">") + 1
        if piece[head - 2 : head] == b"/>":
            return head
        return piece.index(self._close_cell, head) + len(self._close_cell)

    def _instead(self, row: int, piece: bytes, run: ColumnEdit, tail: str) -> bytes:
        """What comes in the place of a cell: nothing where a blank one need not be."""
        if tail == BLANK and _goes(run, _style(piece[: piece.index(b">")])):
            return piece[self._cell_end(piece) :]
        return self._mark + self._over(row, piece, run, tail)

    def _over(self, row: int, piece: bytes, run: ColumnEdit, tail: str) -> bytes:
        """A cell that stands there already, with its new content and style."""
        head = piece.index(b">") + 1
        old = _style(piece[:head])
        if not tail:
            return _restyled(piece, head, run.style_over(old))
        end = self._cell_end(piece)
        if run.options.only_empty and (tail == BLANK or end != head):
            return piece
        if (
            not run.options.overwrite_formulas
            and piece.find(self._formula, head, end) >= 0
        ):
            place = cell_name(row, run.column)
            raise SheetflowError(
                f"{self._sheet}!{place} holds a formula, which is not overwritten; clear the cell"
            )
        style = style_attribute(
            old if tail == BLANK and not run.options.restyle else run.style_over(old)
        )
        return f'{run.letters}{row}"{style}{tail}'.encode() + piece[end:]


def _goes(run: ColumnEdit, style: str) -> bool:
    """Whether a cell of this style goes when it becomes blank: it looks like a new one, which would not be made."""
    return run.options.remove_blanks and (style or "0") == (run.fresh or "0")


def _style(head: bytes) -> str:
    found = _STYLE.search(head)
    return found[1].decode() if found else ""


def _restyled(piece: bytes, head: int, style: str) -> bytes:
    start = _STYLE.sub(b"", piece[:head], count=1)
    quote = start.index(b'"') + 1
    return (
        start[:quote] + style_attribute(style).encode() + start[quote:] + piece[head:]
    )
