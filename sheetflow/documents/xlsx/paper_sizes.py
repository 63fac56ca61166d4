"""Paper sizes, margins, and where a window envelope shows the address. All lengths in points, 72 to the inch.

Sources: ISO 216 (A4), ISO 269 and DIN 680 (DL envelopes, window 20 mm from the left), DIN 5008 form B (address field
from 45 mm below the top edge). The window of a US #10 envelope begins 7/8 inch (22.2 mm) from the left: text that
starts 24 mm from the edge shows in both, even where the sheet has slid to the very left of its envelope.
"""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
INCH = 72
PIXEL = 0.75
"""A pixel of a screen with 96 dots per inch."""


@dataclass(frozen=True)
class Paper:
    """A sheet of paper with its margins; `code` is Excel's number for it, 0 where it has none."""

    code: int
    width: float
    height: float
    left: float = 24 * MM
    right: float = 10 * MM
    top: float = 12 * MM
    bottom: float = 11 * MM

    @property
    def printed_height(self) -> float:
        """The height between the margins."""
        return self.height - self.top - self.bottom

    @property
    def printed_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right


A4 = Paper(9, 210 * MM, 297 * MM)
LETTER = Paper(1, 8.5 * INCH, 11 * INCH)
ADDRESS_TOP = 55 * MM
"""Where the address begins, below the top edge."""


def paper_of(name: str) -> Paper:
    """The paper that Settings' Paper names."""
    return LETTER if name == "Letter" else A4
