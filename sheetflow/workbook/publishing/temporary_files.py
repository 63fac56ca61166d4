"""Temporary files next to a target: their names, and removing those left by dead runs."""

from __future__ import annotations

import os
import re
import time
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"\.sheetflow-[0-9a-f]{8}-([0-9a-f]{8})-([0-9]+)\.tmp")
_STALE_AFTER = 24 * 3600


def temporary_path(target: Path) -> Path:
    """A hidden file next to the target, named after it, this computer and this process."""
    name = zlib.crc32(target.name.encode(errors="surrogateescape"))
    return target.parent / f".sheetflow-{name:08x}-{_host():08x}-{os.getpid()}.tmp"


def remove_stale(folder: Path) -> None:
    """Remove the temporary files of runs that died in this folder."""
    for entry in os.scandir(folder):
        found = _NAME.fullmatch(entry.name)
        if found and _is_stale(entry, int(found[1], 16), int(found[2])):
            (folder / entry.name).unlink(missing_ok=True)


def _is_stale(entry: os.DirEntry[str], host: int, process: int) -> bool:
    """Its process is gone; of another computer's process: it is a day old."""
    if os.name == "posix" and host == _host():
        return process == os.getpid() or not _is_alive(process)
    return entry.stat().st_mtime < time.time() - _STALE_AFTER


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # alive, and somebody else's
    return True


def _host() -> int:
    """A number for this computer."""
    return zlib.crc32(_host_name().encode(errors="surrogateescape"))


def _host_name() -> str:
    if os.name == "posix":
        return os.uname().nodename
    return os.environ.get("COMPUTERNAME", "")
