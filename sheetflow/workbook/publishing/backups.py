"""The workbooks as they were before they were replaced, kept beside them in `.sheetflow/backups/`."""

from __future__ import annotations

import itertools
import os
import re
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.publish import explain, publish

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

KEPT = 20
_STAMP = r" \d{4}-\d\d-\d\d \d{6}(?: \(\d+\))?"


def backup(path: Path) -> Path:
    """Copy a workbook into `.sheetflow/backups/` beside it under a dated name and return the copy's path.

    A copy is whole or not there at all, and as private as the workbook. The newest 20 copies of each workbook are kept;
    no other run may be at work on it (see `locks`). Raises SheetflowError when no copy can be made.
    """
    folder = path.parent / ".sheetflow" / "backups"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy = _copied(path, folder)
        _prune(folder, path)
    except OSError as error:
        where = error.filename or folder
        raise SheetflowError(
            f"{where}: no backup could be made: {explain(error)}"
        ) from None
    return copy


def _copied(path: Path, folder: Path) -> Path:
    content, times = path.read_bytes(), path.stat()
    copy = _free_name(path, folder)
    publish(partial(_write, content), copy, like=path)
    os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
    return copy


def _free_name(path: Path, folder: Path) -> Path:
    stamp = datetime.now().strftime("%Y-%m-%d %H%M%S")
    names = (
        f"{path.stem} {stamp} ({number}){path.suffix}" for number in itertools.count(2)
    )
    return next(
        copy
        for name in itertools.chain([f"{path.stem} {stamp}{path.suffix}"], names)
        if not (copy := folder / name).exists()
    )


def _write(content: bytes, target: BinaryIO) -> None:
    target.write(content)


def _prune(folder: Path, path: Path) -> None:
    """Only what bears a stamp of ours goes, the oldest first."""
    ours = re.compile(re.escape(path.stem) + _STAMP + re.escape(path.suffix))
    copies = [copy for copy in folder.iterdir() if ours.fullmatch(copy.name)]
    for copy in sorted(copies, key=_age)[:-KEPT]:
        copy.unlink()


def _age(copy: Path) -> tuple[str, int]:
    """The stamp, then the number of a copy within one second."""
    number = re.search(r" \((\d+)\)$", copy.stem)
    return copy.stem[: number.start()] if number else copy.stem, int(
        number[1]
    ) if number else 1
