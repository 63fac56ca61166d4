"""Writing a file to its path: all of it or nothing, however the run ends.

The new file is written next to the old one, forced to the disk, read back and checked.
Only then does it take the old one's name, which the file system does in one step. A run
that dies before that leaves the old file, and a temporary one that the next run in that
folder removes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sheetflow.errors import SheetflowError
from sheetflow.workbook.package.package import Package
from sheetflow.workbook.publishing.locks import exclusive_lock, refuse_if_open
from sheetflow.workbook.publishing.temporary_files import remove_stale, temporary_path
from sheetflow.workbook.publishing.write_errors import explained

if TYPE_CHECKING:
    from typing import BinaryIO

_WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xltm"}
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP)  # some network drives cannot do it


class _HashingFile:
    """A file to write to that calculates the SHA-256 of what it gets."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


Check = Callable[[bytes, str], object]
"""Gets the bytes of a new file as the disk returned them, and the name that it will have.

Raises SheetflowError where they are not what they must be.
"""

Announce = Callable[[Path, str], None]
"""Gets the path and the SHA-256 of a new file just before it takes its name."""


@dataclass
class Publication:
    """One file on its way to its path."""

    write: Callable[[BinaryIO], None]
    target: Path
    like: Path | None
    expected_sha256: str | None
    announce: Announce | None = None
    check: Check | None = None
    temporary: Path = field(init=False)
    written_sha256: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.temporary = temporary_path(self.target)


def publish(
    write: Callable[[BinaryIO], None],
    target: Path,
    *,
    like: Path | None = None,
    expected_sha256: str | None = None,
    announce: Announce | None = None,
    check: Check | None = None,
) -> None:
    """Let `write` make the file `target`, all of it or nothing.

    Args:
        write: Writes the content into the binary file that it gets, from front to end.
        target: The file's path. Its folder is created if needed; a link is followed.
        like: A file whose permissions the new one gets. None: those of the target, else
            the usual ones.
        expected_sha256: Hexadecimal digest of the target as it was read, to replace it.
        announce: Called just before the new file takes the target's name.
        check: Checks the new file before that. None: a workbook is one that we would
            open.

    Raises:
        SheetflowError: The target was changed or is open elsewhere, another run is
            using it, or the disk, the folder or the permissions do not allow it. The
            target is then as it was.
    """
    lock = exclusive_lock(target) if expected_sha256 else nullcontext()
    with explained(target), lock:
        publication = Publication(
            write, target.resolve(), like, expected_sha256, announce, check
        )
        _prepare(publication.target)
        try:
            for step in STEPS:
                step(publication)
        except BaseException:
            publication.temporary.unlink(missing_ok=True)
            raise


def refuse_unwritable(target: Path) -> None:
    """Raises SheetflowError where it is clear beforehand that writing would fail."""
    with explained(target):
        if target.is_dir():
            raise SheetflowError(
                f"{target}: there is a folder where the file should go; "
                "rename the folder"
            )
        refuse_if_open(target)
        if target.exists() and not os.access(target, os.W_OK):
            raise _read_only(target)


def refuse_unwritable_folder(folder: Path) -> None:
    """Raises SheetflowError where nothing can be written into a folder.

    It need not exist yet: then the nearest folder above it is what counts.
    """
    with explained(folder):
        above = _nearest_existing(folder)
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(above))
        if not os.access(above, os.W_OK | os.X_OK):
            raise _read_only(above)


def _nearest_existing(folder: Path) -> Path:
    above = folder
    while not above.exists():
        above = above.parent
    return above


def _read_only(path: Path) -> OSError:
    """Why a path cannot be written: its disk is read-only, or we have no permission."""
    reason = errno.EROFS if _is_read_only_disk(path) else errno.EACCES
    return OSError(reason, "read-only", str(path))


def _is_read_only_disk(target: Path) -> bool:
    return os.name == "posix" and bool(os.statvfs(target).f_flag & os.ST_RDONLY)


def _prepare(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_stale(target.parent)
    refuse_unwritable(target)


# ------------------------------------------------------------------ the steps


def _fill(publication: Publication) -> None:
    """Write the content into a new file, which gets the usual permissions."""
    with publication.temporary.open("xb") as file:
        hashing_file = _HashingFile(file)
        publication.write(cast("BinaryIO", hashing_file))
        file.flush()
        os.fsync(file.fileno())
    publication.written_sha256 = hashing_file.digest.hexdigest()


def _verify(publication: Publication) -> None:
    """The disk returns what was written, and a workbook can be opened again."""
    target = publication.target
    content = publication.temporary.read_bytes()
    if hashlib.sha256(content).hexdigest() != publication.written_sha256:
        raise SheetflowError(
            f"{target}: the disk did not store what was written; check the disk"
        )
    if publication.check:
        publication.check(content, target.name)
    elif target.suffix.lower() in _WORKBOOKS:
        Package.open(content, target.name)


def _copy_permissions(publication: Publication) -> None:
    """The owner may always write the new file.

    The result of a read-only workbook must not stop the next run.
    """
    like = publication.like or publication.target
    if like.exists():
        mode = stat.S_IMODE(like.stat().st_mode)
        publication.temporary.chmod(mode | stat.S_IWUSR)


def _compare(publication: Publication) -> None:
    """Nobody has changed the target since it was read: the last check before replacing."""
    if publication.expected_sha256 is None:
        return
    target = publication.target
    if _sha256(target) != publication.expected_sha256:
        raise SheetflowError(
            f"{target}: somebody changed it while sheetflow was running, "
            "so it was not replaced; run it again"
        )
    refuse_if_open(target)


def _sha256(path: Path) -> str:
    """The digest of a file; '' if there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _announce(publication: Publication) -> None:
    if publication.announce is not None:
        publication.announce(publication.temporary, publication.written_sha256)


def _replace(publication: Publication) -> None:
    publication.temporary.replace(publication.target)


def _sync_folder(publication: Publication) -> None:
    """Force the folder to the disk too: else a power cut could undo the new name."""
    if os.name == "nt":
        return
    folder = os.open(publication.target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(folder)


STEPS: tuple[Callable[[Publication], None], ...] = (
    _fill,
    _verify,
    _copy_permissions,
    _compare,
    _announce,
    _replace,
    _sync_folder,
)
