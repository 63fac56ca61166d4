"""No garbage collection while a command holds a whole workbook in memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Switch the collector off for a while.

    A run creates millions of cells and throws none away before it ends, so the
    collector would search them all again and again, and find nothing.

    What is there at the end is frozen: most processes end then, and need not search it
    either. In one that goes on, the next command collects it first.
    """
    was_enabled = gc.isenabled()
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
