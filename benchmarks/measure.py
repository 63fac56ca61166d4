"""What every measured program reports: seconds by stage, and its peak memory."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field


def peak_mebibytes() -> float:
    """The most memory that this process ever used; 0 where the platform does not report it."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


@dataclass
class Stopwatch:
    """Seconds by the clock and of the processor, by stage: call it with a stage's name when the stage ends."""

    stages: dict[str, tuple[float, float]] = field(default_factory=dict)
    _last: tuple[float, float] = field(default_factory=_now)

    def __call__(self, stage: str) -> None:
        now = _now()
        self.stages[stage] = (now[0] - self._last[0], now[1] - self._last[1])
        self._last = now

    def report(self, **more: object) -> None:
        """Print what was measured as one line of JSON, for the process that started this one."""
        print(json.dumps({"stages": self.stages, "peak": peak_mebibytes(), **more}))
