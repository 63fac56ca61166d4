"""How near an owner's name is to one of the contract's: the same, a synonym, or alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from sheetflow.domain.catalogue import schemas_folder
from sheetflow.domain.declarations import load
from sheetflow.domain.languages import languages
from sheetflow.domain.schema import loose

SAME = 1.0
SYNONYM = 0.95
ALIKE = 0.78
"""From how near on two names are alike."""

MOST_ALIKE = 0.85
"""How near two names are at most that are only alike: what is merely similar is never applied."""


_SIGNS = re.compile(r"[.#:/()]")
_NUMBER = re.compile(r"\b(number|nr|num|№)\b")
_ID = re.compile(r"\bid\b")


class Synonyms(Struct, frozen=True, forbid_unknown_fields=True):
    """Other names of sheets and columns, by their names in the contract."""

    sheets: Mapping[str, Sequence[str]]
    columns: Mapping[str, Sequence[str]]


@cache
def synonyms() -> Synonyms:
    """The synonyms that come with the program."""
    return load(schemas_folder() / "words" / "synonyms.toml", Synonyms)


def plain(name: str) -> str:
    """A name as it is compared: without case, dots, `#` and `no.` for number."""
    text = loose(_SIGNS.sub(" ", name))
    text = _NUMBER.sub("no", text)
    return _ID.sub("id", " ".join(text.split()))


def nearness(own: str, names: Sequence[str], others: Sequence[str]) -> float:
    """How near an own name is: 1 for the same as one of `names`, less for one of `others`, 0 for unlike."""
    wanted = plain(own)
    if wanted in {plain(name) for name in names}:
        return SAME
    known = [plain(name) for name in others]
    if wanted in known:
        return SYNONYM - known.index(wanted) / 1000
    score = _likeness(wanted, [*map(plain, names), *known])
    return min(score * SYNONYM, MOST_ALIKE) if score >= ALIKE else 0.0


def _likeness(wanted: str, candidates: Sequence[str]) -> float:
    """How alike a name and the most similar of some others are, from 0 to 1."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(wanted, candidates, scorer=fuzz.ratio)
    return best[1] / 100 if best else 0.0


def sheet_names(sheet: str) -> tuple[list[str], list[str]]:
    """The names of a sheet in all languages, and its synonyms."""
    translated = [each.sheet(sheet) for each in languages()]
    others = synonyms().sheets.get(sheet, ())
    return [sheet, *translated], list(others)


def column_names(sheet: str, header: str) -> tuple[list[str], list[str]]:
    """The names of a column in all languages, and its synonyms."""
    translated = [each.column(sheet, header) for each in languages()]
    others = synonyms().columns.get(header, ())
    return [header, *translated], list(others)
