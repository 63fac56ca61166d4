"""The sample workbooks, written by their generators: the same bytes every time.

quickstart.py, mistakes.py   a small shop (shop.py) and what people typed (*.txt)
year.py                      an outfitter after a simulated year (simulation.py)
tables.py                    sheets as text tables, and how their owner lays them out
"""

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
    """Write every sample into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, write in SAMPLES.items():
        path = folder / name
        with path.open("wb") as file:
            write(file)
        paths.append(path)
    return paths
