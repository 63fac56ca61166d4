"""Reading the references of many formulas that differ in little but their row numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_references import Area
from sheetflow.workbook.cells.formula_text import (
    ROW,
    Reference,
    located_references,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROW_NUMBER = re.compile(rf"(?<=[A-Za-z$]){ROW}")
_DIGITS = re.compile(r"[0-9]+")
_CELLS = re.compile(r"\$?[A-Za-z]+\$?[0-9]+(?::\$?[A-Za-z]+\$?[0-9]+)?")
_NO_ROW = -1


class _Pattern(NamedTuple):
    """A reference, and which of the formula's numbers are its first and last row."""

    reference: Reference
    first: int
    last: int

    def with_rows(self, numbers: list[str]) -> Reference:
        """The reference with these row numbers."""
        sheet = self.reference.sheet
        area = self.reference.area
        if self.first == _NO_ROW or not area:
            return self.reference
        first = int(numbers[self.first])
        last = int(numbers[self.last])
        if first > last:
            first, last = last, first
        return Reference(sheet, Area(first, area.first_column, last, area.last_column))


class ReferenceReader:
    """As `references`, for many formulas: each shape of formula is parsed once.

    The shape of a formula is its text without the row numbers. Some numbers are no
    rows, as in LOG10: formulas of one shape with other such numbers are parsed too.
    """

    def __init__(self) -> None:
        self._other_numbers: dict[str, list[int]] = {}
        self._patterns: dict[tuple[str, ...], list[_Pattern]] = {}

    def read(self, text: str) -> list[Reference]:
        """Everything that the formula refers to in its own workbook."""
        numbers = _ROW_NUMBER.findall(text)
        shape = _ROW_NUMBER.sub("#", text)
        if shape not in self._other_numbers:
            self._learn(shape, text, numbers)
        key = (shape, *(numbers[i] for i in self._other_numbers[shape]))
        if key not in self._patterns:
            self._learn(shape, text, numbers)
        return [pattern.with_rows(numbers) for pattern in self._patterns[key]]

    def _learn(self, shape: str, text: str, numbers: list[str]) -> None:
        """Parse a formula, for all of its shape."""
        found = list(_patterns(text))
        rows = {i for pattern in found for i in (pattern.first, pattern.last)}
        others = [i for i in range(len(numbers)) if i not in rows]
        self._other_numbers[shape] = others
        self._patterns[shape, *(numbers[i] for i in others)] = found


def _patterns(text: str) -> Iterator[_Pattern]:
    """The patterns of a formula's references."""
    numbers = {match.start(): i for i, match in enumerate(_ROW_NUMBER.finditer(text))}
    for reference, token in located_references(text):
        yield _pattern(reference, token, numbers)


def _pattern(
    reference: Reference, token: re.Match[str] | None, numbers: dict[int, int]
) -> _Pattern:
    """`numbers` are the indexes of the formula's numbers by their positions."""
    if not token or not _CELLS.fullmatch(token["cells"]):
        return _Pattern(reference, _NO_ROW, _NO_ROW)
    start = token.start("cells")
    digits = _DIGITS.finditer(token["cells"])
    rows = [numbers[start + match.start()] for match in digits]
    return _Pattern(reference, rows[0], rows[-1])
