"""Names of files made from numbers that people typed: `INV/2026:1` is `INV-2026-1`.

A name can be written on Windows, Linux and macOS, and no two are the same on any of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]')
"""What Windows takes in no name, and characters that are no text.

Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

_DEVICE = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*)?"
)
"""Names of devices of Windows, with any ending; without case."""

MAX_BYTES = 120
"""How long a name may be in UTF-8: a whole path may have 260 characters on Windows."""


@dataclass
class FileStems:
    """Names of files without their endings, each given once."""

    unnamed: str
    _counts: dict[str, int] = field(default_factory=dict)

    def stem(self, number: str) -> str:
        """The name of the file of a number; `unnamed` where nothing of it can be in a name.

        The second with the same name gets `-2`.
        """
        first = safe_stem(number) or self.unnamed
        stem = first
        while _folded(stem) in self._counts:
            self._counts[_folded(first)] += 1
            stem = f"{first}-{self._counts[_folded(first)]}"
        self._counts[_folded(stem)] = 1
        return stem


def safe_stem(number: str) -> str:
    """A number as the name of a file without its ending; "" where nothing of it can be in one."""
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub("-", number))
    stem = _first_bytes(text.strip(" ."))
    if not stem.strip("-"):
        return ""
    return f"_{stem}" if _DEVICE.fullmatch(stem.lower()) else stem


def _first_bytes(text: str) -> str:
    """As much of a text as a name may have; what is cut ends in …"""
    if len(text.encode()) <= MAX_BYTES:
        return text
    kept = text.encode()[: MAX_BYTES - len("…".encode())].decode(errors="ignore")
    return f"{kept.rstrip(' .')}…"


def _folded(stem: str) -> str:
    """The same for all names that are one on a system that ignores case."""
    return stem.casefold()
