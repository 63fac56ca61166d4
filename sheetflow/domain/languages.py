"""Languages: what the sheets, columns, settings and words of a workbook are called in each.

Each is declared in schemas/languages/, in a file named by its code. A name that the
contract does not have, one that is missing, and two alike fail to load. So do texts of
documents (document_texts.toml).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct, field

from sheetflow.domain.catalogue import Catalogue, contract, schemas_folder
from sheetflow.domain.declarations import DeclarationError, line_of, parse
from sheetflow.domain.document_texts import CountedTexts, Texts, document_faults
from sheetflow.domain.report_texts import report_faults
from sheetflow.domain.schema import Column, SheetSchema, loose
from sheetflow.standards.locales import is_locale

Names = Mapping[str, str]
"""Names in a language by those of the contract."""


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """One language.

    `columns_of` are the names of columns that one sheet calls otherwise, by sheet;
    `words_of` those of words that one column writes otherwise, by `Sheet.Column` or, for a
    value of Settings, `Settings.` and the setting. `reports` are the texts of reports,
    `documents` those of documents, and `counted` those that change with a number; `locale` is what these are written in
    where Settings have none of the language. A new workbook gets `locale` and `currency` in its Settings.
    """

    code: str
    name: str
    locale: str
    currency: str
    sheets: Names
    columns: Names
    settings: Names
    words: Names
    reports: Texts
    documents: Texts
    counted: CountedTexts
    columns_of: Mapping[str, Names] = field(default_factory=dict)
    words_of: Mapping[str, Names] = field(default_factory=dict)

    def sheet(self, sheet: str) -> str:
        """What it calls a sheet; one that it does not know keeps its name."""
        return self.sheets.get(sheet, sheet)

    def column(self, sheet: str, header: str) -> str:
        """What it calls a column of a sheet."""
        own = self.columns_of.get(sheet, {})
        return own.get(header) or self.columns.get(header, header)

    def setting(self, setting: str) -> str:
        """What it calls a setting."""
        return self.settings.get(setting, setting)

    def word(self, place: str, word: str) -> str:
        """How it writes a word in a column (`Orders.State`) or a setting."""
        own = self.words_of.get(place, {})
        return own.get(word) or self.words.get(word, word)


def words_of(column: Column) -> tuple[str, ...]:
    """The words of the contract that a column may hold."""
    if column.kind == "yes-no":
        return ("Yes", "No")
    if column.kind == "light":
        return ("None", "Part", "Full")
    return (*column.choices, "None") if column.none else column.choices


def load_language(path: Path, sheets: Catalogue) -> Language:
    """The language in a file.

    Raises DeclarationError, with the file and the line, where a name is unknown, missing,
    or given to two things.
    """
    text = path.read_text(encoding="utf-8")
    language = parse(text, Language, path.name)
    for name, wrong in _faults(language, sheets):
        raise DeclarationError(path.name, line_of(text, name), wrong)
    return language


def _faults(language: Language, sheets: Catalogue) -> Iterator[tuple[str, str]]:
    """What is wrong in a language: the name that it is about, and what."""
    if not is_locale(language.locale):
        yield language.locale, f"there is no locale {language.locale!r}"
    for kind, given, known in _expected(language, sheets):
        yield from _unknown_or_missing(kind, given, known)
    yield from _alike("sheet", sheets, language.sheet)
    for schema in sheets.values():
        yield from _faults_of_sheet(language, schema)
    yield from report_faults(language.reports)
    yield from document_faults(language.documents, language.counted)


def _unknown_or_missing(
    kind: str, given: Names, known: set[str]
) -> Iterator[tuple[str, str]]:
    """The names that mean nothing, then those that are not given."""
    for name in given:
        if name not in known:
            yield name, f"there is no {kind} {name!r}"
    for name in known:
        if name not in given:
            yield name, f"the {kind} {name!r} is missing"


def _expected(
    language: Language, sheets: Catalogue
) -> Iterator[tuple[str, Names, set[str]]]:
    """What must be named: the kind of thing, the names given, and those of the contract."""
    settings = sheets["Settings"].settings
    columns = [column for schema in sheets.values() for column in schema.columns]
    words = {word for column in columns for word in words_of(column)}
    words |= {word for setting in settings for word in setting.choices}
    yield "sheet", language.sheets, set(sheets)
    yield "column", language.columns, {column.header for column in columns}
    yield "setting", language.settings, {setting.name for setting in settings}
    yield "word", language.words, words


def _faults_of_sheet(
    language: Language, schema: SheetSchema
) -> Iterator[tuple[str, str]]:
    """Names that one sheet has twice."""

    def name(header: str) -> str:
        return language.column(schema.sheet, header)

    yield from _alike(f"column of {schema.sheet}", schema.headers, name)
    names = [setting.name for setting in schema.settings]
    yield from _alike("setting", names, language.setting)
    for column in schema.columns:
        place = f"{schema.sheet}.{column.header}"

        def word(text: str, place: str = place) -> str:
            return language.word(place, text)

        yield from _alike(f"word of {place}", words_of(column), word)


def _alike(
    kind: str, names: Iterable[str], own: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """The names of one kind that the language gives to two things."""
    taken: dict[str, str] = {}
    for name in names:
        other = taken.setdefault(loose(own(name)), name)
        if other != name:
            yield own(name), f"{kind}: {name!r} and {other!r} have the same name"


ENGLISH = "en"
"""The language of the contract itself."""


@cache
def language_codes() -> tuple[str, ...]:
    """The codes of the languages that come with the program, besides English."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


@cache
def language(code: str) -> Language:
    """The language of a code. Raises DeclarationError where its file is wrong."""
    return load_language(_folder() / f"{code}.toml", contract())


def languages() -> tuple[Language, ...]:
    """All languages that come with the program, besides English."""
    return tuple(map(language, language_codes()))


@lru_cache(256)
def language_code(text: str) -> str:
    """The code of a language by its code or name: `de`, `de_AT`, `Deutsch`; empty if unknown."""
    wanted = loose(text).replace(" ", "_")
    for code in (wanted, wanted.split("_")[0]):
        if code in (ENGLISH, *language_codes()):
            return code
    if wanted == "english":
        return ENGLISH
    named = [each.code for each in languages() if loose(each.name) == loose(text)]
    return named[0] if named else ""


def language_of(text: str) -> Language | None:
    """The language of a code or name; None for English and for one that does not come with us."""
    code = language_code(text)
    return language(code) if code in language_codes() else None


def _folder() -> Path:
    return schemas_folder() / "languages"
