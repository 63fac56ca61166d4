"""Parts of the workbook that its owner may do without: price lists, credit limits, deposits, reminders,
accounts.

A part is in use where the workbook has one of its sheets; some, where it has one of their
columns, or a number in one. Otherwise none of its sheets, columns and derived figures are looked for or
written, so that a workbook with a column of its owner's under the same name works as it
always did.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import TypeVar, get_args

from msgspec import structs

from sheetflow.domain.catalogue import Catalogue
from sheetflow.domain.schema import Column, Part, Setting, SheetSchema

PARTS: tuple[Part, ...] = tuple(part for part in get_args(Part) if part)
"""The parts, by their names on the command line."""


PARTS_BY_COLUMN: tuple[Part, ...] = (
    "credit",
    "accounts",
    "deposits",
    "einvoices",
    "reminders",
)
"""The parts that are in use where master data has a column of them, or Settings a row, even without a sheet."""


PARTS_BY_NUMBERS: Mapping[Part, str] = {"deposits": "Orders"}
"""The parts that are also in use where a column of them on this sheet has a number."""


PARTS_BY_HEADER: Mapping[Part, str] = {
    "einvoices": "Orders",
    "fees": "Returns",
    "reminders": "Invoices",
}
"""The parts that are also in use where this sheet has a column of them."""


def with_parts(sheets: Catalogue, parts: Collection[str]) -> Catalogue:
    """The declarations, with what belongs to other parts than these out of use."""
    return _with_parts(sheets, frozenset(parts))


@lru_cache(maxsize=16)
def _with_parts(sheets: Catalogue, parts: frozenset[str]) -> Catalogue:
    if parts.issuperset(PARTS):
        return sheets
    schemas = {name: _schema(each, parts) for name, each in sheets.items()}
    return Catalogue(schemas, sheets.language)


def _schema(schema: SheetSchema, parts: frozenset[str]) -> SheetSchema:
    columns = tuple(_used(column, parts) for column in schema.columns)
    settings = tuple(_used(setting, parts) for setting in schema.settings)
    changed = structs.replace(schema, columns=columns, settings=settings)
    return _used(changed, parts)


Declared = TypeVar("Declared", SheetSchema, Column, Setting)


def _used(declared: Declared, parts: frozenset[str]) -> Declared:
    """A declaration, in use where it belongs to no part or to one of these."""
    if not declared.part or declared.part in parts:
        return declared
    return structs.replace(declared, in_use=False)


def parts_of(sheets: Mapping[str, SheetSchema]) -> set[str]:
    """The parts that these sheets belong to."""
    return {schema.part for schema in sheets.values() if schema.part}
