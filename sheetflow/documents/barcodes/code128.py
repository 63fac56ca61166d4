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

_TABLE = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231"
    "113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211"
    "212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131"
    "113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211"
    "241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214"
    "211232"
)
_WIDTHS = tuple(_TABLE[at : at + 6] for at in range(0, len(_TABLE), 6))
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
                _keep(
                    ways[at + taken], _Way(way.length + 1, (*way.values, symbol), name)
                )
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
