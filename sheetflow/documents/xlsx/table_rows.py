"""The rows of a table, each as high as the texts in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sheetflow.documents.xlsx.layout import GROUP_TAG, Cell, Row, blank_cells
from sheetflow.documents.xlsx.text_width import is_tall

LINE_HEIGHT = 17.25
"""The height of a row whose texts take one line each."""

HEADER_HEIGHT = 18

_EXTRA_LINE = 12.0
"""What each further line of text adds."""

_EXTRA_TALL_LINE = 14.25
"""What it adds in scripts whose type is higher."""

_MAX_LINES = 24
"""How many lines of text a row can have: Excel's rows are at most 409 points high."""


class Text(NamedTuple):
    """Text in a cell of a table, broken into lines; for several lines there is a style that ends in ` wrap`."""

    column: int
    lines: Sequence[str]
    style: str

    def cell(self) -> Cell:
        """The cell with this text."""
        if self.lines:
            return self._filled_cell()
        return Cell(self.column, None, self.style)

    def _filled_cell(self) -> Cell:
        style = f"{self.style} wrap" if len(self.lines) > 1 else self.style
        return Cell(self.column, "\n".join(self.lines), style)

    def first_lines(self) -> Text:
        """As many lines as a row can have."""
        return self._replace(lines=self.lines[:_MAX_LINES])

    def further_lines(self) -> Text:
        """The lines that a row has no room for."""
        return self._replace(lines=self.lines[_MAX_LINES:])


def line_rows(
    texts: Sequence[Text], cells: Sequence[Cell], height: float = LINE_HEIGHT
) -> list[Row]:
    """One line of a table, in several rows where a text is longer than a row can be. `cells` are the other cells."""
    if _longest(texts) <= _MAX_LINES:
        return [_line_row(texts, cells, height)]
    return _several_rows(texts, cells, height)


def _several_rows(
    texts: Sequence[Text], cells: Sequence[Cell], height: float
) -> list[Row]:
    first = _line_row([text.first_lines() for text in texts], cells, height)
    rest = [text.further_lines() for text in texts]
    return [first, *line_rows(rest, _blanks(cells), height)]


def _line_row(texts: Sequence[Text], cells: Sequence[Cell], height: float) -> Row:
    text_cells = [text.cell() for text in texts]
    return Row(height + extra_height(texts), (*text_cells, *cells), "line")


def _blanks(cells: Sequence[Cell]) -> list[Cell]:
    """These cells without their values."""
    return [Cell(cell.column, None, _blank_style(cell.style)) for cell in cells]


def _blank_style(style: str) -> str:
    """The style of a cell without its value; a box to tick or to write in is not repeated."""
    return "line" if style in ("line box", "line blank") else style


def extra_height(texts: Sequence[Text]) -> float:
    """How much higher a row is than one whose texts take one line each."""
    extra_lines = _longest(texts) - 1
    if extra_lines < 1:
        return 0
    return extra_lines * (_EXTRA_TALL_LINE if _has_tall(texts) else _EXTRA_LINE)


def _has_tall(texts: Sequence[Text]) -> bool:
    return any(is_tall(line) for text in texts for line in text.lines)


def _longest(texts: Sequence[Text]) -> int:
    return max(len(text.lines) for text in texts)


def group_row(text: str, columns: int) -> Row:
    """The heading of the lines below it, across the table."""
    blanks = blank_cells(range(1, columns), "group")
    return Row(HEADER_HEIGHT, (Cell(0, text, "group"), *blanks), GROUP_TAG)


def header_row(headings: Sequence[tuple[str, str]]) -> Row:
    """The headings of a table: for each column its word and its style."""
    cells = [Cell(column, word, style) for column, (word, style) in enumerate(headings)]
    return Row(HEADER_HEIGHT, tuple(cells))


def headings(words: Sequence[str], style: str) -> list[tuple[str, str]]:
    """Headings that have the same style."""
    return [(word, style) for word in words]
