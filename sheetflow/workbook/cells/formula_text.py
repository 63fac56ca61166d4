"""What the text of a formula refers to, and the same text for another cell."""

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

_SHEET = (
    r"(?:'(?:[^']|'')*'"
    r"|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?"
    r"|\[\d+\][\w.]*(?::[\w.]+)?)!"
)
# A to XFD and 1 to 1048576: XFE1 is no cell, so it may be a name.
_COLUMN = (
    r"\$?(?:[A-Za-z]{1,2}|[A-Wa-w][A-Za-z]{2}"
    r"|[Xx](?:[A-Ea-e][A-Za-z]|[Ff][A-Da-d]))(?![A-Za-z])"
)
ROW = (
    r"(?:[1-9][0-9]{0,5}|10(?:[0-3][0-9]{4}|4(?:[0-7][0-9]{3}"
    r"|8(?:[0-4][0-9]{2}|5(?:[0-6][0-9]|7[0-6])))))(?![0-9])"
)
_ROW = rf"\$?{ROW}"
_CELL = _COLUMN + _ROW
_END = r"(?![\w(.\[!])"
_CELLS = (
    rf"{_CELL}{_END}(?::{_CELL}{_END})?"
    rf"|{_COLUMN}:{_COLUMN}{_END}|{_ROW}:{_ROW}{_END}"
)
_TOKEN = re.compile(
    r'(?P<string>"(?:[^"]|"")*")'
    rf"|(?<![\w.])(?P<sheet>{_SHEET})?(?P<cells>{_CELLS})"
    r"|(?P<table>[^\W\d][\w.]*)?(?P<brackets>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])(?!\w)"
    rf"|(?<![\w.])(?P<scope>{_SHEET})?(?P<name>(?:[^\W\d]|\\)[\w.\\?]*)(?![\w(!])"
)
# What such formulas refer to is known only when they are calculated.
_ANYWHERE = re.compile(
    r"\b(?:INDIRECT|OFFSET)\s*\(|:\s*[A-Z.]+\(|\)\s*:", re.IGNORECASE
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]{1,7})?")
_COLUMN_NAME = re.compile(r"\[((?:[^\[\]']|'.)+)\]")
_ESCAPED = re.compile(r"'(.)")
_OTHER_WORKBOOK = "["  # `[2]Sheet1!` is a sheet of another workbook


class Reference(NamedTuple):
    """What a formula names: cells of a sheet, a defined name, or columns of a table.

    `sheet` is '' for the formula's own; `columns` is ("*",) for all of a table's
    columns; `this_row` is for `[@Price]`: the formula's own row of the columns alone;
    `anywhere` is for what is known only when the formula is calculated.
    """

    sheet: str = ""
    area: Area | None = None
    name: str = ""
    columns: tuple[str, ...] = ()
    this_row: bool = False
    anywhere: bool = False


ANYWHERE = Reference(anywhere=True)


# ------------------------------------------------------------------ what a formula refers to


def references(text: str) -> Iterator[Reference]:
    """Everything that the formula refers to in its own workbook."""
    return (reference for reference, _ in located_references(text))


def located_references(text: str) -> Iterator[tuple[Reference, re.Match[str] | None]]:
    """The references, each with its match in the text (group `cells`) if it has one."""
    if _ANYWHERE.search(text):
        yield ANYWHERE, None
    for token in _TOKEN.finditer(text):
        sheet = sheet_name(token["sheet"] or token["scope"] or "")
        if token["string"] or sheet.startswith(_OTHER_WORKBOOK):
            continue
        if _spans_sheets(token["sheet"] or ""):
            yield ANYWHERE, None
        elif token["cells"]:
            yield Reference(sheet, parse_reference(token["cells"])), token
        elif token["brackets"]:
            yield _table_reference(token["table"] or "", token["brackets"]), None
        elif token["name"]:
            yield Reference(sheet, name=token["name"]), None


def sheet_name(qualifier: str) -> str:
    """`'It''s'!` is the sheet It's."""
    bare = qualifier.removesuffix("!")
    return bare[1:-1].replace("''", "'") if bare.startswith("'") else bare


def _spans_sheets(qualifier: str) -> bool:
    """`Jan:Dec!` is several sheets."""
    return ":" in qualifier


def _table_reference(table: str, brackets: str) -> Reference:
    """`Table[Price]`, `[@Price]`, `[[#This Row],[Price]:[Tax]]`.

    All columns where none is named, or a span of them.
    """
    inner = brackets[1:-1].strip()
    this_row = inner.startswith("@") or "#this row" in inner.casefold()
    columns = tuple(_column_names(inner))
    if not columns or "]:[" in inner:
        columns = ("*",)
    return Reference(name=table, columns=columns, this_row=this_row)


def _column_names(inner: str) -> Iterator[str]:
    """The columns named between brackets; `#Totals` and the like are none."""
    names = _COLUMN_NAME.findall(inner) if "[" in inner else [inner.removeprefix("@")]
    for name in names:
        plain = _ESCAPED.sub(r"\1", name).strip()
        if plain and not plain.startswith("#"):
            yield plain


# ------------------------------------------------------------------ the same formula elsewhere


def replace_references(text: str, change: Callable[[str, str], str]) -> str:
    """The formula with every cell reference replaced by `change(sheet, reference)`.

    The sheet is '' for the formula's own; `Jan:Dec` for several, `[2]Sheet1` for one of
    another workbook: the names that no sheet of this one can have.
    """

    def replaced(token: re.Match[str]) -> str:
        if not token["cells"]:
            return token[0]
        qualifier = token["sheet"] or ""
        return qualifier + change(sheet_name(qualifier), token["cells"])

    return _TOKEN.sub(replaced, text)


def shifted(text: str, rows: int, columns: int = 0) -> str:
    """The formula as Excel writes it when it is filled down and to the right."""
    return replace_references(
        text, lambda _, reference: shifted_reference(reference, rows, columns)
    )


def shifted_reference(reference: str, rows: int, columns: int = 0) -> str:
    """One reference as it is filled down and to the right."""
    corners = [
        _shifted_corner(corner, rows, columns) for corner in reference.split(":")
    ]
    return "#REF!" if "" in corners else ":".join(corners)


def _shifted_corner(text: str, rows: int, columns: int) -> str:
    """A cell, column or row, shifted; '' where that leaves the sheet."""
    corner = _parse_corner(text)
    column = ""
    if corner.letters:
        number = column_number(corner.letters)
        number += 0 if corner.fixed_column else columns
        if not 0 < number <= LAST_COLUMN:
            return ""
        column = f"{corner.fixed_column}{column_name(number)}"
    row = ""
    if corner.digits:
        number = int(corner.digits)
        number += 0 if corner.fixed_row else rows
        if not 0 < number <= LAST_ROW:
            return ""
        row = f"{corner.fixed_row}{number}"
    return column + row


class _Corner(NamedTuple):
    """One corner of a reference: `$A7`; letters or digits may be missing."""

    fixed_column: str
    letters: str
    fixed_row: str
    digits: str


def _parse_corner(text: str) -> _Corner:
    match = _CORNER.fullmatch(text)
    assert match, text
    first, letters, second, digits = (group or "" for group in match.groups())
    if letters:
        return _Corner(first, letters, second, digits)
    return _Corner("", "", first or second, digits)
