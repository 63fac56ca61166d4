"""The sheets that a run adds: their order, and how their figures look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from locations import SAMPLES
from openpyxl.workbook import Workbook

from sheetflow import pipeline as running
from sheetflow.controls.reconciliation.money_names import MONEY_NAMES

DAY = date(2026, 3, 2)


def ran(folder: Path, times: int) -> Workbook:
    """The quickstart after so many runs."""
    path = folder / "shop.xlsx"
    path.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    for _ in range(times):
        running.run(path, as_of=DAY).save(path, replacing=True)
    return openpyxl.load_workbook(path)


def test_what_people_read_first_comes_first(tmp_path):
    assert ran(tmp_path, times=1).sheetnames[-9:] == [
        "Dashboard",
        "Issues",
        "Stock",
        "Receivables",
        "Movements",
        "Checks",
        "Changes",
        "Issued documents",
        "Run log",
    ]


def test_amounts_of_checks_have_the_digits_of_the_currency(tmp_path):
    for times in (1, 2):
        checks = ran(tmp_path, times)["Checks"]
        rules = [
            (str(area.sqref), rule)
            for area in checks.conditional_formatting
            for rule in area.rules
        ]
        last = checks.max_row
        assert [area for area, _ in rules] == [
            f"{each}2:{each}{last}" for each in "BCD"
        ]
        for _, rule in rules:
            assert rule.dxf.numFmt.formatCode == "#,##0.00_)"
            [formula] = rule.formula
            assert all(f'$A2="{name}"' in formula for name in MONEY_NAMES)


def test_every_money_name_is_a_check(tmp_path):
    names = [row[0] for row in ran(tmp_path, times=1)["Checks"].values]
    assert set(MONEY_NAMES) <= set(names)
