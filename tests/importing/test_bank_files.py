"""A month of 200 transactions in every format of a bank: the same rows each time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from bank_statements import FORMATS, Transaction, camt
from click.testing import CliRunner

import sheetflow
from sheetflow.cli import main
from sheetflow.starters.new import new_workbook

MONTH: list[Transaction] = [
    (
        date(2026, 3, 1) + timedelta(days=number % 31),
        Decimal(number * 137 % 9999 + 1) / 100 * (-1 if number % 9 == 0 else 1),
        f"Customer {number % 17}",
        f"INV-{number:06d} Grüße" if number % 3 else "thank you",
        f"REF{number:05d}",
    )
    for number in range(1, 201)
]


def bring_in(workbook: Path, file: Path) -> str:
    done = CliRunner().invoke(main, ["import", str(workbook), str(file)])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_rows_once(name: str, tmp_path: Path) -> None:
    workbook = tmp_path / "shop.xlsx"
    new_workbook(workbook)
    file = tmp_path / name
    file.write_bytes(FORMATS[name](MONTH[:120]))
    assert "120 to Bank lines" in bring_in(workbook, file)
    file.write_bytes(FORMATS[name](MONTH))
    said = bring_in(workbook, file)
    assert "80 to Bank lines" in said
    assert "120 rows came in before" in said
    done = sheetflow.run(workbook, as_of=date(2026, 4, 1))
    [check] = [check for check in done.checks if check.name.startswith("Bank lines =")]
    assert check.engine == check.workbook == sum(amount for _, amount, *_ in MONTH)
    lines = done.book["Bank lines"]
    found = sorted(zip(lines["Date"].tolist(), lines["Amount"].tolist(), strict=True))
    assert [(day, Decimal(str(amount))) for day, amount in found] == sorted(
        (day, amount) for day, amount, *_ in MONTH
    )
    assert any("INV-000001" in str(text) for text in lines["Text"])


def test_a_broken_statement_says_so(tmp_path: Path) -> None:
    workbook = tmp_path / "shop.xlsx"
    new_workbook(workbook)
    file = tmp_path / "march.xml"
    file.write_bytes(camt(MONTH)[:-40])
    done = CliRunner().invoke(main, ["import", str(workbook), str(file)])
    assert done.exit_code == 3
    assert "the bank's file cannot be read" in done.output


def test_an_entity_in_an_xml_file_is_refused(tmp_path: Path) -> None:
    workbook = tmp_path / "shop.xlsx"
    new_workbook(workbook)
    file = tmp_path / "march.xml"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Document><BkToCstmrStmt>&a;</BkToCstmrStmt></Document>'
    file.write_bytes(bomb)
    done = CliRunner().invoke(main, ["import", str(workbook), str(file)])
    assert done.exit_code == 3
    assert "Traceback" not in done.output
