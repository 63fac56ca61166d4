"""Live formulas over the sheets, each with its value: true Excel, each one pass over its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.model import Formula, TableInfo


@dataclass(frozen=True)
class Stand:
    """Where a sheet stands: its name as formulas write it, its columns by header, its table where it is one."""

    sheet: str
    columns: Mapping[str, int]
    table: TableInfo | None


class References:
    """The columns of the sheets as formulas name them for good, however many rows come."""

    def __init__(self, stands: Mapping[str, Stand]) -> None:
        self._stands = stands

    def column(self, sheet: str, header: str) -> str:
        """`Orders[Status]`, or the whole column where the sheet is a plain range."""
        stand = self._stands[sheet]
        at = stand.columns[header]
        if stand.table is not None and stand.table.can_name(at):
            return stand.table.column(at)
        return f"{stand.sheet}!${column_name(at)}:${column_name(at)}"

    def position(self, sheet: str, row: int) -> int:
        """Where a row of the sheet stands in its columns, from 1."""
        table = self._stands[sheet].table
        return row if table is None else row - table.first_row


class Live:
    """Makes the formulas."""

    def __init__(self, references: References) -> None:
        self.references, self.column = references, references.column

    def count(self, value: int, *conditions: tuple[str, str, str]) -> Formula:
        """How many rows meet every condition: a sheet, its header, and what the cell must be."""
        return Formula(self._counted(conditions), value)

    def counts(self, value: int, *words: tuple[str, str, str]) -> Formula:
        """How many rows meet one of the conditions, which exclude one another."""
        return Formula("+".join(self._counted([word]) for word in words), value)

    def _counted(self, conditions: Sequence[tuple[str, str, str]]) -> str:
        asked = ",".join(
            f"{self.column(sheet, header)},{quoted(word)}"
            for sheet, header, word in conditions
        )
        return f"COUNTIF{'S' * (len(conditions) > 1)}({asked})"

    def total(self, value: Decimal, sheet: str, *headers: str) -> Formula:
        """The sum of whole columns."""
        columns = ",".join(self.column(sheet, header) for header in headers)
        return Formula(f"SUM({columns})", value)

    def worth(self, value: Decimal, header: str, *words: str) -> Formula:
        """The totals of the orders that show one of these words in a column."""
        amounts, column = self.column("Orders", "Total"), self.column("Orders", header)
        return Formula(
            "+".join(f"SUMIFS({amounts},{column},{quoted(word)})" for word in words),
            value,
        )


def said(text: str) -> Formula:
    """A text as a formula: what changes with the settings is kept right as the figures are."""
    return Formula(quoted(text), text)


def quoted(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'
