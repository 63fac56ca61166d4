"""How wide text is, without a font at hand: by the widths of Arial's characters.

Widths are in ems, the size of the type. Latin characters are as wide as in Arial (Adobe's metrics of Helvetica, which
are the same). Those of other scripts count as wider than most of them are, so that nothing is cut off.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, east_asian_width, normalize

_CHARACTERS_BY_WIDTH = {
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
_WIDTHS = {
    character: width
    for width, characters in _CHARACTERS_BY_WIDTH.items()
    for character in characters
}
_CJK_WIDTH = 1.02
"""A Chinese, Japanese or Korean character."""

_CAPITAL_WIDTH = 0.8
"""A Greek or Cyrillic capital."""

_OTHER_WIDTH = 0.69
_LEAST_ACCENTED_WIDTH = 0.278
"""No character with an accent is narrower than this."""

_UNPRINTED = ("Mn", "Me", "Cf")
"""Unicode's categories of marks that take no width of their own, and of control characters."""

_LAST_CYRILLIC = 0x52F
_FIRST_ACCENTED = 0x1E00
_LAST_SYMBOL = 0x25FF


@lru_cache(maxsize=4096)
def _character_width(character: str) -> float:
    base = normalize("NFD", character)[0]
    if base in _WIDTHS:
        width = _WIDTHS[base]
        return width if base == character else max(width, _LEAST_ACCENTED_WIDTH)
    kind = category(character)
    if kind in _UNPRINTED:
        return 0
    if east_asian_width(character) in "WF":
        return _CJK_WIDTH
    return _CAPITAL_WIDTH if kind == "Lu" else _OTHER_WIDTH


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """The width of one line, in ems."""
    return sum(map(_character_width, text))


@lru_cache(maxsize=4096)
def is_tall(text: str) -> bool:
    """Whether programs show some of these characters in another font, whose lines are higher than Arial's."""
    return any(_needs_other_font(ord(character)) for character in text)


def _needs_other_font(code: int) -> bool:
    """Whether a character comes after Latin, Greek and Cyrillic, and is no accented one of theirs and no symbol."""
    if code <= _LAST_CYRILLIC:
        return False
    return not _FIRST_ACCENTED <= code <= _LAST_SYMBOL
