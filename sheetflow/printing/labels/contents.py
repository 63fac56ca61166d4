"""What stands on a label of some size: how it is laid out, and which codes it has room for. Lengths in millimetres.

    tall   one below the other, with the contents: from 120 mm high
    wide   the address beside order and container
    small  the address, order and container: below 30 mm high

Bars are as wide as whole dots of a label printer (203 to the inch), so that they come out of it sharp. An SSCC has bars
of half a millimetre and 32 mm high at least (GS1 General Specifications, section 5.9, GS1-128 in general distribution:
modules of 0.495 to 0.940 mm); a label without that room bears none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sheetflow.gs1 import is_sscc
from sheetflow.printing.barcodes import (
    QUIET_BARS,
    QUIET_SQUARES,
    Bars,
    Squares,
    can_be_bars,
    gs1_sscc,
    qr_squares,
    text_bars,
)
from sheetflow.printing.labels.sheets import LabelSheet
from sheetflow.printing.model import ContainerLabel

DOT = Fraction(254, 2030)
"""A dot of a label printer."""

SSCC_HEIGHT = 32
SSCC_ROOM = 38
"""Its bars, and its digits below them."""

_SSCC_DOTS = 4
_DOTS = (4, 3, 2)
"""How wide a module of other codes may be, the best first."""

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
    container: SizedBars | None
    order: SizedSquares | None
    sscc: SizedBars | None


def label_contents(label: ContainerLabel, sheet: LabelSheet) -> LabelContents:
    """What has room on a label of this size."""
    layout = layout_of(sheet)
    if layout == "small":
        return LabelContents(layout, Fraction(0), None, None, None)
    inner = sheet.read[0] - 2 * sheet.margin
    order = _order_code(label.container.order, layout)
    beside = (order.squares.modules + 2 * QUIET_SQUARES) * order.module
    room = inner - beside - _GAP if layout == "tall" else inner * _MOST_OF_WIDTH
    container = _container_code(f"{label.container.order}-{label.container.number}", room)
    side = max(_SIDE, _width(container) if container else Fraction(0))
    sscc = label.container.sscc if has_room_for_sscc(sheet) and is_sscc(label.container.sscc) else ""
    return LabelContents(layout, side, container, order, SizedBars(gs1_sscc(sscc), _SSCC_DOTS * DOT) if sscc else None)


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
        f"Labels {sheet.name} are too small for an SSCC, whose bars must be {SSCC_HEIGHT} mm high: they bear none. "
        "Settings' Label format has larger ones."
    )


def _order_code(order: str, layout: str) -> SizedSquares:
    squares = qr_squares(order)
    dots = 4 if layout == "tall" or squares.modules <= 21 else 3
    return SizedSquares(squares, dots * DOT)


def _container_code(text: str, room: Fraction) -> SizedBars | None:
    if not can_be_bars(text):
        return None
    bars = text_bars(text)
    sizes = (SizedBars(bars, dots * DOT) for dots in _DOTS)
    return next((sized for sized in sizes if _width(sized) <= room), None)


def _width(code: SizedBars) -> Fraction:
    """With the quiet zones."""
    return (code.bars.modules + 2 * QUIET_BARS) * code.module
