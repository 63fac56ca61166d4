"""The page that `sheetflow app` has open: a second start opens that one again."""

from __future__ import annotations

import os
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_state_path

SECONDS = 2
"""How long a page that is open may take to answer."""


def _remembered() -> Path:
    return user_state_path("sheetflow", ensure_exists=True) / "page address.txt"


@dataclass(frozen=True)
class RunningPage:
    """The address of the page, in a file that only this user can read."""

    file: Path = field(default_factory=_remembered)

    def address(self) -> str:
        """The address of the page that is open; empty where none answers."""
        try:
            address = self.file.read_text(encoding="utf-8")
        except OSError:
            return ""
        return address if _answers(address) else ""

    def remember(self, address: str) -> None:
        """Keep the address of the page that is open now."""
        self.file.unlink(missing_ok=True)
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        with os.fdopen(os.open(self.file, flags, 0o600), "w", encoding="utf-8") as kept:
            kept.write(address)

    def forget(self, address: str) -> None:
        """Forget the page, unless another one has been opened since."""
        try:
            is_ours = self.file.read_text(encoding="utf-8") == address
        except OSError:
            return
        if is_ours:
            self.file.unlink(missing_ok=True)


def _answers(address: str) -> bool:
    """Whether the page at an address lets this user in."""
    # The page gives its token as a cookie, and sends the browser on to itself.
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(address, timeout=SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False
