"""How near an owner's name is to one of the contract's: the same, a synonym, or alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from sheetflow.domain.catalogue import catalogue, schemas_folder
from sheetflow.domain.declarations import load
from sheetflow.domain.languages import languages
from sheetflow.domain.schema import loose

SAME = 1.0
SYNONYM = 0.95
ALIKE = 0.78
"""From how near on two names are alike."""

MOST_ALIKE = 0.85
"""How near two names are at most that are only alike: what is merely similar is never applied."""


_SIGNS = re.compile(r"[.#:/()°º'’]")
_WORD_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r"\b(number|nr|num|nummer|numero|n|n o)\b")
_JOINED_NUMBER = re.compile(r"(?<=\w{3})(nummer|nr)\b")
_CODE = re.compile(r"\b(cod|codigo|codice)\b")
_NUMBER_FIRST = re.compile(r"^(no|code) (?:de la |de |del |do |da |di |d |l )?(.+)$")
_YEAR = re.compile(r"\b(19|20)\d\d\b")


class Synonyms(Struct, frozen=True, forbid_unknown_fields=True):
    """Other names of sheets and columns, by their names in the contract."""

    sheets: Mapping[str, Sequence[str]]
    columns: Mapping[str, Sequence[str]]


@cache
def _synonyms_by_language() -> dict[str, Synonyms]:
    """The synonyms of each language, English first."""
    folder = schemas_folder() / "words" / "synonyms"
    files = sorted(folder.glob("*.toml"), key=lambda path: (path.stem != "en", path))
    return {path.stem: load(path, Synonyms) for path in files}


@cache
def synonyms() -> Synonyms:
    """The synonyms that come with the program, of all languages."""
    every = _synonyms_by_language().values()
    return Synonyms(
        _joined(each.sheets for each in every),
        _joined(each.columns for each in every),
    )


@cache
def language_names(code: str) -> frozenset[str]:
    """All that sheets and columns may be called in a language, as names are compared."""
    known = _synonyms_by_language()[code]
    named = [each for each in languages() if each.code == code]
    lists = [*known.sheets.values(), *known.columns.values()]
    lists += [list(each.sheets.values()) for each in named]
    lists += [list(each.columns.values()) for each in named]
    if code == ENGLISH:
        lists += [list(schema.headers) for schema in catalogue().values()]
    return frozenset(plain(name) for names in lists for name in names)


ENGLISH = "en"


def _joined(lists: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    """The names of each thing in all languages."""
    joined: dict[str, list[str]] = defaultdict(list)
    for names in lists:
        for thing, others in names.items():
            joined[thing] += others
    return dict(joined)


@cache
def plain(name: str) -> str:
    """A name as it is compared: without case, accents, dots and `#`, with `no` for a number at its end.

    `ClientID` is `client id`, `Nº de pedido` is `pedido no`, `Auftragsnr.` is `auftrags no`.
    """
    text = _WORD_BORDER.sub(" ", name)
    text = loose(_SIGNS.sub(" ", text))
    text = _without_accents(text)
    text = _JOINED_NUMBER.sub(" no", text)
    text = _NUMBER.sub("no", " ".join(text.split()))
    text = _CODE.sub("code", text)
    return _NUMBER_FIRST.sub(r"\2 \1", text)


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


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


def without_years(name: str) -> str:
    """A sheet's name without the years in it: `Sales 2026` is `Sales`."""
    return _YEAR.sub("", name).strip() or name


@cache
def sheet_names(sheet: str) -> tuple[list[str], list[str]]:
    """The names of a sheet in all languages, and its synonyms."""
    translated = [each.sheet(sheet) for each in languages()]
    others = synonyms().sheets.get(sheet, ())
    return [sheet, *translated], list(others)


@cache
def column_names(sheet: str, header: str) -> tuple[list[str], list[str]]:
    """The names of a column in all languages, and its synonyms."""
    translated = [each.column(sheet, header) for each in languages()]
    others = synonyms().columns.get(header, ())
    return [header, *translated], list(others)


@cache
def sheet_nearness(own: str, sheet: str) -> float:
    """How near an own name is to those of a sheet."""
    return nearness(own, *sheet_names(sheet))


@cache
def column_nearness(own: str, sheet: str, header: str) -> float:
    """How near an own name is to those of a column."""
    return nearness(own, *column_names(sheet, header))
