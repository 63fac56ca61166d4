"""What the columns of a list that comes in may be, as plain data, in the shape of document.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sheetflow.domain.catalogue import fact_schemas, sheet_schema
from sheetflow.importing.flat_lists import NEEDED, flat_columns, is_order_list, parts_of
from sheetflow.importing.mapping.document import column_document, own_document
from sheetflow.importing.mapping.flat_columns import Guess, own_columns
from sheetflow.importing.mapping.own_sheets import OwnSheet
from sheetflow.importing.source import Source

Document = dict[str, Any]
Here = Mapping[tuple[str, str], Sequence[Guess]]
"""The guesses by our sheet and column: an address comes of several."""


def list_document(name: str, source: Source, guesses: Sequence[Guess]) -> Document:
    """What a list is, and what its columns may be; without guesses its kind is known."""
    own = OwnSheet(source.path.stem, own_columns(source))
    used = {guess.answer.source_column for guess in guesses}
    return {
        "profile": name,
        "rows": len(source.rows),
        "sheets": list(_sheets(guesses)) if guesses else [],
        "own": [own_document(own)],
        "unused": [header for header in source.headers if header not in used],
        "missing": [],
    }


def _sheets(guesses: Sequence[Guess]) -> Iterator[Document]:
    """The sheets that the columns may go to."""
    here: dict[tuple[str, str], list[Guess]] = {}
    for guess in guesses:
        key = (guess.answer.sheet, guess.answer.column)
        here.setdefault(key, []).append(guess)
    needed = _needed(guesses)
    for schema in fact_schemas():
        headers = [column for sheet, column in needed if sheet == schema.sheet]
        if headers:
            yield _sheet(schema.sheet, headers, here, needed)


def _sheet(
    sheet: str,
    headers: Sequence[str],
    here: Here,
    needed: Mapping[tuple[str, str], bool],
) -> Document:
    """One of our sheets: a row for each column, and for each guess of a joined one."""
    columns = [
        {**_column(sheet, header), **row, "required": needed[sheet, header]}
        for header in headers
        for row in _rows(here.get((sheet, header), ()))
    ]
    about = sheet_schema(sheet).about
    return {
        "sheet": sheet,
        "about": about,
        "required": False,
        "here": "",
        "columns": columns,
    }


def _column(sheet: str, header: str) -> Document:
    schema = sheet_schema(sheet)
    return column_document(schema, schema.column(header))


def _rows(guesses: Sequence[Guess]) -> list[Document]:
    """What each guess says; one blank row where there is none."""
    if not guesses:
        return [{"here": "", "use": "", "why": ""}]
    return [
        {"here": guess.answer.source_column, "use": guess.use, "why": guess.why}
        for guess in guesses
    ]


def _needed(guesses: Sequence[Guess]) -> dict[tuple[str, str], bool]:
    """All that the columns may be, and whether nothing comes in without it."""
    if is_order_list(parts_of(guess.answer for guess in guesses)):
        return {
            (each.sheet, each.column): each.part in NEEDED
            for each in flat_columns().columns
        }
    sheets = dict.fromkeys(guess.answer.sheet for guess in guesses)
    return {
        (sheet, column.header): column.header in sheet_schema(sheet).required_headers
        for sheet in sheets
        for column in sheet_schema(sheet).facts
    }
