"""The sample workbooks, made anew from their generators: the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from sheetflow.starters.samples.mistakes import write_mistakes
from sheetflow.starters.samples.quickstart import write_quickstart
from sheetflow.starters.samples.year import write_year

SAMPLES: Mapping[str, Callable[[BinaryIO], None]] = {
    "quickstart.xlsx": write_quickstart,
    "mistakes.xlsx": write_mistakes,
    "year.xlsx": write_year,
}


def write_samples(folder: Path) -> list[Path]:
    """Write every sample into a folder; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, write in SAMPLES.items():
        with (folder / name).open("wb") as file:
            write(file)
        paths.append(folder / name)
    return paths
