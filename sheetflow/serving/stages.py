"""The stage that each run has reached, by the name that the browser gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LONGEST = 64
"""How long the name of a run may be."""


@dataclass
class Stages:
    """The stages of the runs that are not finished."""

    _reached: dict[tuple[str, str], str] = field(default_factory=dict)

    @contextmanager
    def of(self, session: str, job: str) -> Iterator[Callable[[str], None]]:
        """Keep the stages of a browser's run as long as it runs."""
        name = (session, job[:LONGEST])
        self._reached[name] = "reading"

        def reach(stage: str) -> None:
            self._reached[name] = stage

        try:
            yield reach
        finally:
            self._reached.pop(name, None)

    def get(self, session: str, job: str) -> str:
        """The stage of a run; empty where it waits for its turn or has ended."""
        return self._reached.get((session, job), "")
