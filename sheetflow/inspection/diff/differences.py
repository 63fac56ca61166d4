"""The result of comparing two workbooks: plain data, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from sheetflow.domain.catalogue import Catalogue, catalogue
from sheetflow.domain.messages import Message, message
from sheetflow.domain.schema import SheetSchema

Kind = Literal["changed", "voided", "added", "removed"]
KIND_WORDS: dict[Kind, Message] = {
    "changed": message("changed"),
    "voided": message("voided"),
    "added": message("added"),
    "removed": message("removed"),
}
"""What each kind is called."""


class Percent(NamedTuple):
    """A percentage: 10 for 10 %."""

    number: Decimal


class RecordText(str):
    """All that was entered in a record: `Customer C-1; Order date 2026-03-02`.

    It keeps its columns and texts, so that it can be shown with other names of the columns.
    """

    entered: tuple[tuple[str, str], ...]

    def __new__(cls, headers: Sequence[str], texts: Sequence[str]) -> RecordText:
        """The text of a record, without its blanks."""
        entered = [pair for pair in zip(headers, texts, strict=True) if pair[1]]
        self = super().__new__(cls, "; ".join(map(" ".join, entered)))
        self.entered = tuple(entered)
        return self


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

    def own_record(self, text: RecordText) -> str:
        """All that was entered in a record, with the workbook's names of columns and words."""
        return "; ".join(
            f"{self.title_of(header)} {self.own_word(header, entered)}"
            for header, entered in text.entered
        )

    def own_text(self, change: Change, value: Value) -> Value:
        """A value of a change with the workbook's own names; a number or a date stays as it is."""
        if isinstance(value, RecordText):
            return self.own_record(value)
        if isinstance(value, str) and change.column:
            return self.own_word(change.column, value)
        return value

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
    names: Catalogue = field(default_factory=catalogue, compare=False)
    """The declarations with the names of the new workbook, in whose language it is shown."""

    def count(self, kind: Kind) -> int:
        """How many changes are of this kind, in all sheets."""
        return sum(sheet.count(kind) for sheet in self.sheets)

    def __bool__(self) -> bool:
        return bool(self.sheets or self.sheets_in_old or self.sheets_in_new)
