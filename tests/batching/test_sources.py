"""Which workbooks a batch takes, and where their results go."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import CHOICES

from sheetflow.batching.batch import plan
from sheetflow.batching.sources import Found, find, folders_of
from sheetflow.errors import SheetflowError

FILES = (
    "ann.xlsx",
    "north/bob.XLSM",
    "north/notes.txt",
    "north/.hidden.xlsx",
    "north/~$bob.xlsm",
    "north/bob papers/2026-03-02 run 1/invoices.xlsx",
    ".sheetflow/last/ann.xlsx",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("", ["ann.xlsx", "north/bob.XLSM"]),
        ("ann.xlsx", ["ann.xlsx"]),
        ("*/*.XLSM", ["north/bob.XLSM"]),
        ("**/*.*", ["ann.xlsx", "north/bob.XLSM"]),
    ],
)
def test_a_source_is_a_file_a_folder_or_a_pattern(
    folder: Path, source: str, names: list[str]
) -> None:
    assert [each.name for each in find([str(folder / source)])] == names


def test_a_workbook_that_is_found_twice_is_taken_once(folder: Path) -> None:
    assert len(find([str(folder), str(folder / "ann.xlsx")])) == 2


def test_a_source_without_workbooks_is_refused(folder: Path) -> None:
    with pytest.raises(SheetflowError, match="there is no workbook"):
        find([str(folder / "nowhere")])


def test_results_are_not_taken_for_workbooks(folder: Path) -> None:
    jobs = plan([str(folder)], str(folder / "north"), CHOICES).jobs
    assert [job.name for job in jobs] == ["ann.xlsx"]


def test_two_results_never_share_a_folder() -> None:
    names = ["a/shop.xlsx", "a/shop.xlsm", "a/Shop.xltx", "b/shop.xlsx"]
    found = [Found(f"/{at}/{name}", name) for at, name in enumerate(names)]
    assert list(folders_of(found).values()) == [
        "a/shop",
        "a/shop (2)",
        "a/Shop (3)",
        "b/shop",
    ]
