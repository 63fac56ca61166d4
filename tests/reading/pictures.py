"""Small pictures, as files hold them."""

from __future__ import annotations

import io

from PIL import Image


def picture(
    kind: str = "PNG", colour: str = "#7A1F2B", size: tuple[int, int] = (60, 30)
) -> bytes:
    """A rectangle of one colour, as PNG, JPEG, GIF or BMP."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind)
    return target.getvalue()
