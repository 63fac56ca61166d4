"""The texts of documents, and what is wrong with a language's translations of them.

document_texts.toml lists them in English, which is also their key in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from sheetflow.domain.declarations import load

Texts: TypeAlias = Mapping[str, str]
"""Texts by those in English."""

Number: TypeAlias = Literal["zero", "one", "two", "few", "many", "other"]
"""How a language counts (Unicode CLDR, plural rules)."""

CountedTexts: TypeAlias = Mapping[str, Mapping[Number, str]]
"""The forms of texts that change with a number, by those in English."""

_PLACEHOLDER = re.compile(r"{(\w*)}")
_FORMS: tuple[Number, ...] = ("one", "other")
"""The forms that every language needs."""


class DocumentTexts(Struct, frozen=True, forbid_unknown_fields=True):
    """All texts in English: those that never change, and for each that does its form for one."""

    texts: tuple[str, ...]
    counted: Texts

    def forms(self) -> CountedTexts:
        """The counted texts as a language has them."""
        return {text: {"one": one, "other": text} for text, one in self.counted.items()}


@cache
def document_texts() -> DocumentTexts:
    """The texts of documents, as declared."""
    path = Path(__file__).with_name("document_texts.toml")
    return load(path, DocumentTexts)


def document_faults(texts: Texts, counted: CountedTexts) -> Iterator[tuple[str, str]]:
    """What is wrong in a language's texts of documents: the text that it is about, and what."""
    known = document_texts()
    yield from unlike(texts, known.texts, "text of documents")
    yield from unlike(counted, known.counted, "counted text of documents")
    for text, own in texts.items():
        yield from faults_of_text(text, own)
    for text, forms in counted.items():
        yield from _faults_of_forms(text, forms)


def unlike(
    given: Iterable[str], known: Iterable[str], kind: str
) -> Iterator[tuple[str, str]]:
    """What a language has that documents do not say, and what it lacks."""
    given = dict.fromkeys(given)
    known = dict.fromkeys(known)
    for text in given:
        if text not in known:
            yield text, f"there is no {kind} {text!r}"
    for text in known:
        if text not in given:
            yield text, f"the {kind} {text!r} is missing"


def _faults_of_forms(
    text: str, forms: Mapping[Number, str]
) -> Iterator[tuple[str, str]]:
    for form in _FORMS:
        if form not in forms:
            yield text, f"the form {form!r} of {text!r} is missing"
    for own in forms.values():
        yield from faults_of_text(text, own)


def faults_of_text(text: str, own: str) -> Iterator[tuple[str, str]]:
    """A translation that is blank, or does not have what is filled in."""
    if not own.strip():
        yield text, f"the text of {text!r} is blank"
    if _placeholders(own) != _placeholders(text):
        wanted = ", ".join(sorted(_placeholders(text))) or "nothing"
        yield text, f"{own!r} must fill in {wanted}, as {text!r} does"


def _placeholders(text: str) -> set[str]:
    """The names in braces."""
    return set(_PLACEHOLDER.findall(text))
