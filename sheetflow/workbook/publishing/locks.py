"""Who else has a workbook in hand: Excel, LibreOffice, or another run of sheetflow."""

from __future__ import annotations

import os
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10.0


def open_elsewhere(path: Path) -> Path | None:
    """The mark that Excel or LibreOffice leaves beside a workbook while it is open, if there is one."""
    marks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((mark for mark in marks if mark.exists()), None)


def refuse_if_open(path: Path) -> None:
    """Raises SheetflowError when a mark says that the file is open elsewhere."""
    mark = open_elsewhere(path)
    if mark:
        raise SheetflowError(
            f"{path}: it is open in {'Excel' if mark.name.startswith('~$') else 'LibreOffice'};"
            f" close it there (if nobody has it open, delete {mark.name} beside it) and try again"
        )


@contextmanager
def one_at_a_time(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep other runs from this workbook. The same run may enter again.

    Raises:
        SheetflowError: Another run still holds it after `patience` seconds.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(_lock_file(path), is_singleton=True)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise SheetflowError(
            f"{path}: another run of sheetflow is at work on it; wait until it is done and try again"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _lock_file(path: Path) -> Path:
    """In a folder of the user's own among the temporary files: nothing is left beside the workbook."""
    user = os.getuid() if os.name == "posix" else 0
    folder = Path(tempfile.gettempdir(), f"sheetflow-{user}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or (os.name == "posix" and folder.stat().st_uid != user):
        raise SheetflowError(
            f"{folder}: the folder belongs to somebody else; delete it and try again"
        )
    return (
        folder
        / f"{zlib.crc32(os.fsencode(path.resolve())):08x}-{path.name[-100:]}.lock"
    )
