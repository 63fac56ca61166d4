"""What a picture file really is, told from its content: only what is whole can be put on paper.

Sources: PNG, ISO/IEC 15948; JPEG, ITU-T T.81 annex B; GIF89a; BMP, the header that Windows documents.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["png", "jpg", "gif", "bmp", ""]

SHORTEST = 44
"""What is shorter is no picture to any reader."""

_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND"
_SCAN, _SIZES = 0xDA, frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The segments of a JPEG: where its pixels begin, and those that hold its size."""


def picture_kind(content: bytes) -> Kind:
    """What picture this is, by its first bytes, "" where it is none, has no size, or is cut off."""
    for beginning, kind, is_whole in _KINDS:
        if content.startswith(beginning) and len(content) >= SHORTEST:
            try:
                return kind if is_whole(content) else ""
            except (struct.error, IndexError):
                return ""
    return ""


def _is_png(content: bytes) -> bool:
    """Every chunk has the sum that it says, up to the last."""
    at, size = len(_PNG), (0, 0)
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        body = content[at + 4 : at + 8 + length]
        if zlib.crc32(body) != struct.unpack_from(">I", content, at + 8 + length)[0]:
            return False
        if name == b"IHDR":
            size = struct.unpack_from(">II", body, 4)
        if name == _PNG_END:
            return all(size)
        at += 12 + length


def _is_jpeg(content: bytes) -> bool:
    """Segment after segment up to the pixels, and an end."""
    at, size = 2, (0, 0)
    while True:
        start, marker, length = struct.unpack_from(">BBH", content, at)
        if start != 0xFF or length < 2:
            return False
        if marker in _SIZES:
            size = struct.unpack_from(">HH", content, at + 5)
        if marker == _SCAN:
            return all(size) and b"\xff\xd9" in content[at:]
        at += 2 + length


def _is_gif(content: bytes) -> bool:
    return all(struct.unpack_from("<HH", content, 6)) and content.rstrip(
        b"\0"
    ).endswith(b";")


def _is_bmp(content: bytes) -> bool:
    length, _, _, width, height = struct.unpack_from("<IIIxxxxii", content, 2)
    return bool(width > 0 and height and len(content) >= length)


_KINDS: tuple[tuple[bytes, Kind, Callable[[bytes], bool]], ...] = (
    (_PNG, "png", _is_png),
    (b"\xff\xd8\xff", "jpg", _is_jpeg),
    (b"GIF87a", "gif", _is_gif),
    (b"GIF89a", "gif", _is_gif),
    (b"BM", "bmp", _is_bmp),
)
