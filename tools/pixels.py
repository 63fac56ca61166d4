"""Pictures as arrays: read as pdftoppm writes them, and written as PNG."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


def read_ppm(data: bytes) -> Pixels:
    """The pixels of a portable pixmap (P6, as pdftoppm writes it): height × width × 3."""
    width, height = map(int, data.split(maxsplit=3)[1:3])
    return np.frombuffer(data[-width * height * 3 :], dtype=np.uint8).reshape(
        height, width, 3
    )


def png(pixels: Pixels) -> bytes:
    """Pixels as a PNG (ISO/IEC 15948): 8 bits a colour, every line stored as it is."""
    height, width, _ = pixels.shape
    lines = np.hstack(
        [np.zeros((height, 1), dtype=np.uint8), pixels.reshape(height, width * 3)]
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body))
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
