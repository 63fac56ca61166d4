"""What the tests of batches share: small workbooks, their choices, and files of a folder."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

from sheetflow.running.destination import Destination
from sheetflow.running.run_options import RunOptions
from sheetflow.running.whole_run import RunRequest, whole_run

CHOICES = RunOptions(date(2026, 3, 2), datetime(2026, 3, 2, 8, 30, tzinfo=UTC))


def files_of(folder: Path) -> dict[str, bytes]:
    """The visible files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".sheetflow" not in path.parts
    }


def run_alone(workbook: Path, folder: Path, choices: RunOptions = CHOICES) -> None:
    """What `sheetflow run -o` does, with the batch's day and start."""
    destination = Destination.of(workbook, folder)
    whole_run(RunRequest(destination, choices))


def is_whole(path: Path) -> bool:
    """Whether a workbook can be read to its end."""
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None
