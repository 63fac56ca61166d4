"""Texts that name sheets, columns, settings and words: with what the workbook calls them.

In such a text each name of the contract is in brackets: `Correct it, or add it to
[Products].`
"""

from __future__ import annotations

import re
from functools import lru_cache

from sheetflow.domain.catalogue import Catalogue, catalogue
from sheetflow.domain.schema import SheetSchema

_NAME = re.compile(r"\[([^\[\]{}]+)\]")


def in_own_names(template: str, schema: SheetSchema | None = None) -> str:
    """A text with the workbook's own names, by the declarations that are in force.

    A name in brackets is a sheet, a column (of `schema` where that has it), a setting or a
    word.
    """
    if catalogue().is_plain:
        return in_contract_names(template)
    return _NAME.sub(lambda found: own_name(found[1], schema), template)


@lru_cache(maxsize=1024)
def in_contract_names(template: str) -> str:
    """A text with the names of the contract."""
    return _NAME.sub(r"\1", template)


def own_name(name: str, schema: SheetSchema | None = None) -> str:
    """What the workbook calls a sheet, a column, a setting or a word of the contract."""
    sheets = catalogue()
    if name in sheets:
        return sheets[name].title
    for each in (schema, *sheets.values()) if schema else sheets.values():
        if name in each.headers:
            return each.title_of(name)
    settings = [setting for each in sheets.values() for setting in each.settings]
    titles = {setting.name: setting.title for setting in settings}
    return titles.get(name) or _own_word(name, sheets)


def _own_word(word: str, sheets: Catalogue) -> str:
    """How the workbook writes a word; the first column that may hold it decides."""
    for schema in sheets.values():
        for column in schema.columns:
            if column.own and word in column.own.words:
                return column.own.words[word]
    return word
