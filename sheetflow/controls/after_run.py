"""What the controls keep of a run: the closed period and the issued documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sheetflow.controls.closing import ClosedPeriod, seal_columns
from sheetflow.controls.issued import IssuedDocuments, issued_columns
from sheetflow.domain.book import Book
from sheetflow.domain.step import Note
from sheetflow.workbook.model import Value

Columns = dict[str, list[Value]]


@dataclass(frozen=True)
class Controls:
    """The seals after a run."""

    closed: ClosedPeriod
    issued: IssuedDocuments

    @property
    def left_alone(self) -> tuple[str, ...]:
        """The sheets of seals that the run did not change."""
        sheets = ("Closed period", "Issued documents")
        return tuple(sheet for sheet in sheets if sheet not in self.sheets)

    @property
    def sheets(self) -> dict[str, Callable[[], Columns]]:
        """The sheets of seals that the run changed."""
        found: dict[str, Callable[[], Columns]] = {}
        if self.closed.is_changed:
            found["Closed period"] = partial(seal_columns, self.closed.seals)
        if self.issued.is_changed:
            found["Issued documents"] = partial(issued_columns, self.issued.seals)
        return found

    def notes(self, book: Book) -> list[Note]:
        """What a person should know of them."""
        return self.closed.notes(book)

    def figures(self) -> dict[str, Value]:
        """Their columns of Run log."""
        return {**self.closed.figures(), **self.issued.figures()}
