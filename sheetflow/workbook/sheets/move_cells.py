"""The owner's cells beside a derived sheet, which follow their rows when these move."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_text import (
    attributes_text,
    escape,
    parse_attributes,
)
from sheetflow.workbook.cells.cell_encoder import BLANK
from sheetflow.workbook.cells.cell_references import (
    cell_name,
    column_name,
    is_running,
    parse_area,
    parse_reference,
)
from sheetflow.workbook.cells.column_edits import (
    NO_STYLE,
    ColumnEdit,
    WriteOptions,
)
from sheetflow.workbook.cells.formula_text import (
    replace_references,
    shifted_reference,
)
from sheetflow.workbook.formulas.growing_ranges import filled_formula, grown_formula
from sheetflow.workbook.notes.sheet_notes import SheetNotes
from sheetflow.workbook.sheets.sheet_editor import always

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sheetflow.workbook.cells.sheet_xml import FormulaCell
    from sheetflow.workbook.formulas.growing_ranges import Grown
    from sheetflow.workbook.sheets.row_template import RowTemplate
    from sheetflow.workbook.sheets.sheet_editor import SheetEditor

_MOVED = WriteOptions(keep_blanks=True, overwrite_formulas=True, restyle=True)


class RowMoves(NamedTuple):
    """The rows of a derived sheet that move, and the owner's columns that follow them.

    `rows` maps every row with a key to the row that has this key from now on.
    """

    columns: Sequence[int]
    rows: Mapping[int, int]


class CellMoves(NamedTuple):
    """The moves of the cells of some columns: `sources` maps new rows to old ones.

    The data was in the rows `old`, and is in the rows `new`. What is below the data and
    its totals moves down with them. New rows take over formulas from the `template`.
    """

    columns: Sequence[int]
    sources: Mapping[int, int]
    old: range
    new: range
    totals_rows: int
    template: RowTemplate


class _Cell(NamedTuple):
    """A cell in the file: its style, its other attributes, and what follows its tag."""

    style: str
    attributes: dict[str, str]
    inside: str


def move_cells(editor: SheetEditor, moves: CellMoves, grown: Sequence[Grown]) -> None:
    """Write the owner's cells next to the rows that they belong to.

    Call it once the growths of all sheets are known.
    """
    joined = _joined_columns(editor)
    _move_anchors(editor, moves)
    for column in moves.columns:
        if column not in joined:
            editor.runs += _ColumnMover(editor, column, moves, grown).edits()


def _joined_columns(editor: SheetEditor) -> set[int]:
    """The columns with merged cells or an array formula over several cells.

    They stay as they are, because such cells cannot part.
    """
    merged = (
        parse_area(cells.get("ref")) for cells in editor.xml.part.all("mergeCell")
    )
    return {
        column
        for area in (*editor.xml.formula_areas, *merged)
        for column in range(area.first_column, area.last_column + 1)
    }


def _move_anchors(editor: SheetEditor, moves: CellMoves) -> None:
    """Move the notes of the rows, and the links of the owner's cells."""
    rows = {old: new for new, old in moves.sources.items()}
    part = editor.xml.part
    sheet_part = editor.document.sheet_parts[editor.name]
    SheetNotes(editor.document, sheet_part, part).move(rows)
    for link in part.all("hyperlink"):
        area = parse_area(link.get("ref"))
        is_cell = area[:2] == area[2:]
        if is_cell and area.first_column in moves.columns and area.first_row in rows:
            cell = cell_name(rows[area.first_row], area.first_column)
            part.set_attribute(link, "ref", cell)


