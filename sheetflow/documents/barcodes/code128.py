"""Code 128 (ISO/IEC 15417): text as bars, with the shortest choice of code sets and the check symbol.

Code set A has capitals and control characters, B capitals and small letters, C two digits in one symbol. GS1-128 is a
Code 128 that begins with FNC1 (GS1 General Specifications, section 5.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

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
_START_SYMBOLS = {"A": 103, "B": 104, "C": 105}
_SWITCH_SYMBOLS = {"A": 101, "B": 100, "C": 99}
_FNC1 = 102
_CHECK_MODULUS = 103

_FIRST_PRINTABLE = 32
_CONTROL_OFFSET = 64
"""Control characters follow the printable ones in code set A."""

_LAST_PLUS_ONE = {"A": 96, "B": 128}
"""The first code point after the printable characters of a code set."""


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


def can_be_bars(text: str) -> bool:
    """Whether a text can be a Code 128, which has symbols for ASCII only."""
    return bool(text) and text.isascii()


def text_bars(text: str) -> Bars:
    """A text as Code 128. Raises ValueError where `can_be_bars` is false."""
    if not can_be_bars(text):
        raise ValueError(f"{text!r} has characters that Code 128 has no symbol for")
    return Bars(text, _widths(_shortest_symbols(text)))


def gs1_sscc(digits: str) -> Bars:
    """A serial shipping container code as GS1-128: FNC1, the application identifier 00, the 18 digits."""
    content = f"00{digits}"
    symbols = [_START_SYMBOLS["C"], _FNC1, *_digit_pairs(content)]
    return Bars(content, _widths(symbols))


def _digit_pairs(digits: str) -> list[int]:
    """The numbers that two digits each make: the symbols of code set C."""
    return [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]


def _widths(symbols: Sequence[int]) -> tuple[int, ...]:
    """Symbols with the check symbol and the stop, as widths."""
    digits = "".join([*_patterns(symbols), _STOP])
    return tuple(map(int, digits))


def _patterns(symbols: Sequence[int]) -> list[str]:
    """The widths of the bars and gaps of each symbol, the check symbol included."""
    complete = [*symbols, _check_symbol(symbols)]
    return [_WIDTHS[symbol] for symbol in complete]


def _check_symbol(symbols: Sequence[int]) -> int:
    weighted = sum(at * symbol for at, symbol in enumerate(symbols))
    return (symbols[0] + weighted) % _CHECK_MODULUS


# -- the shortest choice of code sets


class _Encoding(NamedTuple):
    """A way to write the beginning of a text: its symbols, and the code set that it ends in."""

    symbols: tuple[int, ...]
    code_set: str

    def add(self, symbol: int) -> _Encoding:
        """With one more symbol of the same code set."""
        return _Encoding((*self.symbols, symbol), self.code_set)

    def switch(self, code_set: str) -> _Encoding:
        """With a switch to another code set."""
        switch = _SWITCH_SYMBOLS[code_set]
        return _Encoding((*self.symbols, switch), code_set)


Shortest: TypeAlias = dict[str, _Encoding]
"""The shortest encoding of one beginning of a text that ends in each code set."""


def _shortest_symbols(text: str) -> tuple[int, ...]:
    """The symbols of a text, from the start symbol on, as few as possible.

    Each beginning of the text is written in the shortest way that ends in each code set. Of two equally short ones,
    the one that stays in its code set is taken.
    """
    encodings: list[Shortest] = [{} for _ in range(len(text) + 1)]
    for code_set, start in _START_SYMBOLS.items():
        encodings[0][code_set] = _Encoding((start,), code_set)
    for at in range(len(text)):
        _add_switches(encodings[at])
        for code_set, encoding in encodings[at].items():
            symbol, length = _next_symbol(text, at, code_set)
            if length:
                _keep_shorter(encodings[at + length], encoding.add(symbol))
    return min(encodings[-1].values(), key=_length).symbols


def _length(encoding: _Encoding) -> int:
    return len(encoding.symbols)


def _add_switches(shortest: Shortest) -> None:
    """Let each code set also be reached by one switch from another."""
    for encoding in sorted(shortest.values(), key=_length):
        if len(encoding.symbols) == 1:
            continue  # at the start, the start symbol itself says which code set
        for code_set in _SWITCH_SYMBOLS:
            if code_set != encoding.code_set:
                _keep_shorter(shortest, encoding.switch(code_set))


def _keep_shorter(shortest: Shortest, encoding: _Encoding) -> None:
    known = shortest.get(encoding.code_set)
    if known is None or _length(encoding) < _length(known):
        shortest[encoding.code_set] = encoding


def _next_symbol(text: str, at: int, code_set: str) -> tuple[int, int]:
    """The symbol of the next characters in a code set, and how many it covers: 0 where the set does not have them."""
    if code_set == "C":
        return _pair_symbol(text[at : at + 2])
    code = ord(text[at])
    if code_set == "A" and code < _FIRST_PRINTABLE:
        return code + _CONTROL_OFFSET, 1
    if _FIRST_PRINTABLE <= code < _LAST_PLUS_ONE[code_set]:
        return code - _FIRST_PRINTABLE, 1
    return 0, 0


def _pair_symbol(pair: str) -> tuple[int, int]:
    """Two digits as one symbol of code set C."""
    if len(pair) == 2 and pair.isdigit():
        return int(pair), 2
    return 0, 0
