"""What stands on a label of some size: how it is laid out, and which codes it has room for. Lengths in millimetres.

    tall   one below the other, with the contents: from 120 mm high
    wide   the address beside order and container
    small  the address, order and container, with the order's code: below 30 mm high

Order and container are a Code 128. Where that is too wide, or has no signs for the number (it has only ASCII), a QR
code takes its place; where that has no room either, the label has none. No text is ever altered to make a code of it.

Bars are as wide as whole dots of a label printer (203 to the inch), so that they come out of it sharp. An SSCC has bars
of half a millimetre and 32 mm high at least (GS1 General Specifications, section 5.9, GS1-128 in general distribution:
modules of 0.495 to 0.940 mm); a label without that room bears none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

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
from sheetflow.documents.model import ContainerLabel
from sheetflow.standards.gs1 import is_sscc

DOT = Fraction(254, 2030)
"""A dot of a label printer."""

SSCC_LEAST = 32
SSCC_HEIGHT = SSCC_LEAST + 2 * DOT
"""How high its bars must be, and are: a printer may round them down by a dot."""

SSCC_ROOM = 38
"""Its bars, and its digits below them."""

_SSCC_DOTS = 4
_DOTS = (4, 3, 2)
"""How wide a module of other codes may be, the best first."""

_ORDER_ROOM = {
    "tall": Fraction(16),
    "wide": Fraction("12.5"),
    "small": Fraction("12.5"),
}
"""How high and wide the code of an order may be, without its quiet zone."""

_CONTAINER_ROOM = {"tall": Fraction(15), "wide": Fraction("14.5")}
_CONTAINER_ROOM_ABOVE_SSCC = {"tall": Fraction(15), "wide": Fraction(12)}
"""How high and wide a code of squares may be that stands for bars, with its quiet zone."""

_SMALL, _TALL = 30, 120
_BESIDE_SSCC = 23
"""What the rest of a wide label needs at least."""

_SIDE = Fraction(38)
_MOST_OF_WIDTH = Fraction(55, 100)
_GAP = 3


@dataclass(frozen=True)
class SizedBars:
    """Bars, and how wide a module is."""

    bars: Bars
    module: Fraction


@dataclass(frozen=True)
class SizedSquares:
    """A code of squares, and how wide a module is."""

    squares: Squares
    module: Fraction


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
    """What has room on a label of this size."""
    layout = layout_of(sheet)
    order = _squares(label.container.order, _ORDER_ROOM[layout])
    if layout == "small":
        return LabelContents(layout, Fraction(0), None, order, None)
    inner = sheet.read[0] - 2 * sheet.margin
    room = inner - _width(order) - _GAP if layout == "tall" else inner * _MOST_OF_WIDTH
    sscc = (
        label.container.sscc
        if has_room_for_sscc(sheet) and is_sscc(label.container.sscc)
        else ""
    )
    height = (_CONTAINER_ROOM_ABOVE_SSCC if sscc else _CONTAINER_ROOM)[layout]
    text = f"{label.container.order}-{label.container.number}"
    container = _bars(text, room) or _squares(text, height, QUIET_SQUARES)
    side = max(_SIDE, _width(container))
    return LabelContents(
        layout,
        side,
        container,
        order,
        SizedBars(gs1_sscc(sscc), _SSCC_DOTS * DOT) if sscc else None,
    )


def layout_of(sheet: LabelSheet) -> str:
    """Tall, wide or small."""
    height = sheet.read[1]
    return "small" if height < _SMALL else "tall" if height >= _TALL else "wide"


def has_room_for_sscc(sheet: LabelSheet) -> bool:
    """Whether a label is large enough for an SSCC's bars, with all that must stand beside them."""
    width, height = sheet.read
    wanted = _width(SizedBars(gs1_sscc("0" * 18), _SSCC_DOTS * DOT))
    return width >= wanted and height - 2 * sheet.margin >= SSCC_ROOM + _BESIDE_SSCC


def too_small_note(labels: Sequence[ContainerLabel], sheet: LabelSheet) -> str:
    """What to tell a person whose labels have no room for their SSCCs; "" where all is well."""
    if has_room_for_sscc(sheet) or not any(label.container.sscc for label in labels):
        return ""
    return (
        f"Labels {sheet.name} are too small for an SSCC, whose bars must be {SSCC_LEAST} mm high: they bear none. "
        "Settings' Label format has larger ones."
    )


def _bars(text: str, room: Fraction) -> SizedBars | None:
    """The widest bars that have room."""
    if not can_be_bars(text):
        return None
    bars = text_bars(text)
    sizes = (SizedBars(bars, dots * DOT) for dots in _DOTS)
    return next((sized for sized in sizes if _width(sized) <= room), None)


def _squares(text: str, room: Fraction, quiet: int = 0) -> SizedSquares | None:
    """The largest squares that have room, with so many modules of white around them."""
    made = filter(None, (qr_squares(text, error) for error in ("m", "l")))
    sizes = (SizedSquares(squares, dots * DOT) for squares in made for dots in _DOTS)
    return next(
        (
            sized
            for sized in sizes
            if (sized.squares.modules + 2 * quiet) * sized.module <= room
        ),
        None,
    )


def _width(code: SizedBars | SizedSquares | None) -> Fraction:
    """With the quiet zones; 0 where there is no code."""
    match code:
        case SizedBars(bars, module):
            return (bars.modules + 2 * QUIET_BARS) * module
        case SizedSquares(squares, module):
            return (squares.modules + 2 * QUIET_SQUARES) * module
        case None:
            return Fraction(0)
