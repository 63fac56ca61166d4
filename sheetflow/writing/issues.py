"""Problems as people meet them: lines on the terminal, rows of Issues, the Check of each order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_sheets, sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import CHECK
from sheetflow.engine.process import Result
from sheetflow.workbook import Link, Value
from sheetflow.writing.placed import Place

Texts = Mapping[str, Mapping[int, str]]
"""What the column Check says, by sheet and record: only where it says something."""

MOST_OTHERS = 6
"""How many cells of which the same is said are named."""


@dataclass(frozen=True)
class Located:
    """A problem with the sheet and cell where it stands (the cell is empty for a sheet that is not in the workbook)."""

    problem: Problem
    sheet: str
    cell: str

    @property
    def where(self) -> str:
        """`Order lines!C9`."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


def locate(problem: Problem, book: Book, places: Mapping[str, Place]) -> Located:
    """The cell of a problem: resolved last, since people move columns."""
    place = places.get(problem.sheet)
    if place is None or problem.record < 0:
        return Located(problem, place.name if place else problem.sheet, "")
    row = int(book[problem.sheet].rows[problem.record])
    said = (
        replace(problem, others=_others(problem, book, places))
        if problem.also
        else problem
    )
    return Located(said, place.name, place.cell(problem.column, row))


def _others(problem: Problem, book: Book, places: Mapping[str, Place]) -> str:
    """The cells of other rows of which the same is said, those of other sheets with the sheet: `D9, Picks!C4`."""
    cells = []
    for sheet, record, column in problem.also[:MOST_OTHERS]:
        place = places[sheet]
        cell = place.cell(column, int(book[sheet].rows[record]))
        cells.append(cell if sheet == problem.sheet else f"{place.name}!{cell}")
    more = len(problem.also) - len(cells)
    return ", ".join(cells) + (f" and {more:,} more" if more else "")


def locate_all(
    result: Result, book: Book, places: Mapping[str, Place]
) -> list[Located]:
    """All problems of a run: errors first, then by sheet, row and column."""
    located = [locate(problem, book, places) for problem in result.told]

    def order(item: Located) -> tuple[bool, int, int, str, str]:
        problem = item.problem
        return (
            not problem.rule.is_error,
            fact_sheets().index(problem.sheet),
            problem.record,
            problem.column,
            problem.code,
        )

    return sorted(located, key=order)


def issue_columns(located: Sequence[Located]) -> dict[str, list[Value]]:
    """The sheet Issues."""
    columns: dict[str, list[Value]] = {
        name: []
        for name in (
            "Severity",
            "Sheet",
            "Cell",
            "Column",
            "Value",
            "Problem",
            "Remedy",
            "Code",
        )
    }
    for item in located:
        problem = item.problem
        columns["Severity"].append("Error" if problem.rule.is_error else "Warning")
        columns["Sheet"].append(item.sheet)
        columns["Cell"].append(
            Link(item.sheet, item.cell, item.cell) if item.cell else None
        )
        columns["Column"].append(problem.column)
        columns["Value"].append(problem.value or None)
        columns["Problem"].append(problem.text)
        columns["Remedy"].append(problem.remedy)
        columns["Code"].append(problem.code)
    return columns


def check_texts(
    result: Result, located: Iterable[Located], book: Book, places: Mapping[str, Place]
) -> Texts:
    """The column Check: what is wrong in each row; of an order OK, or what holds it."""
    texts: dict[str, dict[int, str]] = {
        sheet: {} for sheet in book.frames if CHECK in sheet_schema(sheet).headers
    }
    for problem in (item.problem for item in located if item.problem.record >= 0):
        for sheet, record, column in problem.cells:
            if sheet in texts:
                said, there = problem.in_row(column), texts[sheet].get(record)
                texts[sheet][record] = f"{there}; {said}" if there else said
    return {**texts, "Orders": _orders_check(result, book, places)}


def _orders_check(
    result: Result, book: Book, places: Mapping[str, Place]
) -> dict[int, str]:
    """OK, or the first of the problems that hold an order."""
    texts = dict.fromkeys(range(len(book.orders)), "OK")
    for order, problems in result.holders.items():
        first = locate(problems[0], book, places)
        more = (
            f" (and {len(problems) - 1} more: see Issues)" if len(problems) > 1 else ""
        )
        texts[order] = f"on hold because of {first.where}: {problems[0].text}{more}"
    return texts
