"""A comparison of two German workbooks: every word is German, on the screen and in the workbook."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from german_books import in_german, is_english
from locations import QUICKSTART

from sheetflow.cli import main


def sheetflow(*words: object) -> str:
    return CliRunner().invoke(main, [str(word) for word in words]).output


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A German workbook before and after a run."""
    folder = tmp_path_factory.mktemp("german")
    old = in_german(QUICKSTART, folder / "alt.xlsx")
    new = folder / "neu.xlsx"
    shutil.copyfile(old, new)
    sheetflow("run", new, "--no-print", "--as-of", "2026-03-02")
    return old, new


def test_what_is_printed_is_german(pair: tuple[Path, Path]) -> None:
    lines = sheetflow("diff", *pair).splitlines()
    assert any("(hinzugefügt) Auftrag SO-" in line for line in lines)
    assert "Blätter weichen ab" in lines[-1]
    assert [line for line in lines if is_english(line)] == []


def test_the_workbook_is_german_and_json_has_the_names_of_the_contract(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    sheetflow("diff", *pair, "-o", tmp_path / "diff.xlsx")
    book = openpyxl.load_workbook(tmp_path / "diff.xlsx")
    assert book.sheetnames[0] == "Unterschiede"
    header = [cell.value for cell in book.worksheets[1][1]]
    assert header == ["Schlüssel", "Zelle", "Was", "Spalte", "Vorher", "Nachher"]
    assert '"column": "Unit price"' in sheetflow("diff", *pair, "--json")
