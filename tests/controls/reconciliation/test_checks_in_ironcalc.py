"""The formulas of Checks and Dashboard in a second engine: IronCalc, calculating what was run, gets the same.

IronCalc knows structured references. What it does not know is put in another way, mechanically:

- it takes MID, MOD, CODE and ROW of one cell only, so that what an array of them gives is calculated cell by cell, on
  a sheet of its own, and the formula reads that;
- it knows no range between two INDEX, which OFFSET says as well;
- its COUNTIFS and SUMIFS take no structured reference to a single cell, so that where a table has one row its columns
  are given by their cells.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import ironcalc
import pytest
from locations import SAMPLES
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from xlsxwriter.utility import xl_col_to_name

from sheetflow import pipeline as running
from sheetflow.controls.reconciliation.check import CHANGED, CHANGED_ISSUED
from sheetflow.controls.reconciliation.sequences import array_of

DAYS = {
    "quickstart": date(2026, 3, 2),
    "mistakes": date(2026, 3, 2),
    "year": date(2026, 1, 5),
}
HELPER = "Cell by cell"
REST = re.compile(
    r"INDEX\(([^,()]+),1\+((?:[^()]|\([^()]*\))*?)\):INDEX\(\1,ROWS\(\1\)\)"
)
COLUMN = re.compile(r"([A-Z][A-Za-z]+)\[([^\[\]]+)\]")
POSITIONS = re.compile(r"ROW\(([^()]+)\)-ROW\(INDEX\(\1,1\)\)\+1")
KEYS = re.compile(
    r'CODE\(MID\(TRIM\(([^()]+)\),\d+,1\)&" "\)|\("0"&MID\(TRIM\(([^()]+)\),\d+,9\)\)'
)
NUMBERS = re.compile(r'TRIM\(([^()]+)\),"#(.*?)",""')


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The samples after their runs."""
    folder = tmp_path_factory.mktemp("run")
    for name, day in DAYS.items():
        running.run(SAMPLES / f"{name}.xlsx", as_of=day).save(folder / f"{name}.xlsx")
    return {name: folder / f"{name}.xlsx" for name in DAYS}


class Calculated:
    """A workbook in IronCalc, its formulas put in the words that it knows."""

    def __init__(self, path: Path) -> None:
        self.written = load_workbook(path)
        self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self.model.add_sheet(HELPER)
        self.names = [
            str(sheet["name"]) for sheet in self.model.get_worksheets_properties()
        ]
        self.columns: dict[str, int] = {}
        self.formulas = {
            sheet: _formulas(self.written[sheet]) for sheet in ("Checks", "Dashboard")
        }
        for sheet, formulas in self.formulas.items():
            for (row, column), text in formulas.items():
                self.put(sheet, row, column, self._known(text))
        self.model.evaluate()

    def put(self, sheet: str, row: int, column: int, entered: str) -> None:
        """Type something into a cell; rows and columns are counted from 1."""
        self.model.set_user_input(self.names.index(sheet), row, column, entered)

    def value(self, sheet: str, row: int, column: int) -> object:
        """What a cell holds."""
        return self.model.get_cell_value(self.names.index(sheet), row, column)

    def wrong(self) -> dict[str, object]:
        """The checks of units and money that were changed since the run, with their differences."""
        return {
            str(self.value("Checks", row, 1)): self.value("Checks", row, 4)
            for row in self._rows()
            if self.value("Checks", row, 5) in (CHANGED, CHANGED_ISSUED)
        }

    def changed_rows(self) -> list[str]:
        """What the checks of rows say of rows that were changed."""
        texts = [str(self.value("Checks", row, 5)) for row in self._rows()]
        return [text for text in texts if text.startswith(("Row", "A key"))]

    def _rows(self) -> range:
        return range(2, self.written["Checks"].max_row + 1)

    def type_over(self, sheet: str, header: str, row: int, entered: str) -> None:
        """Type over a fact and calculate again; the headers are in row 1, or the first row that has them."""
        found = [
            cell
            for line in self.written[sheet].iter_rows()
            for cell in line
            if cell.value == header
        ]
        self.put(sheet, found[0].row + row, found[0].column, entered)
        self.model.evaluate()

    def _known(self, text: str) -> str:
        text = REST.sub(r"OFFSET(\1,\2,0,ROWS(\1)-(\2),1)", text)
        for column, prefix in set(NUMBERS.findall(text)):
            array = array_of(column, prefix)
            for part in (f"MOD(1E+15-{array},1E+15)", array):
                if part in text:
                    text = text.replace(part, self._one_by_one(part, column))
        text = POSITIONS.sub(self._of_rows, text)
        text = KEYS.sub(self._of_keys, text)
        return COLUMN.sub(self._of_one_row, text)

    def _of_rows(self, found: re.Match[str]) -> str:
        """The positions of the rows of a column, one by one."""
        return self._one_by_one(
            f"ROW({found[1]})-ROW({self._cells(found[1])[0]})+1", found[1]
        )

    def _of_keys(self, found: re.Match[str]) -> str:
        """What is read of the keys of a column, one by one."""
        part = found[0] if found[1] else f"VALUE{found[0]}"
        return self._one_by_one(part, found[1] or found[2])

    def _of_one_row(self, column: re.Match[str]) -> str:
        """A table's column by its address where it is a single cell."""
        cells = self._cells(column[0])
        return (
            column[0] if len(cells) > 1 else f"{cells[0]}:{cells[0].rpartition('!')[2]}"
        )

    def _one_by_one(self, array: str, column: str) -> str:
        """Where the cells of an array are calculated."""
        if array not in self.columns:
            self.columns[array] = len(self.columns) + 1
            for row, cell in enumerate(self._cells(column), 1):
                self.put(
                    HELPER, row, self.columns[array], "=" + array.replace(column, cell)
                )
        own = xl_col_to_name(self.columns[array] - 1)
        return f"'{HELPER}'!${own}$1:${own}${len(self._cells(column))}"

    def _cells(self, column: str) -> list[str]:
        """The addresses of the cells of a table's column, or of a range."""
        if "!" in column:
            sheet, _, cells = column.rpartition("!")
            left, top, _, bottom = range_boundaries(cells)
            letters = xl_col_to_name(left - 1)
            return [f"{sheet}!${letters}${row}" for row in range(top, bottom + 1)]
        name, _, header = column.removesuffix("]").partition("[")
        [(sheet, table)] = [
            (sheet, sheet.tables[name])
            for sheet in self.written
            if name in sheet.tables
        ]
        left, top, _, bottom = range_boundaries(table.ref)
        letters = xl_col_to_name(
            left - 1 + [found.name for found in table.tableColumns].index(header)
        )
        return [
            f"'{sheet.title}'!${letters}${row}" for row in range(top + 1, bottom + 1)
        ]


