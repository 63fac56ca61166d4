"""Only one watcher looks after a box."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sheetflow.batching.box.filing import STATE
from sheetflow.errors import SheetflowError

ONLY_ONE = "{box}: another sheetflow watches this folder; stop it first"

PATIENCE = 0.5
"""How many seconds a watcher waits for one who only looks whether there is another."""


@contextmanager
def only_watcher(box: Path) -> Iterator[None]:
    """Raises SheetflowError where another watcher looks after the box."""
    from filelock import FileLock, Timeout

    (box / STATE).mkdir(parents=True, exist_ok=True)
    lock = FileLock(_path(box))
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise SheetflowError(ONLY_ONE.format(box=box)) from None
    try:
        yield
    finally:
        lock.release()


def is_watched(box: Path) -> bool:
    """Whether a watcher looks after the box now."""
    from filelock import FileLock, Timeout

    lock = FileLock(_path(box))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def _path(box: Path) -> Path:
    return box / STATE / "watch.lock"
