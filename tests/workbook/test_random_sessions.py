"""Whole sessions of edits, made at random, agree with a plain grid that is edited alongside."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sample_books import new_columns, written

from sheetflow.workbook import CellLook, Workbook

if TYPE_CHECKING:
    from pathlib import Path

    import xlsxwriter

VALUES = ("text", "a & b", 5, 2.5, True, dt.date(2026, 1, 5))


class Session:
    """A list on a sheet, plain or a table, with a totals row or not, and what should be in its cells."""

    def __init__(self, seed: int, path: Path) -> None:
        self.dice = random.Random(seed)
        self.header_row = self.dice.randint(1, 4)
        self.first = self.dice.randint(1, 3)
        self.headers = [f"Header {number}" for number in range(self.dice.randint(2, 5))]
        self.last_row = self.header_row + self.dice.randint(0, 6)
        self.is_table = self.dice.random() < 0.6
        self.has_totals = self.is_table and self.dice.random() < 0.5
        self.cells: dict[tuple[int, int], Any] = {}
        self.path = written(path, self._fill)
        self.book = Workbook.open(path)

    @property
    def columns(self) -> list[int]:
        return list(range(self.first, self.first + len(self.headers)))

    def value(self) -> Any:
        return self.dice.choice(VALUES)

    def _fill(self, book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        self._day = book.add_format({"num_format": "d/m/yyyy"})
        if self.is_table:
            self._make_table(sheet)
        for column, header in zip(self.columns, self.headers, strict=True):
            self._put(sheet, self.header_row, column, header)
        for row in range(self.header_row + 1, self.last_row + 1):
            for column in self.columns:
                if column == self.first or self.dice.random() < 0.7:
                    self._put(sheet, row, column, self.value())

    def _make_table(self, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        columns: list[dict[str, str]] = [{"header": header} for header in self.headers]
        if self.has_totals:
            columns[0]["total_string"] = "Total"
        end = max(self.last_row, self.header_row + 1) - 1 + self.has_totals
        place = (self.header_row - 1, self.first - 1, end, self.columns[-1] - 1)
        sheet.add_table(
            *place, {"name": "Lines", "columns": columns, "total_row": self.has_totals}
        )

    def _put(
        self, sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Any
    ) -> None:
        self.cells[row, column] = value
        if isinstance(value, dt.date):
            sheet.write_datetime(
                row - 1,
                column - 1,
                dt.datetime(value.year, value.month, value.day),
                self._day,
            )
        else:
            sheet.write(row - 1, column - 1, value)

    # -- edits

    def set_some(self) -> None:
        if self.last_row > self.header_row:
            column = self.dice.choice(self.columns[1:])
            rows = [
                row
                for row in range(self.header_row + 1, self.last_row + 1)
                if self.dice.random() < 0.6
            ]
            values = [self.value() for _ in rows]
            self.book.set_cells(
                "Sheet",
                column,
                rows,
                values,
                CellLook(derived=self.dice.random() < 0.5),
            )
            self.cells |= {
                (row, column): value for row, value in zip(rows, values, strict=True)
            }

    def append_some(self) -> None:
        count = self.dice.randint(1, 4)
        columns = {
            self.first: ["new"] * count,
            self.columns[-1]: [self.value() for _ in range(count)],
        }
        rows = self.book.append_rows(
            "Sheet", self.header_row, columns, dict.fromkeys(columns, CellLook())
        )
        assert rows == range(self.last_row + 1, self.last_row + 1 + count)
        self.last_row = rows[-1]
        for column, values in columns.items():
            self.cells |= {
                (row, column): value for row, value in zip(rows, values, strict=True)
            }

    def add_some(self) -> None:
        headers = [
            f"Header {len(self.headers) + i}" for i in range(self.dice.randint(1, 2))
        ]
        looks = [CellLook(derived=True)] * len(headers)
        widths = [10.0] * len(headers)
        columns = self.book.add_columns(
            "Sheet", self.header_row, new_columns(headers, looks, widths)
        )
        self.headers += headers
        assert columns == self.columns[-len(headers) :]
        self.cells |= {
            (self.header_row, column): header
            for column, header in zip(columns, headers, strict=True)
        }

    def run(self) -> bytes:
        for _ in range(self.dice.randint(1, 6)):
            self.dice.choice([self.set_some, self.append_some, self.add_some])()
        self.book.apply()
        return self.book.package.to_bytes()


@pytest.mark.parametrize("seed", range(60))
def test_a_session_leaves_what_it_wrote(tmp_path: Path, seed: int) -> None:
    session = Session(seed, tmp_path / "book.xlsx")

    data = session.run()

    grid = Workbook(session.path, data).read("Sheet")
    if session.has_totals:
        session.cells[grid.tables[0].last_row, session.first] = "Total"
    found = {
        (r, c): v
        for r, row in enumerate(grid.rows, 1)
        for c, v in enumerate(row, 1)
        if v != ""
    }
    assert found == session.cells
    for table in grid.tables:
        assert list(table.columns) == session.headers
        assert table.last_data_row == max(session.last_row, session.header_row + 1)
        assert (
            openpyxl.load_workbook(io.BytesIO(data))["Sheet"]
            .tables["Lines"]
            .tableColumns[-1]
            .name
            == session.headers[-1]
        )
