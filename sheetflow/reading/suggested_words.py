"""For cells that need one of a few words: the word that was probably meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sheetflow.domain.suggestions import did_you_mean
from sheetflow.reading.cells import Fault, shown
from sheetflow.standards.currencies import currencies_in_use
from sheetflow.standards.locales import locale_names

_WORDS: Mapping[str, Callable[[], Sequence[str]]] = {
    "YES01": lambda: ("Yes", "No"),
    "CUR01": lambda: sorted(currencies_in_use()),
    "SET03": locale_names,
}
"""The words of which a cell needs one, by the code of its fault; those of CHO01 are its column's choices."""


def with_suggestions(
    faults: Sequence[Fault], cells: Sequence[object], choices: Sequence[str]
) -> list[Fault]:
    """Faults in cells that need one of a few words, each with the word that was probably meant."""
    suggestions: dict[tuple[str, str], str] = {}
    found: list[Fault] = []
    for fault in faults:
        if fault.code != "CHO01" and fault.code not in _WORDS:
            found.append(fault)
            continue
        typed = shown(cells[fault.at])
        if (fault.code, typed) not in suggestions:
            known = choices if fault.code == "CHO01" else _WORDS[fault.code]()
            suggestions[fault.code, typed] = did_you_mean(typed, known)
        words = {**fault.words, "near": suggestions[fault.code, typed]}
        found.append(fault._replace(words=words))
    return found
