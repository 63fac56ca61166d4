"""Opening a workbook: its sheets are found, its facts read, checked and filled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.controls.closing import Guard, TotalsChange, read_seals, total_changes
from sheetflow.controls.issued import IssuedGuard, read_issued
from sheetflow.controls.known_facts.fingerprints import NAME as FACTS_NAME
from sheetflow.controls.known_facts.fingerprints import Fingerprints, parse_kept
from sheetflow.controls.known_facts.issued_numbers import IssuedNumbers, reused_numbers
from sheetflow.controls.log_chain import LogFault, log_faults
from sheetflow.controls.run_log import REASON, LogRow, read_log
from sheetflow.domain.catalogue import (
    Catalogue,
    catalogue,
    declared_by,
    derived_sheets,
    fact_sheets,
    sheet_schema,
)
from sheetflow.domain.messages import joined, message
from sheetflow.domain.problems import Problem
from sheetflow.engine.new_orders import take_new_orders
from sheetflow.engine.prepare import Prepared, prepare
from sheetflow.errors import SheetflowError, naming
from sheetflow.reading.files_beside import file_problems
from sheetflow.reading.gone_rows import name_gone_rows
from sheetflow.reading.locate import Layout, find_derived, find_layout
from sheetflow.reading.misplaced_rows import name_misplaced_rows
from sheetflow.reading.own_names import own_catalogue
from sheetflow.reading.remembered import (
    NAME,
    parse_memory,
    refuse_missing,
    with_run_log,
)
from sheetflow.reading.renamed_sheets import problems_of_renamed_sheets
from sheetflow.reading.settings import conventions_of
from sheetflow.reading.sheet_names import match_sheets, require_sheets
from sheetflow.reading.sheets import RawSheet, read_sheet
from sheetflow.reading.swapped_columns import name_swapped_columns
from sheetflow.reading.text_conventions import NO_LOCALE, TextConventions
from sheetflow.workbook import Grid, Workbook
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.writing.adoption import refuse_strangers
from sheetflow.writing.positions import SheetPosition

if TYPE_CHECKING:
    from sheetflow.engine.custom import CustomStep


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
        runs = [int(cell) for cell in cells if isinstance(cell, float)]
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


def open_workbook(
    path: str | Path, *, adopt: bool = False, forget: Collection[str] = ()
) -> Opened:
    """Open a workbook, find its sheets, read its facts. Raises SheetflowError where it cannot be processed.

    `adopt` opens it even if a run would overwrite something of its owner's. `forget` names sheets and columns that
    it had at its last run and that are meant to be gone.
    """
    workbook = Workbook.open(Path(path))
    with naming(workbook.path):
        sheets = own_catalogue(workbook)
    with declared_by(sheets):
        return _opened(workbook, adopt=adopt, forget=forget)


def _opened(workbook: Workbook, *, adopt: bool, forget: Collection[str]) -> Opened:
    """The workbook with its sheets found by its own names, and its facts read."""
    matched = match_sheets(workbook.sheets)
    with naming(workbook.path):
        _refuse_missing(workbook, matched, forget)
        require_sheets(matched, workbook.sheets)
        layouts = _find_layouts(workbook, matched)
    derived = {sheet: matched[sheet] for sheet in derived_sheets() if sheet in matched}
    if not adopt and not _last_run(workbook):
        refuse_strangers(workbook, layouts, derived)
    raw = _read_sheets(workbook, layouts)
    return Opened(workbook, layouts, derived, raw, _as_found(layouts, derived))


def _as_found(layouts: Mapping[str, Layout], derived: Mapping[str, str]) -> Catalogue:
    """The declarations with the names that sheets and columns have in the workbook."""
    sheets = catalogue()
    if sheets.is_plain:
        return sheets
    schemas = {sheet: layout.schema for sheet, layout in layouts.items()}
    for sheet, name in derived.items():
        schemas[sheet] = sheets[sheet].called(name, {})
    return Catalogue({**sheets, **schemas}, sheets.language)


def open_copy(path: Path, sheets: Collection[str] | None) -> Opened:
    """A copy of a workbook, with these of its sheets of facts (None: all) and Settings read.

    Raises SheetflowError where it cannot be read.
    """
    workbook = Workbook.open(path, read_only=True)
    with naming(workbook.path):
        own = own_catalogue(workbook)
        with declared_by(own):
            return _opened_copy(workbook, sheets)


def _opened_copy(workbook: Workbook, sheets: Collection[str] | None) -> Opened:
    matched = match_sheets(workbook.sheets)
    if sheets is not None:
        wanted = {*sheets, "Settings", *derived_sheets()}
        matched = {sheet: name for sheet, name in matched.items() if sheet in wanted}
    layouts = _find_layouts(workbook, matched)
    derived = {sheet: matched[sheet] for sheet in derived_sheets() if sheet in matched}
    raw = _read_sheets(workbook, layouts)
    return Opened(workbook, layouts, derived, raw, _as_found(layouts, derived))


def refuse_earlier(opened: Opened, day: date) -> None:
    """Raises SheetflowError where a run has a date before that of an earlier run."""
    dates = {row.run: row.cells.get("As of") for row in opened.log}
    days = {run: _day(cell) for run, cell in dates.items() if isinstance(cell, date)}
    if not days:
        return
    newest = max(days, key=lambda run: (days[run], run))
    if day < days[newest]:
        text = message(
            "{file}: run {run} was of {last}, and this one would be of {day}: a later run comes later. "
            "Choose --as-of {last} or a later date, or run with --back-dated where the earlier date is meant",
            file=str(opened.workbook.path),
            run=str(newest),
            last=str(days[newest]),
            day=str(day),
        )
        with declared_by(opened.sheets):
            raise SheetflowError(text)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _read_sheets(
    workbook: Workbook, layouts: Mapping[str, Layout]
) -> dict[str, RawSheet]:
    """The sheets of facts."""
    conventions = _conventions(workbook, layouts.get("Settings"))
    return {
        sheet: read_sheet(workbook.read(layout.name), layout, conventions)
        for sheet, layout in layouts.items()
    }


def _conventions(workbook: Workbook, settings: Layout | None) -> TextConventions:
    """What Settings says that numbers and dates mean that are stored as text."""
    if settings is None:
        return NO_LOCALE
    raw = read_sheet(workbook.read(settings.name), settings)
    return conventions_of(raw)


def _refuse_missing(
    workbook: Workbook, matched: Mapping[str, str], forget: Collection[str]
) -> None:
    """Raises SheetflowError where a sheet or column of the last run is gone."""
    memory = with_run_log(parse_memory(workbook.hidden_text(NAME)), _last_run(workbook))
    if not memory and not forget:
        return
    grids = {
        sheet: workbook.read(name) for sheet, name in matched.items() if sheet in memory
    }
    unmatched = [name for name in workbook.sheets if name not in matched.values()]
    is_whole = all(sheet in matched for sheet in memory)
    others = [] if is_whole else [workbook.read(name) for name in unmatched]
    refuse_missing(memory, grids, others, forget)


def _last_run(workbook: Workbook) -> int:
    """The number of the last run by what is kept out of sight, whatever became of the Run log; 0 before the first."""
    run, _ = parse_kept(workbook.hidden_text(FACTS_NAME))
    return run


def _find_layouts(workbook: Workbook, matched: Mapping[str, str]) -> dict[str, Layout]:
    """The layouts of the sheets of facts. Raises SheetflowError that names every missing header of all of them."""
    layouts: dict[str, Layout] = {}
    errors: list[str] = []
    for sheet in fact_sheets():
        if sheet not in matched:
            continue
        grid = workbook.read(matched[sheet])
        try:
            layouts[sheet] = find_layout(grid, sheet_schema(sheet))
        except SheetflowError as error:
            errors.append(error.args[0])
    if errors:
        raise SheetflowError(joined(errors, "; "))
    return layouts


def prepared_facts(opened: Opened, folder: Path, day: date) -> Prepared:
    """The facts, typed and filled, with everything that is wrong in them.

    That includes what was changed in the closed period, and the files in the workbook's `folder`.
    """
    prepared = prepare(opened.raw, day.toordinal(), opened.numbers.highest)
    return _with_problems_around(opened, folder, prepared)


def check_and_fill(
    opened: Opened, folder: Path, day: date, steps: Sequence[CustomStep]
) -> tuple[Opened, Prepared]:
    """The facts, typed and filled, with everything that is wrong in them; with the rows of the user's own steps."""
    prepared = prepare(opened.raw, day.toordinal(), opened.numbers.highest)
    raw = opened.raw
    if len(prepared.book.new_orders):
        raw, prepared = take_new_orders(raw, prepared)
    if steps:
        from sheetflow.engine.custom import run_custom_steps

        raw, prepared = run_custom_steps(raw, prepared, steps)
    opened = replace(opened, raw=raw)
    return opened, _with_problems_around(opened, folder, prepared)


def _with_problems_around(opened: Opened, folder: Path, prepared: Prepared) -> Prepared:
    """The facts with what is wrong in the closed period, in what was issued, and in the files next to the workbook."""
    prepared = opened.issued.watch(opened.guard.watch(prepared))
    reused = reused_numbers(opened.numbers, prepared.book)
    prepared = replace(prepared, closed=[*prepared.closed, *reused])
    placed = name_misplaced_rows(
        prepared.problems, opened.workbook, opened.layouts, opened.raw
    )
    known = name_gone_rows(
        name_swapped_columns(placed, opened.raw),
        opened.workbook,
        opened.layouts,
        opened.derived.get("Issues"),
    )
    renamed = problems_of_renamed_sheets(
        opened.workbook, opened.layouts, is_first_run=not opened.kept[0]
    )
    problems = [*known, *renamed, *file_problems(prepared.book, folder)]
    return replace(prepared, problems=problems)
