"""The lines of a table as rows as high as their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sheetflow.documents.xlsx.pagination import GROUP, Cell, Row
from sheetflow.documents.xlsx.text_wrapping import is_tall

LINE = 17.25
"""The height of a line whose texts fill one line each."""

_MORE, _MORE_TALL = 12.0, 14.25
"""What each further line of text adds; more in scripts whose type is higher."""

_MOST = 24
"""How many lines of text a row holds: Excel's are at most 409 points high."""


class Text(NamedTuple):
    """Text in a cell of a table, broken into lines; its look has a namesake with ` wrap` for several lines."""

    column: int
    lines: Sequence[str]
    look: str


def line_rows(
    texts: Sequence[Text], cells: Sequence[Cell], height: float = LINE
) -> list[Row]:
    """One line of a table; in several rows where a text is longer than a row can be. `cells` are those without text."""
    if max(len(text.lines) for text in texts) <= _MOST:
        return [_line_row(texts, cells, height)]
    first = [text._replace(lines=text.lines[:_MOST]) for text in texts]
    more = [text._replace(lines=text.lines[_MOST:]) for text in texts]
    blanks = [Cell(cell.column, None, _blank(cell.look)) for cell in cells]
    return [_line_row(first, cells, height), *line_rows(more, blanks, height)]


def _line_row(texts: Sequence[Text], cells: Sequence[Cell], height: float) -> Row:
    return Row(height + more_height(texts), (*map(_text_cell, texts), *cells), "line")


def _text_cell(text: Text) -> Cell:
    if not text.lines:
        return Cell(text.column, None, text.look)
    return Cell(
        text.column,
        "\n".join(text.lines),
        f"{text.look} wrap" if len(text.lines) > 1 else text.look,
    )


def _blank(look: str) -> str:
    """A box to tick or to write in is there once."""
    return "line" if look in ("line box", "line blank") else look


def more_height(texts: Sequence[Text]) -> float:
    """How much higher a row is than one whose texts fill one line each."""
    more = max(len(text.lines) for text in texts) - 1
    if more < 1:
        return 0
    high = any(is_tall(line) for text in texts for line in text.lines)
    return more * (_MORE_TALL if high else _MORE)


def group_row(text: str, columns: int) -> Row:
    """What the lines below it have in common, across the table."""
    blanks = (Cell(at, None, "group") for at in range(1, columns))
    return Row(18, (Cell(0, text, "group"), *blanks), GROUP)


def header_row(columns: Sequence[tuple[str, str]]) -> Row:
    """The heads of a table: for each column its word and its look."""
    return Row(
        18, tuple(Cell(at, word, look) for at, (word, look) in enumerate(columns))
    )
