"""Workbooks in which nothing has the contract's name: every sheet, column, word and setting is nonsense.

renamed(sample, path)      the facts of a workbook, under nonsense names, with its Mapping
contract_names()           the names that nothing that is printed may have
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow.domain.catalogue import catalogue
from sheetflow.domain.languages import words_of
from sheetflow.domain.schema import SheetSchema, loose

SYLLABLES = (
    "zor",
    "quib",
    "vlim",
    "drax",
    "plun",
    "thwo",
    "gnar",
    "skree",
    "bolf",
    "fnip",
)

Naming = tuple[str, str, str, str]
"""One row of Mapping: sheet, column, word, here."""


def _nonsense() -> Iterator[str]:
    """Words that nobody uses, no two alike: `Zorquib`, `Zorvlim` …"""
    for number in count():
        first, rest = SYLLABLES[number % 10], number // 10
        second, third = SYLLABLES[rest % 10], SYLLABLES[rest // 10 % 10]
        yield f"{first}{second}{third}".capitalize()


@cache
def namings() -> tuple[Naming, ...]:
    """What everything is called."""
    words = _nonsense()
    rows: list[Naming] = []
    headers: dict[str, str] = {}
    choices: dict[str, str] = {}
    for schema in catalogue().values():
        if schema.sheet == "Mapping":
            continue
        rows.append((schema.sheet, "", "", next(words)))
        for column in schema.columns:
            if column.header not in headers:
                headers[column.header] = next(words)
                rows.append(("", column.header, "", headers[column.header]))
            for word in words_of(column):
                here = choices.setdefault(word, next(words))
                rows.append((schema.sheet, column.header, word, here))
        rows += [
            ("Settings", "Setting", each.name, next(words)) for each in schema.settings
        ]
    return tuple(rows)


@cache
def contract_names() -> frozenset[str]:
    """The names of sheets and columns and of settings of two words and more."""
    sheets = {schema.sheet for schema in catalogue().values()} - {"Mapping"}
    headers = {
        column.header for schema in catalogue().values() for column in schema.columns
    }
    return frozenset(sheets | headers)


def renamed(sample: Path, path: Path) -> Path:
    """The facts of a workbook under nonsense names, with the sheet Mapping that says so."""
    source = openpyxl.load_workbook(sample, data_only=True)
    target = openpyxl.Workbook()
    target.remove(target.active)
    here = {row[:3]: row[3] for row in namings()}
    for schema in catalogue().values():
        if schema.sheet != "Mapping":
            sheet = target.create_sheet(here[schema.sheet, "", ""])
            sheet.append([here["", column.header, ""] for column in schema.columns])
            if schema.sheet in source.sheetnames and not schema.derived:
                _copy(source[schema.sheet], sheet, schema)
    mapping = target.create_sheet("Mapping")
    mapping.append(["Sheet", "Column", "Value", "Here"])
    for row in namings():
        mapping.append([cell or None for cell in row])
    target.save(path)
    return path


def _copy(source: Worksheet, target: Worksheet, schema: SheetSchema) -> None:
    """The rows of one sheet, its words renamed, without what a run derives."""
    rows = list(source.iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if schema.key[0] in row)
    headers = [str(cell or "") for cell in rows[top]]
    for row in rows[top + 1 :]:
        cells = dict(zip(headers, row, strict=False))
        target.append(
            [
                None
                if column.derived
                else _word(schema, column.header, cells.get(column.header))
                for column in schema.columns
            ]
        )


def _word(schema: SheetSchema, header: str, cell: object) -> object:
    """One cell, a word of the contract renamed."""
    here = {
        (sheet, column, loose(word)): name for sheet, column, word, name in namings()
    }
    if not isinstance(cell, str):
        return cell
    if header == "Action":
        parts = [
            here.get((schema.sheet, header, loose(part)), part)
            for part in cell.split(",")
        ]
        return ", ".join(parts)
    return here.get((schema.sheet, header, loose(cell)), cell)
