"""Pictures for documents: whether a file is one, and as PDFs and workbooks take it (with Pillow)."""

from __future__ import annotations

import warnings
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
"""What a picture may be saved as."""

MOST_PIXELS = 50_000_000
"""The largest picture that is looked at; decoded, it takes some 200 MB."""

LARGEST_SIDE = 1_600
"""The pixels of the longer side on documents: 600 for each inch of a logo's box, and more."""

KEPT_BYTES = 1_000_000
"""A PNG or JPEG of at most this size is used as it is, if nothing else speaks against it."""

KEPT_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
"""The kinds of colours that PDFs for the archive and Excel show: not those of a printing press (CMYK)."""


_UNREADABLE = (OSError, SyntaxError, ValueError, Warning, EOFError)
"""What Pillow raises at a file that is not a picture, or is cut off."""


class NotAPictureError(SheetflowError):
    """The content of a file is not a picture, or part of it is missing."""


@lru_cache(maxsize=4)
def is_picture(content: bytes) -> bool:
    """Whether this is a complete picture, which documents can show."""
    try:
        _decoded(content)
    except NotAPictureError:
        return False
    return True


@lru_cache(maxsize=4)
def for_documents(content: bytes) -> bytes:
    """A picture as PNG or JPEG: in colours of a screen, and no larger than paper needs.

    Raises NotAPictureError.
    """
    image = _decoded(content)
    if _is_used_as_it_is(image, len(content)):
        return content
    converted = image if image.mode in KEPT_MODES else image.convert("RGB")
    if converted.mode == "P":
        converted = converted.convert("RGBA")
    converted.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    target = BytesIO()
    converted.save(target, "PNG")
    return target.getvalue()


def extension_of(picture: bytes) -> str:
    """`png` or `jpg`, of a picture for documents."""
    return "jpg" if picture.startswith(b"\xff\xd8") else "png"


def _is_used_as_it_is(image: Image, size: int) -> bool:
    is_usual = image.format in ("PNG", "JPEG") and image.mode in KEPT_MODES
    return is_usual and size <= KEPT_BYTES and max(image.size) <= LARGEST_SIDE


def _decoded(content: bytes) -> Image:
    """The picture with all its pixels. Raises NotAPictureError."""
    from PIL import Image

    unreadable = (*_UNREADABLE, Image.DecompressionBombError)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(BytesIO(content), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise NotAPictureError("the picture has too many pixels")
            image.load()
    except unreadable as error:
        raise NotAPictureError("not a picture, or part of it is missing") from error
    return image
