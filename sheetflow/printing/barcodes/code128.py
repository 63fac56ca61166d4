"""Code 128 (ISO/IEC 15417): text as bars, with the shortest choice of code sets and the check symbol.

Code set A has capitals and control signs, B capitals and small letters, C two digits in one symbol. GS1-128 is a Code
128 that begins with FNC1 (GS1 General Specifications, section 5.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

QUIET = 10
"""How many modules must stay white on each side."""

_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
).split()
"""The widths of bar, gap, bar, gap, bar, gap of each symbol, in modules, by its value."""

_STOP = "2331112"
_START = {"A": 103, "B": 104, "C": 105}
_TO = {"A": 101, "B": 100, "C": 99}
_FNC1 = 102
_MODULUS = 103


@dataclass(frozen=True)
class Bars:
    """A code of bars: `widths` are those of bar, gap, bar … in modules; `text` is what a scanner reads.

    The quiet zones are not among the widths.
    """

    text: str
    widths: tuple[int, ...]

    @property
    def modules(self) -> int:
        """How many modules wide the bars are, without the quiet zones."""
        return sum(self.widths)


class _Way(NamedTuple):
    """The shortest way to write a beginning of the text: how many symbols, their values, the code set it ends in."""

    length: int
    values: tuple[int, ...]
    code_set: str


def can_be_bars(text: str) -> bool:
    """Whether a text can be a Code 128: there are signs only for ASCII."""
    return bool(text) and text.isascii()


def text_bars(text: str) -> Bars:
    """A text as Code 128. Raises ValueError where `can_be_bars` says no."""
    if not can_be_bars(text):
        raise ValueError(f"{text!r} has letters that Code 128 has no sign for")
    return Bars(text, _widths(_shortest(text)))


def gs1_sscc(digits: str) -> Bars:
    """A serial shipping container code as GS1-128: FNC1, the application identifier 00, the 18 digits."""
    content = f"00{digits}"
    pairs = [int(content[at : at + 2]) for at in range(0, len(content), 2)]
    return Bars(content, _widths([_START["C"], _FNC1, *pairs]))


def _widths(values: Sequence[int]) -> tuple[int, ...]:
    """Symbols with the check symbol and the stop as widths."""
    check = (values[0] + sum(at * value for at, value in enumerate(values))) % _MODULUS
    patterns = [*(_WIDTHS[value] for value in (*values, check)), _STOP]
    return tuple(int(width) for width in "".join(patterns))


def _shortest(text: str) -> tuple[int, ...]:
    """The symbols of a text, from the start symbol on, as few as can be.

    Each beginning of the text is written in the shortest way that ends in each code set; of two equally short ones the
    one that stays in its set is taken.
    """
    ways: list[dict[str, _Way]] = [{} for _ in range(len(text) + 1)]
    ways[0] = {name: _Way(1, (start,), name) for name, start in _START.items()}
    for at in range(len(text)):
        _settle(ways[at])
        for name, way in ways[at].items():
            symbol, taken = _symbol(text, at, name)
            if taken:
                _keep(ways[at + taken], _Way(way.length + 1, (*way.values, symbol), name))
    return min(ways[-1].values(), key=lambda way: way.length).values


def _settle(ways: dict[str, _Way]) -> None:
    """At one place of the text: each code set may also be reached by one switch from another."""
    for way in sorted(ways.values(), key=lambda way: way.length):
        if len(way.values) == 1:
            continue  # at the start, the start symbol itself says which set
        for name, switch in _TO.items():
            if name != way.code_set:
                _keep(ways, _Way(way.length + 1, (*way.values, switch), name))


def _keep(ways: dict[str, _Way], way: _Way) -> None:
    known = ways.get(way.code_set)
    if known is None or way.length < known.length:
        ways[way.code_set] = way


def _symbol(text: str, at: int, code_set: str) -> tuple[int, int]:
    """The symbol of the next signs in a code set, and how many it takes: none where the set has not got them."""
    if code_set == "C":
        pair = text[at : at + 2]
        return (int(pair), 2) if len(pair) == 2 and pair.isdigit() else (0, 0)
    place = ord(text[at])
    if code_set == "A" and place < 32:
        return place + 64, 1
    inside = 32 <= place < (96 if code_set == "A" else 128)
    return (place - 32, 1) if inside else (0, 0)
