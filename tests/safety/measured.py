"""The real command in a process of its own, and what that may cost."""

from __future__ import annotations

from forked import Ended
from forked import forked as measured

__all__ = ["MEMORY", "SECONDS", "Ended", "assert_fit", "measured"]

SECONDS = 10
MEMORY = 1 << 30


def assert_fit(ended: Ended) -> None:
    """Within its limits, no traceback, and if it stopped, one line that says what is wrong and what to do."""
    assert ended.status in (0, 1, 3), f"{ended.status}\n{ended.err[-2000:]}"
    assert "Traceback" not in ended.err + ended.out
    assert ended.seconds < SECONDS
    assert ended.memory < MEMORY
    if ended.status == 3:
        assert ended.out == ""
        assert ended.err.count("\n") == 1
