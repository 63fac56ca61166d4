"""What the columns of an unknown source are, proposed by their names and by what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sheetflow.domain.schema import Column
from sheetflow.importing.answers import NO, OPEN, YES
from sheetflow.importing.flat_lists import (
    MONEY,
    NEEDED,
    Answer,
    FlatColumn,
    flat_columns,
    is_order_list,
)
from sheetflow.importing.mapping.column_pairs import CERTAIN, LIKELY
from sheetflow.importing.mapping.names import column_names, nearness
from sheetflow.importing.mapping.own_sheets import MOST_VALUES, OwnColumn, OwnSheet
from sheetflow.importing.mapping.proposals import Proposal, name_reason, propose
from sheetflow.importing.source import Source
from sheetflow.importing.values import day, is_slashed, number


@dataclass(frozen=True)
class Guess:
    """What one column of a source may be. `waits` says that nothing comes in before it is answered."""

    answer: Answer
    use: str
    why: str
    waits: bool = False


def guess_columns(source: Source) -> list[Guess]:
    """What the columns of a source are; an empty list where it is like nothing that is known."""
    return _flat_list(source) or _one_sheet(source)


# -- a flat list of sales


@dataclass(frozen=True)
class _Pair:
    """A column of the source that may be one of a flat list's."""

    own: OwnColumn
    meant: FlatColumn
    by_name: float
    share: float

    @property
    def score(self) -> float:
        """How sure it is."""
        return self.by_name * (0.6 + 0.4 * self.share) if self.share >= LIKELY else 0.0

    @property
    def is_certain(self) -> bool:
        """Whether it counts at once."""
        return self.by_name >= CERTAIN and self.share >= CERTAIN


def _flat_list(source: Source) -> list[Guess]:
    """The columns of a list of sales; an empty list where it is none."""
    pairs = _chosen(own_columns(source))
    parts = {pair.meant.part for pair in pairs}
    if not is_order_list(parts):
        return []
    return [_guess(pair, parts) for pair in pairs]


def own_columns(source: Source) -> list[OwnColumn]:
    """The columns of a source, with their first values."""
    rows = source.rows[:MOST_VALUES]
    return [
        OwnColumn(header, [row[header] for row in rows if row[header]])
        for header in source.headers
        if header
    ]


def _chosen(columns: Sequence[OwnColumn]) -> list[_Pair]:
    """Each column with what it is most likely, the surest first; each once."""
    order = {own.header: at for at, own in enumerate(columns)}
    found = _surest(_likely_pairs(columns))
    return sorted(found, key=lambda pair: order[pair.own.header])


def _likely_pairs(columns: Sequence[OwnColumn]) -> list[_Pair]:
    """What each column may be, the surest first."""
    pairs = [_pair(own, meant) for own in columns for meant in flat_columns().columns]
    likely = [pair for pair in pairs if pair.score > 0]
    return sorted(likely, key=lambda pair: -pair.score)


def _surest(likely: Sequence[_Pair]) -> Iterator[_Pair]:
    """Each column once, and each part once unless it is joined of several columns."""
    used: set[str] = set()
    filled: set[str] = set()
    for pair in likely:
        is_free = pair.meant.joined or pair.meant.part not in filled
        if is_free and pair.own.header not in used:
            used.add(pair.own.header)
            filled.add(pair.meant.part)
            yield pair


def _pair(own: OwnColumn, meant: FlatColumn) -> _Pair:
    by_name = _nearness(own.header, meant)
    share = _share(own.values, meant) if by_name else 0.0
    return _Pair(own, meant, by_name, share)


def _nearness(header: str, meant: FlatColumn) -> float:
    """How near a header is to one of the names; a joined column only counts by a name of its own."""
    names, _ = column_names(meant.sheet, meant.column)
    near = nearness(header, names, meant.names)
    return near if near >= CERTAIN or not meant.joined else 0.0


def _share(values: Sequence[object], meant: FlatColumn) -> float:
    """The share of values that a column could hold; 1 where there are none."""
    if not values:
        return 1.0
    fits = _is_code if meant.part in CODES else _fits(meant.declared)
    return sum(fits(str(value)) for value in values) / len(values)


def _fits(column: Column) -> Callable[[str], bool]:
    """Whether a column of this kind could hold a text."""
    if column.kind == "date":
        return lambda text: is_slashed(text) or day(text) is not None
    if column.is_number:
        return lambda text: number(text) is not None
    return bool


CODES = ("customer.code", "sku")
"""The parts that a column of names is often taken for."""


def _is_code(text: str) -> bool:
    """Whether a text may be a code: several words without a digit are a name."""
    return " " not in text or any(map(str.isdigit, text))


def _guess(pair: _Pair, parts: set[str]) -> Guess:
    """One proposal, with its reasons."""
    answer = Answer(pair.own.header, pair.meant.sheet, pair.meant.column)
    if "line_total" in parts and pair.meant.part in ("price", "line_percent"):
        return Guess(answer, NO, "the line totals have it already")
    if pair.is_certain:
        return Guess(answer, YES, _why(pair))
    matters = pair.meant.part in MONEY or pair.meant.part in (*NEEDED, "sku")
    return Guess(answer, OPEN, _why(pair), waits=matters)


def _why(pair: _Pair) -> str:
    name = name_reason(pair.by_name)
    kind = pair.meant.declared
    what = "dates" if kind.kind == "date" else "numbers" if kind.is_number else ""
    return f"{name}; {pair.share:.0%} of the values are {what}" if what else name


# -- a list for one sheet


def _one_sheet(source: Source) -> list[Guess]:
    """The columns of a list of customers, products or others, as `sheetflow map` finds them."""
    own = OwnSheet(source.path.stem, own_columns(source))
    return [_guess_of(each) for each in propose([own]).found if each.column]


def _guess_of(found: Proposal) -> Guess:
    use = YES if found.is_certain else OPEN
    answer = Answer(found.here, found.sheet, found.column)
    return Guess(answer, use, found.why, waits=not found.is_certain)
