"""What a run found and did, in memory: nothing is written until it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.controls.known_facts.since_last_run import (
    NOTHING_TYPED,
    SinceLastRun,
)
from sheetflow.controls.receipts import Receipt
from sheetflow.controls.reconciliation.reconcile import Check
from sheetflow.domain.catalogue import Catalogue, catalogue, declared_by
from sheetflow.domain.frame import Frame
from sheetflow.domain.problems import Problem
from sheetflow.engine.edits import Edits
from sheetflow.engine.process import Result
from sheetflow.workbook import Workbook
from sheetflow.writing.changes import Row
from sheetflow.writing.issues import Located, locate
from sheetflow.writing.positions import SheetPosition

if TYPE_CHECKING:
    import pandas as pd

    from sheetflow.workbook.publishing.publish import Announce
    from sheetflow.writing.dashboard.figures import DashboardFigures


@dataclass(frozen=True)
class Run:
    """What a run found and did; nothing is written until `save`.

    `book` has each sheet as it will be, as a pandas DataFrame; `problems` are what is still wrong, each with its cell;
    `changes` what people typed since the last run, and what this one filled and wrote; `checks` the reconciliation;
    `positions` the places of the sheets of facts.
    """

    workbook: Workbook
    result: Result
    problems: Sequence[Located]
    changes: Sequence[Row]
    checks: Sequence[Check]
    edits: Edits
    book: Mapping[str, pd.DataFrame]
    positions: Mapping[str, SheetPosition]
    number: int
    """The number of the run; of a check, that of the last run."""
    since: SinceLastRun = NOTHING_TYPED
    """What people typed since the last run."""
    names: Catalogue = field(default_factory=catalogue)
    """The declarations with the workbook's own names and language."""
    receipt: Receipt | None = None
    """The number of the run and a fingerprint of the facts and the log; a check has none."""
    dashboard: DashboardFigures | None = None
    """What the dashboard counts; a check has none."""

    def in_own_names(self) -> AbstractContextManager[None]:
        """Within it, messages are in the workbook's language, and name what it calls everything."""
        return declared_by(self.names)

    def title(self, sheet: str) -> str:
        """What the workbook calls a sheet."""
        return self.names[sheet].title

    @property
    def facts(self) -> Mapping[str, Frame]:
        """The sheets of facts as the run leaves them."""
        return self.result.book.frames

    def locate(self, problems: Iterable[Problem]) -> list[Located]:
        """More problems of the same workbook, each with its cell."""
        book = self.result.book
        return [locate(problem, book, self.positions) for problem in problems]

    @property
    def read(self) -> int:
        """How many orders there are."""
        return len(self.result.book.orders)

    @property
    def on_hold(self) -> int:
        """How many orders an error puts on hold."""
        return len(self.result.on_hold)

    @property
    def applied(self) -> int:
        """How many orders had an action done, and are not on hold."""
        return len(self.result.applied - self.result.on_hold)

    @property
    def has_errors(self) -> bool:
        """Whether anything is in error, even if it puts no order on hold."""
        return any(item.problem.rule.is_error for item in self.problems)

    def save(
        self,
        path: str | Path,
        *,
        replacing: bool = False,
        expected_sha256: str | None = None,
        announce: Announce | None = None,
    ) -> None:
        """Publish the updated workbook as `path`, whole or not at all.

        Raises SheetflowError where that cannot be done. See `Workbook.save`.
        """
        self.workbook.save(
            Path(path),
            replacing=replacing,
            expected_sha256=expected_sha256,
            announce=announce,
        )
