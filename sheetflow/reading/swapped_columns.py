"""Two columns of a sheet that look swapped: what rows name is not in the column of keys but in another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import message
from sheetflow.domain.problems import LOOKS, SWAPPED, Problem
from sheetflow.domain.relations import references_to, unknown_codes
from sheetflow.reading.cells import key_text
from sheetflow.reading.sheets import RawSheet

_DATE_FOR_CODE = "KEY03"
_NO_DATE = "DAT01"

_LEAST = 2
"""How many records must be named before two columns count as swapped."""

Raw = Mapping[str, RawSheet]


@dataclass(frozen=True)
class Swap:
    """A sheet whose keys are in the column `other`, and what belongs there is in the column of keys."""

    sheet: str
    key: str
    other: str

    @property
    def text(self) -> str:
        """What is swapped and what to do, to go on from a message."""
        schema = sheet_schema(self.sheet)
        return message(
            ". The columns {key} and {other} of {sheet} look swapped: swap them back",
            key=schema.title_of(self.key),
            other=schema.title_of(self.other),
            sheet=schema.title,
        )


def name_swapped_columns(problems: Sequence[Problem], raw: Raw) -> list[Problem]:
    """The problems, of which those that two swapped columns explain say so, all for one cause."""
    codes = unknown_codes()
    targets = {codes[problem.code] for problem in problems if problem.code in codes}
    swaps = {target: _swap(target, raw) for target in targets}
    found = {target: swap for target, swap in swaps.items() if swap}
    found |= {swap.sheet: swap for swap in _swapped_with_dates(problems, raw)}
    return [_named(problem, found) for problem in problems] if found else list(problems)


def _named(problem: Problem, swaps: Mapping[str, Swap]) -> Problem:
    """The problem, with what is swapped where that explains it."""
    swap = swaps.get(unknown_codes().get(problem.code, "")) or swaps.get(problem.sheet)
    if swap is None or not _explains(swap, problem):
        return problem
    words = {**problem.words, SWAPPED: swap.text, "guess": ""}
    where = "suggestion" if problem.code in unknown_codes() else LOOKS
    return replace(problem, words={**words, where: swap.text})


def _swapped_with_dates(problems: Sequence[Problem], raw: Raw) -> Iterator[Swap]:
    """Columns of codes that hold dates, each with a column of dates that holds none, in most rows."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        if problem.code in (_DATE_FOR_CODE, _NO_DATE):
            counts[problem.sheet, problem.code, problem.column] += problem.count
    for (sheet, code, column), count in counts.items():
        least = max(_LEAST, (len(raw[sheet].frame) + 1) // 2)
        if code == _DATE_FOR_CODE and count >= least:
            others = [
                other
                for (where, what, other), size in counts.items()
                if where == sheet and what == _NO_DATE and size >= least
            ]
            yield from (Swap(sheet, column, other) for other in others[:1])


def _explains(swap: Swap, problem: Problem) -> bool:
    """Whether a problem follows from a swap: a key that is not there, or one in either of its columns."""
    if problem.sheet == swap.sheet:
        return problem.column in (swap.key, swap.other)
    return unknown_codes().get(problem.code) == swap.sheet


def _swap(target: str, raw: Raw) -> Swap | None:
    """The column that most of the named keys of a sheet are in, where hardly any is in the column of keys."""
    if target not in raw:
        return None
    named = _named_keys(target, raw)
    cells = raw[target].raw
    schema = sheet_schema(target)
    key = schema.key[0]
    in_keys = named & set(raw[target].frame[key].tolist())
    if len(named) < _LEAST or 4 * len(in_keys) > len(named):
        return None
    for column in schema.facts:
        is_other = column.header != key and column.kind in ("key", "text")
        in_column = named & _texts(cells.get(column.header, ()) if is_other else ())
        if 2 * len(in_column) > len(named):
            return Swap(target, key, column.header)
    return None


def _named_keys(target: str, raw: Raw) -> set[str]:
    """The keys of a sheet that the rows of all others name."""
    named: set[str] = set()
    for each in references_to(target):
        if each.sheet in raw and each.sheet != target:
            named |= set(raw[each.sheet].frame[each.header].tolist())
    return named - {None}


def _texts(cells: Iterable[object]) -> set[str]:
    """The cells as keys are compared, without blank ones."""
    texts = {key_text(cell) for cell in cells if cell != ""}
    return {text for text in texts if text}
