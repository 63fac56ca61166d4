"""What a run does with a closed period: compares it, renews its seals, tells the Run log of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sheetflow.controls.closing.changes import closed_problems
from sheetflow.controls.closing.seals import (
    Seals,
    closing_note,
    note_at_date,
    renewed,
    seals_digest,
)
from sheetflow.controls.closing.totals import changed_totals
from sheetflow.controls.run_log import LogRow
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.problems import Problem
from sheetflow.domain.step import Note
from sheetflow.engine.prepare import Prepared
from sheetflow.workbook.model import Value

DIGEST = "Closed rows SHA-256"


@dataclass(frozen=True)
class Guard:
    """The seals that a workbook keeps, and the last row of its Run log, which keeps their fingerprint."""

    seals: Seals | None
    last: LogRow | None

    @classmethod
    def of(cls, seals: Seals | None, log: Sequence[LogRow]) -> Guard:
        """The guard of a workbook."""
        return cls(seals, log[-1] if log else None)

    @cached_property
    def kept(self) -> str:
        """The fingerprint that the seals had when the last run ended; empty where nothing was closed."""
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
        found = closed_problems(prepared.book, self.seals) if self.seals else []
        if not self.is_intact:
            words = {"run": self.last.text("Run") if self.last else ""}
            found = [
                Problem("CLO04", "Settings", -1, "", "Closed period", words),
                *found,
            ]
        return replace(prepared, closed=found)

    def renew(self, book: Book) -> Seals | None:
        """The seals after a run; those that somebody altered are not made good by sealing what stands there now."""
        if self.is_intact or book.settings.closing_date == BLANK:
            return renewed(self.seals, book)
        return self.seals

    def notes(
        self, seals: Seals | None, totals: Mapping[str, Value], book: Book
    ) -> list[Note]:
        """What the run did to the closed period, and which of its totals are others than the last run left."""
        settings = book["Settings"]
        changed = changed_totals(self.last, totals) if self.last else []
        said = ", ".join(
            f"{header} {then} → {now or 'blank'}" for header, then, now in changed
        )
        told = (
            [
                note_at_date(
                    settings, f"totals of the closed period have changed: {said}"
                )
            ]
            if said
            else []
        )
        return [*closing_note(self.seals, seals, settings), *told]

    def figures(
        self, totals: Mapping[str, Value], seals: Seals | None
    ) -> dict[str, Value]:
        """What Run log says of the closed period, by its headers; nothing where none is closed."""
        if not totals:
            return {}
        digest = seals_digest(seals) if seals and self.is_intact else self.kept
        return {**totals, "Closed rows": len(seals) if seals else 0, DIGEST: digest}
