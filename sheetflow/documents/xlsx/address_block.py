"""The buyer's address in the envelope's window, and the facts of a document to its right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from sheetflow.documents.model import Party
from sheetflow.documents.wording import Fact
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import BOLD_FILL, Grid
from sheetflow.documents.xlsx.layout import Cell, Row
from sheetflow.documents.xlsx.text_wrapping import fold, shortened, wrap

Cells: TypeAlias = tuple[Cell, ...]

_FACT_SIZE = 9
_FACT_LINES = 3
_NAME_LINES = 3
"""How many lines a name takes at most where the address is too long."""


class _AddressSize(NamedTuple):
    """A size of the address: its cell style, how many lines there may be, and how high each is."""

    style: str
    size: float
    lines: int
    height: float


_ADDRESS_SIZES = (
    _AddressSize("buyer", 10, 7, 13.5),
    _AddressSize("buyer small", 8.5, 8, 11.25),
)
"""A long address is set in smaller type."""


class _Address(NamedTuple):
    """The lines in the window, how many of them are the name, and how they are set."""

    lines: list[str]
    name_count: int
    size: _AddressSize

    def cells(self) -> Iterator[Cells]:
        """One cell per line; the name is bold."""
        for at, line in enumerate(self.lines):
            yield (Cell(0, line, self._style(at)),) if line else ()

    def _style(self, at: int) -> str:
        style = self.size.style
        return f"{style} name" if at < self.name_count else style


def address_block(
    buyer: Party, facts: Sequence[Fact], formats: CellFormats, grid: Grid
) -> list[Row]:
    """The buyer in the window, the facts to the right of it."""
    address = _address(buyer, grid)
    right = _fact_cells(facts, formats, grid)
    return _rows_of_both(address.cells(), right, address.size.height)


def _rows_of_both(
    left: Iterable[Cells], right: Iterable[Cells], height: float
) -> list[Row]:
    """Rows with the cells of both sides; the longer side goes on alone."""
    return [
        Row(height, (*left_cells, *right_cells))
        for left_cells, right_cells in zip_longest(left, right, fillvalue=())
    ]


def _address(buyer: Party, grid: Grid) -> _Address:
    """The address in the largest type that it fits in; of a very long one, lines are joined."""
    for size in _ADDRESS_SIZES:
        width = grid.ems(size.size, 0, grid.label_column)
        names = wrap(buyer.name, width * BOLD_FILL)
        lines = _wrapped_lines(buyer, width)
        if len(names) + len(lines) <= size.lines:
            return _Address([*names, *lines], len(names), size)
    joined = _joined_lines(buyer, width, size.lines)
    return _Address(joined, len(names), size)


def _wrapped_lines(buyer: Party, width: float) -> list[str]:
    lines = (*buyer.contact_lines, *buyer.address)
    return [part for line in lines if line for part in wrap(line, width)]


def _joined_lines(buyer: Party, width: float, count: int) -> list[str]:
    """Name, contact and address in `count` lines; without the contact where all of it would not fit."""
    names = shortened(buyer.name, width * BOLD_FILL, _NAME_LINES)
    room = count - len(names)
    lines = (*buyer.contact_lines, *buyer.address)
    is_whole = len(wrap(", ".join(lines), width)) <= room
    kept = lines if is_whole else buyer.address
    return [*names, *fold(kept, width, room)]


def _fact_cells(
    facts: Sequence[Fact], formats: CellFormats, grid: Grid
) -> Iterator[Cells]:
    """The facts, line by line: a label and its value, which may take several lines. The first one is bold."""
    for at, fact in enumerate(facts):
        is_first = at == 0
        label = Cell(grid.label_column, fact.label, "label")
        values = _value_cells(fact.value, is_first, formats, grid)
        yield label, values[0]
        for cell in values[1:]:
            yield (cell,)


def _value_cells(
    value: str | dt.date | Decimal, is_bold: bool, formats: CellFormats, grid: Grid
) -> list[Cell]:
    """A fact's value, one cell per line."""
    style = "fact bold" if is_bold else "fact"
    last = grid.last_column
    if not isinstance(value, str):
        number_format = _number_format(value, formats)
        return [Cell(last, value, f"{style} number", number_format)]
    width = grid.ems(_FACT_SIZE, grid.label_column + 1)
    if is_bold:
        width *= BOLD_FILL
    return [Cell(last, line, style) for line in shortened(value, width, _FACT_LINES)]


def _number_format(value: dt.date | Decimal, formats: CellFormats) -> str:
    """The number format of a fact: a date's, or that of money."""
    if isinstance(value, dt.date):
        return formats.date_cell
    return formats.money_cell
