"""Cells in the workbook's own words: the program works with those of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheetflow.domain.catalogue import catalogue, sheet_schema
from sheetflow.domain.messages import in_own_language
from sheetflow.domain.schema import Column, SheetSchema
from sheetflow.workbook import Value

Columns = Mapping[str, Sequence[Value]]

WHY = "Why"
"""The columns that say why, in a sentence."""


def in_own_words(column: Column, cells: Sequence[Value]) -> list[Value]:
    """The cells of a column with the workbook's own words."""
    if column.own is None:
        return list(cells)
    if column.names_sheets:
        return _own_texts(cells, _sheet_titles())
    if column.header == WHY:
        return _in_own_language(cells)
    if not column.own.words:
        return list(cells)
    texts = {cell for cell in cells if isinstance(cell, str)}
    return _own_texts(cells, {text: column.own_word(text) for text in texts})


def columns_in_own_words(
    schema: SheetSchema, columns: Columns
) -> dict[str, list[Value]]:
    """The columns of a derived sheet, by header, with the workbook's own words and names."""
    own = {
        column.header: in_own_words(column, columns[column.header])
        for column in schema.columns
    }
    if schema.own is not None and schema.sheet == "Checks":
        own["Check"] = _in_own_language(columns["Check"])
    if schema.own is not None and schema.sheet == "Changes":
        own["Column"] = _own_headers(columns["Sheet"], columns["Column"])
        own["By"] = _in_own_language(columns["By"])
        own["Before"] = _in_own_language(columns["Before"])
        own["After"] = _in_own_language(columns["After"])
    return own


def _own_headers(sheets: Sequence[Value], headers: Sequence[Value]) -> list[Value]:
    """What the workbook calls columns of these sheets."""
    pairs = list(zip(sheets, headers, strict=True))
    titles = {
        (sheet, header): sheet_schema(str(sheet)).title_of(str(header))
        for sheet, header in set(pairs)
        if sheet in catalogue()
    }
    return [_one_in_own_language(titles.get(pair) or pair[1]) for pair in pairs]


def _in_own_language(cells: Sequence[Value]) -> list[Value]:
    return [_one_in_own_language(cell) for cell in cells]


def _one_in_own_language(cell: Value) -> Value:
    return in_own_language(cell) if isinstance(cell, str) else cell


def _sheet_titles() -> dict[str, str]:
    return {sheet: schema.title for sheet, schema in catalogue().items()}


def _own_texts(cells: Sequence[Value], own: Mapping[str, str]) -> list[Value]:
    return [own.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]
