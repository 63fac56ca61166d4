"""Letters that no font has: they would come out as empty boxes.

typst itself is asked, so that the answer is what is printed: each letter is set alone, and one that has no shape of its
own comes out in the shape of U+FFFE, which is no letter at all (Unicode, chapter 23.7).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from sheetflow.documents.pdf.fonts import find_fonts

if TYPE_CHECKING:
    from pathlib import Path

_SPANS = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x2066, 0x206A))
KNOWN = frozenset("\t\n\r–—‘’‚“”„†•…‹›€™−⁄") | {
    chr(code) for span in _SPANS for code in span
}
"""Letters that the fonts of sheetflow[pdf] have (a test asks them): where there are no others, nothing is asked."""

_NO_LETTER = "\ufffe"
_SHAPE = re.compile(r'<use xlink:href="#(\w+)"')
_PAGES = b"""#let data = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 0pt)
#set text(font: data.fonts, fallback: false)
#data.letters.map(letter => text(letter)).join(pagebreak())
"""


def without_shape(text: str, families: Sequence[str], own: Path | None) -> str:
    """The letters of a text that none of these families of fonts has, in order; `own` is one's own folder of fonts."""
    unknown = frozenset(text) - KNOWN
    return (
        "".join(sorted(_without_shape(unknown, tuple(families), own)))
        if unknown
        else ""
    )


@lru_cache(maxsize=16)
def _without_shape(
    letters: frozenset[str], families: tuple[str, ...], own: Path | None
) -> frozenset[str]:
    import typst

    asked = [_NO_LETTER, *sorted(letters)]
    data = json.dumps({"fonts": families, "letters": asked})
    compiler = typst.Compiler(
        _PAGES,
        font_paths=find_fonts(own),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )
    pages = compiler.compile(format="svg")
    assert isinstance(pages, list)
    assert len(pages) == len(asked)
    box, *shapes = [frozenset(_SHAPE.findall(page.decode())) for page in pages]
    return frozenset(
        letter for letter, shape in zip(asked[1:], shapes, strict=True) if box & shape
    )
