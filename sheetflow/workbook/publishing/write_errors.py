"""Why a file could not be written, in one sentence with a remedy."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a SheetflowError that names the target."""
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
        return (
            "you are not allowed to write it; "
            "close it where it is open, or choose another folder with -o"
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return (
            "there is a file where its folder should be; "
            "rename that file, or choose another folder with -o"
        )
    if error.errno == errno.ENAMETOOLONG:
        return "its name is too long; give the workbook a shorter name"
    reason = error.strerror or error
    return f"it cannot be written ({reason}); choose another folder with -o"
