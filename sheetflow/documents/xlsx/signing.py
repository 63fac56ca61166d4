"""Rows to sign: a sentence, and where to write the day, a name and a signature."""

from __future__ import annotations

from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import Cell, Row, blank_cells, text_rows

_ROOM = 25.5
"""How high a row to write in is."""


def rows_to_sign(sentence: str, words: Words, grid: Grid) -> list[Row]:
    """The rows; `sentence` is what is signed, in English."""
    return [
        Row(14.25),
        *text_rows([words.text(sentence)], "note bold", 22.5),
        _row(words.text("Date"), words.text("Name"), grid),
        _row(words.text("Signature"), "", grid),
    ]


def _row(left: str, right: str, grid: Grid) -> Row:
    """A word and a line to write on; to the right of it perhaps another."""
    middle = grid.label_column
    cells = [Cell(0, left, "label"), *blank_cells(range(1, middle), "rule")]
    if right:
        cells.append(Cell(middle, right, "label"))
        cells += blank_cells(range(middle + 1, grid.last_column + 1), "rule")
    return Row(_ROOM, tuple(cells))
