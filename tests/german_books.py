"""Samples as a German would have typed them: every sheet, column, word and setting has its German name.

in_german(sample, path)    the facts of a workbook in German
is_english(text)           whether a text has an English word
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow.domain.catalogue import Catalogue, contract
from sheetflow.domain.languages import language
from sheetflow.domain.own_names import Names
from sheetflow.domain.schema import Column, SheetSchema, loose

ENGLISH = re.compile(
    r"\b(the|is|are|were|of|not|has|have|rows?|[Ss]ee|this|with|from|by|to|for|[Hh]eld"
    r"|what|changed|used|cell|orders?|and|worth|[Rr]un|typed|[Nn]ew)\b"
)
"""Words that no German sentence has."""

NAMES = re.compile(r"sheetflow \w+|/\S+( papers/\S+ run \d+/)?")
"""Commands, and paths of files."""


def is_english(text: str) -> bool:
    """Whether a text has an English word that is no command or file."""
    return ENGLISH.search(NAMES.sub("", text)) is not None


@cache
def german() -> Catalogue:
    """The declarations with German names."""
    return Names(language("de")).applied_to(contract())


def in_german(sample: Path, path: Path) -> Path:
    """The facts of a workbook under German names, with German as its language."""
    source = openpyxl.load_workbook(sample, data_only=True)
    target = openpyxl.Workbook()
    target.remove(target.active)
    for name in german().facts:
        schema = german()[name]
        if name in source.sheetnames:
            sheet = target.create_sheet(schema.title)
            sheet.append([column.title for column in schema.columns])
            _copy(source[name], sheet, schema)
    settings = german()["Settings"]
    language_title = next(
        each.title for each in settings.settings if each.name == "Language"
    )
    target[settings.title].append([language_title, "Deutsch"])
    target.save(path)
    return path


def _copy(source: Worksheet, target: Worksheet, schema: SheetSchema) -> None:
    """The rows of one sheet with German words, without what a run derives."""
    rows = list(source.iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if schema.key[0] in row)
    headers = [str(cell or "") for cell in rows[top]]
    for row in rows[top + 1 :]:
        cells = dict(zip(headers, row, strict=False))
        target.append(
            [
                _word(schema, column, cells.get(column.header))
                for column in schema.columns
            ]
        )


def _word(schema: SheetSchema, column: Column, cell: object) -> object:
    """One cell in German."""
    if column.derived:
        return None
    if not isinstance(cell, str):
        return cell
    if schema.sheet == "Settings":
        return _setting_word(schema, cell)
    if column.header == "Action":
        return ", ".join(_own(column, part) for part in cell.split(","))
    return _own(column, cell)


def _setting_word(schema: SheetSchema, cell: str) -> str:
    """The name of a setting, or one of the words that it may have."""
    titles = {loose(each.name): each.title for each in schema.settings}
    words = {
        loose(word): own
        for each in schema.settings
        if each.own
        for word, own in each.own.words.items()
    }
    return titles.get(loose(cell)) or words.get(loose(cell)) or cell


def _own(column: Column, cell: str) -> str:
    """A word of the column in German; any other text as it is."""
    words = column.own.words if column.own else {}
    known = {loose(word): own for word, own in words.items()}
    return known.get(loose(cell), cell)
