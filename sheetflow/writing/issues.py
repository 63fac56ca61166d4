"""Problems as people meet them: lines on the terminal, rows of Issues, the Check of each order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import (
    Catalogue,
    catalogue,
    declared_by,
    derived_sheets,
    fact_sheets,
    sheet_schema,
)
from sheetflow.domain.messages import counted_message, in_own_language, message
from sheetflow.domain.phrases import shortened
from sheetflow.domain.problems import LOOKS, Problem
from sheetflow.domain.schema import CHECK
from sheetflow.engine.process import Result
from sheetflow.workbook import Link, Value
from sheetflow.writing.first_line import FOR_CREDIT, WAITS_FOR_CREDIT
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.record_names import is_named, record_name

Positions = Mapping[str, SheetPosition]
Texts = Mapping[str, Mapping[int, str]]
"""The texts of the column Check, by sheet and record: only those that are not blank."""

LONGEST_CHECK = 2_000
"""How much of what is wrong in a row the column Check says, in characters."""

MOST_OTHERS = 6
"""How many other cells with the same problem are named."""


@dataclass(frozen=True)
class Located:
    """A problem with its sheet and cell; the cell is empty for a sheet that is not in the workbook."""

    problem: Problem
    sheet: str
    cell: str
    record: str = ""
    """What the business calls the row: `Order SO-1, line 2`."""
    names: Catalogue = field(default_factory=catalogue)
    """The declarations with the workbook's own names, in which its texts are."""

    @property
    def column(self) -> str:
        """What the workbook calls the column."""
        return self.names[self.problem.sheet].title_of(self.problem.column)

    @property
    def text(self) -> str:
        """What is wrong with which record, in one sentence."""
        said = self.said
        if not self.record or is_named(self.record, said):
            return said
        return f"{self.record}: {said}"

    @property
    def said(self) -> str:
        """What is wrong, for a text that is next to the record."""
        with declared_by(self.names):
            return self.problem.text

    @property
    def remedy(self) -> str:
        """What to do about it."""
        with declared_by(self.names):
            return self.problem.remedy

    @property
    def where(self) -> str:
        """`Order lines!C9`."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


def locate(problem: Problem, book: Book, positions: Positions) -> Located:
    """The cell of a problem: resolved last, since people move columns."""
    position = positions.get(problem.sheet)
    if position is None:
        return Located(problem, sheet_schema(problem.sheet).title, problem.cell)
    if problem.record < 0:
        return Located(problem, position.name, problem.cell)
    if problem.also:
        problem = replace(problem, others=_other_cells(problem, book, positions))
    if problem.more:
        problem = replace(problem, others=_more_cells(problem, book, position))
    frame = book[problem.sheet]
    row = int(frame.rows[problem.record])
    cell = position.cell(problem.column, row)
    is_record = LOOKS not in problem.words
    schema = sheet_schema(problem.sheet)
    record = record_name(frame, problem.record, schema) if is_record else ""
    return Located(problem, position.name, cell, record)


def _more_cells(problem: Problem, book: Book, position: SheetPosition) -> str:
    """Where the further cells with the same mistake are: `28,999 more cells down to C30001 have such a problem`."""
    rows = book[problem.sheet].rows
    last = position.cell(problem.column, int(rows[problem.more[-1]]))
    if len(problem.more) == 1:
        return message("{cell} has such a problem too", cell=last)
    return counted_message(
        len(problem.more),
        "{count} more cell down to {cell} has such a problem too",
        "{count} more cells down to {cell} have such a problem too",
        cell=last,
    )


def _other_cells(problem: Problem, book: Book, positions: Positions) -> str:
    """The other cells with the same problem, those of other sheets with the sheet: `D9, Picks!C4`."""
    cells = []
    for sheet, record, column in problem.also[:MOST_OTHERS]:
        row = int(book[sheet].rows[record])
        cell = positions[sheet].cell(column, row)
        is_here = sheet == problem.sheet
        cells.append(cell if is_here else f"{positions[sheet].name}!{cell}")
    more = len(problem.also) - len(cells)
    named = ", ".join(cells)
    if not more:
        return named
    return counted_message(
        more, "{cells} and {count} more", "{cells} and {count} more", cells=named
    )


def locate_all(result: Result, book: Book, positions: Positions) -> list[Located]:
    """All reported problems of a run: errors first, then by sheet, row and column."""
    located = [locate(problem, book, positions) for problem in result.reported]
    return sorted(located, key=_order_of_issues)


def _order_of_issues(item: Located) -> tuple[bool, int, int, str, str]:
    problem = item.problem
    return (
        not problem.rule.is_error,
        (*fact_sheets(), *derived_sheets()).index(problem.sheet),
        problem.record,
        problem.column,
        problem.code,
    )


def issue_columns(located: Sequence[Located]) -> dict[str, list[Value]]:
    """The sheet Issues as columns."""
    problems = [item.problem for item in located]
    severity = sheet_schema("Issues").column("Severity")
    return {
        "Severity": [severity.own_word(_severity(problem)) for problem in problems],
        "Sheet": [item.sheet for item in located],
        "Cell": [_link(item) for item in located],
        "Column": [item.column for item in located],
        "Value": [shortened(problem.value) or None for problem in problems],
        "Problem": [item.text for item in located],
        "Remedy": [item.remedy for item in located],
        "Code": [problem.code for problem in problems],
    }


def _severity(problem: Problem) -> str:
    return "Error" if problem.rule.is_error else "Warning"


def _link(item: Located) -> Link | None:
    """The cell of a problem as a link to it."""
    return Link(item.sheet, item.cell, item.cell) if item.cell else None


def check_texts(
    result: Result, located: Iterable[Located], book: Book, positions: Positions
) -> Texts:
    """The column Check: what is wrong in each row; for an order OK, or what it is on hold for."""
    said: dict[str, dict[int, list[str]]] = {
        sheet: defaultdict(list)
        for sheet in book.frames
        if CHECK in sheet_schema(sheet).headers
    }
    for item in located:
        problem = item.problem
        if problem.record < 0:
            continue
        for sheet, record, column in problem.cells:
            if sheet in said:
                said[sheet][record].append(problem.in_row(column))
        if problem.more and problem.sheet in said:
            _add_more(said[problem.sheet], problem)
    texts = {sheet: _joined(rows) for sheet, rows in said.items()}
    return {
        **texts,
        "Orders": _order_checks(result, book, positions),
        "Purchase orders": _purchase_checks(result, book, positions),
    }


def _joined(said: Mapping[int, list[str]]) -> dict[int, str]:
    """What is wrong in each row as one text. Where very many rows say the same, they share it."""
    texts: dict[tuple[str, ...], str] = {}
    joined = {}
    for record, parts in said.items():
        key = tuple(parts)
        if key not in texts:
            texts[key] = shortened("; ".join(parts), LONGEST_CHECK)
        joined[record] = texts[key]
    return joined


def _add_more(said: dict[int, list[str]], problem: Problem) -> None:
    """Say in each of the further rows of a problem what is wrong."""
    text = problem.in_more_rows
    for record in problem.more:
        said[record].append(text)


def _order_checks(result: Result, book: Book, positions: Positions) -> dict[int, str]:
    """OK, or the first of the problems that put an order on hold."""
    texts = dict.fromkeys(range(len(book.orders)), "OK")
    texts |= _credit_checks(result)
    return texts | _hold_texts(result.hold_reasons, book, positions)


def _purchase_checks(
    result: Result, book: Book, positions: Positions
) -> dict[int, str]:
    """OK, or the first of the problems that put a purchase order on hold."""
    texts = dict.fromkeys(range(len(book.purchase_orders)), "OK")
    reasons = result.purchase_hold_reasons
    return texts | _hold_texts(reasons, book, positions)


def _hold_texts(
    on_hold: Mapping[int, Sequence[Problem]], book: Book, positions: Positions
) -> dict[int, str]:
    """The first of the problems that put each of these orders on hold, and how many others there are."""
    texts: dict[int, str] = {}
    reasons: dict[int, str] = {}
    for order, problems in on_hold.items():
        first = id(problems[0])
        if first not in reasons:
            reasons[first] = _on_hold(problems[0], book, positions)
        others = len(problems) - 1
        texts[order] = reasons[first] + _and_others(others)
    return texts


def _credit_checks(result: Result) -> dict[int, str]:
    """What is said of each order that waits for credit."""
    return {
        problem.order: _without_credit(problem)
        for problem in result.reported
        if problem.code == WAITS_FOR_CREDIT
    }


def _without_credit(problem: Problem) -> str:
    why = problem.words["why"]
    return in_own_language(message("{waits}: {why}", waits=FOR_CREDIT, why=why))


def _and_others(count: int) -> str:
    """How many more problems an order has; empty for none."""
    if not count:
        return ""
    text = counted_message(
        count, "(and {count} more: see [Issues])", "(and {count} more: see [Issues])"
    )
    return f" {in_own_language(text)}"


def _on_hold(problem: Problem, book: Book, positions: Positions) -> str:
    located = locate(problem, book, positions)
    text = message(
        "on hold because of {cell}: {problem}",
        cell=located.where,
        problem=located.said,
    )
    return in_own_language(text)
