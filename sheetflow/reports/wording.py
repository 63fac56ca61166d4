"""The words of reports in the language of the workbook.

A report is made in English; what is written is worded here, by the declarations that are in
force. A name of the contract is what the workbook calls it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.domain.catalogue import catalogue
from sheetflow.domain.languages import language_of
from sheetflow.domain.own_texts import in_own_names, own_name
from sheetflow.domain.periods import Period
from sheetflow.reports.tables import Column

WORDS = frozenset({"What", "Type", "Component", "Remark", "SKU", "Document"})
"""The columns whose cells may be words of reports, not only names that people gave."""


def worded(text: str) -> str:
    """A title, a header, a sentence or a word of a report."""
    if catalogue().is_plain:
        return in_own_names(text)
    language = language_of(catalogue().language)
    known = language.reports if language else {}
    if text in known:
        return in_own_names(known[text])
    return own_name(text) if "[" not in text else in_own_names(text)


def worded_cells(column: Column, values: Sequence[str]) -> list[str]:
    """The cells of a column of text: words of reports as this language has them."""
    if catalogue().is_plain or column.header not in WORDS:
        return list(values)
    known = {value: worded(value) if value else value for value in set(values)}
    return [known[value] for value in values]


def period_text(period: Period) -> str:
    """The period of a report, for its title."""
    if period.since and period.until:
        return worded("{since} to {until}").format(
            since=period.since, until=period.until
        )
    if period.since:
        return worded("from {since}").format(since=period.since)
    if period.until:
        return worded("up to {until}").format(until=period.until)
    return worded("all dates")


def day_text(period: Period) -> str:
    """The day of a report that is of one day."""
    if not period.until:
        return worded("all facts")
    return worded("at {until}").format(until=period.until)
