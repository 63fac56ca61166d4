"""The password of a page that other machines can reach."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sheetflow.errors import SheetflowError

SHORTEST = 10
"""How many characters a password needs."""

TRIES = 5
SECONDS = 300
"""So many wrong passwords from one machine within so many seconds are enough."""

MOST_MACHINES = 10_000
"""How many machines are remembered."""


@dataclass(frozen=True)
class Password:
    """A password, and the wrong ones that each machine has given lately."""

    text: str = field(repr=False)
    now: Callable[[], float] = time.monotonic
    _wrong: dict[str, list[float]] = field(default_factory=dict)

    def is_blocked(self, machine: str) -> bool:
        """Whether a machine has given too many wrong passwords."""
        return len(self._lately(machine)) >= TRIES

    def accepts(self, given: str, machine: str) -> bool:
        """Whether this is the password; a wrong one is remembered."""
        if secrets.compare_digest(_digest(given), _digest(self.text)):
            self._wrong.pop(machine, None)
            return True
        self._wrong[machine] = [*self._lately(machine), self.now()]
        while len(self._wrong) > MOST_MACHINES:
            del self._wrong[next(iter(self._wrong))]
        return False

    def _lately(self, machine: str) -> list[float]:
        latest = self.now() - SECONDS
        return [moment for moment in self._wrong.get(machine, []) if moment > latest]


def read_password(path: Path) -> Password:
    """The password in the first line of a file.

    Raises SheetflowError where it cannot be read, is short, or others can read it too.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise SheetflowError(
            f"{path}: the password cannot be read: {error}; give a text file"
        ) from error
    if os.name == "posix" and mode & 0o077:
        raise SheetflowError(
            f"{path}: other users of this computer can read the password; "
            f"close it to them with: chmod 600 {path}"
        )
    first = text.partition("\n")[0].strip()
    if len(first) < SHORTEST:
        raise SheetflowError(
            f"{path}: the password needs at least {SHORTEST} characters in the first line"
        )
    return Password(first)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
