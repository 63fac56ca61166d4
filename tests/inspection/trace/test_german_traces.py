"""Traces of a German workbook: every word is German."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from german_books import in_german, is_english
from locations import QUICKSTART

from sheetflow.cli import main

KEYS = (
    "SO-000010",
    "INV-000003",
    "COVE",
    "MUG-BLUE",
    "SHOP",
    "PAY-000001",
    "RET-000001",
    "SH-000001",
)


def sheetflow(*words: object) -> str:
    return CliRunner().invoke(main, [str(word) for word in words]).output


@pytest.fixture(scope="module")
def laden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = in_german(QUICKSTART, tmp_path_factory.mktemp("german") / "laden.xlsx")
    sheetflow("run", path, "--no-print", "--as-of", "2026-03-02")
    return path


@pytest.mark.parametrize("key", KEYS)
def test_a_trace_is_in_german(laden: Path, key: str) -> None:
    lines = sheetflow("trace", laden, key).splitlines()
    assert len(lines) > 1
    assert [line for line in lines if is_english(line)] == []


def test_an_order_and_its_invoice_in_german(laden: Path) -> None:
    said = sheetflow("trace", laden, "SO-000010")
    assert "Auftrag SO-000010 von " in said
    assert "Saldo jeder Rechnung" in said
    assert "nach Fälligkeit, dann Nummer" in said


def test_what_is_not_there_is_refused_in_german(laden: Path) -> None:
    assert "XYZ: das gibt es nicht" in sheetflow("trace", laden, "XYZ")


def test_json_stays_with_the_contract(laden: Path) -> None:
    assert '"title": "Order SO-000010 of ' in sheetflow(
        "trace", laden, "SO-000010", "--json"
    )
