"""What a command leaves in a process that goes on is collected, and not at every command."""

from __future__ import annotations

import gc
import weakref

from sheetflow.running import garbage
from sheetflow.running.garbage import no_garbage_collection


class Cell:
    """Refers to itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


def left_by_a_command(count: int) -> weakref.ref[Cell]:
    """One of so many objects that a command leaves."""
    with no_garbage_collection():
        cells = [Cell() for _ in range(count)]
        return weakref.ref(cells[0])


def test_little_that_commands_leave_is_kept_until_it_is_much() -> None:
    garbage._left.alive = 0
    left_by_a_command(1)
    little = left_by_a_command(1)
    with no_garbage_collection():
        assert little() is not None, "not worth a search"
    left_by_a_command(2 * garbage._left.alive)
    with no_garbage_collection():
        assert little() is None
    assert gc.isenabled()