class _ColumnMover:
    """Moves the cells of one column."""

    def __init__(
        self,
        editor: SheetEditor,
        column: int,
        moves: CellMoves,
        grown: Sequence[Grown],
    ) -> None:
        self._editor = editor
        self._column = column
        self._moves = moves
        self._grown = grown
        self._cells = dict(self._cells_in_file())

    def _cells_in_file(self) -> Iterator[tuple[int, _Cell]]:
        """The cells of the column by row."""
        xml = self._editor.xml
        px = xml.prefix
        head = rf'<{re.escape(px)}c r="{column_name(self._column)}([0-9]+)"([^>]*)>'
        close = f"</{px}c>".encode()
        for match in re.compile(head.encode()).finditer(xml.data, *xml.span):
            attributes = parse_attributes(match[2])
            style = attributes.pop("s", "")
            inside = ""
            if not match[0].endswith(b"/>"):
                end = xml.data.index(close, match.end())
                inside = xml.data[match.end() : end].decode()
            yield int(match[1]), _Cell(style, attributes, inside)

    def edits(self) -> list[ColumnEdit]:
        """The cells to write: an edit for each style."""
        by_style: dict[str, dict[int, str]] = defaultdict(dict)
        for row, style, tail in [*self._moved_data(), *self._moved_below()]:
            by_style[style][row] = tail
        return [
            ColumnEdit(
                self._column,
                sorted(tails),
                None,
                style,
                partial(always, style),
                [tails[row] for row in sorted(tails)],
                _MOVED._replace(remove_blanks=style in NO_STYLE),
            )
            for style, tails in by_style.items()
        ]

    # -- next to the data

    def _moved_data(self) -> Iterator[tuple[int, str, str]]:
        """Row, style and tail of each cell that changes next to the data."""
        moves = self._moves
        last = max(moves.old.stop, moves.new.stop)
        # The row of a table without rows keeps the formulas.
        filled = moves.new or moves.old[:1]
        for row in range(moves.old.start, last):
            source = moves.sources.get(row, 0)
            if source == row:
                continue
            if source in self._cells:
                yield from self._moved(row, source)
            else:
                yield from self._left(row, is_new=not source and row in filled)

    def _moved(self, row: int, source: int) -> Iterator[tuple[int, str, str]]:
        """The cell of another row; nothing where the same is there."""
        cell = self._cells[source]
        formula = self._editor.formulas.get((source, self._column))
        if formula is None:
            yield row, cell.style, self._tail(cell)
            return
        text = self._shifted(formula, row - source)
        there = self._editor.formulas.get((row, self._column))
        is_there = there and self._editor.xml.formula_text(there) == text
        if not is_there or self._cells[row].style != cell.style:
            yield row, cell.style, self._formula_tail(cell, formula, row, text)

    def _left(self, row: int, *, is_new: bool) -> Iterator[tuple[int, str, str]]:
        """A cell that nothing moves into; a new row gets the column's formula."""
        carried = self._moves.template.carried(self._column) if is_new else None
        style = self._usual_style
        if carried is not None:
            px = self._editor.xml.prefix
            text = filled_formula(self._grown, self._editor.name, carried(row).text)
            yield row, style, f"><{px}f>{escape(text)}</{px}f></{px}c>"
        elif row in self._cells or (row not in self._moves.old and not is_new):
            yield row, style, BLANK

    @cached_property
    def _usual_style(self) -> str:
        """The style that most of the rows have; none, if as many have none."""
        cells = (self._cells.get(row) for row in self._moves.old)
        styles = Counter(cell.style if cell else "" for cell in cells)
        return max(styles, key=lambda style: (styles[style], style in NO_STYLE))

    # -- below the data

    def _moved_below(self) -> Iterator[tuple[int, str, str]]:
        """What was below the data, as far below it as before."""
        moves = self._moves
        down = moves.new.stop - moves.old.stop
        if down <= 0:
            return
        first = moves.old.stop + moves.totals_rows
        below = sorted(row for row in self._cells if row >= first)
        targets = {row + down for row in below}
        for row in below:
            cell = self._cells[row]
            formula = self._editor.formulas.get((row, self._column))
            tail = self._tail(cell)
            if formula is not None:
                text = self._editor.xml.formula_text(formula)
                text = grown_formula(self._grown, self._editor.name, text)
                tail = self._formula_tail(cell, formula, row + down, text)
            yield row + down, cell.style, tail
            if row not in targets and row >= moves.new.stop + moves.totals_rows:
                yield row, "", BLANK

    # -- contents

    def _tail(self, cell: _Cell) -> str:
        """The content of a cell."""
        others = _others(cell.attributes)
        if not cell.inside:
            return f"{others}{BLANK}"
        return f"{others}>{cell.inside}</{self._editor.xml.prefix}c>"

    def _formula_tail(
        self, cell: _Cell, formula: FormulaCell, row: int, text: str
    ) -> str:
        """The content of a formula's cell, without a value until it is calculated."""
        px = self._editor.xml.prefix
        others = _others(cell.attributes, "t")
        kind = ""
        if formula.attributes.get("t") == "array":
            kind = f' t="array" ref="{column_name(self._column)}{row}"'
        return f"{others}><{px}f{kind}>{escape(text)}</{px}f></{px}c>"

    def _shifted(self, formula: FormulaCell, rows: int) -> str:
        """A formula for another row, as Excel writes it when it sorts.

        Ranges over all rows of the data stay over all of them.
        """
        text = self._editor.xml.formula_text(formula)
        change = partial(self._shifted_reference, formula.row, rows)
        shifted = replace_references(text, change)
        return filled_formula(self._grown, self._editor.name, shifted)

    def _shifted_reference(
        self, row: int, rows: int, sheet: str, reference: str
    ) -> str:
        """A reference of a formula in this `row` that goes so many `rows` down."""
        if not self._is_over_all_rows(sheet, reference) or is_running(reference, row):
            return shifted_reference(reference, rows)
        for one in self._grown:
            reference = one.reference(self._editor.name, sheet, reference)
        return reference

    def _is_over_all_rows(self, sheet: str, reference: str) -> bool:
        """Whether a range is over all rows of the data, or over more."""
        name = self._editor.name
        area = parse_reference(reference) if ":" in reference else None
        if area is None or (sheet or name).casefold() != name.casefold():
            return False
        old = self._moves.old
        return area.first_row <= old.start and old[-1] <= area.last_row


def _others(attributes: Mapping[str, str], *but: str) -> str:
    """Attributes as XML, without some."""
    kept = {name: value for name, value in attributes.items() if name not in but}
    return attributes_text(kept)
