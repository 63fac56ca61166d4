"""Characters that no font has a glyph for: in a PDF they would be empty boxes.

typst itself answers this, so the answer is what is printed. It sets each character alone;
one without a glyph gets the same shape as U+FFFE, which is never a character (Unicode,
chapter 23.7).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from sheetflow.documents.pdf.fonts import find_fonts

if TYPE_CHECKING:
    from pathlib import Path

_KNOWN_RANGES = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x2066, 0x206A))
_KNOWN_SIGNS = frozenset("\t\n\r–—‘’‚“”„†•…‹›€™−⁄")
KNOWN = _KNOWN_SIGNS.union(*(map(chr, codes) for codes in _KNOWN_RANGES))
"""Characters that the fonts of sheetflow[pdf] have (a test checks this). A text without
others needs no answer from typst."""

_NOT_A_CHARACTER = "\ufffe"
_SHAPE = re.compile(r'<use xlink:href="#(\w+)"')
_PAGES = b"""#let data = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 0pt)
#set text(font: data.fonts, fallback: false)
#data.characters.map(character => text(character)).join(pagebreak())
"""


def missing_glyphs(text: str, families: Sequence[str], own_fonts: Path | None) -> str:
    """The characters of a text that none of these font families has, sorted.

    `own_fonts` is the folder of the seller's own fonts.
    """
    unknown = frozenset(text) - KNOWN
    if not unknown:
        return ""
    return "".join(sorted(without_glyph(unknown, tuple(families), own_fonts)))


def with_code_point(character: str) -> str:
    """A character as messages show it: `ሱ (U+1231)`."""
    return f"{character} (U+{ord(character):04X})"


@lru_cache(maxsize=16)
def without_glyph(
    characters: frozenset[str], families: tuple[str, ...], own_fonts: Path | None
) -> frozenset[str]:
    """The characters for which typst finds no glyph in these families."""
    ordered = sorted(characters)
    box, *shapes = _shapes_of([_NOT_A_CHARACTER, *ordered], families, own_fonts)
    pairs = zip(ordered, shapes, strict=True)
    return frozenset(character for character, shape in pairs if box & shape)


def _shapes_of(
    characters: Sequence[str], families: Sequence[str], own_fonts: Path | None
) -> list[frozenset[str]]:
    """The names of the shapes with which typst draws each character."""
    data = {"fonts": families, "characters": characters}
    pages = _svg_pages(data, own_fonts)
    assert len(pages) == len(characters)
    return [frozenset(_SHAPE.findall(page.decode())) for page in pages]


def _svg_pages(data: Mapping[str, object], own_fonts: Path | None) -> list[bytes]:
    """One page for each of the characters in `data`."""
    import typst

    compiler = typst.Compiler(
        _PAGES,
        font_paths=find_fonts(own_fonts),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    pages = compiler.compile(format="svg")
    assert isinstance(pages, list)
    return pages
