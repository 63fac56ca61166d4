"""What a formula's text refers to, and the same text for another cell or a grown range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_references import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    column_name,
    column_number,
    parse_reference,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHEET = r"""(?:'(?:[^']|'')*'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[\d+\][\w.]*(?::[\w.]+)?)!"""
_PLACE = (
    r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]{1,7}:\$?[0-9]{1,7}"
)
_TOKEN = re.compile(
    r'(?P<string>"(?:[^"]|"")*")'
    rf"|(?<![\w.])(?P<sheet>{_SHEET})?(?P<place>{_PLACE})(?![\w(.\[!])"
    r"|(?P<table>[^\W\d][\w.]*)?(?P<brackets>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])(?!\w)"
    rf"|(?<![\w.])(?P<scope>{_SHEET})?(?P<name>[^\W\d][\w.\\?]*)(?![\w(!])"
)
# What such formulas refer to is known only when they are calculated.
_ANYWHERE = re.compile(
    r"\b(?:INDIRECT|OFFSET)\s*\(|:\s*[A-Z.]+\(|\)\s*:", re.IGNORECASE
)
_ROW_NUMBER = re.compile(r"(?<=[A-Za-z$])[0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_CELLS = re.compile(r"\$?[A-Za-z]+\$?[0-9]+(?::\$?[A-Za-z]+\$?[0-9]+)?")
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]{1,7})?")
_COLUMN_NAME = re.compile(r"\[((?:[^\[\]']|'.)+)\]")


class Reference(NamedTuple):
    """What a formula names: cells of a sheet ('' is its own), a defined name, or columns of a table.

    `this_row` is for `[@Price]`: of those columns the formula's own row alone.
    """

    sheet: str = ""
    area: Area | None = None
    name: str = ""
    columns: tuple[str, ...] = ()
    this_row: bool = False
    anywhere: bool = False


ANYWHERE = Reference(anywhere=True)


def references(text: str) -> Iterator[Reference]:
    """Everything that the formula refers to inside of its own workbook."""
    return (reference for reference, _ in _found(text))


def _found(text: str) -> Iterator[tuple[Reference, re.Match[str] | None]]:
    """The references, those to cells with the place where they stand in the text."""
    if _ANYWHERE.search(text):
        yield ANYWHERE, None
    for token in _TOKEN.finditer(text):
        sheet = sheet_name(token["sheet"] or token["scope"] or "")
        if token["string"] or sheet.startswith("["):
            continue
        if _spans_sheets(token["sheet"]):
            yield ANYWHERE, None
        elif token["place"]:
            yield Reference(sheet, parse_reference(token["place"])), token
        elif token["brackets"]:
            yield _of_table(token["table"] or "", token["brackets"]), None
        elif token["name"]:
            yield Reference(sheet, name=token["name"]), None


class _Part(NamedTuple):
    """A reference, and which of the formula's numbers are its first and its last row; -1: it has none."""

    reference: Reference
    first: int
    last: int

    def at(self, numbers: list[str]) -> Reference:
        sheet, area = self.reference.sheet, self.reference.area
        if self.first < 0 or not area:
            return self.reference
        first, last = int(numbers[self.first]), int(numbers[self.last])
        if first > last:
            first, last = last, first
        return Reference(sheet, Area(first, area.first_column, last, area.last_column))


