"""Whether a part is XML that may be parsed: its encoding, no DTD, well-formed, not nested without end.

Small parts are parsed whole by expat. Of a big sheet or string table expat sees all but the rows, because a third of
the reading time would go into them: within the rows python-calamine says what is malformed, and nothing there recurses.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from sheetflow.workbook.parts import parse
from sheetflow.workbook.refusal import REPAIR, RESAVE, RefusedError, shown
from sheetflow.workbook.xml import as_utf8

BIG = 1 << 20
DEEPEST = 256

_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252"}
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_ITEM = re.compile(rb"<(?:[\w.\-]+:)?(?:row|si)[\s/>]")
_CLOSING = re.compile(rb"</(?:[\w.\-]+:)?(?:sheetData|sst)\s*>")
_BLOCK = 4096
_CHUNK = 64 * _BLOCK


def plain_xml(part: str, data: bytes) -> bytes:
    """The part in UTF-8. Raises RefusedError for an encoding that workbooks do not use, or that the bytes do not follow."""
    declared = _DECLARED.match(data)
    if declared and declared[1].decode("latin-1").lower() not in _ENCODINGS:
        raise RefusedError(f"the part {shown(part)} has an encoding that workbooks do not use; {RESAVE}")
    try:
        return as_utf8(data)
    except UnicodeDecodeError:
        raise RefusedError(f"the part {shown(part)} does not follow its own encoding; {REPAIR}") from None


def check_xml(part: str, data: bytes) -> None:
    """Raises RefusedError unless the part is well-formed XML without DTD, at most 256 elements deep."""
    plain = plain_xml(part, data)
    if len(plain) <= BIG or not _frame_is_sound(part, plain):
        parse(part, plain, expat.ParserCreate())
    if _deepest(plain) > DEEPEST:
        raise RefusedError(f"the part {shown(part)} is nested more than {DEEPEST} elements deep; {RESAVE}")


def _frame_is_sound(part: str, data: bytes) -> bool:
    """Whether all but the rows (the strings) of a big part is sound, and no declaration hides among them."""
    first, last = _ITEM.search(data), _last_closing(data)
    if not first or last < first.start() or _DECLARATION.search(data):
        return False
    try:
        parse(part, data[: first.start()] + data[last:], expat.ParserCreate())
        data[first.start() : last].decode()
    except (RefusedError, UnicodeDecodeError):
        return False  # the whole part is parsed next, and says where it is wrong
    return True


def _last_closing(data: bytes) -> int:
    at = max(data.rfind(b"sheetData"), data.rfind(b"sst"))
    start = data.rfind(b"</", 0, max(at, 0))
    return start if start >= 0 and _CLOSING.match(data, start) else -1


def _deepest(data: bytes) -> int:
    """How deep the elements stand at the border of any block, without regard to comments: a bound good enough to refuse."""
    return _deepest_big(data) if len(data) > BIG else _deepest_small(data)


def _deepest_small(data: bytes) -> int:
    depth = deepest = 0
    for at in range(0, len(data), _BLOCK):
        end = at + _BLOCK
        depth += data.count(b"<", at, end)
        depth -= 2 * data.count(b"</", at, end + 1) + data.count(b"/>", at, end + 1)
        depth -= data.count(b"<?", at, end + 1) + data.count(b"<!", at, end + 1)
        deepest = max(deepest, depth)
    return deepest


def _deepest_big(data: bytes) -> int:
    import numpy as np

    depth = deepest = 0
    whole = np.frombuffer(data, np.uint8)
    for at in range(0, len(whole) - _CHUNK, _CHUNK):
        here, after = whole[at : at + _CHUNK], whole[at + 1 : at + 1 + _CHUNK]
        opening, slash = here == ord("<"), after == ord("/")
        steps = opening.reshape(-1, _BLOCK).sum(axis=1, dtype=np.int64)
        steps -= 2 * (opening & slash).reshape(-1, _BLOCK).sum(axis=1, dtype=np.int64)
        steps -= ((here == ord("/")) & (after == ord(">"))).reshape(-1, _BLOCK).sum(axis=1, dtype=np.int64)
        depths = depth + np.cumsum(steps)
        depth, deepest = int(depths[-1]), max(deepest, int(depths.max()))
    return deepest
