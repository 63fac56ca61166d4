"""Whether every derived figure of a workbook is what its facts give: Stock, Movements, Receivables, grey columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sheetflow.inspection.verify.books import Books
from sheetflow.inspection.verify.model import Finding
from sheetflow.workbook import Formula, Link, NoValue, Value
from sheetflow.writing.derived_columns import derived_columns
from sheetflow.writing.ledger_sheets import LEDGER_SHEETS, ledger_sheets


class Column(NamedTuple):
    """A derived column: its sheet and header, the rows in Excel, and what the facts give there."""

    sheet: str
    header: str
    rows: Sequence[int]
    given: Sequence[Value]


def derived_figures(books: Books) -> list[Column]:
    """Every derived column that the workbook shows, but those that only a run can tell: what waits, and why."""
    return [*_beside_facts(books), *_on_their_own(books)]


def _beside_facts(books: Books) -> Iterator[Column]:
    book = books.result.book
    for sheet, columns in derived_columns(books.result, {}).items():
        for header, given in columns.items():
            if sheet in books.positions and header != "Check":
                yield Column(sheet, header, book[sheet].rows.tolist(), given)


def _on_their_own(books: Books) -> Iterator[Column]:
    for sheet, columns in ledger_sheets(books.result, books.result.book).items():
        place = books.derived.get(sheet)
        if place is None:
            continue
        bottom = len(books.opened.workbook.read(place.name).rows)
        for header, values in columns().items():
            given = [*values, *[None] * (bottom - place.header_row - len(values))]
            yield Column(
                sheet,
                header,
                range(place.header_row + 1, place.header_row + 1 + len(given)),
                given,
            )


def figure_findings(books: Books, columns: Iterable[Column]) -> Iterator[Finding]:
    """The cells that are not what the facts give, and the derived sheets that are not there."""
    for sheet in (*LEDGER_SHEETS, "Checks"):
        if sheet not in books.derived:
            yield Finding("figure", sheet, "the sheet is missing, or its headers are")
    for column in columns:
        yield from altered(books, column)


def altered(books: Books, column: Column) -> Iterator[Finding]:
    """The cells of a column that do not show what the facts give."""
    place = books.positions.get(column.sheet) or books.derived[column.sheet]
    if column.header not in place.columns:
        if any(given is not None for given in column.given):
            yield Finding(
                "figure", place.name, f"the column {column.header} is missing"
            )
        return
    cells = books.opened.workbook.read(place.name).column(place.columns[column.header])
    for row, given in zip(column.rows, column.given, strict=True):
        shown = cells[row - 1] if row <= len(cells) else ""
        if shown != given and not is_same(shown, given):
            said = f"{column.header} shows {told(shown)}, the facts give {told(plain(given))}"
            yield Finding("figure", books.cell(column.sheet, column.header, row), said)


def is_same(shown: object, given: Value) -> bool:
    """Whether a cell shows a value; a formula of ours that no program has calculated yet shows nothing wrong."""
    if isinstance(shown, NoValue):
        return isinstance(given, Formula)
    if shown == "" and given is None:
        return True
    wanted = plain(given)
    if isinstance(wanted, (int, float, Decimal)) and isinstance(shown, (int, float)):
        return f"{shown:.15g}" == f"{float(wanted):.15g}"
    if isinstance(wanted, date) and isinstance(shown, datetime):
        return shown.date() == wanted
    return told(shown) == told(wanted)


def plain(value: Value) -> object:
    """What a cell with this value shows."""
    if isinstance(value, Formula):
        return value.cached
    return value.text if isinstance(value, Link) else value


def told(shown: object) -> str:
    """A value in a sentence."""
    if shown is None or shown == "":
        return "nothing"
    if isinstance(shown, NoValue):
        return "a formula that no program has calculated"
    if isinstance(shown, (float, Decimal)):
        return f"{shown:.15g}" if isinstance(shown, float) else f"{shown.normalize():f}"
    return str(shown.date() if isinstance(shown, datetime) else shown).strip()