class ReferenceReader:
    """As `references`, for many formulas that differ in little but the rows that they name."""

    def __init__(self) -> None:
        self._fixed: dict[str, list[int]] = {}
        self._parts: dict[tuple[str, ...], list[_Part]] = {}

    def read(self, text: str) -> list[Reference]:
        numbers, shape = _ROW_NUMBER.findall(text), _ROW_NUMBER.sub("#", text)
        if shape not in self._fixed:
            self._learn(shape, text, numbers)
        key = (shape, *(numbers[i] for i in self._fixed[shape]))
        if key not in self._parts:
            self._learn(shape, text, numbers)
        return [part.at(numbers) for part in self._parts[key]]

    def _learn(self, shape: str, text: str, numbers: list[str]) -> None:
        """Find the parts of formulas of this shape; numbers that are no rows (as in LOG10) tell variants apart."""
        places = {
            match.start(): i for i, match in enumerate(_ROW_NUMBER.finditer(text))
        }
        parts = [_part(reference, token, places) for reference, token in _found(text)]
        rows = {i for part in parts for i in (part.first, part.last)}
        self._fixed[shape] = [i for i in range(len(numbers)) if i not in rows]
        self._parts[shape, *(numbers[i] for i in self._fixed[shape])] = parts


def _part(
    reference: Reference, token: re.Match[str] | None, places: dict[int, int]
) -> _Part:
    if not token or not _CELLS.fullmatch(token["place"]):
        return _Part(reference, -1, -1)
    start = token.start("place")
    rows = [places[start + match.start()] for match in _DIGITS.finditer(token["place"])]
    return _Part(reference, rows[0], rows[-1])


def sheet_name(qualifier: str) -> str:
    """`'It''s'!` is the sheet It's."""
    bare = qualifier.removesuffix("!")
    return bare[1:-1].replace("''", "'") if bare.startswith("'") else bare


def _spans_sheets(qualifier: str | None) -> bool:
    return ":" in (qualifier or "")


def _of_table(table: str, brackets: str) -> Reference:
    """`Table[Price]`, `[@Price]`, `[[#This Row],[Price]:[Tax]]`: the columns, all (`*`) if none is named or a span."""
    inner = brackets[1:-1].strip()
    this_row = inner.startswith("@") or "#this row" in inner.casefold()
    names = _COLUMN_NAME.findall(inner) if "[" in inner else [inner.removeprefix("@")]
    bare = [re.sub(r"'(.)", r"\1", name).strip() for name in names]
    columns = tuple(name for name in bare if name and not name.startswith("#"))
    whole = not columns or "]:[" in inner
    return Reference(
        name=table, columns=("*",) if whole else columns, this_row=this_row
    )


def replace_references(text: str, change: Callable[[str, str], str]) -> str:
    """The formula with every cell reference replaced by `change(sheet, place)`; sheet is '' for its own."""

    def changed(token: re.Match[str]) -> str:
        if not token["place"]:
            return token[0]
        qualifier = token["sheet"] or ""
        if _spans_sheets(qualifier) or qualifier.startswith("["):
            return token[0]
        return qualifier + change(sheet_name(qualifier), token["place"])

    return _TOKEN.sub(changed, text)


def shifted(text: str, rows: int, columns: int = 0) -> str:
    """The formula as Excel writes it when it is filled that many rows down and columns to the right."""
    return replace_references(text, lambda _, place: _moved_place(place, rows, columns))


def _moved_place(place: str, rows: int, columns: int) -> str:
    corners = [_moved_corner(corner, rows, columns) for corner in place.split(":")]
    return "#REF!" if "" in corners else ":".join(corners)


def _moved_corner(corner: str, rows: int, columns: int) -> str:
    fixed_column, letters, fixed_row, digits = _corner_parts(corner)
    column = column_number(letters) + (0 if fixed_column else columns) if letters else 1
    row = int(digits) + (0 if fixed_row else rows) if digits else 1
    if not (0 < column <= LAST_COLUMN and 0 < row <= LAST_ROW):
        return ""
    return (f"{fixed_column}{column_name(column)}" if letters else "") + (
        f"{fixed_row}{row}" if digits else ""
    )


def _corner_parts(corner: str) -> tuple[str, str, str, str]:
    match = _CORNER.fullmatch(corner)
    assert match, corner
    first, letters, second, digits = match[1], match[2] or "", match[3], match[4] or ""
    return (
        (first, letters, second, digits)
        if letters
        else ("", "", first or second, digits)
    )
