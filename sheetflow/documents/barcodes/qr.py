"""QR codes (ISO/IEC 18004), by segno: squares for a phone or a scanner. Never a Micro QR, which many cannot read.

What is not ASCII stands in a code as UTF-8 and says so (ECI 26): without that word the standard means ISO 8859-1, most
phones UTF-8, and some Shift JIS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

QUIET = 4
"""How many modules must stay white on each side."""


@dataclass(frozen=True)
class Squares:
    """A code of squares: `rows` of `1` (dark) and `0`, without the quiet zone; `text` is what a scanner reads."""

    text: str
    rows: tuple[str, ...]

    @property
    def modules(self) -> int:
        """How many modules it is wide and high, without the quiet zone."""
        return len(self.rows)


def qr_code(text: str, error: str = "m") -> QRCode | None:
    """A text of any language as a QR code that bears a damage of 15 % (`error` m; l bears 7 %, q 25 %, h 30 %); None
    where it is longer than a code can be.
    """
    import segno

    is_plain = text.isascii()
    try:
        return segno.make_qr(
            text,
            error=error,
            boost_error=False,
            encoding=None if is_plain else "utf-8",
            eci=not is_plain,
        )
    except ValueError:  # segno's DataOverflowError is one
        return None


def qr_squares(text: str, error: str = "m") -> Squares | None:
    """A text as `qr_code` makes it, as rows of squares."""
    made = qr_code(text, error)
    return (
        Squares(text, tuple("".join(map(str, row)) for row in made.matrix))
        if made
        else None
    )
