"""No garbage collection while a command holds a whole workbook in memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


class _Left:
    """What commands have left in this process."""

    alive = 0
    """How many objects were alive after the last collection."""

    since = 0
    """About how many more there are since then: new ones less those that are gone."""

    def collect(self) -> None:
        """Search the frozen objects when there are twice as many as were alive.

        So a process that runs many small workbooks seldom searches the modules that it
        has imported, and one that runs a large workbook keeps no second one.
        """
        if self.since > self.alive:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self.alive = gc.get_freeze_count()
            self.since = 0

    def freeze(self) -> None:
        """Freeze what is there. The collector counts new objects, so that we need not."""
        self.since += gc.get_count()[0]
        gc.freeze()


_left = _Left()


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Switch the collector off for a while.

    A run creates millions of cells and throws none away before it ends, so the
    collector would search them all again and again, and find nothing.

    What is there at the end is frozen: most processes end then, and need not search it
    either. One that goes on collects it before a later command, once it has grown.
    """
    was_enabled = gc.isenabled()
    _left.collect()
    gc.disable()
    try:
        yield
    finally:
        _left.freeze()
        if was_enabled:
            gc.enable()
