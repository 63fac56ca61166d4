"""QR codes (ISO/IEC 18004), by segno: squares for a phone or a scanner. Never a Micro QR, which many cannot read."""

from __future__ import annotations

from dataclasses import dataclass

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


def qr_squares(text: str, error: str = "m") -> Squares:
    """A text of any language as a QR code that bears a damage of 15 % (`error` m; l bears 7 %, q 25 %, h 30 %)."""
    import segno

    made = segno.make_qr(text, error=error, boost_error=False)
    return Squares(text, tuple("".join(map(str, row)) for row in made.matrix))
