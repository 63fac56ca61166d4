"""A table for an accounting program, split into files that the program takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sheetflow.domain.book import Settings
from sheetflow.exporting.accounts import setting_defaults
from sheetflow.exporting.csv_text import Cell

Rows = list[Sequence[Cell]]

UNLIMITED = 10**9


@dataclass(frozen=True)
class Limits:
    """How much one file may hold."""

    documents: int = UNLIMITED
    rows: int = UNLIMITED


@dataclass(frozen=True)
class Table:
    """A table: its headers, the rows of each document, what one file may hold."""

    headers: Sequence[str]
    documents: Sequence[Rows]
    limits: Limits = Limits()

    def files(self) -> Iterator[Rows]:
        """The rows of each file.

        A document is never divided; one that is larger than a whole file gets its own.
        """
        rows: Rows = []
        count = 0
        for document in self.documents:
            if count and self._is_full(count, len(rows) + len(document)):
                yield rows
                rows = []
                count = 0
            rows += document
            count += 1
        yield rows

    def _is_full(self, documents: int, rows: int) -> bool:
        """Whether a file takes no more documents, or not so many rows."""
        return documents == self.limits.documents or rows > self.limits.rows


def untaxed_rate(settings: Settings) -> str:
    """What the accounting program calls the rate of lines without tax (Settings, Untaxed rate)."""
    name = "Untaxed rate"
    return settings.texts.get(name) or setting_defaults()[name]
