"""Proposals: which of the owner's sheets and columns are which of the contract's, and why.

Names come first: the same, a synonym, alike. The values must fit: dates in a date column, keys
of another sheet in a column that refers to it. Each own column is proposed once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.schema import Column, SheetSchema, loose
from sheetflow.importing.mapping.column_pairs import CERTAIN, ColumnPair, column_pairs
from sheetflow.importing.mapping.names import (
    SAME,
    column_names,
    sheet_names,
    sheet_nearness,
    without_years,
)
from sheetflow.importing.mapping.own_sheets import OwnSheet

ENOUGH = 0.55
"""The least score of a sheet."""


@dataclass(frozen=True)
class Proposal:
    """One row of Mapping; a blank `column` is the sheet itself."""

    sheet: str
    column: str
    here: str
    is_certain: bool
    why: str
    is_same: bool = False
    """Whether a run finds it by this name without Mapping."""


@dataclass(frozen=True)
class Proposals:
    """All proposals, and what of the owner's is not used."""

    found: Sequence[Proposal]
    unused: Sequence[str]

    @property
    def missing(self) -> list[str]:
        """What a run needs and nothing was found for."""
        sheets = {each.sheet for each in self.found}
        absent: list[str] = []
        for schema in fact_schemas():
            if schema.sheet in sheets:
                absent += self._missing_columns(schema)
            elif schema.required:
                absent.append(f"the sheet {schema.sheet}")
        return absent

    def _missing_columns(self, schema: SheetSchema) -> Iterator[str]:
        columns = {(each.sheet, each.column) for each in self.found}
        for header in schema.required_headers:
            if (schema.sheet, header) not in columns:
                yield f"{schema.sheet}, column {header}"


def propose(sheets: Sequence[OwnSheet]) -> Proposals:
    """Proposals for a workbook."""
    pairs = list(_sheet_pairs(sheets))
    keys = _known_keys(pairs)
    pairs += _pairs_by_columns(sheets, pairs, keys)
    keys = _known_keys(pairs)
    found: list[Proposal] = []
    unused = [
        sheet.name for sheet in sheets if sheet not in [own for _, own, _ in pairs]
    ]
    for schema, own, score in pairs:
        columns = column_pairs(own, schema, keys)
        found.append(_sheet_proposal(schema, own, score, columns))
        found += [_column_proposal(schema, pair) for pair in columns]
        used = {pair.own.header for pair in columns}
        unused += [
            f"{own.name}: {c.header}" for c in own.columns if c.header not in used
        ]
    return Proposals(found, unused)


# -- sheets

SheetPair: TypeAlias = tuple[SheetSchema, OwnSheet, float]
"""A sheet of the contract, the owner's that is taken for it, and how sure that is."""


def _known_keys(pairs: Iterable[SheetPair]) -> dict[str, Collection[str]]:
    """The keys that the owner's sheets have, by the sheet of the contract."""
    return {
        schema.sheet: _keys_of(schema, column_pairs(own, schema, {}))
        for schema, own, _ in pairs
    }


def _pairs_by_columns(
    sheets: Sequence[OwnSheet],
    pairs: Sequence[SheetPair],
    keys: Mapping[str, Collection[str]],
) -> Iterator[SheetPair]:
    """Sheets with a name that says nothing, for the required ones that nothing was found for.

    Such a sheet has all needed columns, and what it refers to is in the sheets that were found.
    """
    filled = {schema.sheet for schema, _, _ in pairs}
    used = {own.name for _, own, _ in pairs}
    for schema in fact_schemas():
        if not schema.required or schema.sheet in filled:
            continue
        for own in sheets:
            if own.name not in used and _fits_by_columns(own, schema, keys):
                used.add(own.name)
                yield schema, own, ENOUGH
                break


def _fits_by_columns(
    own: OwnSheet, schema: SheetSchema, keys: Mapping[str, Collection[str]]
) -> bool:
    """Whether a sheet has all needed columns, and one at least whose values are keys of another."""
    found = {pair.column.header: pair for pair in column_pairs(own, schema, keys)}
    if not set(schema.required_headers) <= set(found):
        return False
    referring = [
        pair for pair in found.values() if pair.column.references and pair.keys
    ]
    shares = [pair.key_share for pair in referring if pair.keys and pair.keys[1]]
    return bool(shares) and min(shares) >= CERTAIN


