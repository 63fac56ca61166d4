"""The words of a language on documents. The language files have them, by what English says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from babel import Locale

from sheetflow.domain.document_texts import CountedTexts, Texts, document_texts
from sheetflow.domain.languages import ENGLISH, language_of


@dataclass(frozen=True)
class Words:
    """What one language says: its texts, and the forms of those that change with a number."""

    code: str
    texts: Texts
    forms: CountedTexts

    def text(self, english: str, **values: object) -> str:
        """A text by what English says, with `values` filled in."""
        return self.texts[english].format_map(values) if values else self.texts[english]

    def counted(self, english: str, number: int, **values: object) -> str:
        """A text as said of a number, by what English says of several."""
        forms = self.forms[english]
        by_name = {str(name): text for name, text in forms.items()}
        form = str(Locale(self.code).plural_form(number))
        return by_name.get(form, forms["other"]).format_map(values)


@cache
def words_of(code: str) -> Words:
    """The words of the language with this code."""
    known = language_of(code)
    if known is None:
        english = document_texts()
        return Words(ENGLISH, {text: text for text in english.texts}, english.forms())
    return Words(known.code, known.documents, known.counted)
