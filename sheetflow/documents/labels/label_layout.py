"""How a label of some size is laid out, and which codes it has room for. Lengths in millimetres.

    tall   one below the other, with the contents: from 120 mm high
    wide   the address next to order and container
    small  the address, order and container, with the order's code: below 30 mm high

Order and container are a Code 128. Where that is too wide, or cannot write the number (it has only ASCII), a QR code
replaces it; where that has no room either, the label has none. No text is ever altered to make a code of it.

Bars are as wide as whole dots of a label printer (203 per inch), so that they print sharp. An SSCC has bars of half a
millimetre that are at least 32 mm high (GS1 General Specifications, section 5.9, GS1-128 in general distribution:
modules of 0.495 to 0.940 mm); a label without that room has no SSCC.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from sheetflow.documents.barcodes import (
    QUIET_BARS,
    QUIET_SQUARES,
    Bars,
    Squares,
    can_be_bars,
    gs1_sscc,
    qr_squares,
    text_bars,
)
from sheetflow.documents.labels.label_formats import LabelSheet
from sheetflow.documents.model import Container, ContainerLabel
from sheetflow.standards.gs1 import is_sscc

DOT = Fraction(254, 2030)
"""A dot of a label printer."""

SSCC_LEAST = 32
"""How high an SSCC's bars must be."""

SSCC_HEIGHT = SSCC_LEAST + 2 * DOT
"""How high they are: a printer may round them down by a dot."""

SSCC_ROOM = 38
"""The height of its bars, and its digits below them."""

_SSCC_DOTS = 4
_SSCC_LENGTH = 18
_DOTS = (4, 3, 2)
"""How many dots wide a module of other codes may be, the best first."""

_ORDER_ROOM = {
    "tall": Fraction(16),
    "wide": Fraction("12.5"),
    "small": Fraction("12.5"),
}
"""How high and wide the code of an order may be, without its quiet zone."""

_CONTAINER_ROOM = {"tall": Fraction(15), "wide": Fraction("14.5")}
"""How high and wide a QR code that replaces bars may be, with its quiet zone."""

_CONTAINER_ROOM_ABOVE_SSCC = {"tall": Fraction(15), "wide": Fraction(12)}
"""The same, where there is an SSCC below it."""

_SMALL_BELOW = 30
_TALL_FROM = 120
_BESIDE_SSCC = 23
"""The height that the rest of a wide label needs at least."""

_LEAST_SIDE = Fraction(38)
_BARS_SHARE = Fraction(55, 100)
"""How much of a wide label's width bars may take."""

_GAP = 3


@dataclass(frozen=True)
class SizedBars:
    """Bars, and how wide a module is."""

    bars: Bars
    module: Fraction

    @property
    def width(self) -> Fraction:
        """The width with both quiet zones."""
        return (self.bars.modules + 2 * QUIET_BARS) * self.module


@dataclass(frozen=True)
class SizedSquares:
    """A code of squares, and how wide a module is."""

    squares: Squares
    module: Fraction

    @property
    def width(self) -> Fraction:
        """The width with both quiet zones."""
        return self.width_with(QUIET_SQUARES)

    def width_with(self, quiet_modules: int) -> Fraction:
        """The width with this many white modules on each side."""
        return (self.squares.modules + 2 * quiet_modules) * self.module


@dataclass(frozen=True)
class LabelContents:
    """How one label is laid out: `side` is the width of the column with order and container on a wide one.

    A code is None where there is no room for it, or where the text cannot be such a code.
    """

    layout: str
    side: Fraction
    container: SizedBars | SizedSquares | None
    order: SizedSquares | None
    sscc: SizedBars | None


