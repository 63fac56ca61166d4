"""The kind of a picture file, found in its content.

Only a picture that is complete can go on a document. Sources: PNG, ISO/IEC 15948; JPEG,
ITU-T T.81 annex B; GIF89a; BMP, the header that Windows documents.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["png", "jpg", "gif", "bmp", ""]

SHORTEST = 44
"""The fewest bytes that any program reads as a picture."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_LAST_CHUNK = b"IEND"

_JPEG = b"\xff\xd8\xff"
_JPEG_END = b"\xff\xd9"
_JPEG_PIXELS = 0xDA
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The segments of a JPEG: where its pixels begin, and those that have its size."""


def picture_kind(content: bytes) -> Kind:
    """The kind of a picture; "" where it is not a picture, has no size, or is cut off."""
    if len(content) < SHORTEST:
        return ""
    for beginning, kind, is_complete in _KINDS:
        if content.startswith(beginning):
            return kind if _holds(is_complete, content) else ""
    return ""


def _holds(is_complete: Callable[[bytes], bool], content: bytes) -> bool:
    """Whether a picture is complete; one that ends too early is not."""
    try:
        return is_complete(content)
    except (struct.error, IndexError):
        return False


def _is_png(content: bytes) -> bool:
    """Whether every chunk has the checksum that it states, up to the last."""
    at = len(_PNG)
    size = (0, 0)
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 8 + length
        [checksum] = struct.unpack_from(">I", content, end)
        if zlib.crc32(content[at + 4 : end]) != checksum:
            return False
        if name == b"IHDR":
            size = struct.unpack_from(">II", content, at + 8)
        if name == _PNG_LAST_CHUNK:
            return all(size)
        at = end + 4


def _is_jpeg(content: bytes) -> bool:
    """Whether segment follows segment up to the pixels, and there is an end."""
    at = 2
    size = (0, 0)
    while True:
        start, marker, length = struct.unpack_from(">BBH", content, at)
        if start != 0xFF or length < 2:
            return False
        if marker in _JPEG_SIZES:
            size = struct.unpack_from(">HH", content, at + 5)
        if marker == _JPEG_PIXELS:
            return all(size) and _JPEG_END in content[at:]
        at += 2 + length


def _is_gif(content: bytes) -> bool:
    size = struct.unpack_from("<HH", content, 6)
    return all(size) and content.rstrip(b"\0").endswith(b";")


def _is_bmp(content: bytes) -> bool:
    length, _, _, width, height = struct.unpack_from("<IIIxxxxii", content, 2)
    has_size = width > 0 and height != 0
    return bool(has_size and len(content) >= length)


_KINDS: tuple[tuple[bytes, Kind, Callable[[bytes], bool]], ...] = (
    (_PNG, "png", _is_png),
    (_JPEG, "jpg", _is_jpeg),
    (b"GIF87a", "gif", _is_gif),
    (b"GIF89a", "gif", _is_gif),
    (b"BM", "bmp", _is_bmp),
)
"""How each kind begins, and whether one is complete."""
