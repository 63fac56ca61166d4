"""The benchmark of recalculation compares what it says: the same figures, once by formulas, once as values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from locations import QUICKSTART

from benchmarks import recalculation
from sheetflow import pipeline as running
from sheetflow.workbook import Workbook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "shop.xlsx"
    running.run(QUICKSTART, as_of=date(2026, 3, 2)).save(path)
    return path


def test_the_copy_has_the_values_and_no_formulas(book: Path, tmp_path: Path) -> None:
    recalculation.without_formulas(book, tmp_path / "without.xlsx")
    with_them = Workbook.open(book)
    without = Workbook.open(tmp_path / "without.xlsx")
    for sheet in recalculation.SHEETS:
        assert with_them.read(sheet).formulas
        assert not without.read(sheet).formulas
        assert without.read(sheet).rows == with_them.read(sheet).rows


@pytest.mark.skipif(
    not recalculation.is_possible(), reason="LibreOffice (soffice) is not installed"
)
def test_libreoffice_comes_to_the_same_figures(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation, "ROUNDS", 1)
    with_them, without = recalculation.compare(book, book.parent)
    assert (
        "Receivables = invoiced − credited − paid,2648,2648,0,OK"
        in with_them.checks.replace('"', "")
    )
    assert without.clock > 0
