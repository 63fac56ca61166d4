"""What people changed or removed since the last run, each as one line; last what they typed into blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sheetflow.domain.catalogue import catalogue, sheet_schema
from sheetflow.domain.messages import in_own_language, message
from sheetflow.domain.phrases import shortened
from sheetflow.writing.changes import TYPED, Row
from sheetflow.writing.positions import SheetPosition

LONGEST = 100
"""How many characters of a value are shown."""

_REQUESTED = ("Orders", "Action")
"""What an order requests is not a fact: it comes and goes."""


class Replaced(NamedTuple):
    """A value that was changed, or a row that was removed: its sheet, and `PAY-000003, Amount: 80 → 8`."""

    sheet: str
    text: str


def replaced_values(
    changes: Iterable[Row], positions: Mapping[str, SheetPosition]
) -> Iterator[Replaced]:
    """Those among the rows of Changes, in the workbook's own words."""
    typed = [change for change in changes if change[-1] == TYPED]
    for sheet, key, column, before, after, _ in sorted(typed, key=_was_blank):
        if _is_replaced(sheet, column):
            position = positions.get(sheet)
            title = position.schema.title_of(column) if position else column
            text = _text(key.strip(" /"), title, before, after)
            yield Replaced(position.name if position else sheet, text)


def _was_blank(change: Row) -> bool:
    """Whether a row of Changes says that something was typed into a blank of a sheet that is no master data."""
    sheet, before = change[0], change[3]
    is_master_data = sheet in catalogue() and sheet_schema(sheet).master_data
    return not before and not is_master_data


def _is_replaced(sheet: str, column: str) -> bool:
    """Whether a row of Changes says that a cell is not as it was, or that a row is gone."""
    return (
        bool(sheet) and (sheet, column) != _REQUESTED and not column.startswith("(new")
    )


def _text(key: str, column: str, before: str, after: str) -> str:
    """What a row of Changes says, in the workbook's language."""
    old = shortened(in_own_language(before), LONGEST)
    if column.startswith("(removed"):
        text = message("{record} was removed: {cells}", record=key, cells=old)
        return in_own_language(text)
    empty = in_own_language(message("(empty)"))
    new = shortened(in_own_language(after), LONGEST)
    return f"{key}, {column}: {old or empty} → {new or empty}"
