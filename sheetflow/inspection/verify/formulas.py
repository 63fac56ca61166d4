"""Whether the sheet Checks is as a run would write it: each figure, each formula, each check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sheetflow.controls.reconciliation.reconcile import Check, reconcile
from sheetflow.domain.messages import in_own_language, message, named
from sheetflow.inspection.verify.books import Books
from sheetflow.inspection.verify.figures import (
    cell_text,
    difference,
    is_same,
)
from sheetflow.inspection.verify.model import Finding, Kind
from sheetflow.workbook import Formula, Value
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.writing.check_sheet import check_cells
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.ranges import Ranges, quoted

_STRING = re.compile(r'("(?:[^"]|"")*")')
_SHEET = re.compile(r"'((?:[^']|'')*)'!")
_EXPONENT = re.compile(r"(?<![\w.])\d+(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)
_CONSTANT = re.compile(r"(?<=[)\]])[+-]\d+(?:\.\d+)?(?![\d.(\[*])")
"""What was worked out of facts and is added to sums of cells, or taken from them."""
_LAST_ROW = re.compile(r"(:\$?[A-Z]+\$?)\d+", re.IGNORECASE)

_SPELLINGS = {
    "[#Data],": "",
    "TRUE()": "TRUE",
    "FALSE()": "FALSE",
    "[[": "[",
    "]]": "]",
}
"""Spellings that programs write, and the plain one of each."""

MOST = 120
"""How many characters of a formula are shown."""

MISSES_ROWS = message(
    "the formula does not cover all rows of the facts: run the workbook again"
)
OF_EARLIER_FACTS = message(
    "the formula is of the facts as the last run wrote them: run the workbook again"
)

FormulaTexts = Mapping[tuple[int, int], str]
"""The text of each formula, by row and column."""


def make_checks(books: Books) -> list[Check]:
    """The checks of the workbook as it is."""
    ranges = Ranges(books.opened.workbook, books.positions, books.result.book)
    return reconcile(books.result, ranges)


def check_findings(books: Books, checks: Sequence[Check]) -> Iterator[Finding]:
    """What is wrong on the sheet Checks, from the top; then the checks that it does not list."""
    position = books.derived.get("Checks")
    if position is None:
        return
    for header in position.schema.headers:
        if header not in position.columns:
            text = message("the column {column} is missing", column=named(header))
            yield Finding("figure", position.name, text)
            return
    rows = _check_rows(books, position)
    formulas = _formula_texts(books, position)
    cells = _cells_of_tables(books)
    for check in checks:
        name = in_own_language(check.name)
        row = rows.get(name)
        if row is None:
            text = message("{check}: the check is missing", check=check.name)
            yield Finding("check", position.name, text)
        else:
            yield from _CheckRow(books, check, row, formulas, cells).findings()


def _check_rows(books: Books, position: SheetPosition) -> dict[str, int]:
    """The row of each check, by its name."""
    grid = books.opened.workbook.read(position.name)
    names = grid.column(position.columns["Check"])[position.header_row :]
    first = position.header_row + 1
    return {str(name): row for row, name in enumerate(names, first) if name != ""}


def _formula_texts(books: Books, position: SheetPosition) -> FormulaTexts:
    sheet = books.opened.workbook.document.sheet(position.name)
    return {
        (formula.row, formula.column): sheet.formula_text(formula)
        for formula in sheet.formulas
    }


def _cells_of_tables(books: Books) -> dict[str, str]:
    """How formulas name a column of a table, and the same cells without the last row.

    A run names the cells where a row is below the table, so that the row counts.
    """
    found: dict[str, str] = {}
    for position in books.positions.values():
        table = books.opened.workbook.table(position.name, position.header_row)
        for number in position.columns.values():
            if table is not None and table.can_name(number):
                letters = f"${column_name(number)}"
                first = position.header_row + 1
                cells = f"{quoted(position.name)}!{letters}${first}:{letters}$"
                found[normalized(table.column(number))] = normalized(cells)
    return found


@dataclass(frozen=True)
class _CheckRow:
    """One check, and its row."""

    books: Books
    check: Check
    row: int
    formulas: FormulaTexts
    cells: Mapping[str, str]

    @property
    def position(self) -> SheetPosition:
        """Where the sheet Checks is."""
        return self.books.derived["Checks"]

    @cached_property
    def expected(self) -> dict[str, Value]:
        """What a run writes into the cells of the row."""
        cells = check_cells(self.position, [self.check], self.row)
        return {header: values[0] for header, values in cells.items()}

    def findings(self) -> Iterator[Finding]:
        """Cells that were altered, and a check that fails."""
        altered = [
            *self._formula("Workbook"),
            *self._formula("Difference"),
            *self._figure("Engine"),
        ]
        if not altered:
            altered = [*self._figure("Workbook"), *self._formula("Result")]
        yield from altered
        if self.check.difference != 0:
            yield self._finding("check", "Difference", self._failure())

    def _failure(self) -> str:
        """How far the two figures of the check are apart."""
        engine = cell_text(self.check.engine)
        workbook = cell_text(self.check.workbook)
        return message(
            "the engine has {engine}, the cells come to {workbook}. {result}",
            engine=engine,
            workbook=workbook,
            result=self.check.result,
        )

    def _formula(self, header: str) -> Iterator[Finding]:
        """A formula that is not as a run writes it."""
        shown = self.formulas.get((self.row, self.position.column(header)), "")
        expected = self.expected[header]
        if not isinstance(expected, Formula):
            return
        if not is_same_formula(shown, expected.text):
            text = self._formula_difference(shown, expected.text)
            yield self._finding("formula", header, text)

    def _formula_difference(self, shown: str, expected: str) -> str:
        """What happened to a formula, and what it must read."""
        if not shown:
            return message(
                "the formula was replaced by a value; it must read ={formula}",
                formula=_cut(expected),
            )
        ours = self._in_cells(expected)
        theirs = self._in_cells(shown)
        if theirs == ours:
            return MISSES_ROWS
        is_earlier = _CONSTANT.sub("", theirs) == _CONSTANT.sub("", ours)
        if is_earlier and self.books.are_facts_changed:
            return OF_EARLIER_FACTS
        return message(
            "the formula was altered: it reads ={shown}, and must read ={expected}",
            shown=_cut(shown),
            expected=_cut(expected),
        )

    def _in_cells(self, formula: str) -> str:
        """A formula with the cells of tables' columns, without the rows at which its ranges end."""
        text = _LAST_ROW.sub(r"\1", normalized(formula))
        for name, cells in self.cells.items():
            text = text.replace(name, cells)
        return text

    def _figure(self, header: str) -> Iterator[Finding]:
        """A figure that is not what the facts give."""
        grid = self.books.opened.workbook.read(self.position.name)
        shown = grid.value(self.row, self.position.column(header))
        expected = self.expected[header]
        if not is_same(shown, expected):
            yield self._finding("figure", header, difference(header, shown, expected))

    def _finding(self, kind: Kind, header: str, text: str) -> Finding:
        where = self.books.cell("Checks", header, self.row)
        named_text = message("{check}: {text}", check=self.check.name, text=text)
        return Finding(kind, where, named_text)


def _cut(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}…"


def is_same_formula(shown: str, expected: str) -> bool:
    """Whether two formulas are the same, however a program spells them."""
    return normalized(shown) == normalized(expected)


def normalized(text: str) -> str:
    """A formula in one spelling: no unnecessary quotes, spaces and brackets, numbers in full."""
    parts = _STRING.split(text)
    parts[::2] = [_normalized_code(part) for part in parts[::2]]
    return "".join(parts)


def _normalized_code(part: str) -> str:
    """The part of a formula between two strings."""
    part = _SHEET.sub(_plain_sheet, part)
    part = _EXPONENT.sub(lambda found: f"{Decimal(found[0]):f}", part)
    for spelling, plain in _SPELLINGS.items():
        part = part.replace(spelling, plain)
    return "".join(part.split()).casefold()


def _plain_sheet(found: re.Match[str]) -> str:
    """`Order lines!` of `'Order lines'!`."""
    name = found[1].replace("''", "'")
    return f"{name}!"
