"""One run from file to file: with the same day and start, the same bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
from locations import SAMPLES

from sheetflow.running.destination import Destination
from sheetflow.running.run_options import RunOptions
from sheetflow.running.whole_run import RunRequest, whole_run

STARTED = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def files_of(folder: Path) -> dict[str, bytes]:
    """The visible files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".sheetflow" not in path.parts
    }


def run_into(folder: Path) -> dict[str, bytes]:
    """Run the quickstart into a folder; returns what it wrote."""
    destination = Destination.of(SAMPLES / "quickstart.xlsx", folder)
    finished = whole_run(RunRequest(destination, RunOptions(date(2026, 3, 2), STARTED)))
    assert finished.status == 0
    return files_of(folder)


def test_two_runs_with_the_same_start_write_the_same_bytes(tmp_path: Path) -> None:
    first = run_into(tmp_path / "one")
    assert len(first) > 5
    assert run_into(tmp_path / "two") == first


def test_the_run_log_has_the_start_that_was_given(tmp_path: Path) -> None:
    destination = Destination.of(SAMPLES / "quickstart.xlsx", tmp_path)
    finished = whole_run(RunRequest(destination, RunOptions(date(2026, 3, 2), STARTED)))
    assert finished.written is not None
    sheet = openpyxl.load_workbook(finished.written.workbook)["Run log"]
    texts = {str(cell.value) for row in sheet for cell in row}
    assert "2026-03-02 08:30:00" in texts
