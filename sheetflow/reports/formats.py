"""The formats of a report's cells: number formats, and what each kind of cell looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

from sheetflow.reports.rows import decimals_of
from sheetflow.reports.tables import Column, Table

if TYPE_CHECKING:
    from sheetflow.documents.xlsx.cell_formats import CellFormats

Style = dict[str, object]


@dataclass(frozen=True)
class Heading:
    """What a report is printed for: the business, its currency's digits, and its paper.

    `formats` are those of its language; None for English.
    """

    company: str
    currency: str
    digits: int
    paper: str
    formats: CellFormats | None = None


class ReportFormats:
    """The formats of a workbook; each is made once."""

    def __init__(self, workbook: Workbook, heading: Heading) -> None:
        self.workbook = workbook
        self.heading = heading
        self.made: dict[tuple[tuple[str, object], ...], Format] = {}
        self.numbers = _number_formats(heading)

    def style(self, **style: object) -> Format:
        """A format."""
        key = tuple(sorted(style.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(style)
        return self.made[key]

    def of(self, table: Table, column: Column, **style: object) -> Format:
        """The format of a column's cells."""
        if column.kind == "text":
            indent: Style = {"indent": 1} if is_after_number(table, column) else {}
            return self.style(**indent, **style)
        shown = self.numbers[column.kind]
        if column.kind == "quantity":
            shown += _decimals(decimals_of(table, column))
        number: Style = {"num_format": shown}
        return self.style(**number, **style)


def _number_formats(heading: Heading) -> dict[str, str]:
    """The number format of each kind of column; quantities get their decimals later."""
    formats = heading.formats
    prefix = formats.language_prefix if formats else ""
    return {
        "money": f"{prefix}#,##0{_decimals(heading.digits)}",
        "quantity": f"{prefix}#,##0",
        "percent": f"{prefix}0.00##",
        "date": formats.date_cell if formats else "yyyy-mm-dd",
        "whole": f"{prefix}#,##0",
    }


def _decimals(count: int) -> str:
    return f".{'0' * count}" if count else ""


def is_after_number(table: Table, column: Column) -> bool:
    """Whether a column of text is right of numbers, which end where it would begin."""
    at = table.columns.index(column)
    return at > 0 and table.columns[at - 1].kind != "text"
