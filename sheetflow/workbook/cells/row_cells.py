"""The new cells of one row, put among those that the row has.

There are three ways to do it, and the fastest that works is chosen: cells right of all
existing ones are added at the end; stretches of cells that all exist are replaced as a
whole; else the row is edited cell by cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.cells.cell_encoder import BLANK
from sheetflow.workbook.cells.cell_references import cell_name, column_number
from sheetflow.workbook.cells.column_edits import ColumnEdit, style_attribute
from sheetflow.workbook.cells.row_plans import ROW, PlannedRow, RowPlan, Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

_STYLE = re.compile(rb'\ss="([^"]*)"')
_DROPS_TAIL = "%.0s"


class _ColumnNumbers(dict[bytes, int]):
    """Column numbers by letters, each worked out once."""

    def __missing__(self, letters: bytes) -> int:
        number = self[letters] = column_number(letters.decode())
        return number


class RowCells:
    """Puts planned cells among those that a row has."""

    def __init__(self, prefix: str, sheet: str) -> None:
        """`sheet` is the sheet's name, for messages."""
        self._prefix = prefix
        self._sheet = sheet
        self._mark = f'<{prefix}c r="'.encode()
        self._letters = re.compile(re.escape(self._mark) + rb"([A-Z]+)")
        self._heads = re.compile(re.escape(self._mark) + rb'([A-Z]+)[0-9]+"([^>]*)>')
        self._end_tag = f"</{prefix}c>".encode()
        self._formula = f"<{prefix}f".encode()
        self._special = (self._formula, b"extLst", b">\n", b">\r", b"> ")
        self._numbers = _ColumnNumbers()
        self._templates: dict[tuple[object, ...], str] = {}

    def edited(self, planned: PlannedRow, body: bytes) -> bytes:
        """The content of a row (`body`) with the planned cells in it."""
        row, plan, tails = planned
        last = body.rfind(self._mark)
        if last < 0:
            return plan.new_cells(row, tails) + body.lstrip()
        match = self._letters.match(body, last)
        assert match
        if b"extLst" not in body:
            right = plan.first_right_of(self._numbers[match[1]])
            if right == 0:
                return body + plan.new_cells(row, tails)
            if right < len(tails):
                return self._extended(planned, body, right)
        # Contents and styles of the cells do not matter where all of it is plain.
        is_simple = plan.may_replace and not any(
            special in body for special in self._special
        )
        quick = self._replaced(planned, body) if is_simple else None
        return self._edited_by_cell(planned, body) if quick is None else quick

    def _extended(self, planned: PlannedRow, body: bytes, right: int) -> bytes:
        """Existing columns edited, the plan's cells from `right` on added at the end."""
        row, plan, tails = planned
        here, beyond = plan.split(right)
        edited = self.edited(PlannedRow(row, here, tails[:right]), body)
        return edited + beyond.new_cells(row, tails[right:])

    # -- whole stretches

    def _replaced(self, planned: PlannedRow, body: bytes) -> bytes | None:
        """The row with its stretches replaced; None where a cell does not exist yet."""
        row, plan, tails = planned
        if "" in tails:
            return None
        pieces: list[bytes] = []
        position = 0
        for stretch in plan.stretches:
            start, end, letters = stretch
            begin = body.find(b'%s%s%d"' % (self._mark, letters[0], row), position)
            if begin < 0:
                return None
            heads = self._heads.findall(body, begin)
            count = end - start
            if [head[0] for head in heads[:count]] != letters:
                return None
            template = self._stretch_template(plan, stretch, heads[:count], tails)
            cells = template.replace(ROW, str(row)) % tuple(tails[start:end])
            pieces += (body[position:begin], cells.encode())
            position = len(body)
            if len(heads) > count:
                next_cell = b'%s%s%d"' % (self._mark, heads[count][0], row)
                position = body.index(next_cell, begin)
        return b"".join((*pieces, body[position:]))

    def _stretch_template(
        self,
        plan: RowPlan,
        stretch: Stretch,
        heads: list[tuple[bytes, bytes]],
        tails: Sequence[str],
    ) -> str:
        """The new cells for those with these heads, row and tails left open."""
        start, end, _ = stretch
        attributes = tuple(head[1] for head in heads)
        blanks: tuple[bool, ...] = ()
        if BLANK in tails:
            blanks = tuple(tail == BLANK for tail in tails[start:end])
        key = (plan, start, end, attributes, blanks)
        if key not in self._templates:
            styles = [_style(each) for each in attributes]
            cells = map(
                self._cell_template,
                plan.edits[start:end],
                styles,
                blanks or (False,) * len(styles),
            )
            self._templates[key] = "".join(cells)
        return self._templates[key]

    def _cell_template(self, edit: ColumnEdit, style: str, is_blank: bool) -> str:
        """The new cell for one of this style, its row and its tail left open."""
        if is_blank and _is_removed(edit, style):
            return _DROPS_TAIL
        new_style = style_attribute(style if is_blank else edit.style_over(style))
        return f'<{self._prefix}c r="{edit.letters}{ROW}"{new_style}%s'

    # -- cell by cell

    def _edited_by_cell(self, planned: PlannedRow, body: bytes) -> bytes:
        row, plan, tails = planned
        columns = [self._numbers[letters] for letters in self._letters.findall(body)]
        before, pieces, after = self._pieces(body)
        cells = [
            (column, self._mark + piece)
            for column, piece in zip(columns, pieces, strict=True)
        ]
        indexes = {column: index for index, column in enumerate(columns)}
        for i, (edit, tail) in enumerate(zip(plan.edits, tails, strict=True)):
            index = indexes.get(edit.column)
            if index is None:
                cells.append((edit.column, plan.new_cell(i, row, tail)))
            else:
                replaced = self._replaced_cell(row, pieces[index], edit, tail)
                cells[index] = (edit.column, replaced)
        cells.sort(key=lambda cell: cell[0])
        return b"".join((before, *(xml for _, xml in cells), after))

    def _pieces(self, body: bytes) -> tuple[bytes, list[bytes], bytes]:
        """What is before the first cell, the cells without their mark, and the rest."""
        before, *pieces = body.split(self._mark)
        last = pieces[-1]
        cell_end = self._cell_end(last)
        pieces[-1] = last[:cell_end]
        return before, pieces, last[cell_end:]

    # In what follows, `piece` is a cell without its mark, up to the next cell.

    def _cell_end(self, piece: bytes) -> int:
        head = piece.index(b">") + 1
        if piece[head - 2 : head] == b"/>":
            return head
        return piece.index(self._end_tag, head) + len(self._end_tag)

    def _replaced_cell(
        self, row: int, piece: bytes, edit: ColumnEdit, tail: str
    ) -> bytes:
        """The new cell for an existing one; nothing where it becomes blank and goes."""
        if tail == BLANK and _is_removed(edit, _style(piece[: piece.index(b">")])):
            return piece[self._cell_end(piece) :]
        return self._mark + self._edited_cell(row, piece, edit, tail)

    def _edited_cell(
        self, row: int, piece: bytes, edit: ColumnEdit, tail: str
    ) -> bytes:
        """An existing cell with its new content and style.

        Raises SheetflowError for the owner's formula where it must not be overwritten.
        """
        options = edit.options
        head = piece.index(b">") + 1
        old_style = _style(piece[:head])
        if not tail:
            return _restyled(piece, head, edit.style_over(old_style))
        end = self._cell_end(piece)
        if options.only_empty and (tail == BLANK or end != head):
            return piece
        has_formula = piece.find(self._formula, head, end) >= 0
        if has_formula and not options.overwrite_formulas:
            name = cell_name(row, edit.column)
            raise SheetflowError(
                f"{self._sheet}!{name} has a formula, which sheetflow does not "
                "overwrite; clear the cell"
            )
        keeps_style = tail == BLANK and not options.restyle
        style = old_style if keeps_style else edit.style_over(old_style)
        cell = f'{edit.letters}{row}"{style_attribute(style)}{tail}'
        return cell.encode() + piece[end:]


def _is_removed(edit: ColumnEdit, style: str) -> bool:
    """Whether a cell of this style is removed when it becomes blank.

    It is where it looks like a new cell, which would not be made.
    """
    return edit.options.remove_blanks and (style or "0") == (edit.new_style or "0")


def _style(head: bytes) -> str:
    found = _STYLE.search(head)
    return found[1].decode() if found else ""


def _restyled(piece: bytes, head: int, style: str) -> bytes:
    """A cell with another style and the content that it has."""
    start = _STYLE.sub(b"", piece[:head], count=1)
    quote = start.index(b'"') + 1
    attribute = style_attribute(style).encode()
    return start[:quote] + attribute + start[quote:] + piece[head:]
