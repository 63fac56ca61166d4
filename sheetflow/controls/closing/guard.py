"""What a run does with a closed period: compares it, renews its seals, reports it to the Run log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from sheetflow.controls.closing.changes import closed_problems
from sheetflow.controls.closing.seals import (
    Seals,
    closing_note,
    renewed,
    seals_digest,
)
from sheetflow.controls.closing.totals import (
    CLOSING,
    TOTALS,
    closed_totals,
)
from sheetflow.controls.run_log import LogRow
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.problems import Problem
from sheetflow.domain.step import Note
from sheetflow.engine.prepare import Prepared
from sheetflow.engine.process import Result
from sheetflow.workbook.model import Value

DIGEST = "Closed rows SHA-256"


@dataclass(frozen=True)
class Guard:
    """The seals that a workbook keeps, and its Run log: the last row keeps their fingerprint."""

    seals: Seals | None
    log: Sequence[LogRow]

    @property
    def last(self) -> LogRow | None:
        """The last row of the Run log."""
        return self.log[-1] if self.log else None

    @cached_property
    def kept(self) -> str:
        """The fingerprint of the seals when the last run ended; empty where nothing was closed."""
        return self.last.text(DIGEST) if self.last else ""

    @cached_property
    def is_intact(self) -> bool:
        """Whether the seals are those that the last run left."""
        return not self.kept or (
            self.seals is not None and seals_digest(self.seals) == self.kept
        )

    def watch(self, prepared: Prepared) -> Prepared:
        """The prepared book, with what was changed in its closed period among its problems."""
        if prepared.book.settings.closing_date == BLANK:
            return prepared
        return replace(prepared, closed=self._changes(prepared.book))

    def _changes(self, book: Book) -> list[Problem]:
        """What was changed in the closed period; altered seals come first."""
        found = closed_problems(book, self.seals) if self.seals else []
        return found if self.is_intact else [self._altered_seals(), *found]

    def _altered_seals(self) -> Problem:
        words = {"run": self.last.text("Run") if self.last else ""}
        return Problem("CLO04", "Settings", -1, "", "Closed period", words)

    def close(self, result: Result) -> ClosedPeriod:
        """The closed period as a run leaves it.

        Seals that somebody altered are not replaced. While a setting is in error, which may
        be the closing date, seals and totals stay as the last run left them.
        """
        settings = result.book.settings
        if settings.has_error:
            return ClosedPeriod(self, self.seals, self._last_totals())
        may_seal = self.is_intact or settings.closing_date == BLANK
        seals = renewed(self.seals, result.book) if may_seal else self.seals
        return ClosedPeriod(self, seals, closed_totals(result))

    def _last_totals(self) -> dict[str, Value]:
        """The totals of the closed period in the last row of the Run log."""
        cells = self.last.cells if self.last else {}
        return {
            header: cast(Value, cells[header])
            for header in (CLOSING, *TOTALS)
            if header in cells
        }


@dataclass(frozen=True)
class ClosedPeriod:
    """The closed period after a run: its seals, and its control totals by the headers of Run log."""

    guard: Guard
    seals: Seals | None
    totals: Mapping[str, Value]

    @property
    def is_changed(self) -> bool:
        """Whether the run sealed rows or dropped seals."""
        return self.seals is not self.guard.seals

    def notes(self, book: Book) -> list[Note]:
        """What the run did to the closed period."""
        return closing_note(self.guard.seals, self.seals, book["Settings"])

    def log_with(self, row: int, run: int) -> list[LogRow]:
        """The Run log with the totals as this run leaves them; `row` and `run` are those that it gets."""
        now = LogRow(row, {**self.totals, "Run": run})
        return [*self.guard.log, now]

    def figures(self) -> dict[str, Value]:
        """The closed period's columns of Run log; empty where no period is closed."""
        if not self.totals:
            return {}
        rows = len(self.seals) if self.seals else 0
        return {**self.totals, "Closed rows": rows, DIGEST: self._digest()}

    def _digest(self) -> str:
        """The fingerprint of the seals; the last run's where somebody altered them."""
        if self.seals and self.guard.is_intact:
            return seals_digest(self.seals)
        return self.guard.kept
