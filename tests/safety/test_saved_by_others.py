"""A large workbook after a run, saved by Excel or LibreOffice, and run again: nothing is too much for the guards."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from office import convert, needs_office
from shop import AS_OF, process

from benchmarks.resaved import with_shared_strings
from benchmarks.workload import FULL, write
from sheetflow.workbook.package.package_checks import RATIO_FROM

ORDERS = 6_000


@pytest.fixture(scope="module")
def after_a_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of 24,000 order lines as our run writes it: large enough for the guard of how well it is packed."""
    folder = tmp_path_factory.mktemp("large")
    book = folder / "book.xlsx"
    write(book, replace(FULL, orders=ORDERS))
    said = again(book)
    assert said == "Read 6,000 orders: 2,000 applied, 0 on hold, 4,000 untouched."
    assert unpacked(book) > RATIO_FROM
    return book


def unpacked(book: Path) -> int:
    """The bytes of all parts."""
    with zipfile.ZipFile(book) as package:
        return sum(part.file_size for part in package.infolist())


def again(book: Path) -> str:
    """Run the workbook in place; the first sentence of what that says."""
    done = process("run", book, "--in-place", "--no-print", AS_OF)
    assert done.status == 0, done.err
    [sentence] = re.findall(r"^Read [\d,]+ orders: [^.]*\.", done.out, re.MULTILINE)
    return sentence


def test_one_with_shared_strings_is_run_again(
    after_a_run: Path, tmp_path: Path
) -> None:
    book = with_shared_strings(after_a_run, tmp_path / "excel.xlsx")
    assert again(book) == "Read 6,000 orders: 0 applied, 0 on hold, 6,000 untouched."


@needs_office
def test_one_that_libreoffice_saved_is_run_again(
    after_a_run: Path, tmp_path: Path
) -> None:
    convert([after_a_run], "xlsx", tmp_path, seconds=1200)
    book = tmp_path / after_a_run.name
    assert again(book) == "Read 6,000 orders: 0 applied, 0 on hold, 6,000 untouched."
