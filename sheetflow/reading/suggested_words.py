"""For cells that need one of a few words: the word that was probably meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sheetflow.domain.document_languages import document_only_codes
from sheetflow.domain.languages import language_codes
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.reading.cells import Fault, shown
from sheetflow.standards.currencies import currencies_in_use
from sheetflow.standards.locales import locale_names

_WORDS: Mapping[str, Callable[[], Sequence[str]]] = {
    "YES01": lambda: ("Yes", "No"),
    "CUR01": lambda: sorted(currencies_in_use()),
    "SET03": locale_names,
    "SET10": lambda: ("en", *language_codes(), *document_only_codes()),
}
"""The words of which a cell needs one, by the code of its fault; those of CHO01 are its column's choices."""


def with_suggestions(
    faults: Sequence[Fault], cells: Sequence[object], choices: Sequence[str]
) -> list[Fault]:
    """Faults in cells that need one of a few words, each with the word that was probably meant."""
    suggestions = _Suggestions(choices)
    return [suggestions.add_to(fault, shown(cells[fault.at])) for fault in faults]


class _Suggestions:
    """Suggests a word for each different text, once."""

    def __init__(self, choices: Sequence[str]) -> None:
        self._choices = choices
        self._found: dict[tuple[str, str], str] = {}

    def add_to(self, fault: Fault, typed: str) -> Fault:
        """The fault with the word that `typed` was probably meant to be."""
        if fault.code != "CHO01" and fault.code not in _WORDS:
            return fault
        key = (fault.code, typed)
        if key not in self._found:
            self._found[key] = did_you_mean(typed, self._words(fault.code))
        return fault._replace(words={**fault.words, "suggestion": self._found[key]})

    def _words(self, code: str) -> Sequence[str]:
        return self._choices if code == "CHO01" else _WORDS[code]()
