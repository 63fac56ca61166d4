"""The columns of a report's sheets: figures that are sums of the documents behind them."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.utility import (  # type: ignore[import-untyped]
    xl_col_to_name,
)

from sheetflow.reports.rows import Tails, link_tails, numbers, sum_tails, value_tails
from sheetflow.reports.tables import LINE, Column, Report, Table, Value
from sheetflow.reports.wording import worded, worded_cells

HEADER_ROW = 3
"""The row of the headers, from 0; what the report is about is above it."""


FIRST = HEADER_ROW + 1


LONGEST_LINK = 200
"""How many characters the text of a link may have: Excel takes 255 in a formula."""


def figure_columns(report: Report) -> list[Tails]:
    """The cells of the figures: links, sums of documents, and values."""
    table = report.figures
    linked = linked_column(table)
    return [_figure_column(report, at, linked) for at in range(len(table.columns))]


def _figure_column(report: Report, at: int, linked: int) -> Tails:
    table = report.figures
    column = table.columns[at]
    sheet = _quoted(worded("Documents"))
    if at == linked:
        targets = [f"{sheet}!A{first}" for first, _ in _row_ranges(report)]
        texts = worded_cells(column, table.frame[column.header].tolist())
        return link_tails(targets, list(map(_link_text, texts)))
    if not _is_sum_of_documents(report, column):
        return value_tails(table, column)
    letter = _letter_among(report.documents, column.header)
    areas = [
        f"{sheet}!{letter}{first}:{letter}{last}" for first, last in _row_ranges(report)
    ]
    return sum_tails(areas, numbers(column, table.frame[column.header].to_numpy()))


def document_columns(report: Report) -> list[Tails]:
    """The cells of the documents, in the order of the lines of figures."""
    table = report.documents
    return [value_tails(table, column) for column in table.columns]


def plain_number(value: Value) -> float:
    """A figure as a cell has it: the nearest binary number."""
    return float(value) if isinstance(value, (Decimal, int)) else 0.0


def linked_column(table: Table) -> int:
    """The position of the first column of text."""
    kinds = [column.kind for column in table.columns]
    return kinds.index("text")


def _link_text(value: Value) -> str:
    """What a link shows; an arrow where the cell is blank."""
    return str(value or "→")[:LONGEST_LINK]


def _is_sum_of_documents(report: Report, column: Column) -> bool:
    """Whether a column of figures adds up a column of the documents."""
    return column.total and column.header in report.documents.headers


def _quoted(sheet: str) -> str:
    """A sheet as formulas name it."""
    return sheet if sheet.isascii() and sheet.isalnum() else f"'{sheet}'"


def _letter_among(table: Table, header: str) -> str:
    return str(xl_col_to_name(table.headers.index(header)))


def _row_ranges(report: Report) -> list[tuple[int, int]]:
    """The rows, from 1, of the first and the last document of each line of figures."""
    lines = report.documents.frame[LINE].to_numpy()
    size = len(report.figures)
    firsts = lines.searchsorted(range(size), side="left")
    ends = lines.searchsorted(range(size), side="right")
    pairs = zip(firsts.tolist(), ends.tolist(), strict=True)
    return [(FIRST + first + 1, FIRST + end) for first, end in pairs]