def _sheet_pairs(sheets: Sequence[OwnSheet]) -> Iterator[SheetPair]:
    """The sheets that are taken for one of the contract's, each once, the surest first."""
    scored = [
        (_sheet_score(own, schema), schema, own)
        for schema in fact_schemas()
        if schema.in_template and not schema.part
        for own in sheets
    ]
    filled: set[str] = set()
    used: set[str] = set()
    for score, schema, own in sorted(scored, key=lambda each: -each[0]):
        is_free = schema.sheet not in filled and own.name not in used
        if score >= ENOUGH and is_free:
            filled.add(schema.sheet)
            used.add(own.name)
            yield schema, own, score


def _sheet_score(own: OwnSheet, schema: SheetSchema) -> float:
    """How sure it is that an own sheet is one of the contract's: by its name and its columns."""
    by_name = _sheet_nearness(own, schema)
    needed = set(schema.required_headers)
    found = {pair.column.header for pair in column_pairs(own, schema, {})}
    share = len(found & needed) / len(needed)
    if by_name == 0 and (share < 1 or len(found) < LEAST_COLUMNS):
        return 0.0
    by_columns = 0.4 * share + 0.1 * min(len(found) / 8, 1)
    return by_columns + (0.5 * by_name if by_name else UNNAMED)


UNNAMED = 0.15
"""What the name of a sheet counts that is named in no known way, but has all needed columns."""


def _sheet_nearness(own: OwnSheet, schema: SheetSchema) -> float:
    """How near the name of an own sheet is, with a year in it or without."""
    return sheet_nearness(without_years(own.name), schema.sheet)


def _is_found_without_mapping(here: str, names: Sequence[str]) -> bool:
    """Whether a run finds a sheet or column by this name."""
    return loose(here) in {loose(name) for name in names}


LEAST_COLUMNS = 4
"""How many columns a sheet with a foreign name must have in common with one of the contract's."""


def _keys_of(schema: SheetSchema, pairs: Iterable[ColumnPair]) -> Collection[str]:
    """The keys in an own sheet; none where its key was not found."""
    own = [pair.own for pair in pairs if (pair.column.header,) == schema.key]
    return {key for column in own[:1] for key in column.keys}


def _sheet_proposal(
    schema: SheetSchema, own: OwnSheet, score: float, columns: Sequence[ColumnPair]
) -> Proposal:
    by_name = _sheet_nearness(own, schema)
    found = {pair.column.header for pair in columns}
    needed = len(set(schema.required_headers) & found)
    why = f"{name_reason(by_name)}; {needed} of {len(schema.required_headers)} needed columns"
    is_certain = by_name >= CERTAIN or (
        bool(by_name) and needed == len(schema.required_headers)
    )
    return Proposal(
        schema.sheet,
        "",
        own.name,
        is_certain,
        f"{why}; {score:.0%} sure",
        _is_found_without_mapping(own.name, sheet_names(schema.sheet)[0]),
    )


# -- columns


def _column_proposal(schema: SheetSchema, pair: ColumnPair) -> Proposal:
    reasons = [name_reason(pair.by_name), *_value_reasons(pair)]
    is_certain = pair.score >= CERTAIN * 0.97 and pair.share >= CERTAIN
    return Proposal(
        schema.sheet,
        pair.column.header,
        pair.own.header,
        is_certain and pair.key_share >= CERTAIN,
        "; ".join(filter(None, reasons)),
        _is_found_without_mapping(
            pair.own.header, column_names(schema.sheet, pair.column.header)[0]
        ),
    )


def name_reason(by_name: float) -> str:
    """Why a name may be meant: how near it is."""
    if by_name == SAME:
        return "the same name"
    if by_name >= CERTAIN:
        return "another name for it"
    return f"a similar name ({by_name:.0%})" if by_name else "no similar name"


KINDS = {
    "date": "dates",
    "yes-no": "Yes or No",
    "choice": "words of its list",
    "key": "possible codes",
    "text": "texts",
}


def _value_reasons(pair: ColumnPair) -> Iterator[str]:
    fits, count = pair.fits
    if count:
        yield f"{fits:,} of {count:,} values are {_kind(pair.column)}"
    if pair.keys and pair.keys[1]:
        yield f"{pair.keys[0]:,} of {pair.keys[1]:,} are in {pair.column.references}"


def _kind(column: Column) -> str:
    return "numbers" if column.is_number else KINDS.get(column.kind, "texts")
