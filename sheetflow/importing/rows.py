"""A list whose rows become rows of a sheet, column by column."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.schema import Column, SheetSchema, loose
from sheetflow.errors import SheetflowError
from sheetflow.importing.matching import Cells
from sheetflow.importing.memory import Came, Memory, numbered_alike
from sheetflow.importing.profiles import Profile
from sheetflow.importing.source import Row, Source
from sheetflow.importing.values import day, number


def new_rows(
    source: Source, profile: Profile, memory: Memory, book: Book
) -> dict[str, list[Cells]]:
    """The rows of each sheet that did not come in before, and whose key is not there yet."""
    numbers = _numbers(source, profile)
    taken = {sheet: _keys(book, sheet) for sheet in profile.rows}
    found: dict[str, list[Cells]] = {}
    for row, own_number in zip(source.rows, numbers, strict=True):
        if memory.is_known(own_number):
            continue
        for sheet, columns in profile.rows.items():
            cells = _cells(row, sheet, columns, profile)
            key = str(cells.get(sheet_schema(sheet).key[0]) or "")
            if key in taken[sheet]:
                continue
            found.setdefault(sheet, []).append(cells)
            memory.remember(Came(own_number, sheet, key, ""))
    return found


def _keys(book: Book, sheet: str) -> set[str]:
    """The keys that a sheet has; none where its key is more than one column."""
    key = sheet_schema(sheet).key
    if len(key) != 1:
        return set()
    return {str(each) for each in book[sheet][key[0]].tolist() if each}


def _numbers(source: Source, profile: Profile) -> list[str]:
    """The source's own number of each row, or a fingerprint of all its values."""
    if profile.number:
        return numbered_alike(_joined(row, profile.number) for row in source.rows)
    return numbered_alike(_fingerprint(row) for row in source.rows)


def _joined(row: Row, names: Sequence[str]) -> str:
    return " ".join(row.get(name, "") for name in names)


def _fingerprint(row: Row) -> str:
    text = repr(sorted(row.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _cells(row: Row, sheet: str, columns: Mapping[str, str], profile: Profile) -> Cells:
    """One row of a sheet; what cannot be read stays as it is, for the run to report."""
    schema = sheet_schema(sheet)
    cells: Cells = {}
    for header, name in columns.items():
        is_taken_away = header.startswith(LESS)
        column = schema.column(header.removeprefix(LESS))
        value = _value(row.get(name, ""), column, profile)
        if value is None and column.header in cells:
            continue
        cells[column.header] = _less(value) if is_taken_away else value
    return cells


LESS = "-"
"""Before a header: what the source has there is taken away, such as money out."""


def _less(value: object) -> object:
    return -abs(value) if isinstance(value, Decimal) else value


def _value(text: str, column: Column, profile: Profile) -> object:
    value: object = None
    if column.kind == "date":
        value = day(text, profile.dates)
    elif column.is_number:
        value = number(text, profile.decimal)
    return (text or None) if value is None else value


def _other_headers(source: Source, schema: SheetSchema) -> SheetflowError:
    """The error for a list that has no header of the sheet."""
    return SheetflowError(
        f"{source.path}: none of its columns is one of {schema.title}: name them as "
        f"there: {', '.join(each.title for each in schema.facts)}"
    )


def table_profile(source: Source, sheet: str) -> Profile:
    """The profile of a list that has a sheet's own headers. Raises SheetflowError where it has none."""
    schema = sheet_schema(sheet)
    known = {loose(name): each.header for each in schema.facts for name in each.names}
    columns = {
        known[loose(header)]: header
        for header in source.headers
        if loose(header) in known
    }
    if not columns:
        raise _other_headers(source, schema)
    return Profile(
        title=f"A list for {schema.title}",
        kind="rows",
        headers=(),
        rows={sheet: columns},
    )
