"""What a workbook calls its sheets, columns and words: found before anything else is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sheetflow.domain.catalogue import Catalogue, catalogue, declared_by
from sheetflow.domain.languages import Language, language_of, languages
from sheetflow.domain.own_names import Names
from sheetflow.domain.parts import with_parts
from sheetflow.domain.schema import SheetSchema, loose
from sheetflow.reading.locate import find_derived, find_layout, header_row_of
from sheetflow.reading.mapping import MappingRow, read_mapping, refuse_absent
from sheetflow.reading.parts import parts_in
from sheetflow.reading.settings import known_settings
from sheetflow.reading.sheet_names import match_sheets, missing_sheets
from sheetflow.workbook import Workbook
from sheetflow.workbook.model import Grid

MAPPING = "Mapping"
SETTINGS = "Settings"


def own_catalogue(workbook: Workbook, *, by_headers: bool = True) -> Catalogue:
    """The declarations of the contract with a workbook's own names, and the parts that it has.

    Without `by_headers`, a workbook whose sheets have the contract's names is taken to have
    its headers too, and only Settings and master data are read: a part that only the numbers of
    a sheet of facts would show stays out of use. Raises SheetflowError where
    its sheet Mapping names what the contract, or the workbook, does not have.
    """
    named = _with_own_names(workbook, by_headers=by_headers)
    return with_parts(named, parts_in(workbook, named, of_facts=by_headers))


def _with_own_names(workbook: Workbook, *, by_headers: bool) -> Catalogue:
    """The declarations of the contract with a workbook's own names."""
    contract = catalogue()
    if _is_plain(workbook, contract, by_headers=by_headers):
        return contract
    known = Names(others=languages())
    rows = _mapping_rows(workbook, known.applied_to(contract))
    namings = [row.naming for row in rows]
    mapped = Names(None, languages(), namings).applied_to(contract)
    language = _language(workbook, mapped)
    others = [other for other in languages() if other is not language]
    return Names(language, others, namings).applied_to(contract)


@contextmanager
def own_names_of(workbook: Workbook) -> Iterator[None]:
    """Work with the declarations that have a workbook's own names. Raises SheetflowError."""
    with declared_by(own_catalogue(workbook)):
        yield


def _is_plain(workbook: Workbook, contract: Catalogue, *, by_headers: bool) -> bool:
    """Whether the workbook has the contract's names, as far as its headers show."""
    matched = match_sheets(workbook.sheets, contract)
    if MAPPING in matched or missing_sheets(matched):
        return False
    if SETTINGS in matched:
        grid = workbook.read(matched[SETTINGS])
        if _stated_language(grid, contract[SETTINGS]):
            return False
    return not by_headers or not any(
        _has_other_headers(workbook.read(name), contract[sheet])
        for sheet, name in matched.items()
        if sheet != SETTINGS and not contract[sheet].derived
    )


def _has_other_headers(grid: Grid, schema: SheetSchema) -> bool:
    """Whether a sheet lacks a required header, or has one that is not the contract's."""
    row = header_row_of(grid, schema)
    if row is None:
        return True
    known = {loose(header) for header in schema.headers}
    headers = [cell for cell in grid.rows[row - 1] if isinstance(cell, str) and cell]
    return any(loose(header) not in known for header in headers)


def _mapping_rows(workbook: Workbook, sheets: Catalogue) -> list[MappingRow]:
    """The rows of the workbook's Mapping that are in use. Raises SheetflowError."""
    name = match_sheets(workbook.sheets, sheets).get(MAPPING)
    if name is None:
        return []
    grid = workbook.read(name)
    rows = read_mapping(grid, catalogue(), sheets[MAPPING])
    if rows:
        layout = find_layout(grid, sheets[MAPPING])
        refuse_absent(rows, layout, _headers(workbook, name))
    return rows


def _headers(workbook: Workbook, mapping: str) -> Mapping[str, list[str]]:
    """The texts in the first rows of each sheet but Mapping, any of which may be a header."""
    return {
        name: [
            cell
            for row in workbook.read(name).rows[:HEADER_ROWS]
            for cell in row
            if isinstance(cell, str) and cell
        ]
        for name in workbook.sheets
        if name != mapping
    }


HEADER_ROWS = 50
"""How far down a name that Mapping gives is looked for."""


def _language(workbook: Workbook, sheets: Catalogue) -> Language | None:
    """The language that Settings state, else the one in which most sheets are named."""
    matched = match_sheets(workbook.sheets, sheets)
    name = matched.get(SETTINGS)
    stated = _stated_language(workbook.read(name), sheets[SETTINGS]) if name else ""
    if stated:
        return language_of(stated)
    return _language_of_sheets(matched)


def _language_of_sheets(matched: Mapping[str, str]) -> Language | None:
    """The language in which all required sheets are named; None where there is none."""
    required = [sheet for sheet, schema in catalogue().items() if schema.required]
    for each in languages():
        if all(
            loose(each.sheet(sheet)) == loose(matched.get(sheet, ""))
            for sheet in required
        ):
            return each
    return None


def _stated_language(grid: Grid, schema: SheetSchema) -> str:
    """The value of the setting Language; empty where there is none."""
    layout = find_derived(grid, schema)
    if layout is None or not {"Setting", "Value"} <= set(layout.columns):
        return ""
    known = known_settings(schema.settings)
    for name, value in _pairs(grid.rows[layout.header_row :], layout.columns):
        setting = known.get(loose(name))
        if setting and setting.name == "Language":
            return value
    return ""


def _pairs(
    rows: Sequence[Sequence[object]], columns: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """The names and values of settings that are texts."""
    for row in rows:
        name = row[columns["Setting"] - 1]
        value = row[columns["Value"] - 1]
        if isinstance(name, str) and isinstance(value, str) and value.strip():
            yield name, value.strip()
