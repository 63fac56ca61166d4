"""What names and columns may be, as plain data: for `--json`, and for the page.

Both a workbook with names of its owner's and a list that comes in have the same shape: `sheets`
has ours, with what they mean and what is proposed; `own` has the owner's, each column with three
of its values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sheetflow.domain.catalogue import Catalogue, declared_by, fact_schemas
from sheetflow.domain.schema import Column, SheetSchema
from sheetflow.importing.mapping.mapping_sheet import owners_sheets
from sheetflow.importing.mapping.own_sheets import OwnColumn, OwnSheet
from sheetflow.importing.mapping.proposals import Proposal, Proposals, propose
from sheetflow.importing.mapping.text_settings import text_settings
from sheetflow.workbook import Workbook

SAMPLES = 3
"""How many values of a column are shown."""

Document = dict[str, Any]
Found = Mapping[tuple[str, str], Proposal]
"""The proposals by sheet and column; a blank column is the sheet itself."""


def mapping_document(workbook: Workbook, sheets: Catalogue) -> Document:
    """The proposals for a workbook, which stays as it is.

    `unclear` is a text that can be read in several ways, where no locale is stated.
    """
    with declared_by(sheets):
        own = owners_sheets(workbook, sheets)
        proposals = propose(own)
        return {
            "sheets": list(_sheets(proposals)),
            "own": [own_document(each) for each in own],
            "missing": proposals.missing,
            "unclear": text_settings(own, proposals.found, "").unclear,
            "unused": list(proposals.unused),
        }


def _sheets(proposals: Proposals) -> Iterator[Document]:
    """Our sheets that were found, or that a run needs."""
    found = {(each.sheet, each.column): each for each in proposals.found}
    for schema in fact_schemas():
        if schema.required or (schema.sheet, "") in found:
            yield _sheet(schema, found)


def _sheet(schema: SheetSchema, found: Found) -> Document:
    return {
        "sheet": schema.sheet,
        "about": schema.about,
        "required": schema.required,
        **_proposed(found.get((schema.sheet, ""))),
        "columns": [
            {
                **column_document(schema, column),
                **_proposed(found.get((schema.sheet, column.header))),
            }
            for column in schema.facts
        ],
    }


def column_document(schema: SheetSchema, column: Column) -> Document:
    """One of our columns, and what it means."""
    return {
        "column": column.header,
        "help": column.help,
        "required": column.header in schema.required_headers,
    }


def _proposed(proposal: Proposal | None) -> Document:
    """What the owner may call it; `use` is Yes where it is certain.

    A run finds what `is_known` by itself.
    """
    if proposal is None:
        return {"here": "", "use": "", "why": "", "is_known": False}
    use = "Yes" if proposal.is_certain or proposal.is_same else "?"
    return {
        "here": proposal.here,
        "use": use,
        "why": proposal.why,
        "is_known": proposal.is_same,
    }


def own_document(sheet: OwnSheet) -> Document:
    """One sheet of the owner's, with some values of each column."""
    columns = [
        {"header": column.header, "samples": samples(column)}
        for column in sheet.columns
    ]
    return {"sheet": sheet.name, "columns": columns}


def samples(column: OwnColumn) -> list[str]:
    """The first values of a column that differ, as texts."""
    texts = _texts(column.values)
    return list(dict.fromkeys(texts))[:SAMPLES]


MOST_TEXTS = 100
"""How many values the samples are chosen from."""

LONGEST = 40
"""How long a sample is at most, in characters."""


def _texts(values: Sequence[object]) -> list[str]:
    return [_text(value)[:LONGEST] for value in values[:MOST_TEXTS]]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.date()}"
    if isinstance(value, date):
        return f"{value}"
    return f"{value:.15g}" if isinstance(value, float) else f"{value}"
