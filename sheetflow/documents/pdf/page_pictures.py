"""The pages of a PDF as pictures, to look at before it is printed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from sheetflow.documents.pdf.compiling import require_typst
from sheetflow.errors import SheetflowError

DOTS = 130
"""Dots per inch: sharp on a screen, and less than 100 KB per page."""

MOST_PAGES = 50
"""How many pages of a PDF are shown."""

LAYOUT = """#set page(width: auto, height: auto, margin: 0pt)
#image("document.pdf", page: {page})"""


def page_pictures(pdf: bytes) -> Iterator[bytes]:
    """Each page of a PDF as a PNG, at most MOST_PAGES. Raises SheetflowError where it has none."""
    require_typst()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "document.pdf").write_bytes(pdf)
        for page in count(1):
            picture = _picture(folder, page) if page <= MOST_PAGES else None
            if picture is None:
                return
            yield picture


def _picture(folder: Path, page: int) -> bytes | None:
    """One page; None where there is no such page."""
    import typst

    layout = folder / "page.typ"
    layout.write_text(LAYOUT.format(page=page), encoding="utf-8")
    try:
        picture = typst.compile(layout, root=folder, format="png", ppi=DOTS)
    except typst.TypstError as error:
        if "does not exist" in str(error):
            return None
        raise SheetflowError(f"this PDF cannot be shown: {error}") from error
    assert isinstance(picture, bytes)
    return picture
