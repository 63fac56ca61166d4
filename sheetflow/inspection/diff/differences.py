"""The result of comparing two workbooks: plain data, with counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from sheetflow.domain.schema import SheetSchema

Kind = Literal["changed", "voided", "added", "removed"]


class Percent(NamedTuple):
    """A percentage: 10 for 10 %."""

    number: Decimal


Value = None | str | Decimal | date | Percent


class Change(NamedTuple):
    """One cell that differs, or one record that only one of the workbooks has.

    `cell` is its position in the new workbook; for a removed record, in the old one.
    For an added or removed record, `column` is empty, and `before` or `after` is
    everything that was entered in it.
    """

    kind: Kind
    key: str
    cell: str
    column: str
    before: Value
    after: Value


@dataclass(frozen=True)
class SheetDifference:
    """What differs in one sheet, by the new workbook's rows; removed records are last."""

    sheet: str
    changes: tuple[Change, ...]
    columns_in_old: tuple[str, ...] = ()
    columns_in_new: tuple[str, ...] = ()
    schema: SheetSchema | None = field(default=None, compare=False)
    """Its declaration, with the names that the workbook has for its columns and words."""

    def title_of(self, header: str) -> str:
        """What the workbook calls a column."""
        return self.schema.title_of(header) if self.schema else header

    def own_word(self, header: str, text: str) -> str:
        """How the workbook writes a word of a column; any other text stays as it is."""
        if self.schema is None or header not in self.schema.headers:
            return text
        return self.schema.column(header).own_word(text)

    def count(self, kind: Kind) -> int:
        """How many changes are of this kind."""
        return sum(change.kind == kind for change in self.changes)

    def __bool__(self) -> bool:
        return bool(self.changes or self.columns_in_old or self.columns_in_new)


@dataclass(frozen=True)
class Difference:
    """The sheets that differ, and the names of those that only one workbook has."""

    sheets: tuple[SheetDifference, ...]
    sheets_in_old: tuple[str, ...] = ()
    sheets_in_new: tuple[str, ...] = ()

    def count(self, kind: Kind) -> int:
        """How many changes are of this kind, in all sheets."""
        return sum(sheet.count(kind) for sheet in self.sheets)

    def __bool__(self) -> bool:
        return bool(self.sheets or self.sheets_in_old or self.sheets_in_new)
