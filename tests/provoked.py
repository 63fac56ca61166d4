"""The workbooks of tests/provoking as real files, and what the real command says of them."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from click.testing import CliRunner
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from sheets import SHOP
from tables import Percent, cell

from sheetflow.cli import main
from sheetflow.workbook.model import CellError, NoValue
from tools.provoking import GAP, Provoked, provoked, words_of

__all__ = [
    "Provoked",
    "Said",
    "provoke",
    "provoked",
    "run_once",
    "type_into",
    "write_workbook",
]

AS_OF = "--as-of=2026-03-02"
_PLACE = re.compile(r"(?P<sheet>[^!]+)!(?P<letters>[A-Z]*)(?P<row>\d+)")
_SAID = re.compile(
    r"(?P<where>[^!\n]+?(?:![A-Z]+\d+)?) {2,}(?P<text>.*\S) {2,}(?P<code>[A-Z]{3}\d\d)"
)


def write_workbook(path: Path, given: Provoked) -> None:
    """The workbook, and what is next to it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in {**SHOP, **given.sheets}.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(words_of(table), 1):
            _type_row(sheet, number, row)
    for totals, ranges in ((0, given.tables), (1, given.totals)):
        for name, ref in ranges.items():
            book[name].add_table(
                Table(displayName=name, ref=ref, totalsRowCount=totals or None)
            )
    book.save(path)
    for name, text in given.files.items():
        encoded = text.removeprefix("base64:")
        path.with_name(name).write_bytes(
            text.encode() if encoded == text else base64.b64decode(encoded)
        )


def type_into(path: Path, edits: Mapping[str, str]) -> None:
    """What a person types into cells (`Payments!C2`) and rows (`Payments!3`)."""
    if not edits:
        return
    book = openpyxl.load_workbook(path)
    for place, text in edits.items():
        found = _PLACE.fullmatch(place)
        assert found, place
        sheet = book[found["sheet"]]
        row = int(found["row"])
        if found["letters"]:
            _type(sheet, f"{found['letters']}{row}", text)
        else:
            _type_row(sheet, row, GAP.split(text) if text else ["-"] * sheet.max_column)
    book.save(path)


def _type_row(sheet: Worksheet, number: int, words: list[str]) -> None:
    for at, word in enumerate(words):
        _type(sheet, sheet.cell(number, at + 1).coordinate, word)


def _type(sheet: Worksheet, place: str, word: str) -> None:
    """One word of a text table as a cell."""
    value = cell(word)
    if isinstance(value, Percent):
        sheet[place].number_format = "0%"
    plain = {
        Percent: lambda: value.hundredths,
        CellError: lambda: value.code,
        NoValue: lambda: "=2*5",
    }  # type: ignore[attr-defined]
    sheet[place].value = plain.get(
        type(value), lambda: None if value == "" else value
    )()


@dataclass(frozen=True)
class Said:
    """What a command says: problems as (where, what, code), whether it puts an order on hold, its exit status."""

    reported: list[tuple[str, str, str]]
    on_hold: bool
    status: int


def provoke(command: str) -> Said:
    """Type a command in the current folder."""
    done = CliRunner().invoke(main, [*command.split(), AS_OF])
    assert done.exception is None or isinstance(done.exception, SystemExit), (
        done.exception
    )
    reported = [
        (found["where"], found["text"], found["code"])
        for found in _SAID.finditer(done.output)
    ]
    return Said(
        reported,
        re.search(r"[1-9]\d* (orders? )?on hold", done.output) is not None,
        done.exit_code,
    )


def run_once(path: Path) -> None:
    """A first run of the workbook, in its place."""
    done = CliRunner().invoke(
        main, ["run", str(path), "--in-place", "--no-print", AS_OF]
    )
    assert done.exit_code == 0, done.output
