"""Putting a file in its place: whole or not at all, however the run ends.

The new file is written beside the old one, forced to the disk, read back and checked, and only then takes
the old one's name, which the file system does in one step. A run that dies before leaves the old file, and a
temporary one that the next run in that folder takes away.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
import zlib
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from sheetflow.errors import SheetflowError
from sheetflow.workbook.package.package import Package
from sheetflow.workbook.publishing.locks import one_at_a_time, refuse_if_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

_TEMPORARY = re.compile(r"\.sheetflow-[0-9a-f]{8}-([0-9a-f]{8})-([0-9]+)\.tmp")
_STALE_AFTER = 24 * 3600
_WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xltm"}


class _Hashed:
    """A file to write to that remembers the SHA-256 of what it was given."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


@dataclass
class Publication:
    """One file on its way to its place."""

    write: Callable[[BinaryIO], None]
    target: Path
    like: Path | None
    expected_sha256: str | None
    temporary: Path = field(init=False)
    written_sha256: str = field(init=False, default="")

    def __post_init__(self) -> None:
        mark = zlib.crc32(self.target.name.encode(errors="surrogateescape"))
        self.temporary = (
            self.target.parent
            / f".sheetflow-{mark:08x}-{_host():08x}-{os.getpid()}.tmp"
        )


def publish(
    write: Callable[[BinaryIO], None],
    target: Path,
    *,
    like: Path | None = None,
    expected_sha256: str | None = None,
) -> None:
    """Let `write` make the file `target`, all of it or nothing.

    Args:
        write: Writes the content into the binary file that it is given, from front to end.
        target: Where the file shall stand. Its folder is made if need be; a link is followed.
        like: A file whose permissions the new one gets; None: those of the target, else the usual ones.
        expected_sha256: Hexadecimal digest of the target as it was read, when that is to be replaced.

    Raises:
        SheetflowError: The target was changed, is open elsewhere, another run is at work on it, or the disk,
            the folder or the permissions do not allow it. The target is then as it was.
    """
    with (
        _explained(target),
        one_at_a_time(target) if expected_sha256 else nullcontext(),
    ):
        publication = Publication(write, target.resolve(), like, expected_sha256)
        _prepare(publication.target)
        try:
            for step in STEPS:
                step(publication)
        except BaseException:
            publication.temporary.unlink(missing_ok=True)
            raise


def refuse_unwritable(target: Path) -> None:
    """Raises SheetflowError where something stands against `target` being written, as far as can be seen beforehand."""
    with _explained(target):
        if target.is_dir():
            raise SheetflowError(
                f"{target}: a folder stands where the file should go; rename the folder"
            )
        refuse_if_open(target)
        if target.exists() and not os.access(target, os.W_OK):
            raise OSError(
                errno.EROFS if _is_read_only_disk(target) else errno.EACCES,
                "read-only",
                str(target),
            )


def _is_read_only_disk(target: Path) -> bool:
    return os.name == "posix" and bool(os.statvfs(target).f_flag & os.ST_RDONLY)


def _prepare(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_stale(target.parent)
    refuse_unwritable(target)


# ------------------------------------------------------------------ the steps


def _fill(publication: Publication) -> None:
    """Opened with the usual permissions of a new file, exclusively."""
    with publication.temporary.open("xb") as file:
        hashed = _Hashed(file)
        publication.write(cast("BinaryIO", hashed))
        file.flush()
        os.fsync(file.fileno())
    publication.written_sha256 = hashed.digest.hexdigest()


def _verify(publication: Publication) -> None:
    """The disk gives back what was written, and a workbook is one that we would take ourselves."""
    content = publication.temporary.read_bytes()
    if hashlib.sha256(content).hexdigest() != publication.written_sha256:
        raise SheetflowError(
            f"{publication.target}: the disk gave back something else than was written; check the disk"
        )
    if publication.target.suffix.lower() in _WORKBOOKS:
        Package.open(content, publication.target.name)


def _copy_permissions(publication: Publication) -> None:
    """Its owner may always write the new file: a result of a read-only workbook must not stop the next run."""
    like = publication.like or publication.target
    if like.exists():
        publication.temporary.chmod(stat.S_IMODE(like.stat().st_mode) | stat.S_IWUSR)


def _compare(publication: Publication) -> None:
    """Nobody has changed the target since it was read. The last thing before it is replaced."""
    if publication.expected_sha256 is None:
        return
    target = publication.target
    if (
        not target.exists()
        or hashlib.sha256(target.read_bytes()).hexdigest()
        != publication.expected_sha256
    ):
        raise SheetflowError(
            f"{target}: somebody changed it while sheetflow was at work, so it was left alone; run it again"
        )
    refuse_if_open(target)


def _replace(publication: Publication) -> None:
    publication.temporary.replace(publication.target)


def _settle(publication: Publication) -> None:
    """The folder, too, goes to the disk where that can be done: else a power cut could undo the new name."""
    if os.name == "nt":
        return
    folder = os.open(publication.target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in (
            errno.EINVAL,
            errno.ENOTSUP,
        ):  # some network drives have no such thing
            raise
    finally:
        os.close(folder)


STEPS: tuple[Callable[[Publication], None], ...] = (
    _fill,
    _verify,
    _copy_permissions,
    _compare,
    _replace,
    _settle,
)


# ------------------------------------------------------------------ litter


def remove_stale(folder: Path) -> None:
    """Take away the temporary files of runs that died in this folder."""
    for entry in os.scandir(folder):
        found = _TEMPORARY.fullmatch(entry.name)
        if found and _is_stale(entry, int(found[1], 16), int(found[2])):
            (folder / entry.name).unlink(missing_ok=True)


def _is_stale(entry: os.DirEntry[str], host: int, process: int) -> bool:
    """Its process is gone; where that cannot be known (another computer), it is a day old."""
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
    name = (
        os.uname().nodename
        if os.name == "posix"
        else os.environ.get("COMPUTERNAME", "")
    )
    return zlib.crc32(name.encode(errors="surrogateescape"))


# ------------------------------------------------------------------ sentences


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SheetflowError(f"{target}: {explain(error)}") from None


def explain(error: OSError) -> str:
    """Why a file could not be written, and what to do about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "the disk is full, so nothing was written; free some space and try again"
    if error.errno == errno.EROFS:
        return "the disk is read-only; choose another folder with -o"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "it may not be written; close it where it is open, or choose another folder with -o"
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return "a file stands where its folder should be; rename that file, or choose another folder with -o"
    if error.errno == errno.ENAMETOOLONG:
        return "its name is too long; give the workbook a shorter name"
    return f"it cannot be written ({error.strerror or error}); choose another folder with -o"
