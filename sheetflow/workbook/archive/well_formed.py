"""Whether a part is XML that may be parsed.

Its encoding is known, it has no DTD, it is well-formed and not nested without end.

Small parts are parsed whole by expat. Of a big sheet or string table expat gets all
but the rows, which would take it half as long as reading them does: there
python-calamine finds what is wrong, and nothing recurses.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from sheetflow.workbook.archive.xml_elements import parse
from sheetflow.workbook.archive.xml_text import as_utf8
from sheetflow.workbook.refusal import REPAIR, RESAVE, RefusedError, printable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

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
_ROW_OR_STRING = re.compile(rb"<(?:[\w.\-]+:)?(?:row|si)[\s/>]")
_CLOSING = re.compile(rb"</(?:[\w.\-]+:)?(?:sheetData|sst)\s*>")
_SMALL_BLOCK = 4 << 10
_BLOCK = 64 << 10
_PROLOGUE = len("\ufeff".encode()) + 1  # where the XML declaration itself may begin


def plain_xml(part: str, data: bytes) -> bytes:
    """The part in UTF-8. Raises RefusedError for an unknown encoding or a wrong one."""
    _check_encoding(part, data)
    try:
        return as_utf8(data)
    except UnicodeDecodeError:
        problem = "does not match the encoding that it declares"
        raise RefusedError(f"the part {printable(part)} {problem}; {REPAIR}") from None


def _check_encoding(part: str, data: bytes) -> None:
    """Raises RefusedError for an encoding that we do not know."""
    if _has_unknown_encoding(data):
        problem = "has an encoding that workbooks do not use"
        raise RefusedError(f"the part {printable(part)} {problem}; {RESAVE}")


def _has_unknown_encoding(data: bytes) -> bool:
    declared = _DECLARED.match(data)
    if not declared:
        return False
    return declared[1].decode("latin-1").lower() not in _ENCODINGS


def check_xml(part: str, data: bytes, rows: tuple[int, int] | None = None) -> None:
    """Raises RefusedError for a part that must not be parsed.

    It must be well-formed XML without a DTD, at most 256 elements deep. `rows` are the
    bytes [start, end) of a big sheet's rows that are known to be well-formed.
    """
    plain = plain_xml(part, data)
    depth = _checked_depth(part, plain, rows if plain is data else None)
    if depth > DEEPEST:
        problem = f"is nested more than {DEEPEST} elements deep"
        raise RefusedError(f"the part {printable(part)} {problem}; {RESAVE}")


def _checked_depth(part: str, plain: bytes, rows: tuple[int, int] | None) -> int:
    """How deep a part is nested. Raises RefusedError for XML that is not well-formed."""
    if len(plain) > BIG:
        return _check_big(part, plain, rows)
    parse(part, plain, expat.ParserCreate())
    return _deepest(plain)


def _check_big(part: str, data: bytes, rows: tuple[int, int] | None) -> int:
    """How deep a big part is nested. Raises RefusedError where it is not well-formed."""
    shape = _shape(data[: rows[0]] + data[rows[1] :] if rows else data)
    if shape.declares or not _frame_is_sound(part, data):
        parse(part, data, expat.ParserCreate())
    return shape.deepest


def _frame_is_sound(part: str, data: bytes) -> bool:
    """Whether a big part is well-formed but for its rows or strings, and all UTF-8."""
    first = _ROW_OR_STRING.search(data)
    last = _last_closing(data)
    if not first or last < first.start():
        return False
    frame = data[: first.start()] + data[last:]
    try:
        parse(part, frame, expat.ParserCreate())
        _decode(data)
    except (RefusedError, UnicodeDecodeError):
        return False  # the whole part is parsed next, and expat says where it is wrong
    return True


def _decode(data: bytes) -> None:
    """Raises UnicodeDecodeError for bytes that are not UTF-8.

    Block by block, since nobody needs the text.
    """
    if data.isascii():
        return
    decoder = getincrementaldecoder("utf-8")()
    for start in range(0, len(data), _BLOCK):
        decoder.decode(data[start : start + _BLOCK])


def _last_closing(data: bytes) -> int:
    """Where the end tag of the rows (strings) begins, -1 if there is none."""
    name = data.rfind(b"sheetData")
    if name < 0:
        name = data.rfind(b"sst")
    start = data.rfind(b"</", 0, name)
    return start if start >= 0 and _CLOSING.match(data, start) else -1


# The depth is known at the end of every block, from counts of tags. Comments and a "/>"
# in a text blur it a little: good enough to refuse what no workbook has.


def _deepest(data: bytes) -> int:
    if not data:
        return 0
    import numpy as np

    changes = _depth_changes(np.frombuffer(data, np.uint8))
    blocks = np.add.reduceat(changes, range(0, len(data), _SMALL_BLOCK), dtype=np.int64)
    return max(0, int(blocks.cumsum().max()))


def _depth_changes(whole: Bytes) -> NDArray[np.int8]:
    """How much deeper the elements are behind each byte."""
    import numpy as np

    opening = whole == ord("<")
    changes: NDArray[np.int8] = opening.astype(np.int8)
    here = opening[:-1]
    after = whole[1:]
    changes[:-1] -= here & ((after == ord("?")) | (after == ord("!")))
    changes[:-1] -= 2 * (here & (after == ord("/"))).astype(np.int8)
    changes[:-1] -= (whole[:-1] == ord("/")) & (after == ord(">"))
    return changes


class _Shape(NamedTuple):
    """The depth of a big part, and whether it has more than tags and text.

    That is a DTD, a comment, CDATA or a processing instruction.
    """

    deepest: int
    declares: bool


def _shape(data: bytes) -> _Shape:
    import numpy as np

    depth = 0
    deepest = 0
    declares = False
    whole = np.frombuffer(data, np.uint8)
    for start in range(0, len(whole), _BLOCK):
        here = whole[start : start + _BLOCK][: len(whole) - start - 1]
        after = whole[start + 1 : start + 1 + _BLOCK]
        opening = here == ord("<")
        depth += _depth_change(opening, here, after)
        deepest = max(deepest, depth)
        prologue = 0 if start else _PROLOGUE
        declares |= _declares(opening[prologue:], after[prologue:])
    return _Shape(deepest, declares)


def _depth_change(opening: Mask, here: Bytes, after: Bytes) -> int:
    """How much deeper the elements are at the end of these bytes than before them.

    `opening` marks each `<`; `after` are the bytes one further on.
    """
    import numpy as np

    closing = opening & (after == ord("/"))
    empty = (here == ord("/")) & (after == ord(">"))
    return int(
        np.count_nonzero(opening)
        - 2 * np.count_nonzero(closing)
        - np.count_nonzero(empty)
    )


def _declares(opening: Mask, after: Bytes) -> bool:
    """Whether any `<` is followed by `!` or `?`."""
    marks = (after == ord("!")) | (after == ord("?"))
    return bool((opening & marks).any())
