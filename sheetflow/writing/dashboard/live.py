"""Live formulas over the sheets, each with its value: plain Excel, each one pass over its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import in_own_language
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.model import Formula, TableInfo

Condition = tuple[str, str, str]
"""A sheet, its header, and what the cell must be."""


@dataclass(frozen=True)
class SheetColumns:
    """The columns of a sheet by header; its name as formulas write it, and its table if it has one."""

    sheet: str
    columns: Mapping[str, int]
    table: TableInfo | None


class References:
    """The columns of the sheets as formulas refer to them, however many rows are added later."""

    def __init__(self, sheets: Mapping[str, SheetColumns]) -> None:
        self._sheets = sheets

    def column(self, sheet: str, header: str) -> str:
        """`Orders[Status]`, or the whole column where the sheet is a plain range."""
        columns = self._sheets[sheet]
        number = columns.columns[header]
        table = columns.table
        if table is not None and table.can_name(number):
            return table.column(number)
        letters = column_name(number)
        return f"{columns.sheet}!${letters}:${letters}"

    def has(self, sheet: str, *headers: str) -> bool:
        """Whether the workbook has a sheet with these columns."""
        columns = self._sheets[sheet].columns if sheet in self._sheets else {}
        return set(headers) <= set(columns)

    def position(self, sheet: str, row: int) -> int:
        """The position of a row of the sheet in its columns, from 1."""
        table = self._sheets[sheet].table
        return row if table is None else row - table.first_row


class LiveFormulas:
    """Makes the formulas, each with its value."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.column = references.column

    def count(self, value: int, *conditions: Condition) -> Formula:
        """How many rows meet every condition."""
        return Formula(self._count(conditions), value)

    def counts(self, value: int, *conditions: Condition) -> Formula:
        """How many rows meet one of the conditions, which exclude one another."""
        counts = [self._count([condition]) for condition in conditions]
        return Formula("+".join(counts), value)

    def _count(self, conditions: Sequence[Condition]) -> str:
        function = "COUNTIFS" if len(conditions) > 1 else "COUNTIF"
        return f"{function}({self._criteria(conditions)})"

    def _criteria(self, conditions: Sequence[Condition]) -> str:
        return ",".join(
            f"{self.column(sheet, header)},{quoted(own_criterion(sheet, header, criterion))}"
            for sheet, header, criterion in conditions
        )

    def count_more(self, value: int, counted: str, *conditions: Condition) -> Formula:
        """A count, and the rows that meet every one of these conditions."""
        return Formula(f"{counted}+{self._count(conditions)}", value)

    def worth_more(
        self, value: Decimal, counted: str, *conditions: Condition
    ) -> Formula:
        """A worth, and the totals of the orders that meet every one of these conditions."""
        amounts = self.column("Orders", "Total")
        sums = f"SUMIFS({amounts},{self._criteria(conditions)})"
        return Formula(f"{counted}+{sums}", value)

    def total(self, value: Decimal, sheet: str, *headers: str) -> Formula:
        """The sum of whole columns."""
        columns = ",".join(self.column(sheet, header) for header in headers)
        return Formula(f"SUM({columns})", value)

    def worth(self, value: Decimal, header: str, *words: str) -> Formula:
        """The totals of the orders that have one of these words in a column."""
        amounts = self.column("Orders", "Total")
        column = self.column("Orders", header)
        criteria = [own_criterion("Orders", header, word) for word in words]
        sums = [f"SUMIFS({amounts},{column},{quoted(word)})" for word in criteria]
        return Formula("+".join(sums), value)


_CRITERION = re.compile(r"([<>=*]*)(.*?)(\**)", re.DOTALL)


def own_criterion(sheet: str, header: str, criterion: str) -> str:
    """What a cell must be, in the workbook's own words: `Started*` in German is `Begonnen*`."""
    found = _CRITERION.fullmatch(criterion)
    assert found is not None
    before, word, after = found.groups()
    return f"{before}{sheet_schema(sheet).column(header).own_word(word)}{after}"


def text_formula(text: str) -> Formula:
    """A text as a formula: a run updates formulas, so it may change with the settings."""
    return Formula(quoted(text), in_own_language(text))


def quoted(text: str) -> str:
    """A text in the workbook's language as formulas write it."""
    escaped = in_own_language(text).replace('"', '""')
    return f'"{escaped}"'
