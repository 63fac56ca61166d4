"""How wide text is, and where it breaks, without a font at hand: by the widths of Arial's letters.

Widths are in ems, the size of the type. Letters of Latin are as wide as in Arial (Adobe's metrics of Helvetica, which
are the same); letters of other scripts are taken as wider than they mostly are, so that nothing is clipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width, normalize

_ALIKE = {
    0.191: "'",
    0.222: "ijl‘’",
    0.26: "|¦",
    0.278: " \u00a0!,./:;I[\\]ft",
    0.334: "()-`r{}“”¨´¸·¡²³¹",
    0.4: '*"ºª°',
    0.469: "^",
    0.5: "Jcksvxyz",
    0.556: "#$?L_abdeghnopqu0123456789£¥€§«»–¯¢",
    0.584: "+<=>~±×÷¬",
    0.611: "FTZøßđ¿",
    0.667: "ABEKPSVXY&Þ",
    0.722: "CDHNRUwÐĐ",
    0.778: "GOQØ",
    0.834: "MmМшщ½¼¾",
    0.889: "%æ",
    0.944: "WœЖШЩЫ",
    1.015: "@—…Æ™Œ©®Юю",
}
_WIDTHS = {letter: width for width, letters in _ALIKE.items() for letter in letters}
_WIDE, _CAPITAL, _OTHER = 1.02, 0.8, 0.69
"""A letter of Chinese, Japanese or Korean; a capital of Greek or Cyrillic; any other one."""
_ACCENTED = 0.278
"""No letter with an accent is narrower than this."""


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    plain, kind = normalize("NFD", letter)[0], category(letter)
    if plain in _WIDTHS:
        return _WIDTHS[plain] if plain == letter else max(_WIDTHS[plain], _ACCENTED)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    if east_asian_width(letter) in "WF":
        return _WIDE
    return _CAPITAL if kind == "Lu" else _OTHER


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """The width of one line."""
    return sum(map(_letter, text))


@lru_cache(maxsize=4096)
def is_tall(text: str) -> bool:
    """Whether there are letters for which programs take another font, whose lines are higher than Arial's."""
    return any(_is_foreign(ord(letter)) for letter in text)


def _is_foreign(code: int) -> bool:
    """Whether a letter comes behind Latin, Greek and Cyrillic, and is neither one of their accented nor a sign."""
    return code > _LAST_CYRILLIC and not _FIRST_ACCENTED <= code <= _LAST_SIGN


_LAST_CYRILLIC, _FIRST_ACCENTED, _LAST_SIGN = 0x52F, 0x1E00, 0x25FF


_BREAKABLE = re.compile(r".+[-/_–]")
"""A piece of a word up to the last sign behind which it may be broken."""


def wrap(text: str, most: float) -> list[str]:
    """Text in lines of at most `most` ems: broken at spaces, and within a word only where it is too long alone."""
    found: list[str] = []
    for paragraph in text.splitlines():
        found += _wrap_paragraph(paragraph, most)
    return found or [""]


def shortened(text: str, most: float, lines: int = 1) -> list[str]:
    """Text in so many lines at most; where more is left out, it ends in `…`."""
    found = wrap(text, most)
    if len(found) <= lines:
        return found
    last = wrap(found[lines - 1], most - width_of(" …"))[0]
    return [*found[: lines - 1], f"{last} …"]


def fold(lines: Sequence[str], most: float, count: int) -> list[str]:
    """So many lines of `most` ems at most: where there are more they are joined, and what is then too much left out."""
    found = [part for line in lines if line for part in wrap(line, most)]
    return found if len(found) <= count else shortened(", ".join(lines), most, count)


def _wrap_paragraph(text: str, most: float) -> list[str]:
    if width_of(text) <= most:
        return [text]
    lines, line = [], ""
    for word in text.split():
        for at, part in enumerate(_parts(word, most)):
            joined = f"{line}{'' if at else ' '}{part}" if line else part
            if width_of(joined) > most:
                lines.append(line)
                joined = part
            line = joined
    return [*lines, line]


def _parts(word: str, most: float) -> list[str]:
    """A word in pieces that fit, broken behind a hyphen or a slash if it has one; CJK text may break anywhere."""
    if width_of(word) <= most:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and width_of(piece + letter) > most:
            end = _BREAKABLE.match(piece)
            at = end.end() if end else len(piece)
            pieces.append(piece[:at])
            piece = piece[at:]
        piece += letter
    return [*pieces, piece]
