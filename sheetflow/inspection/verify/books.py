"""The books to verify: a workbook, and what its facts come to on the day of its last run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from sheetflow.controls.known_facts.fingerprints import FactReader, facts_fingerprint
from sheetflow.controls.run_log import FACTS
from sheetflow.domain.catalogue import declared_by
from sheetflow.engine.process import Result, examine
from sheetflow.errors import SheetflowError
from sheetflow.opening import Opened, open_workbook, prepared_facts
from sheetflow.reading.locate import find_derived
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.writing.positions import SheetPosition


@dataclass(frozen=True)
class Books:
    """A workbook, what its facts come to, and where its sheets of facts are."""

    opened: Opened
    result: Result
    positions: Mapping[str, SheetPosition]

    @cached_property
    def derived(self) -> Mapping[str, SheetPosition]:
        """Where the derived sheets are, as far as there are any."""
        found = {}
        for sheet, name in self.opened.derived.items():
            position = self._derived_position(sheet, name)
            if position is not None:
                found[sheet] = position
        return found

    def _derived_position(self, sheet: str, name: str) -> SheetPosition | None:
        grid = self.opened.workbook.read(name)
        layout = find_derived(grid, self.opened.sheets[sheet])
        if layout is None:
            return None
        return SheetPosition(layout.schema, name, layout.header_row, layout.columns)

    @cached_property
    def are_facts_changed(self) -> bool:
        """Whether the facts are not as the last run wrote them; False where it kept no fingerprint."""
        kept = self.opened.log[-1].text(FACTS)
        frames = {sheet: raw.frame for sheet, raw in self.opened.raw.items()}
        now = facts_fingerprint(FactReader().sheets(frames))
        return bool(kept) and now != kept

    def position(self, sheet: str) -> SheetPosition:
        """Where a sheet is; it must be there."""
        return self.positions.get(sheet) or self.derived[sheet]

    def name(self, sheet: str) -> str:
        """What a sheet is called in the workbook."""
        position = self.positions.get(sheet)
        return position.name if position else sheet

    def cell(self, sheet: str, header: str, row: int) -> str:
        """`Stock!D5`: the cell of a column in a row of Excel."""
        position = self.position(sheet)
        return f"{position.name}!{cell_name(row, position.column(header))}"


def open_books(path: Path) -> Books:
    """Read a workbook.

    Raises SheetflowError where it cannot be processed, or no run has ever written it.
    """
    opened = open_workbook(path, adopt=True)
    if not opened.log:
        raise SheetflowError(f"{path}: {_without_log(opened)}")
    with declared_by(opened.sheets):
        facts = prepared_facts(opened, path.parent, _last_day(opened))
        return Books(opened, examine(facts), opened.positions)


def _without_log(opened: Opened) -> str:
    """Why there is nothing to verify, and what to do."""
    if not opened.run_elsewhere:
        return "there is no Run log to verify; sheetflow run writes it"
    [fault] = opened.log_faults
    return f"the Run log cannot be verified: {fault.text}. Put them back from a copy"


def _last_day(opened: Opened) -> date:
    """The day of the last run."""
    day = opened.log[-1].cells.get("As of")
    return day if isinstance(day, date) else date.today()
