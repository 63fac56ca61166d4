"""Names of files in the box: copies of other files, and names that are free."""

from __future__ import annotations

import re
from pathlib import Path

COPIES = re.compile(
    r"(?P<of>.+?)"
    r"( \(\d+\)| - Copy( \(\d+\))?| \([^()]*conflict[^()]*\)"
    r"|\.sync-conflict-[\w-]+|[ _-]conflict[\w -]*)",
    re.IGNORECASE,
)
"""`shop (1)`, `shop - Copy`, `shop (Anna's conflicted copy 2026-03-02)`, and the like."""


def copied_name(name: str) -> str:
    """The name of the file that another one seems to be a copy of; empty where it is none."""
    path = Path(name)
    found = COPIES.fullmatch(path.stem)
    return f"{found['of']}{path.suffix}" if found else ""


def free_folder(parent: Path, name: str) -> Path:
    """A folder that does not exist yet: `shop`, `shop (2)`, `shop (3)` …"""
    folder = parent / name
    number = 2
    while folder.exists():
        folder = parent / f"{name} ({number})"
        number += 1
    return folder


def free_file(folder: Path, name: str) -> Path:
    """A file that does not exist yet: `shop.xlsx`, `shop (2).xlsx` …"""
    plain = Path(name)
    file = folder / name
    number = 2
    while file.exists():
        file = folder / f"{plain.stem} ({number}){plain.suffix}"
        number += 1
    return file
