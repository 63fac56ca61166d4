"""The one pass that puts new cells into a sheet's rows; whatever no run names keeps its bytes.

Runs of cells are taken a few thousand rows at a time, so that a big sheet never becomes objects as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.errors import SheetflowError
from sheetflow.workbook.references import LAST_ROW, cell_name, column_name, column_number
from sheetflow.workbook.xml import Splice, quoted, spliced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sheetflow.workbook.cells import Tails
    from sheetflow.workbook.model import Value
    from sheetflow.workbook.sheetxml import SheetXml

_BLOCK = 2048
_STYLE = re.compile(rb'\ss="([^"]*)"')
_SPANS = re.compile(rb'\sspans="[^"]*"')


def _same(style: str) -> str:
    return style


class How(NamedTuple):
    """Whether to make styled blank cells, to leave cells that hold something, to overwrite owners' formulas."""

    keep_blank: bool = False
    only_new: bool = False
    formulas_too: bool = False


PLAINLY = How()


@dataclass
class Run:
    """Cells of one column to write.

    `rows` ascend; `values` None keeps the contents and changes the style alone. `fresh` is the style of a cell
    that is not there yet, `over` gives the style of one that is from the style that it has.
    """

    column: int
    rows: Sequence[int]
    values: Sequence[Value] | None
    fresh: str = ""
    over: Callable[[str], str] = _same
    tails: Sequence[str] | None = None
    how: How = PLAINLY
    lead: str = field(init=False, default="")
    rest: str = field(init=False, default="")

    def prepare(self, prefix: str) -> None:
        """Make the text that surrounds the row's number in a new cell of this run."""
        self.lead = f'<{prefix}c r="{column_name(self.column)}'
        self.rest = '"' + style_attribute(self.fresh)

    def slice(self, first: int, last: int, tails: Tails) -> Iterable[tuple[int, str]]:
        """The rows from first to last (exclusive) and the tails of their cells; '' keeps the content."""
        start, end = bisect_left(self.rows, first), bisect_left(self.rows, last)
        if start == end:
            return ()
        rows = self.rows[start:end]
        if self.tails is not None:
            return zip(rows, self.tails[start:end], strict=True)
        if self.values is None:
            return ((row, "") for row in rows)
        return zip(rows, tails.column(self.values[start:end]), strict=True)


Cells = dict[int, tuple[Run, str]]  # by column


def style_attribute(style: str) -> str:
    return f' s="{style}"' if style not in ("", "0") else ""


def blocks(runs: list[Run], tails: Tails) -> Iterator[dict[int, Cells]]:
    """The cells of all runs by row and column, a block of rows at a time; a later run wins over an earlier one."""
    runs = sorted((run for run in runs if len(run.rows)), key=lambda run: run.column)
    if not runs:
        return
    first, last = min(run.rows[0] for run in runs), max(run.rows[-1] for run in runs)
    for start in range(first, last + 1, _BLOCK):
        block: dict[int, Cells] = {}
        for run in runs:
            column = run.column
            for row, tail in run.slice(start, start + _BLOCK, tails):
                if row in block:
                    block[row][column] = (run, tail)
                else:
                    block[row] = {column: (run, tail)}
        yield block


class _ColumnNumbers(dict[bytes, int]):
    def __missing__(self, letters: bytes) -> int:
        number = self[letters] = column_number(letters.decode())
        return number


