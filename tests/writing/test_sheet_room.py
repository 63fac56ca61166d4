"""A run whose derived rows are more than Excel has: it says so, and writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sheetflow.cli import main
from sheetflow.errors import SheetflowError
from sheetflow.pipeline import one_run
from sheetflow.starters.demo import write_demo
from sheetflow.writing import sheet_room
from sheetflow.writing.sheet_room import require_room


def test_a_sheet_may_be_filled_to_the_last_row() -> None:
    require_room("Movements", 1, {"Date": [None] * 1_048_575})
    with pytest.raises(SheetflowError, match="would have 1,048,576 rows"):
        require_room("Movements", 1, {"Date": [None] * 1_048_576})


@pytest.mark.parametrize(("rows", "full"), [(4, "Picks"), (10, "Movements")])
def test_a_run_that_does_not_fit_says_what_to_do_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, full: str
) -> None:
    book = write_demo(tmp_path)
    before = book.read_bytes()
    monkeypatch.setattr(one_run, "require_room_for_movements", lambda *_: None)
    monkeypatch.setattr(sheet_room, "LAST_ROW", rows)
    done = CliRunner().invoke(main, ["run", str(book), "--in-place"])
    assert done.exit_code == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"the sheet {full} would have" in done.stderr
    assert "start a new workbook" in done.stderr
    assert book.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [book.name]


def test_a_workbook_that_is_full_is_refused_before_the_work_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(*_: object) -> None:
        raise AssertionError("it must not come to this")

    book = write_demo(tmp_path)
    monkeypatch.setattr(one_run, "work", work)
    monkeypatch.setattr(sheet_room, "LAST_ROW", 4)
    with pytest.raises(SheetflowError, match=r"Movements would have .*--carry-over"):
        one_run.run(book)
