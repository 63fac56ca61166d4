"""The tutorial and the cookbook say what is so: everything that they tell is played."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import documents
import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples, where the commands run."""
    shutil.copytree(
        ROOT / "sample_workbooks",
        tmp_path,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("out"),
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["getting-started/tutorial.md", "guides/cookbook.md"])
def test_what_the_page_says_is_so(name: str, folder: Path) -> None:
    played = 0
    for part in documents.parts(DOCS / name):
        if part["console"]:
            documents.play(part["console"])
        elif part["changed"]:
            documents.change_line(folder / part["changed"], part["old"], part["new"])
        elif part["row"]:
            documents.enter(
                folder / part["file"], documents.row_table(part["sheet"], part["row"])
            )
        elif part["cell"]:
            documents.set_cell(
                folder / part["book"],
                part["place"],
                part["letter"],
                int(part["number"]),
                part["cell"],
            )
        elif part["after"]:
            documents.compare(
                folder / "shop.xlsx",
                documents.page_table(part["table"], part["lines"]),
                DAY,
            )
        else:
            documents.enter(
                folder / "shop.xlsx", documents.page_table(part["table"], part["lines"])
            )
        played += 1
    assert played > 10


def test_the_page_for_accountants_traces_what_is_so() -> None:
    commands = [
        part["console"] for part in documents.parts(DOCS / "guides" / "accountants.md")
    ]
    for console in commands:
        documents.play(console)
    assert len(commands) == 8
