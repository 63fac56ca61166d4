"""Whether a part is XML that may be parsed: its encoding, no DTD, well-formed, not nested without end.

Small parts are parsed whole by expat. Of a big sheet or string table it gets all but the rows, for which it
would need half as long as the reading itself: there python-calamine tells, and nothing recurses.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from typing import NamedTuple
from xml.parsers import expat

from sheetflow.workbook.archive.parts import parse
from sheetflow.workbook.archive.xml_part import as_utf8
from sheetflow.workbook.refusal import REPAIR, RESAVE, RefusedError, shown

BIG = 256 << 10
DEEPEST = 256

_DECLARED = re.compile(
    rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)"""
)
_ENCODINGS = {
    "utf-8",
    "utf8",
    "utf-16",
    "us-ascii",
    "ascii",
    "iso-8859-1",
    "latin-1",
    "windows-1252",
}
_ITEM = re.compile(rb"<(?:[\w.\-]+:)?(?:row|si)[\s/>]")
_CLOSING = re.compile(rb"</(?:[\w.\-]+:)?(?:sheetData|sst)\s*>")
_SMALL_BLOCK, _BLOCK = 4 << 10, 64 << 10
_PROLOGUE = len("\ufeff".encode()) + 1  # where the XML declaration itself may begin


def plain_xml(part: str, data: bytes) -> bytes:
    """The part in UTF-8. Raises RefusedError for an encoding unknown or not kept to."""
    declared = _DECLARED.match(data)
    if declared and declared[1].decode("latin-1").lower() not in _ENCODINGS:
        raise RefusedError(
            f"the part {shown(part)} has an encoding that workbooks do not use; {RESAVE}"
        )
    try:
        return as_utf8(data)
    except UnicodeDecodeError:
        raise RefusedError(
            f"the part {shown(part)} does not follow its own encoding; {REPAIR}"
        ) from None


def check_xml(part: str, data: bytes) -> None:
    """Raises RefusedError unless the part is well-formed XML without DTD, at most 256 elements deep."""
    plain = plain_xml(part, data)
    shape = _shape(plain) if len(plain) > BIG else None
    if not shape or shape.declares or not _frame_is_sound(part, plain):
        parse(part, plain, expat.ParserCreate())
    if (shape.deepest if shape else _deepest(plain)) > DEEPEST:
        raise RefusedError(
            f"the part {shown(part)} is nested more than {DEEPEST} elements deep; {RESAVE}"
        )


def _frame_is_sound(part: str, data: bytes) -> bool:
    """Whether all but the rows (the strings) of a big part is well-formed, and those are at least UTF-8."""
    first, last = _ITEM.search(data), _last_closing(data)
    if not first or last < first.start():
        return False
    try:
        parse(part, data[: first.start()] + data[last:], expat.ParserCreate())
        _decode(data)
    except (RefusedError, UnicodeDecodeError):
        return False  # the whole part is parsed next, and expat says where it is wrong
    return True


def _decode(data: bytes) -> None:
    """Raises UnicodeDecodeError where the bytes are not UTF-8. Piece by piece: the text is not wanted."""
    if not data.isascii():
        decoder = getincrementaldecoder("utf-8")()
        for at in range(0, len(data), _BLOCK):
            decoder.decode(data[at : at + _BLOCK])


def _last_closing(data: bytes) -> int:
    at = data.rfind(b"sheetData")
    start = data.rfind(b"</", 0, at if at >= 0 else data.rfind(b"sst"))
    return start if start >= 0 and _CLOSING.match(data, start) else -1


# How deep the elements stand is told at the border of every block, from counts of tags. Comments and a "/>"
# in a text blur it a little: good enough to refuse what no workbook has.


def _deepest(data: bytes) -> int:
    depth = deepest = 0
    for at in range(0, len(data), _SMALL_BLOCK):
        end = at + _SMALL_BLOCK
        depth += data.count(b"<", at, end)
        depth -= 2 * data.count(b"</", at, end + 1) + data.count(b"/>", at, end + 1)
        depth -= data.count(b"<?", at, end + 1) + data.count(b"<!", at, end + 1)
        deepest = max(deepest, depth)
    return deepest


class _Shape(NamedTuple):
    """The depth of a big part, and whether it holds a DTD, a comment, CDATA or an instruction."""

    deepest: int
    declares: bool


def _shape(data: bytes) -> _Shape:
    import numpy as np

    depth = deepest = 0
    declares = False
    whole = np.frombuffer(data, np.uint8)
    for at in range(0, len(whole), _BLOCK):
        here, after = (
            whole[at : at + _BLOCK][: len(whole) - at - 1],
            whole[at + 1 : at + 1 + _BLOCK],
        )
        opening = here == ord("<")
        closing = opening & (after == ord("/"))
        alone = (here == ord("/")) & (after == ord(">"))
        depth += int(
            np.count_nonzero(opening)
            - 2 * np.count_nonzero(closing)
            - np.count_nonzero(alone)
        )
        deepest = max(deepest, depth)
        declared = opening & ((after == ord("!")) | (after == ord("?")))
        declares |= bool(declared[0 if at else _PROLOGUE :].any())
    return _Shape(deepest, declares)
