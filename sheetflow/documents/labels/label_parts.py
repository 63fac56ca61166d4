"""What of a container's contents each of its labels has: what does not fit on the first runs on to the next.

Lengths are in millimetres; they are those of label.typ, which draws what is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sheetflow.documents.labels.label_formats import LabelSheet
from sheetflow.documents.labels.label_layout import LabelContents, label_contents
from sheetflow.documents.model import ContainerLabel, Content

LINE = Fraction("3.6")
"""The height of a line of contents."""

HEADING = Fraction("3.4")
"""The height of the word Contents above them."""

CONTINUED = {"tall": Fraction(16), "wide": Fraction(12), "small": Fraction("7.4")}
"""What a label takes that only continues, before its first line: order, container and receiver."""

_SSCC = Fraction("36.5")
_TALL_GAP = Fraction("1.6")
_WIDE_WITHOUT = Fraction(41)
_WIDE_FROM = 60


@dataclass(frozen=True)
class LabelPart:
    """One label of a container: the `number`-th of `count`, and what it says is inside."""

    label: ContainerLabel
    layout: LabelContents
    contents: Sequence[Content]
    number: int
    count: int

    @property
    def is_first(self) -> bool:
        """Whether it has the address and the codes."""
        return self.number == 1


def label_parts(
    labels: Sequence[ContainerLabel], sheet: LabelSheet
) -> Iterator[LabelPart]:
    """The labels of these containers, as many of each as its contents need."""
    for label in labels:
        layout = label_contents(label, sheet)
        pieces = _pieces(label, layout, sheet)
        for number, contents in enumerate(pieces, 1):
            yield LabelPart(label, layout, contents, number, len(pieces))


def _pieces(
    label: ContainerLabel, layout: LabelContents, sheet: LabelSheet
) -> list[Sequence[Content]]:
    """The contents of each label."""
    first = _lines_in(_room(label, layout, sheet) - HEADING)
    further = max(_lines_in(_height(sheet) - CONTINUED[layout.layout]), 1)
    return split(label.contents, first, further)


def split(
    contents: Sequence[Content], first: int, further: int
) -> list[Sequence[Content]]:
    """Contents in pieces: `first` lines at most, then `further` lines each."""
    rest = contents[first:]
    pieces = [rest[at : at + further] for at in range(0, len(rest), further)]
    return [contents[:first], *pieces]


def _lines_in(height: Fraction) -> int:
    return max(int(height // LINE), 0)


def _height(sheet: LabelSheet) -> Fraction:
    return sheet.read[1] - 2 * sheet.margin


def _room(label: ContainerLabel, layout: LabelContents, sheet: LabelSheet) -> Fraction:
    """The height that a container's first label has for its contents."""
    height = _height(sheet)
    match layout.layout:
        case "tall":
            return _room_on_tall(label, layout, height)
        case "wide" if layout.sscc is None and height >= _WIDE_FROM:
            return height - _WIDE_WITHOUT
        case _:
            return Fraction(0)


def _room_on_tall(
    label: ContainerLabel, layout: LabelContents, height: Fraction
) -> Fraction:
    """What sender, receiver, carrier, order and an SSCC leave free, each with a rule and a gap below."""
    airy = layout.sscc is None
    parts = [
        Fraction("6.4"),
        Fraction(40) if airy else Fraction(28 if height > 140 else 25),
        Fraction("36.4") if airy else Fraction("30.4"),
    ]
    if label.container.carrier or label.container.service or label.container.tracking:
        parts.append(Fraction(8))
    rest = height - sum(parts) - 2 * len(parts) * _TALL_GAP
    return rest if airy else rest - _SSCC - 2 * _TALL_GAP
