"""An opened workbook: its facts as they were read, its log, its seals and what it remembers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sheetflow.controls.closing import Guard, TotalsChange, read_seals, total_changes
from sheetflow.controls.issued import IssuedGuard, read_issued
from sheetflow.controls.known_facts.fingerprints import NAME as FACTS_NAME
from sheetflow.controls.known_facts.fingerprints import Fingerprints, parse_kept
from sheetflow.controls.known_facts.issued_numbers import IssuedNumbers
from sheetflow.controls.log_chain import LogFault, log_faults
from sheetflow.controls.run_log import REASON, LogRow, read_log
from sheetflow.domain.catalogue import Catalogue, catalogue, declared_by, sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.reading.locate import Layout, find_derived
from sheetflow.reading.sheets import RawSheet
from sheetflow.workbook import Grid, Workbook
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.writing.positions import SheetPosition

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Opened:
    """A workbook with its sheets of facts read.

    `layouts` are the sheets of facts, `derived` the workbook's own names of the derived sheets, `raw` the facts; each
    by the sheet's name in the contract. `sheets` are the declarations with the workbook's own names.
    """

    workbook: Workbook
    layouts: Mapping[str, Layout]
    derived: Mapping[str, str]
    raw: Mapping[str, RawSheet]
    sheets: Catalogue = field(default_factory=catalogue)

    @cached_property
    def log(self) -> list[LogRow]:
        """The Run log as it is."""
        name = self.derived.get("Run log")
        with declared_by(self.sheets):
            return read_log(self.workbook.read(name)) if name else []

    @property
    def next_run(self) -> int:
        """The number of the next run."""
        runs = [row.run for row in self.log]
        return max([*runs, self.run_elsewhere]) + 1

    @cached_property
    def kept(self) -> tuple[int, Fingerprints]:
        """The last run, and the fingerprints of the sheets of facts as it left them, which are kept out of sight."""
        return parse_kept(self.workbook.hidden_text(FACTS_NAME))

    @cached_property
    def run_elsewhere(self) -> int:
        """The last run by what is kept outside the Run log: on the sheet Changes, and out of sight."""
        cells = self._derived_column("Changes", "Run")
        runs = [int(cell) for cell in set(cells) if isinstance(cell, float)]
        return max([*runs, self.kept[0]])

    def _derived_layout(self, sheet: str) -> tuple[Grid, Layout] | None:
        """A derived sheet, and where its columns are; None where it is missing."""
        name = self.derived.get(sheet)
        if name is None:
            return None
        grid = self.workbook.read(name)
        with declared_by(self.sheets):
            layout = find_derived(grid, sheet_schema(sheet))
        return (grid, layout) if layout else None

    def _derived_column(self, sheet: str, header: str) -> Sequence[object]:
        """The cells of a column of a derived sheet; none where it is missing."""
        found = self._derived_layout(sheet)
        if found is None or header not in found[1].columns:
            return ()
        grid, layout = found
        cells = grid.column(layout.columns[header])
        return cells[layout.header_row : layout.last_row]

    def log_cell(self, header: str, row: int) -> str:
        """`A5`: a cell of the Run log, for row 0 its header; empty where it lacks the column."""
        found = self._derived_layout("Run log")
        if found is None or header not in found[1].columns:
            return ""
        layout = found[1]
        return cell_name(row or layout.header_row, layout.columns[header])

    def log_problems(self, log: Sequence[LogRow]) -> list[Problem]:
        """What is wrong with the Run log, and what changed in a closed period without a reason.

        `log` is the log, or the log with the row that this run adds.
        """
        faults = [self._log_problem(fault) for fault in self.log_faults]
        changes = [self._changed_total(change) for change in total_changes(log)]
        return [*faults, *changes]

    @cached_property
    def log_faults(self) -> list[LogFault]:
        """What is wrong with the Run log."""
        return log_faults(self.log, self.run_elsewhere)

    def _log_problem(self, fault: LogFault) -> Problem:
        cell = self.log_cell("Run", fault.row)
        words = {"what": fault.text}
        return Problem("LOG01", "Run log", -1, "Run", "", words, cell=cell)

    def _changed_total(self, change: TotalsChange) -> Problem:
        return change.problem(self.log_cell(REASON, change.row))

    @cached_property
    def numbers(self) -> IssuedNumbers:
        """The numbers that the Run log knows."""
        return IssuedNumbers.of(self.log)

    @cached_property
    def guard(self) -> Guard:
        """The seals of the workbook's closed period."""
        name = self.derived.get("Closed period")
        with declared_by(self.sheets):
            seals = read_seals(self.workbook.read(name)) if name else None
        return Guard(seals, self.log)

    @cached_property
    def issued(self) -> IssuedGuard:
        """The seals of what the workbook's business has issued."""
        name = self.derived.get("Issued documents")
        with declared_by(self.sheets):
            seals = read_issued(self.workbook.read(name)) if name else {}
        return IssuedGuard.of(seals, self.log)

    @property
    def positions(self) -> dict[str, SheetPosition]:
        """The positions of the sheets of facts as they are."""
        return {
            sheet: SheetPosition.of(layout) for sheet, layout in self.layouts.items()
        }