def label_contents(label: ContainerLabel, sheet: LabelSheet) -> LabelContents:
    """What fits on a label of this size."""
    layout = layout_of(sheet)
    order = _largest_squares(label.container.order, _ORDER_ROOM[layout])
    if layout == "small":
        return LabelContents(layout, Fraction(0), None, order, None)
    sscc = _sscc(label.container, sheet)
    container = _container_code(label.container, sheet, order, sscc)
    side = max(_LEAST_SIDE, _width(container))
    return LabelContents(layout, side, container, order, sscc)


def layout_of(sheet: LabelSheet) -> str:
    """Tall, wide or small."""
    _, height = sheet.read
    if height < _SMALL_BELOW:
        return "small"
    return "tall" if height >= _TALL_FROM else "wide"


# -- the SSCC


def _sscc(container: Container, sheet: LabelSheet) -> SizedBars | None:
    if not is_sscc(container.sscc) or not has_room_for_sscc(sheet):
        return None
    return _sscc_bars(container.sscc)


def _sscc_bars(digits: str) -> SizedBars:
    return SizedBars(gs1_sscc(digits), _SSCC_DOTS * DOT)


def has_room_for_sscc(sheet: LabelSheet) -> bool:
    """Whether a label is large enough for an SSCC's bars, with all that must be next to them."""
    width, height = sheet.read
    inner_height = height - 2 * sheet.margin
    is_high = inner_height >= SSCC_ROOM + _BESIDE_SSCC
    return is_high and width >= _sscc_width()


@cache
def _sscc_width() -> Fraction:
    """How wide every SSCC's bars are."""
    return _sscc_bars("0" * _SSCC_LENGTH).width


def too_small_note(labels: Sequence[ContainerLabel], sheet: LabelSheet) -> str:
    """What to tell a person whose labels have no room for their SSCCs; "" if they have."""
    have_ssccs = any(label.container.sscc for label in labels)
    if not have_ssccs or has_room_for_sscc(sheet):
        return ""
    return (
        f"Labels {sheet.name} are too small for an SSCC, whose bars must be {SSCC_LEAST} mm high: they have none. "
        "Choose a larger Label format in Settings."
    )


# -- codes of order and container


def _container_code(
    container: Container,
    sheet: LabelSheet,
    order: SizedSquares | None,
    sscc: SizedBars | None,
) -> SizedBars | SizedSquares | None:
    """The code of a container: bars, squares where bars have no room, None where neither has."""
    text = f"{container.order}-{container.number}"
    bars = _widest_bars(text, _bars_room(sheet, order))
    if bars:
        return bars
    rooms = _CONTAINER_ROOM_ABOVE_SSCC if sscc else _CONTAINER_ROOM
    return _largest_squares(text, rooms[layout_of(sheet)], QUIET_SQUARES)


def _bars_room(sheet: LabelSheet, order: SizedSquares | None) -> Fraction:
    """How wide a container's bars may be."""
    inner_width = sheet.read[0] - 2 * sheet.margin
    if layout_of(sheet) == "tall":
        return inner_width - _width(order) - _GAP
    return inner_width * _BARS_SHARE


def _widest_bars(text: str, room: Fraction) -> SizedBars | None:
    if not can_be_bars(text):
        return None
    bars = text_bars(text)
    for dots in _DOTS:
        sized = SizedBars(bars, dots * DOT)
        if sized.width <= room:
            return sized
    return None


def _largest_squares(
    text: str, room: Fraction, quiet_modules: int = 0
) -> SizedSquares | None:
    """The largest squares that have room, with this many white modules on each side."""
    for squares, dots in product(_squares_of(text), _DOTS):
        sized = SizedSquares(squares, dots * DOT)
        if sized.width_with(quiet_modules) <= room:
            return sized
    return None


def _squares_of(text: str) -> Iterator[Squares]:
    """A text as QR codes: one that survives more damage, then a smaller one."""
    for error in ("m", "l"):
        squares = qr_squares(text, error)
        if squares:
            yield squares


def _width(code: SizedBars | SizedSquares | None) -> Fraction:
    """With the quiet zones; 0 where there is no code."""
    return code.width if code else Fraction(0)
