"""Whether every derived cell is what the facts give: Stock, Movements, Receivables, grey columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import message, named
from sheetflow.inspection.verify.books import Books
from sheetflow.inspection.verify.model import Finding
from sheetflow.workbook import Formula, Link, NoValue, Value
from sheetflow.writing.derived_columns import derived_columns
from sheetflow.writing.following_rows import follow
from sheetflow.writing.ledger_sheets import LEDGER_SHEETS, ledger_sheets
from sheetflow.writing.own_words import columns_in_own_words, in_own_words

REPORT_SHEETS = ("Checks", "Issues", "Changes")
"""What every run writes besides the ledgers."""

NOT_CALCULATED = message("a formula that no program has calculated")


class Column(NamedTuple):
    """A derived column: its sheet and header, its rows in Excel, what the facts give there."""

    sheet: str
    header: str
    rows: Sequence[int]
    expected: Sequence[Value]


def derived_figures(books: Books) -> list[Column]:
    """Every derived column of the workbook.

    Without those that only a run can fill: what waits, and why.
    """
    return [*_grey_columns(books), *_ledger_columns(books)]


def _grey_columns(books: Books) -> Iterator[Column]:
    """The derived columns next to the facts."""
    book = books.result.book
    for sheet, columns in derived_columns(books.result, {}).items():
        if sheet not in books.positions:
            continue
        rows = book[sheet].rows.tolist()
        for header, expected in columns.items():
            if header != "Check":
                yield _column(books, sheet, header, rows, expected)


def _ledger_columns(books: Books) -> Iterator[Column]:
    """The columns of the derived sheets; below the rows and those kept for the owner, nothing is expected."""
    workbook = books.opened.workbook
    for sheet, columns in ledger_sheets(books.result, books.result.book).items():
        position = books.derived.get(sheet)
        if position is None:
            continue
        first = position.header_row + 1
        size = len(workbook.read(position.name).rows)
        shown = columns_in_own_words(position.schema, columns())
        for header, values in follow(workbook, position, shown).columns.items():
            blanks = [None] * (size - position.header_row - len(values))
            expected = [*values, *blanks]
            rows = range(first, first + len(expected))
            yield Column(sheet, header, rows, expected)


def _column(
    books: Books,
    sheet: str,
    header: str,
    rows: Sequence[int],
    expected: Sequence[Value],
) -> Column:
    """A column as the workbook should show it, in its own words."""
    column = books.position(sheet).schema.column(header)
    return Column(sheet, header, rows, in_own_words(column, expected))


def figure_findings(books: Books, columns: Iterable[Column]) -> Iterator[Finding]:
    """The cells that are not what the facts give, and the derived sheets that are missing."""
    for sheet in (*LEDGER_SHEETS, *REPORT_SHEETS):
        if sheet_schema(sheet).in_use and sheet not in books.derived:
            text = message("the sheet is missing, or its headers are")
            yield Finding("figure", sheet_schema(sheet).title, text)
    for column in columns:
        yield from column_findings(books, column)


def column_findings(books: Books, column: Column) -> Iterator[Finding]:
    """The cells of a column that do not show what the facts give."""
    position = books.position(column.sheet)
    if column.header in position.columns:
        yield from _cell_findings(books, column)
    elif any(value is not None for value in column.expected):
        text = message("the column {column} is missing", column=named(column.header))
        yield Finding("figure", position.name, text)


def _cell_findings(books: Books, column: Column) -> Iterator[Finding]:
    position = books.position(column.sheet)
    grid = books.opened.workbook.read(position.name)
    cells = grid.column(position.columns[column.header])
    for row, expected in zip(column.rows, column.expected, strict=True):
        shown = cells[row - 1] if row <= len(cells) else ""
        if shown != expected and not is_same(shown, expected):
            where = books.cell(column.sheet, column.header, row)
            yield Finding("figure", where, difference(column.header, shown, expected))


def difference(header: str, shown: object, expected: Value) -> str:
    """What a cell shows, and what it should show."""
    facts = cell_text(cached_value(expected))
    return message(
        "{column} shows {shown}, the facts give {expected}",
        column=named(header),
        shown=cell_text(shown),
        expected=facts,
    )


def is_same(shown: object, expected: Value) -> bool:
    """Whether a cell shows a value.

    A formula of ours that no program has calculated yet shows nothing wrong.
    """
    if isinstance(shown, NoValue):
        return isinstance(expected, Formula)
    if shown == "" and expected is None:
        return True
    return _is_same_value(shown, cached_value(expected))


def _is_same_value(shown: object, expected: object) -> bool:
    if isinstance(expected, (int, float, Decimal)) and isinstance(shown, (int, float)):
        return f"{shown:.15g}" == f"{float(expected):.15g}"
    if isinstance(expected, date) and isinstance(shown, datetime):
        return shown.date() == expected
    return cell_text(shown) == cell_text(expected)


def cached_value(value: Value) -> object:
    """What a cell with this value shows."""
    if isinstance(value, Formula):
        return value.cached
    if isinstance(value, Link):
        return value.text
    return value


def cell_text(shown: object) -> str:
    """What a cell shows, for a sentence."""
    match shown:
        case None | "":
            return message("nothing")
        case NoValue():
            return NOT_CALCULATED
        case float():
            return f"{shown:.15g}"
        case Decimal():
            return f"{shown.normalize():f}"
        case datetime():
            return str(shown.date())
    return str(shown).strip()
