"""A workbook as its run left it is read from the facts that the run kept; any other as a whole."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner
from locations import QUICKSTART

from sheetflow import finished, pipeline
from sheetflow.cli import main


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook in its folder, after a run."""
    folder = tmp_path_factory.mktemp("shop")
    path = Path(shutil.copy(QUICKSTART, folder))
    run(path)
    return path


def run(path: Path) -> None:
    words = ["run", str(path), "--as-of", "2026-03-02", "--no-print"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code in (0, 1), done.output


@pytest.fixture
def book(shop: Path, tmp_path: Path) -> Path:
    """A copy of the workbook, with what the run kept beside it."""
    shutil.copytree(shop.parent, tmp_path / "shop")
    return tmp_path / "shop" / shop.name


def is_read_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    read: list[Path] = []
    inspect = pipeline.inspect

    def spy(path: Path) -> pipeline.Run:
        read.append(path)
        return inspect(path)

    monkeypatch.setattr(finished.pipeline, "inspect", spy)
    finished.read_finished(path)
    return bool(read)


def test_kept_facts_are_those_of_the_workbook(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_read_whole(book, monkeypatch)
    quick = finished.read_finished(book).result
    whole = pipeline.inspect(book).result
    assert replace(whole.book.settings, issued={}) == quick.book.settings
    for sheet, frame in whole.book.frames.items():
        for column in frame.schema.facts:
            mine = quick.book[sheet][column.header]
            assert np.array_equal(mine, frame[column.header]), (sheet, column.header)
        assert np.array_equal(quick.book[sheet].live, frame.live)


def change(book: Path, sheet: str, cell: str, value: object) -> None:
    pages = openpyxl.load_workbook(book)
    pages[sheet][cell] = value
    pages.save(book)


def test_a_workbook_that_was_changed_is_read_whole(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(book, "Customers", "B5", "Another name")
    assert is_read_whole(book, monkeypatch)


def test_a_workbook_with_errors_is_read_whole(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = openpyxl.load_workbook(book)
    pages["Payments"].append(["PAY-900", "2026-03-01", "SO-NONE"])
    pages.save(book)
    run(book)
    assert is_read_whole(book, monkeypatch)


@pytest.mark.parametrize("damage", ["gone", "cut short", "of another workbook"])
def test_kept_facts_that_are_not_the_workbooks_are_not_believed(
    damage: str, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = book.parent / ".sheetflow" / "last" / f"{book.name}.facts"
    content = kept.read_bytes()
    kept.unlink()
    if damage == "cut short":
        kept.write_bytes(content[: len(content) // 2])
    if damage == "of another workbook":
        kept.write_bytes(content.replace(b"Ltd", b"Inc").replace(b"Mug", b"Cup"))
        assert kept.read_bytes() != content
    assert is_read_whole(book, monkeypatch)


def test_headers_of_a_german_workbook_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "laden.xlsx"
    CliRunner().invoke(main, ["new", str(path), "--language", "de"])
    run(path)
    assert not is_read_whole(path, monkeypatch)
    assert finished.read_finished(path).names["Customers"].title == "Kunden"
