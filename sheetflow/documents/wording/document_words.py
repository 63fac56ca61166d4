"""The words of a language on documents. The language files have them, by what English says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from sheetflow.documents.wording.directions import (
    END_ISOLATE,
    ISOLATE,
    runs_from_right,
)
from sheetflow.domain.document_languages import FROM_THE_RIGHT, document_language
from sheetflow.domain.document_texts import CountedTexts, Texts, document_texts
from sheetflow.domain.languages import ENGLISH


@dataclass(frozen=True)
class Words:
    """What one language says: its texts, and the forms of those that change with a number."""

    code: str
    texts: Texts
    forms: CountedTexts

    def text(self, english: str, **values: object) -> str:
        """A text by what English says, with `values` filled in."""
        text = self.texts[english]
        return text.format_map(self._isolated(values)) if values else text

    def counted(self, english: str, number: int, **values: object) -> str:
        """A text as said of a number, by what English says of several."""
        forms = self.forms[english]
        by_name = {str(name): text for name, text in forms.items()}
        form = str(Locale(self.code).plural_form(number))
        return by_name.get(form, forms["other"]).format_map(self._isolated(values))

    @property
    def is_from_right(self) -> bool:
        """Whether the language is written from right to left."""
        return self.code in FROM_THE_RIGHT

    def _isolated(self, values: Mapping[str, object]) -> dict[str, object]:
        """What is filled in, such that it turns nothing around."""
        return {
            name: self.isolated(value) if isinstance(value, str) else value
            for name, value in values.items()
        }

    def isolated(self, text: str) -> str:
        """A text that runs its own way among others, where one of them is from right to left."""
        if not text or not (self.is_from_right or runs_from_right(text)):
            return text
        return f"{ISOLATE}{text}{END_ISOLATE}"


@cache
def words_of(code: str) -> Words:
    """The words of the language with this code."""
    known = document_language(code)
    if known is None:
        english = document_texts()
        return Words(ENGLISH, {text: text for text in english.texts}, english.forms())
    return Words(known.code, known.documents, known.counted)
