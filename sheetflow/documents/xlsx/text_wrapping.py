"""Breaks text into lines of a given width. Widths are in ems, as text_width measures them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sheetflow.documents.xlsx.text_width import width_of

_BREAKABLE = re.compile(r".+[-/_–]")
"""A piece of a word up to the last character after which it may be broken."""


def wrap(text: str, width: float) -> list[str]:
    """Text in lines of at most `width` ems: broken at spaces, and within a word only if it alone is too long."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += _wrap_paragraph(paragraph, width)
    return lines or [""]


def shortened(text: str, width: float, count: int = 1) -> list[str]:
    """Text in at most `count` lines; where more is left out, it ends in `…`."""
    lines = wrap(text, width)
    if len(lines) <= count:
        return lines
    last = _with_ellipsis(lines[count - 1], width)
    return [*lines[: count - 1], last]


def _with_ellipsis(line: str, width: float) -> str:
    kept = wrap(line, width - width_of(" …"))[0]
    return f"{kept} …"


def fold(lines: Sequence[str], width: float, count: int) -> list[str]:
    """Lines in at most `count` lines of `width` ems.

    Where there are more they are joined with commas, and what then does not fit is left out.
    """
    wrapped = _wrap_each(lines, width)
    if len(wrapped) <= count:
        return wrapped
    return shortened(", ".join(lines), width, count)


def _wrap_each(lines: Sequence[str], width: float) -> list[str]:
    return [part for line in lines if line for part in wrap(line, width)]


def _wrap_paragraph(text: str, width: float) -> list[str]:
    if width_of(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for piece, gap in _pieces(text, width):
        joined = f"{line}{gap}{piece}" if line else piece
        if width_of(joined) > width:
            lines.append(line)
            joined = piece
        line = joined
    return [*lines, line]


def _pieces(text: str, width: float) -> list[tuple[str, str]]:
    """The words, long ones in pieces, each with what separates it from the piece before."""
    pieces: list[tuple[str, str]] = []
    for word in text.split():
        first, *rest = _word_pieces(word, width)
        pieces.append((first, " "))
        pieces += [(piece, "") for piece in rest]
    return pieces


def _word_pieces(word: str, width: float) -> list[str]:
    """A word in pieces that fit, broken after a hyphen or slash if it has one; CJK text may break anywhere."""
    if width_of(word) <= width:
        return [word]
    pieces: list[str] = []
    piece = ""
    for character in word:
        if piece and width_of(piece + character) > width:
            breakable = _BREAKABLE.match(piece)
            end = breakable.end() if breakable else len(piece)
            pieces.append(piece[:end])
            piece = piece[end:]
        piece += character
    return [*pieces, piece]
