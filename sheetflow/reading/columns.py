"""One column of cells, read by its declared kind: exactly, or reported as unreadable.

Every reader takes one column as the list of its cells and returns the typed column and the faults in it, by their
positions in the list; the caller knows the sheet and the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sheetflow.domain.schema import Column, loose
from sheetflow.reading.cells import Read
from sheetflow.reading.code_cells import (
    read_countries,
    read_currencies,
    read_e_addresses,
    read_languages,
)
from sheetflow.reading.date_cells import read_dates, read_yes_no
from sheetflow.reading.number_cells import Percents, read_numbers
from sheetflow.reading.text_cells import read_choices, read_keys, read_text
from sheetflow.reading.text_conventions import NO_LOCALE, TextConventions

_READERS: Mapping[str, Callable[[Sequence[object]], Read]] = {
    "yes-no": read_yes_no,
    "currency": read_currencies,
    "country": read_countries,
    "e-address": read_e_addresses,
    "language": read_languages,
    "key": read_keys,
}
"""What reads the columns of a kind; those of other kinds are text."""


def in_contract_words(
    cells: Sequence[object], meant: Mapping[str, str]
) -> list[object]:
    """The cells with the words of the contract for the workbook's own; several with commas too.

    `meant` are the words of the contract by those known for them, as `loose` compares them.
    """
    texts = {cell for cell in cells if isinstance(cell, str) and cell}
    known = {text: _in_contract_words(text, meant) for text in texts}
    return [known.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]


def _in_contract_words(text: str, meant: Mapping[str, str]) -> str:
    if loose(text) in meant:
        return meant[loose(text)]
    parts = [part.strip() for part in text.split(",")]
    if not any(loose(part) in meant for part in parts):
        return text
    return ", ".join(meant.get(loose(part), part) for part in parts)


def read_column(
    cells: Sequence[object],
    column: Column,
    find_percents: Percents | None = None,
    conventions: TextConventions = NO_LOCALE,
) -> Read:
    """One column by its declared kind.

    `find_percents` finds the cells that are formatted in percent; `conventions` say what
    numbers and dates mean that are stored as text.
    """
    if column.own and column.own.meant:
        cells = in_contract_words(cells, column.own.meant)
    if column.is_number:
        finder = find_percents if column.kind == "percent" else None
        return read_numbers(cells, column, finder, conventions)
    if column.kind == "date":
        return read_dates(cells, conventions)
    if column.kind == "choice":
        shown = [column.own_word(choice) for choice in column.choices]
        return read_choices(cells, column.choices, shown)
    return _READERS.get(column.kind, read_text)(cells)