def _formulas(sheet) -> dict[tuple[int, int], str]:
    """The cells of a sheet that hold formulas."""
    cells = [
        cell
        for line in sheet.iter_rows()
        for cell in line
        if str(cell.value).startswith("=")
    ]
    return {(cell.row, cell.column): cell.value for cell in cells}


def _same(value: object) -> object:
    """A number to six decimals; nothing, and an error, as an empty text."""
    if isinstance(value, (int, float)):
        return round(float(value), 6) + 0.0
    return "" if value is None or str(value).startswith("#") else value


@pytest.mark.parametrize("name", DAYS)
def test_each_formula_gives_what_the_run_wrote(name, books):
    calculated = Calculated(books[name])
    written = load_workbook(books[name], data_only=True)
    for sheet, formulas in calculated.formulas.items():
        expected = {
            place: _same(written[sheet].cell(*place).value) for place in formulas
        }
        assert {
            place: _same(calculated.value(sheet, *place)) for place in formulas
        } == expected
    assert not calculated.wrong()


BROKEN = {
    "a payment of more": ("Payments", "Amount", 1, "169.40", {
        "Payments and credits = allocated + unallocated": -1, "Receivables = invoiced − credited − paid": 1,
        "Debits = credits": -1,
    }),
    "a payment that is a word": ("Payments", "Amount", 1, "much", {
        "Payments and credits = allocated + unallocated": 168.4, "Receivables = invoiced − credited − paid": -168.4,
        "Debits = credits": 168.4,
    }),
    "a pick of fewer": ("Picks", "Picked", 1, "20", {
        "Units on hand = in − out": -4, "Units picked and not returned": 4,
    }),
    "an invoice of more": ("Invoices", "Total", 1, "324.61", {"Receivables = invoiced − credited − paid": -0.01}),
    "an invoice's number again": ("Invoices", "Invoice", 1, "INV-000002", {
        "Invoice numbers used more than once": -1,
    }),
    "an invoice left out": ("Invoices", "Invoice", 2, "INV-000900", {"Invoice numbers missing": -889}),
    "a line invoiced for less": ("Invoice lines", "Line total", 1, "0", {
        "Invoices: totals = lines + freight + tax": 264, "Debits = credits": 264,
        "Margins = net sales − cost of sales": 264,
    }),
}  # fmt: skip


def test_a_credit_note_number_of_two_orders_shows(books):
    calculated = Calculated(books["quickstart"])
    calculated.type_over("Returns", "Credit note", 1, "CN-000002")
    assert {check: _same(found) for check, found in calculated.wrong().items()} == {
        "Credit note numbers used more than once": -1
    }


@pytest.mark.parametrize("name", BROKEN)
def test_a_fact_changed_after_the_run_shows_in_its_checks(name, books):
    sheet, header, row, entered, expected = BROKEN[name]
    calculated = Calculated(books["quickstart"])
    calculated.type_over(sheet, header, row, entered)
    assert {
        check: _same(found) for check, found in calculated.wrong().items()
    } == expected
    [named] = calculated.changed_rows()
    assert "since the last run" in named
