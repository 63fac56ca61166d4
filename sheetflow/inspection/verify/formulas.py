"""Whether the sheet Checks is as a run would write it: each figure, each formula, each check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from sheetflow.controls.reconciliation.reconcile import Check, reconcile
from sheetflow.inspection.verify.books import Books
from sheetflow.inspection.verify.figures import is_same, plain, told
from sheetflow.inspection.verify.model import Finding, Kind
from sheetflow.workbook import Formula, Value
from sheetflow.writing.check_sheet import check_cells
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.ranges import Ranges

_STRING = re.compile(r'("(?:[^"]|"")*")')
_SHEET = re.compile(r"'((?:[^']|'')*)'!")
_EXPONENT = re.compile(r"(?<![\w.])\d+(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)
_LAST_ROW = re.compile(r"(:\$?[A-Z]+\$?)\d+", re.IGNORECASE)
MOST = 120
"""How much of a formula is shown."""


def make_checks(books: Books) -> list[Check]:
    """The checks of the workbook as it stands."""
    places = {
        **books.positions,
        **{
            sheet: books.derived[sheet]
            for sheet in ("Movements",)
            if sheet in books.derived
        },
    }
    moved = len(books.result.ledgers.movements) if "Movements" in places else 0
    return reconcile(
        books.result, Ranges(books.opened.workbook, places, books.result.book, moved)
    )


def check_findings(books: Books, checks: Sequence[Check]) -> Iterator[Finding]:
    """What is wrong on the sheet Checks, from the top; then the checks that it does not list."""
    place = books.derived.get("Checks")
    if place is None:
        return
    missing = [header for header in place.schema.headers if header not in place.columns]
    if missing:
        yield Finding("figure", place.name, f"the column {missing[0]} is missing")
        return
    grid = books.opened.workbook.read(place.name)
    names = grid.column(place.columns["Check"])[place.header_row :]
    rows = {
        str(name): row
        for row, name in enumerate(names, place.header_row + 1)
        if name != ""
    }
    formulas = _formulas(books, place)
    for check in checks:
        row = rows.get(check.name)
        if row is None:
            yield Finding("check", place.name, f"{check.name}: the check is missing")
        else:
            yield from _Row(books, check, row, formulas).findings()


class _Row:
    """The row of one check."""

    def __init__(
        self,
        books: Books,
        check: Check,
        row: int,
        formulas: Mapping[tuple[int, int], str],
    ) -> None:
        self.books, self.check, self.row, self.formulas = books, check, row, formulas
        self.place = books.derived["Checks"]
        self.grid = books.opened.workbook.read(self.place.name)
        cells = check_cells(self.place, [check], row)
        self.wanted: dict[str, Value] = {
            header: values[0] for header, values in cells.items()
        }

    def findings(self) -> Iterator[Finding]:
        """Cells that were altered, and a figure to which the cells do not come."""
        altered = [
            *self._formula("Workbook"),
            *self._formula("Difference"),
            *self._figure("Engine"),
        ]
        altered += (
            [] if altered else [*self._figure("Workbook"), *self._formula("Result")]
        )
        yield from altered
        if self.check.difference != 0:
            by = f"the engine has {told(self.check.engine)}, the cells come to {told(self.check.workbook)}"
            yield self._finding("check", "Difference", f"{by}. {self.check.result}")

    def _formula(self, header: str) -> Iterator[Finding]:
        shown, wanted = (
            self.formulas.get((self.row, self.place.column(header)), ""),
            self.wanted[header],
        )
        if isinstance(wanted, Formula) and not is_same_formula(shown, wanted.text):
            yield self._finding("formula", header, _told_formula(shown, wanted.text))

    def _figure(self, header: str) -> Iterator[Finding]:
        shown, wanted = (
            self.grid.value(self.row, self.place.column(header)),
            self.wanted[header],
        )
        if not is_same(shown, wanted):
            yield self._finding(
                "figure",
                header,
                f"{header} shows {told(shown)}, the facts give {told(plain(wanted))}",
            )

    def _finding(self, kind: Kind, header: str, said: str) -> Finding:
        return Finding(
            kind,
            self.books.cell("Checks", header, self.row),
            f"{self.check.name}: {said}",
        )


def _formulas(books: Books, place: SheetPosition) -> dict[tuple[int, int], str]:
    xml = books.opened.workbook.document.sheet(place.name)
    return {
        (formula.row, formula.column): xml.formula_text(formula)
        for formula in xml.formulas
    }


def _told_formula(shown: str, wanted: str) -> str:
    """What became of a formula."""
    if not shown:
        return f"the formula was replaced by a value; it must read ={_short(wanted)}"
    if _LAST_ROW.sub(r"\1", spelled(shown)) == _LAST_ROW.sub(r"\1", spelled(wanted)):
        return "the formula does not reach over all rows of the facts: run the workbook again"
    return f"the formula was altered: it reads ={_short(shown)}, and must read ={_short(wanted)}"


def _short(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}…"


def is_same_formula(shown: str, wanted: str) -> bool:
    """Whether two formulas are one, however a program spelt it when it saved the workbook."""
    return spelled(shown) == spelled(wanted)


def spelled(text: str) -> str:
    """A formula as all programs could spell it: no needless quotes, spaces and brackets, numbers in full."""
    parts = _STRING.split(text)
    return "".join(
        part if at % 2 else _plain_spelling(part) for at, part in enumerate(parts)
    )


def _plain_spelling(part: str) -> str:
    part = _SHEET.sub(lambda found: found[1].replace("''", "'") + "!", part).replace(
        "[#Data],", ""
    )
    part = _EXPONENT.sub(lambda found: f"{Decimal(found[0]):f}", part)
    part = (
        part.replace("TRUE()", "TRUE")
        .replace("FALSE()", "FALSE")
        .replace("[[", "[")
        .replace("]]", "]")
    )
    return "".join(part.split()).casefold()
