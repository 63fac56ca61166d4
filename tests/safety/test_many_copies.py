"""Each kind of problem 4,000 times in one workbook: within 10 s and 1 GiB.

That takes minutes, so these tests run only where SHEETFLOW_LARGE is set, as docs/contributing/performance.md says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from measured import assert_fit, measured
from provoked import Provoked, provoked, words_of
from sheets import SHOP
from shop import AS_OF
from tables import Percent, cell
from test_many_mistakes import run, unknown_in_every_column

from sheetflow.workbook.model import CellError, NoValue

COPIES = 4_000
MASTERS = ("Settings", "Customers", "Products", "Locations", "Tax codes", "Prices")
"""The sheets that all copies share, unless the problem is on them."""

pytestmark = pytest.mark.skipif(
    not os.environ.get("SHEETFLOW_LARGE"), reason="takes minutes: set SHEETFLOW_LARGE"
)

Rows = Sequence[Sequence[str]]
SIMPLE = {
    code: given
    for code, given in provoked().items()
    if not (given.first_run or given.files or given.tables or given.totals)
}


@pytest.mark.parametrize("code", SIMPLE)
def test_a_problem_4_000_times(tmp_path: Path, code: str) -> None:
    path = tmp_path / "book.xlsx"
    write(path, copied(SIMPLE[code]))
    for command in ("check", "run"):
        ended = measured(
            command, path, *(() if command == "check" else ("--no-print", AS_OF))
        )
        assert_fit(ended)


def copied(given: Provoked) -> dict[str, Rows]:
    """The sheets of a problem with many copies of each row, each with numbers of its own."""
    sheets = {name: words_of(table) for name, table in {**SHOP, **given.sheets}.items()}
    wrong = given.cell.partition("!")[0]
    scaled = [name for name in sheets if name == wrong or name not in MASTERS]
    scaled = [name for name in scaled if name != "Settings"]
    keys = {row[0] for name in scaled for row in sheets[name][1:] if is_key(row[0])}
    return {
        name: [rows[0], *copies(rows[1:], keys)] if name in scaled else rows
        for name, rows in sheets.items()
    }


def copies(rows: Rows, keys: set[str]) -> Iterator[Sequence[str]]:
    """So many copies of these rows, the keys in them with the number of the copy."""
    for number in range(COPIES):
        ending = f"-{number}" if number else ""
        for row in rows:
            yield [word + ending if word in keys else word for word in row]


def is_key(word: str) -> bool:
    """Whether a word of the first column is a key: a text, and no date or number."""
    return isinstance(cell(word), str) and word not in ("", "-")


def write(path: Path, sheets: Mapping[str, Rows]) -> None:
    """The workbook with these words as cells."""
    book = xlsxwriter.Workbook(
        str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    )
    percent = book.add_format({"num_format": "0%"})
    known: dict[str, object] = {}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, word in enumerate(row):
                value = known.setdefault(word, cell(word))
                if isinstance(value, Percent):
                    sheet.write_number(at, column, value.hundredths, percent)
                elif isinstance(value, (CellError, NoValue)):
                    sheet.write_formula(at, column, "=1/0", None, "#DIV/0!")
                elif value != "":
                    sheet.write(at, column, value)
    book.close()


def test_30_000_unknown_keys_in_each_of_thirty_columns(tmp_path: Path) -> None:
    """The largest of test_many_mistakes.py, which makes 20,000 of each: this takes nearly all of the 10 seconds."""
    ended = run(tmp_path, unknown_in_every_column(30_000))
    assert ended.status == 1
    assert "Read 30,000 orders: 0 applied, 30,000 on hold, 0 untouched." in ended.out
