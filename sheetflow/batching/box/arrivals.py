"""Which files of the box are whole: nobody writes them, and they can be read to their end."""

from __future__ import annotations

import os
import stat
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sheetflow.workbook.publishing.locks import find_lock_file

ENDINGS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods"}
"""What is taken; a run says of the last three how to save them."""

HIDDEN = (".", "~")
"""How names of lock files, temporary files and hidden files begin."""

NOT_ZIPPED = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
"""How whole files begin that are not ZIP files: .xls, and workbooks with a password."""


class Patience(NamedTuple):
    """How long a file must not change, in seconds, before it is taken.

    One that cannot be read to its end may be half-copied, so it is given longer.
    """

    whole: float = 3.0
    broken: float = 60.0


class _Seen(NamedTuple):
    """What a file looked like, and since when."""

    size: int
    changed: int
    inode: int
    since: float

    def is_like(self, other: _Seen) -> bool:
        return self[:3] == other[:3]


class Arrivals:
    """The files of a box, looked at again and again."""

    def __init__(
        self,
        folder: Path,
        patience: Patience,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._patience = patience
        self._now = now
        self._seen: dict[Path, _Seen] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether there are files that may become whole, and that nobody has open."""
        return any(find_lock_file(path) is None for path in self._seen)

    def whole(self) -> Iterator[Path]:
        """The files that are whole by now, oldest first."""
        found = dict(self._look())
        before = self._seen
        self._seen = {
            path: _since(seen, before.get(path)) for path, seen in found.items()
        }
        by_age = sorted(self._seen, key=lambda path: self._seen[path].changed)
        for path in by_age:
            if self._is_whole(path):
                yield path

    def forget(self, path: Path) -> None:
        """A file is no longer in the box, or it was reported."""
        self._seen.pop(path, None)

    def _look(self) -> Iterator[tuple[Path, _Seen]]:
        with os.scandir(self._folder) as entries:
            for entry in entries:
                seen = self._of(entry)
                if seen is not None:
                    yield Path(entry.path), seen

    def _of(self, entry: os.DirEntry[str]) -> _Seen | None:
        """A file that may be taken; None for any other, and for one that has just gone."""
        if not may_be_taken(entry.name):
            return None
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError:  # it has just gone, or a network drive lost it for a while
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        return _Seen(found.st_size, found.st_mtime_ns, found.st_ino, self._now())

    def _is_whole(self, path: Path) -> bool:
        unchanged = self._now() - self._seen[path].since
        if unchanged < self._patience.whole:
            return False
        if find_lock_file(path) or not _is_free(path):
            return False
        return unchanged >= self._patience.broken or _reads_to_its_end(path)


def may_be_taken(name: str) -> bool:
    """Whether a name is that of a workbook, not of a hidden, temporary or lock file."""
    return not name.startswith(HIDDEN) and Path(name).suffix.lower() in ENDINGS


def _since(seen: _Seen, before: _Seen | None) -> _Seen:
    return before if before is not None and seen.is_like(before) else seen


def _reads_to_its_end(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(8) in NOT_ZIPPED:
                return True
        with zipfile.ZipFile(path) as archive:
            return bool(archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _is_free(path: Path) -> bool:
    """Whether no other program has locked it, where the system can tell."""
    try:
        if sys.platform == "win32":
            path.rename(path)
            return True
        return _can_be_locked(path)
    except PermissionError:
        return sys.platform != "win32"  # elsewhere, it is reported when it is taken
    except OSError:  # it has just gone, or a network drive lost it for a while
        return False


def _can_be_locked(path: Path) -> bool:
    import fcntl

    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # network drives may have no such locks
            return True
        fcntl.flock(file, fcntl.LOCK_UN)
    return True
