"""QR codes (ISO/IEC 18004), by segno: squares for a phone or a scanner. Never a Micro QR, which many cannot read.

Text that is not ASCII is UTF-8 in a code, and the code says so (ECI 26): without that, the standard means ISO 8859-1,
most phones UTF-8, and some Shift JIS.
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
    """A text of any language as a QR code; None where it is longer than a code can be.

    `error` says how much damage the code survives: l 7 %, m 15 %, q 25 %, h 30 %.
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
    code = qr_code(text, error)
    return None if code is None else Squares(text, _rows_of(code))


def _rows_of(code: QRCode) -> tuple[str, ...]:
    return tuple("".join(map(str, row)) for row in code.matrix)
