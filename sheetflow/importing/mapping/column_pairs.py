"""Which own column may be which column of the contract: by their names, then by the values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from sheetflow.domain.parts import PARTS_BY_COLUMN
from sheetflow.domain.schema import Column, SheetSchema
from sheetflow.importing.mapping.names import SAME, column_nearness
from sheetflow.importing.mapping.own_sheets import OwnColumn, OwnSheet
from sheetflow.importing.mapping.values import fitting, found_in

CERTAIN = 0.9
"""From this score on a proposal is in force at once, if its values fit as well."""


LIKELY = 0.5
"""Below this share of values that fit, a column is not proposed."""


Keys = Mapping[str, Collection[str]]
"""The keys of each sheet that was found, as they are compared."""


@dataclass(frozen=True)
class ColumnPair:
    """An own column that may be one of the contract's."""

    column: Column
    own: OwnColumn
    by_name: float
    keys: tuple[int, int] | None

    @cached_property
    def fits(self) -> tuple[int, int]:
        """How many of the values the column could hold; only looked at where the name or the keys speak for it."""
        return fitting(self.own.values, self.column)

    @property
    def share(self) -> float:
        """The share of values that the column could hold; 1 where there are none."""
        return _share(self.fits)

    @property
    def key_share(self) -> float:
        """The share of values that the sheet it refers to has."""
        return _share(self.keys) if self.keys else 1.0

    @property
    def score(self) -> float:
        """How sure it is."""
        if self.by_name == 0:
            return 0.75 * self.key_share if self.is_found_by_keys else 0.0
        if self.share < LIKELY and self.by_name < SAME:
            return 0.0
        return self.by_name * (0.6 + 0.3 * self.share + 0.1 * self.key_share)

    @property
    def is_found_by_keys(self) -> bool:
        """Whether its values alone show what it is: nearly all are keys of the sheet that it refers to."""
        if self.keys is None or self.keys[1] < LEAST_KEYS:
            return False
        return self.key_share >= CERTAIN and self.own.has_several_values


LEAST_KEYS = 3
"""How many values a column needs to be known by them alone."""


def _share(found: tuple[int, int]) -> float:
    return found[0] / found[1] if found[1] else 1.0


def column_pairs(own: OwnSheet, schema: SheetSchema, keys: Keys) -> list[ColumnPair]:
    """The columns of an own sheet, each with the one of the contract that it is, in its order."""
    chosen: dict[str, ColumnPair] = {}
    used: set[str] = set()
    for pair in _likely_pairs(own, schema, keys):
        if pair.column.header not in chosen and pair.own.header not in used:
            chosen[pair.column.header] = pair
            used.add(pair.own.header)
    return [chosen[c.header] for c in schema.facts if c.header in chosen]


def _likely_pairs(own: OwnSheet, schema: SheetSchema, keys: Keys) -> list[ColumnPair]:
    """What each column of an own sheet may be, the surest first, then what is required.

    No own sheet is taken for one of a part, so columns that need such a sheet are left out.
    """
    pairs = [
        _pair(column, candidate, schema, keys)
        for column in schema.facts
        if not column.part or column.part in PARTS_BY_COLUMN
        for candidate in own.columns
    ]
    required = set(schema.required_headers)
    likely = [pair for pair in pairs if pair.score > 0]
    likely.sort(key=lambda pair: (-pair.score, pair.column.header not in required))
    return likely


def _pair(
    column: Column, own: OwnColumn, schema: SheetSchema, keys: Keys
) -> ColumnPair:
    known = keys.get(column.references) if column.references else None
    return ColumnPair(
        column,
        own,
        column_nearness(own.header, schema.sheet, column.header),
        found_in(own.keys, known) if known else None,
    )
