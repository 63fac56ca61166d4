"""Folders that are new each time, so that nothing is ever overwritten.

A run's documents are written into a hidden folder first. It gets its name once the
workbook has been replaced. Where a run dies in between, the next one finds it.
"""

from __future__ import annotations

import re
import shutil
from itertools import count
from typing import TYPE_CHECKING

from sheetflow.workbook.publishing.write_errors import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_STAGED = re.compile(r"\.(?P<name>.+) (?P<mark>[0-9a-f]{16})\.tmp")


def reserve_folder(parent: Path, names: Iterable[str]) -> Path:
    """Create the first of some folders that does not exist yet."""
    with explained(parent):
        parent.mkdir(parents=True, exist_ok=True)
        for name in names:
            folder = parent / name
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder
    raise AssertionError("there is always another name")


def numbered(name: str) -> Iterator[str]:
    """`run 7`, `run 7 (2)`, `run 7 (3)` …"""
    yield name
    for number in count(2):
        yield f"{name} ({number})"


class StagedFolder:
    """A folder without its name: it gets it when it is published.

    `mark` is the beginning of the SHA-256 of the workbook that the run read.
    """

    def __init__(self, parent: Path, name: str, sha256: str) -> None:
        self._parent = parent
        self._name = name
        self.path = parent / f".{name} {sha256[:16]}.tmp"

    def create(self) -> None:
        """Create it, empty. Raises SheetflowError where that cannot be done."""
        with explained(self.path):
            if self.path.exists():
                shutil.rmtree(self.path)
            self.path.mkdir(parents=True)

    @property
    def free_name(self) -> str:
        """The name that it will get."""
        names = numbered(self._name)
        return next(name for name in names if not (self._parent / name).exists())

    def publish(self) -> Path:
        """Give it its name; returns its path."""
        folder = self._parent / self.free_name
        with explained(folder):
            return self.path.rename(folder)

    def remove(self) -> None:
        """Remove it with all that is in it, because the run wrote nothing."""
        shutil.rmtree(self.path)
        if not any(self._parent.iterdir()):
            self._parent.rmdir()


def finish_staged(parent: Path, has_run: Callable[[str], bool]) -> list[Path]:
    """Give folders that dead runs left their names, or remove them.

    `has_run` says whether the run with such a mark has written its workbook. Returns the
    folders that were published.
    """
    published = []
    for folder, found in _staged_folders(parent):
        staged = StagedFolder(parent, found["name"], found["mark"])
        assert staged.path == folder
        if has_run(found["mark"]):
            published.append(staged.publish())
        else:
            staged.remove()
    return published


def _staged_folders(parent: Path) -> list[tuple[Path, re.Match[str]]]:
    if not parent.is_dir():
        return []
    found = [(folder, _STAGED.fullmatch(folder.name)) for folder in parent.iterdir()]
    return sorted((folder, match) for folder, match in found if match)
