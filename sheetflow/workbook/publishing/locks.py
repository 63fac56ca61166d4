"""Who else is using a workbook: Excel, LibreOffice, or another run of sheetflow."""

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


def refuse_if_open(path: Path) -> None:
    """Raises SheetflowError when a lock file shows that the file is open elsewhere."""
    lock_file = find_lock_file(path)
    if lock_file:
        program = "Excel" if lock_file.name.startswith("~$") else "LibreOffice"
        raise SheetflowError(
            f"{path}: it is open in {program}; close it there and try again "
            f"(if nobody has it open, delete {lock_file.name} in the same folder)"
        )


def find_lock_file(path: Path) -> Path | None:
    """The file that Excel or LibreOffice keeps next to a workbook while it is open."""
    return next((each for each in _lock_files(path) if each.exists()), None)


def _lock_files(path: Path) -> tuple[Path, Path]:
    excel = path.with_name(f"~${path.name}")
    libreoffice = path.with_name(f".~lock.{path.name}#")
    return excel, libreoffice


@contextmanager
def exclusive_lock(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep other runs from using this workbook. The same run may enter again.

    Raises:
        SheetflowError: Another run still uses it after `patience` seconds.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(_own_lock_file(path), is_singleton=True)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise SheetflowError(
            f"{path}: another run of sheetflow is using it; "
            "wait until it is done and try again"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _own_lock_file(path: Path) -> Path:
    """Not next to the workbook, but in the user's folder of temporary files."""
    checksum = zlib.crc32(os.fsencode(path.resolve()))
    return _lock_folder() / f"{checksum:08x}-{path.name[-100:]}.lock"


def _lock_folder() -> Path:
    """Raises SheetflowError where somebody else made a folder of that name."""
    user = os.getuid() if os.name == "posix" else 0
    folder = Path(tempfile.gettempdir(), f"sheetflow-{user}")
    folder.mkdir(mode=0o700, exist_ok=True)
    is_foreign = os.name == "posix" and folder.stat().st_uid != user
    if folder.is_symlink() or is_foreign:
        raise SheetflowError(
            f"{folder}: the folder belongs to somebody else; delete it and try again"
        )
    return folder
