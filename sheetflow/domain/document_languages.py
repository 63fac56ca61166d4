"""The languages that documents speak: those of workbooks, and others that have texts of documents alone.

The latter are declared in schemas/document_languages/. A text that they lack is printed in English; a text that
documents do not have fails to load.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from sheetflow.domain.catalogue import schemas_folder
from sheetflow.domain.declarations import DeclarationError, line_of, load
from sheetflow.domain.document_texts import (
    CountedTexts,
    Texts,
    document_faults,
    document_texts,
)
from sheetflow.domain.languages import language_code, language_of
from sheetflow.domain.schema import loose

FROM_THE_RIGHT = frozenset({"ar", "he", "fa", "ur"})
"""Languages that are written from right to left."""


class DocumentLanguage(Struct, frozen=True, forbid_unknown_fields=True):
    """The texts of documents in a language; `locale` writes its numbers where Settings have none of the language."""

    code: str
    name: str
    locale: str
    documents: Texts
    counted: CountedTexts


@cache
def document_only_codes() -> tuple[str, ...]:
    """The codes of the languages that documents alone are in."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


@cache
def declared(code: str) -> DocumentLanguage:
    """A language as its file has it. Raises DeclarationError where it has a text that documents do not."""
    path = _folder() / f"{code}.toml"
    language = load(path, DocumentLanguage)
    for name, wrong in document_faults(language.documents, language.counted):
        if not wrong.endswith("is missing"):
            text = path.read_text(encoding="utf-8")
            raise DeclarationError(path.name, line_of(text, name), wrong)
    return language


@cache
def _complete(code: str) -> DocumentLanguage:
    """A language with English in place of what it lacks."""
    own = declared(code)
    english = document_texts()
    return DocumentLanguage(
        own.code,
        own.name,
        own.locale,
        {text: own.documents.get(text, text) for text in english.texts},
        {**english.forms(), **own.counted},
    )


@lru_cache(256)
def document_language_code(text: str) -> str:
    """The code of a language by its code or name: `de`, `ja_JP`, `日本語`; empty if documents do not speak it."""
    code = language_code(text)
    if code:
        return code
    wanted = loose(text).replace(" ", "_").split("_")[0]
    if wanted in document_only_codes():
        return wanted
    named = [
        each for each in document_only_codes() if declared(each).name == text.strip()
    ]
    return named[0] if named else ""


def document_language(text: str) -> DocumentLanguage | None:
    """The texts of a language by its code or name; None for English, and for one that documents do not speak."""
    known = language_of(text)
    if known is not None:
        return DocumentLanguage(
            known.code, known.name, known.locale, known.documents, known.counted
        )
    code = document_language_code(text)
    return _complete(code) if code in document_only_codes() else None


def _folder() -> Path:
    return schemas_folder() / "document_languages"
