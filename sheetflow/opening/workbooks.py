"""Opening a workbook: its sheets are found, its facts read, checked and filled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.controls.known_facts.fingerprints import NAME as FACTS_NAME
from sheetflow.controls.known_facts.fingerprints import parse_kept
from sheetflow.domain.catalogue import (
    Catalogue,
    catalogue,
    declared_by,
    derived_sheets,
    fact_sheets,
    sheet_schema,
)
from sheetflow.domain.messages import joined, message
from sheetflow.errors import SheetflowError, naming
from sheetflow.opening.opened import Opened
from sheetflow.reading.locate import Layout, find_layout
from sheetflow.reading.own_names import own_catalogue
from sheetflow.reading.remembered import (
    NAME,
    parse_memory,
    refuse_missing,
    with_run_log,
)
from sheetflow.reading.settings import conventions_of
from sheetflow.reading.sheet_names import match_sheets, require_sheets
from sheetflow.reading.sheets import RawSheet, read_sheet
from sheetflow.reading.text_conventions import NO_LOCALE, TextConventions
from sheetflow.workbook import Workbook
from sheetflow.writing.adoption import refuse_strangers

if TYPE_CHECKING:
    pass


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