class RowSplicer:
    """Copies the rows of a sheet and puts cells into them on the way."""

    def __init__(
        self,
        sheet: SheetXml,
        name: str,
        patches: list[Splice],
        new_rows: Mapping[int, Mapping[str, str]],
    ) -> None:
        """`patches` are edits inside of cells that no run names; `new_rows` the attributes of rows to make."""
        self._data, self._name = sheet.data, name
        self._patches = sorted(patches, key=lambda patch: patch.start)
        self._patch_starts = [patch.start for patch in self._patches]
        self._new_rows = new_rows
        self._px = sheet.prefix
        self._start, self._end = sheet.span
        self._mark = f'<{self._px}c r="'.encode()
        self._letters = re.compile(re.escape(self._mark) + rb"([A-Z]+)")
        self._close_cell, self._close_row = f"</{self._px}c>".encode(), f"</{self._px}row".encode()
        self._numbers = _ColumnNumbers()
        self._rows = sheet.row_pattern.finditer(sheet.data, self._start, self._end)
        self._at = self._start
        self._row, self._row_start, self._row_head = 0, self._start, self._start

    def spliced(self, all_blocks: Iterable[dict[int, Cells]]) -> bytes:
        """The rows with the blocks' cells in them: what stands between `<sheetData>` and `</sheetData>`."""
        out: list[bytes] = []
        for block in all_blocks:
            pieces: list[bytes] = []
            for row in sorted(block):
                pieces += self._with_row(row, block[row])
            out.append(b"".join(pieces))
        close = self._end if self._start == self._end else self._data.rindex(b"</", self._start, self._end)
        return b"".join((*out, self._original(self._at, close)))

    def _with_row(self, row: int, cells: Cells) -> Iterator[bytes]:
        while self._row < row:
            self._next_row()
        yield self._original(self._at, self._row_start)
        self._at = self._row_start
        if self._row > row:
            yield self._made_row(row, cells)
            return
        head, body, self._at = self._row_parts()
        inside = self._edited(row, body, cells)
        if inside != body:
            head = _SPANS.sub(b"", head)
        yield b"".join((head, inside, self._close_row, b">")) if inside or body else head[:-1] + b"/>"

    def _next_row(self) -> None:
        match = next(self._rows, None)
        if match is None:
            self._row, self._row_start = LAST_ROW + 1, self._last_row_end()
            return
        number = int(match[1])
        if number <= self._row:
            raise SheetflowError(
                f"sheet {self._name}: row {number} is out of its order; save it anew from Excel"
            )
        self._row, self._row_start, self._row_head = number, match.start(), match.end()

    def _last_row_end(self) -> int:
        """Where rows may be added below the last one."""
        if self._start == self._end:
            return self._end
        return self._data.rindex(b"</", self._start, self._end)

    def _row_parts(self) -> tuple[bytes, bytes, int]:
        """The start tag (open), what is inside, and where the row ends."""
        data, head = self._data, self._row_head
        if data[head - 2 : head] == b"/>":
            return data[self._row_start : head - 2].rstrip() + b">", b"", head
        close = data.index(self._close_row, head)
        return data[self._row_start : head], self._original(head, close), data.index(b">", close) + 1

    def _original(self, start: int, end: int) -> bytes:
        """The sheet's own bytes, patched."""
        first, last = bisect_left(self._patch_starts, start), bisect_left(self._patch_starts, end)
        if first == last:
            return self._data[start:end]
        moved = [Splice(a - start, b - start, new) for a, b, new in self._patches[first:last]]
        return spliced(self._data[start:end], moved)

    # -- one row

    def _made_row(self, row: int, cells: Cells) -> bytes:
        inside = self._fresh_cells(row, cells)
        attributes = self._new_rows.get(row, {})
        if not inside and not attributes:
            return b""
        said = "".join(f' {name}="{quoted(value)}"' for name, value in attributes.items())
        return f'<{self._px}row r="{row}"{said}>'.encode() + inside + self._close_row + b">"

    def _fresh_cells(self, row: int, cells: Cells) -> bytes:
        return "".join(
            [
                f"{run.lead}{row}{run.rest}{tail}"
                for run, tail in cells.values()
                if tail and (tail != "/>" or run.how.keep_blank)
            ]
        ).encode()

    def _edited(self, row: int, body: bytes, cells: Cells) -> bytes:
        last = body.rfind(self._mark)
        if last < 0:
            return self._fresh_cells(row, cells) + body.lstrip()
        match = self._letters.match(body, last)
        assert match
        if self._numbers[match[1]] < next(iter(cells)) and b"extLst" not in body:
            return body + self._fresh_cells(row, cells)
        return self._merged(row, body, cells)

    def _merged(self, row: int, body: bytes, cells: Cells) -> bytes:
        columns = [self._numbers[letters] for letters in self._letters.findall(body)]
        pieces = body.split(self._mark)
        first, end = pieces.pop(0), b""
        if pieces:
            at = self._cell_end(pieces[-1])
            pieces[-1], end = pieces[-1][:at], pieces[-1][at:]
        place = {column: index for index, column in enumerate(columns)}
        added: Cells = {}
        for column, (run, tail) in cells.items():
            index = place.get(column)
            if index is None:
                added[column] = (run, tail)
            else:
                pieces[index] = self._over(row, pieces[index], run, tail)
        whole = [self._mark + piece for piece in pieces]
        if added:
            whole = self._with_added(row, columns, whole, added)
        return b"".join((first, *whole, end))

    def _with_added(self, row: int, columns: list[int], whole: list[bytes], added: Cells) -> list[bytes]:
        fresh = [(column, self._fresh_cells(row, {column: cell})) for column, cell in added.items()]
        both = sorted([*zip(columns, whole, strict=True), *fresh], key=lambda pair: pair[0])
        return [xml for _, xml in both]

    def _cell_end(self, piece: bytes) -> int:
        head = piece.index(b">") + 1
        if piece[head - 2 : head] == b"/>":
            return head
        return piece.index(self._close_cell, head) + len(self._close_cell)

    def _over(self, row: int, piece: bytes, run: Run, tail: str) -> bytes:
        """A cell that stands there already, with its new content and style."""
        head = piece.index(b">") + 1
        style = _STYLE.search(piece, 0, head)
        old = style[1].decode() if style else ""
        new = run.over(old)
        if not tail:
            return _restyled(piece, head, new)
        end = self._cell_end(piece)
        if run.how.only_new and (tail == "/>" or end != head):
            return piece
        if not run.how.formulas_too and piece.find(f"<{self._px}f".encode(), head, end) >= 0:
            raise SheetflowError(
                f"{self._name}!{cell_name(row, run.column)} holds a formula of yours: clear it to have it filled"
            )
        return f'{column_name(run.column)}{row}"{style_attribute(new)}{tail}'.encode() + piece[end:]


def _restyled(piece: bytes, head: int, style: str) -> bytes:
    start = _STYLE.sub(b"", piece[:head], count=1)
    quote = start.index(b'"') + 1
    return start[:quote] + style_attribute(style).encode() + start[quote:] + piece[head:]
