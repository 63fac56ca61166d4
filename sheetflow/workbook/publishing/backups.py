"""Copies of workbooks as they were before they were replaced, in `.sheetflow/backups/`."""

from __future__ import annotations

import itertools
import os
import re
from datetime import datetime
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.publish import publish
from sheetflow.workbook.publishing.write_errors import explain

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

KEPT = 20
_STAMP = r" \d{4}-\d\d-\d\d \d{6}(?: \(\d+\))?"
_NUMBER = re.compile(r" \((\d+)\)$")


def backup(path: Path) -> Path:
    """Copy a workbook into `.sheetflow/backups/` next to it and return the copy's path.

    The copy has a dated name. It is complete or not there at all, and as private as the
    workbook. The newest 20 copies of each workbook are kept; no other run may be using
    it (see `locks`). Raises SheetflowError when no copy can be made.
    """
    folder = path.parent / ".sheetflow" / "backups"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy = _copy(path, folder)
        _prune(folder, path)
    except OSError as error:
        where = error.filename or folder
        raise SheetflowError(
            f"{where}: no backup could be made: {explain(error)}"
        ) from None
    return copy


def _copy(path: Path, folder: Path) -> Path:
    content = path.read_bytes()
    times = path.stat()

    def write(target: BinaryIO) -> None:
        target.write(content)

    copy = _free_name(path, folder)
    publish(write, copy, like=path)
    os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
    return copy


def _free_name(path: Path, folder: Path) -> Path:
    """A name with the time; a number too, from 2 on, where that name is taken."""
    stamp = datetime.now().strftime("%Y-%m-%d %H%M%S")
    copy = folder / f"{path.stem} {stamp}{path.suffix}"
    numbers = itertools.count(2)
    while copy.exists():
        copy = folder / f"{path.stem} {stamp} ({next(numbers)}){path.suffix}"
    return copy


def _prune(folder: Path, path: Path) -> None:
    """Delete the oldest copies; a file without our stamp stays."""
    for copy in sorted(_copies(folder, path), key=_age)[:-KEPT]:
        copy.unlink()


def _copies(folder: Path, path: Path) -> list[Path]:
    ours = re.compile(re.escape(path.stem) + _STAMP + re.escape(path.suffix))
    return [copy for copy in folder.iterdir() if ours.fullmatch(copy.name)]


def _age(copy: Path) -> tuple[str, int]:
    """The stamp, then the number of a copy within one second."""
    number = _NUMBER.search(copy.stem)
    if not number:
        return copy.stem, 1
    return copy.stem[: number.start()], int(number[1])
