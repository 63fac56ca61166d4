"""Container labels in ZPL II, for thermal printers that need no driver: Zebra's and those that speak its language.

Source: ZPL II Programming Guide (Zebra, P1099958): ^A0 text, ^BC Code 128, ^BQ QR code, ^FB lines, ^FH hexadecimal.
In the data of a Code 128, `>` begins a command and is written as `>0`.
A printer's own font has Latin, Greek and Cyrillic letters; labels in other scripts are printed from the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sheetflow.documents.barcodes import can_be_bars
from sheetflow.documents.labels.label_formats import LabelSheet
from sheetflow.documents.labels.label_layout import DOT
from sheetflow.documents.model import ContainerLabel, Content, Party

LINE = 28
"""The height of a line of contents in dots."""

MARGIN = 30
SSCC_BARS = 256
"""The bars of an SSCC: 32 mm high at 203 dots an inch."""

_WIDTH = 740
"""How wide a line of text may be, in dots."""

_LETTER = Fraction(3, 5)
"""How wide a letter of the printer's font is at most, on average, as a part of its height."""

_SMALLEST = 12
_NAME = 44
_TWO_LINES = 32
"""The height of a name that takes two lines."""

_CONSIGNEE_TOP = 75
_CONSIGNEE_END = 330
_ADDRESS_PITCH = 34
_GAP = 4
"""What is white between two lines of an address, in dots."""

_SSCC_HEIGHT = SSCC_BARS + 40
_HEAD = 560
_CONTINUED_HEAD = 150


def label_zpl(
    label: ContainerLabel, sheet: LabelSheet, sender: str, facts: Sequence[str]
) -> Iterator[str]:
    """The labels of a container, as many as its contents need; `facts` are what a label says besides."""
    size = [int(side / DOT) for side in sheet.read]
    for number, contents in enumerate(_pieces(label, size[1]), 1):
        is_first = number == 1
        head = _first(label, sender, facts) if is_first else _continued(label, number)
        top = _top(label, is_first=is_first)
        lines = [
            _content(content, top + at * LINE) for at, content in enumerate(contents)
        ]
        yield _label(size, [*head, *lines])


def _label(size: Sequence[int], fields: Sequence[str]) -> str:
    """A label of this size in dots, in UTF-8."""
    width, height = size
    return "\n".join([f"^XA^CI28^PW{width}^LL{height}", *fields, "^XZ"])


def _pieces(label: ContainerLabel, height: int) -> list[Sequence[Content]]:
    """The contents of each label."""
    contents = label.contents
    first = _lines_below(_top(label, is_first=True), height)
    further = max(_lines_below(_CONTINUED_HEAD, height), 1)
    rest = contents[first:]
    pieces = [rest[at : at + further] for at in range(0, len(rest), further)]
    return [contents[:first], *pieces]


def _lines_below(top: int, height: int) -> int:
    return max((height - MARGIN - top) // LINE, 0)


def _top(label: ContainerLabel, *, is_first: bool) -> int:
    """Where the contents begin."""
    if not is_first:
        return _CONTINUED_HEAD
    return _HEAD + (_SSCC_HEIGHT if label.container.sscc else 0)


def _first(label: ContainerLabel, sender: str, facts: Sequence[str]) -> Iterator[str]:
    """Sender, receiver, how it travels, order and container with their codes, and the SSCC."""
    container = label.container
    yield _text(MARGIN, 22, sender)
    yield f"^FO{MARGIN},60^GB740,2,2^FS"
    yield from _consignee(container.consignee)
    carrier = " ".join(filter(None, (container.carrier, container.service)))
    yield _text(335, 26, "  ".join(filter(None, (carrier, container.tracking))))
    yield _text(370, 40, f"{container.order}   {container.position}/{container.count}")
    yield _text(415, 22, "  ".join(facts))
    yield from _order_codes(f"{container.order}-{container.number}", container.order)
    if container.sscc:
        yield _field(80, _HEAD, f"^BY4^BCN,{SSCC_BARS},N,N,N^FD>;>800{container.sscc}")
        yield _text(_HEAD + SSCC_BARS + 8, 26, f"SSCC (00) {container.sscc}")


def _consignee(consignee: Party) -> Iterator[str]:
    """The receiver: the name, and every line of the address, the smaller the more there are."""
    is_long = _fitting(consignee.name, _NAME) < _NAME
    size = _fitting(consignee.name, _TWO_LINES, 2) if is_long else _NAME
    count = 2 if is_long else 1
    yield _text(_CONSIGNEE_TOP, size, consignee.name, count)
    top = _CONSIGNEE_TOP + count * size + 6
    lines = (*consignee.contact_lines, *consignee.address)
    pitch = min((_CONSIGNEE_END - top) // max(len(lines), 1), _ADDRESS_PITCH)
    most = max(pitch - _GAP, _SMALLEST)
    for at, line in enumerate(lines):
        yield _text(top + at * pitch, _fitting(line, most), line)


def _fitting(text: str, size: int, lines: int = 1) -> int:
    """The height of the letters, at most `size`, with which a text fits into so many lines."""
    width = len(text) * _LETTER
    fits = int(_WIDTH * lines / width) if text else size
    return min(size, max(fits, _SMALLEST))


def _order_codes(container: str, order: str) -> Iterator[str]:
    """The codes of a container and of its order; bars where its number can be written in them."""
    if can_be_bars(container):
        yield _field(MARGIN, 445, f"^BY2^BCN,80,N,N,N^FH^FD{_bars(container)}")
    yield _field(650, 350, f"^BQN,2,4^FH^FDMA,{_escaped(order)}")


def _continued(label: ContainerLabel, number: int) -> Iterator[str]:
    """What a further label says besides the rest of the contents."""
    container = label.container
    position = f"{container.position}/{container.count}"
    yield _text(MARGIN, 40, f"{container.order}   {position}   ({number})")
    yield _text(80, 26, container.consignee.name)
    yield f"^FO{MARGIN},120^GB740,2,2^FS"


def _content(content: Content, top: int) -> str:
    """A line of contents."""
    quantity = f"{content.quantity.normalize():f}"
    return _text(top, 24, f"{quantity} x {content.sku}  {content.description}")


def _text(top: int, size: int, text: str, lines: int = 1) -> str:
    """A text across the label, on so many lines."""
    words = _escaped(" ".join(text.split()))
    block = f"^A0N,{size},{size}^FB{_WIDTH},{lines}"
    return _field(MARGIN, top, f"{block}^FH^FD{words}")


def _field(left: int, top: int, content: str) -> str:
    return f"^FO{left},{top}{content}^FS"


_ESCAPES = {"_": "_5F", "^": "_5E", "~": "_7E"}


def _escaped(text: str) -> str:
    """A text without what ZPL takes for a command."""
    return "".join(_ESCAPES.get(character, character) for character in text)


def _bars(text: str) -> str:
    """A text as the data of a Code 128."""
    return _escaped(text).replace(">", ">0")
