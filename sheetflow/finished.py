"""A finished workbook: one that a run left, to report.

A run keeps its facts beside the workbook in a form that is read in a fraction of the time.
Where the workbook is, byte for byte, what that run wrote, and the run left no error, the
kept facts are taken; they are believed only where they have the fingerprints that the
workbook itself keeps. Any other workbook is read and checked as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from sheetflow import pipeline
from sheetflow.controls.known_facts.fingerprints import NAME as FACTS_NAME
from sheetflow.controls.known_facts.fingerprints import FactReader, parse_kept
from sheetflow.controls.known_facts.kept_frames import frames_from_bytes
from sheetflow.domain.catalogue import Catalogue, catalogue, declared_by, fact_sheets
from sheetflow.domain.frame import Frame
from sheetflow.domain.languages import languages
from sheetflow.domain.own_names import Names
from sheetflow.domain.problems import rules
from sheetflow.domain.schema import SheetSchema
from sheetflow.engine.edits import find_edits
from sheetflow.engine.prepare import Prepared, prepare
from sheetflow.engine.process import Result
from sheetflow.errors import SheetflowError
from sheetflow.ledgers.all import build_ledgers
from sheetflow.reading.locate import find_derived, find_layout
from sheetflow.reading.own_names import MAPPING, SETTINGS, own_catalogue
from sheetflow.reading.remembered import NAME as SHEETS_NAME
from sheetflow.reading.remembered import parse_memory
from sheetflow.reading.sheet_names import match_sheets
from sheetflow.reading.sheets import RawSheet, read_sheet
from sheetflow.workbook import Workbook
from sheetflow.workbook.package.package_checks import read_file
from sheetflow.workbook.publishing.kept_runs import KeptRuns

ISSUES = "Issues"
SMALL = (SETTINGS, MAPPING, ISSUES)
"""The sheets that are read even if the kept facts are taken."""


@dataclass(frozen=True)
class Finished:
    """A workbook's facts and ledgers, its own names, and whether rows with errors are left out."""

    result: Result
    names: Catalogue
    has_errors: bool = False

    @property
    def is_processed(self) -> bool:
        """Whether a run would fill in nothing."""
        edits = find_edits(self.result.before, self.result.book)
        return not edits.cells and not edits.rows


def read_finished(path: Path) -> Finished:
    """Read a workbook to report it. Raises SheetflowError where it cannot be read."""
    quick = _from_kept_facts(path)
    return quick or _whole(path)


def _whole(path: Path) -> Finished:
    """All of the workbook, read and checked."""
    done = pipeline.inspect(path)
    return Finished(done.result, own_catalogue(done.workbook), done.has_errors)


def _from_kept_facts(path: Path) -> Finished | None:
    """The facts that the last run kept; None where the workbook has to be read."""
    runs = KeptRuns(path)
    try:
        kept = runs.read()
        data = read_file(path)
    except SheetflowError:
        return None  # the workbook is read next, and says what is wrong
    if not kept or not runs.facts.is_file():
        return None
    workbook = Workbook(path, data, read_only=True, only=_small_sheets)
    is_of_run = workbook.sha256 == kept[-1].written_sha256
    if not is_of_run or not _has_usual_names(workbook):
        return None
    names = own_catalogue(workbook, by_headers=False)
    with declared_by(names):
        if _has_errors(workbook):
            return None
        frames = _kept_frames(workbook, runs.facts)
        if frames is None:
            return None
        raw = {sheet: RawSheet(frame, [], {}) for sheet, frame in frames.items()}
        return _finished({**raw, **_settings(workbook)}, names)


def _small_sheets(sheets: Sequence[str]) -> Collection[str]:
    """The workbook's names of the sheets that are read, whatever its language.

    Those of master data, and of parts, say which parts of the contract the workbook has.
    """
    matched = match_sheets(sheets, _names_in_any_language())
    return {
        name
        for sheet, name in matched.items()
        if sheet in SMALL or _says_parts(catalogue()[sheet])
    }


def _says_parts(schema: SheetSchema) -> bool:
    return bool(schema.part) or (schema.master_data and not schema.derived)


def _names_in_any_language() -> Catalogue:
    return Names(others=languages()).applied_to(catalogue())


def _has_usual_names(workbook: Workbook) -> bool:
    """Whether the names of sheets say what the headers are.

    A sheet Mapping may name any header. A workbook whose sheets have the contract's names
    must have had its headers too.
    """
    if MAPPING in match_sheets(workbook.sheets, _names_in_any_language()):
        return False
    sheets = parse_memory(workbook.hidden_text(SHEETS_NAME))
    if any(sheet != remembered.name for sheet, remembered in sheets.items()):
        return True
    return all(
        header == column.name
        for remembered in sheets.values()
        for header, column in remembered.columns.items()
    )


def _has_errors(workbook: Workbook) -> bool:
    """Whether the last run left an error on Issues."""
    name = match_sheets(workbook.sheets).get(ISSUES)
    if name is None:
        return True
    grid = workbook.read(name)
    layout = find_derived(grid, catalogue()[ISSUES])
    if layout is None or "Code" not in layout.columns:
        return True
    codes = grid.column(layout.columns["Code"])[layout.header_row : layout.last_row]
    return any(_is_error(code) for code in codes if code)


def _is_error(code: object) -> bool:
    rule = rules().get(str(code))
    return rule is None or rule.is_error


def _kept_frames(workbook: Workbook, file: Path) -> Mapping[str, Frame] | None:
    """The kept facts; None where they are not those of the workbook."""
    _, fingerprints = parse_kept(workbook.hidden_text(FACTS_NAME))
    try:
        frames = frames_from_bytes(file.read_bytes(), fact_sheets())
    except (OSError, msgspec.DecodeError):
        return None
    return frames if FactReader().sheets(frames) == fingerprints else None


def _settings(workbook: Workbook) -> dict[str, RawSheet]:
    """The sheet Settings, of which every cell is read by its own kind."""
    name = match_sheets(workbook.sheets).get(SETTINGS)
    if name is None:
        return {}
    grid = workbook.read(name)
    layout = find_layout(grid, catalogue()[SETTINGS])
    return {SETTINGS: read_sheet(grid, layout)}


def _finished(raw: Mapping[str, RawSheet], names: Catalogue) -> Finished | None:
    """The facts with what is derived from them; None where a row has an error or is unfinished."""
    prepared = prepare(raw, date.today().toordinal())
    if any(problem.rule.is_error for problem in prepared.problems):
        return None
    found = Finished(_result(prepared), names)
    return found if found.is_processed else None


def _result(prepared: Prepared) -> Result:
    return Result(
        before=prepared.typed,
        book=prepared.book,
        ledgers=build_ledgers(prepared.book),
        problems=[],
        reported=[],
        hold_reasons={},
        notes=[],
        applied=frozenset(),
    )
