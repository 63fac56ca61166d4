"""One run as one page: workbook → frames → checks → steps → ledgers → checks → workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow import __version__
from sheetflow.controls.closing import Guard, closed_totals, read_seals, seal_columns
from sheetflow.controls.reconciliation.reconcile import Check, check_columns, reconcile
from sheetflow.controls.run_log import LogRow, chained
from sheetflow.domain.catalogue import derived_sheets, fact_sheets, sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.engine.custom import CustomCheck, CustomStep, run_custom_steps
from sheetflow.engine.edits import Edits, find_edits
from sheetflow.engine.prepare import Prepared, prepare
from sheetflow.engine.process import Result, examine, work
from sheetflow.errors import SheetflowError, naming
from sheetflow.reading.files_beside import file_problems
from sheetflow.reading.locate import Layout, find_layout, match_sheets, require_sheets
from sheetflow.reading.sheets import RawSheet, read_sheet
from sheetflow.workbook import Value, Workbook
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.writing.adoption import refuse_strangers
from sheetflow.writing.annotating import annotate_workbook
from sheetflow.writing.changes import Row, change_columns, change_rows
from sheetflow.writing.dashboard.placing import write_dashboard
from sheetflow.writing.dashboard.shown import Shown
from sheetflow.writing.derived import Columns, Sheets, derived_columns, ledger_sheets
from sheetflow.writing.facts import write_facts, write_new_sheets
from sheetflow.writing.first_line import first_line
from sheetflow.writing.frames import Frames
from sheetflow.writing.issues import (
    Located,
    check_texts,
    issue_columns,
    locate,
    locate_all,
)
from sheetflow.writing.log import append_to_log, log_rows
from sheetflow.writing.marks import put_marks
from sheetflow.writing.placed import (
    DerivedPlaces,
    Place,
    place_rows,
    place_sheets,
    take_in_rows,
)
from sheetflow.writing.ranges import Ranges, key_ranges
from sheetflow.writing.row_checks import write_row_checks
from sheetflow.writing.sheets import (
    style_sheets,
    write_derived_columns,
    write_derived_sheet,
)

if TYPE_CHECKING:
    import pandas as pd

Clock = Callable[[str], None]


@dataclass(frozen=True)
class Opened:
    """A workbook with its sheets of facts read, and where they and the derived sheets stand."""

    workbook: Workbook
    layouts: Mapping[str, Layout]
    derived: Mapping[str, str]
    raw: Mapping[str, RawSheet]

    @cached_property
    def log(self) -> list[LogRow]:
        """The Run log as it is."""
        return log_rows(self.workbook, self.derived)

    @cached_property
    def guard(self) -> Guard:
        """What the workbook keeps of its closed period."""
        name = self.derived.get("Closed period")
        return Guard.of(
            read_seals(self.workbook.read(name)) if name else None, self.log
        )


@dataclass(frozen=True)
class Run:
    """What a run found and did; nothing is written until `save`.

    `book` holds each sheet as it will be, as a pandas DataFrame; `problems` are what is still wrong, each with its
    cell; `changes` what was filled and written; `checks` the reconciliation.
    """

    workbook: Workbook
    result: Result
    problems: Sequence[Located]
    changes: Sequence[Row]
    checks: Sequence[Check]
    edits: Edits
    book: Mapping[str, pd.DataFrame]
    places: Mapping[str, Place]

    def locate(self, problems: Iterable[Problem]) -> list[Located]:
        """More problems of the same workbook, each with its cell."""
        return [locate(problem, self.result.book, self.places) for problem in problems]

    @property
    def read(self) -> int:
        """How many orders there are."""
        return len(self.result.book.orders)

    @property
    def held(self) -> int:
        """How many orders an error holds."""
        return len(self.result.held)

    @property
    def applied(self) -> int:
        """How many orders had an action done, and are not held."""
        return len(self.result.applied - self.result.held)

    @property
    def has_errors(self) -> bool:
        """Whether anything is in error, even if it holds no order."""
        return any(item.problem.rule.is_error for item in self.problems)

    def save(self, path: str | Path, *, replacing: bool = False) -> None:
        """Publish the updated workbook as `path`, whole or not at all. Raises SheetflowError where that cannot be."""
        self.workbook.save(Path(path), replacing=replacing)


def open_workbook(path: str | Path, *, adopt: bool = False) -> Opened:
    """Open a workbook, find its sheets, read its facts. Raises SheetflowError where it cannot be processed."""
    workbook = Workbook.open(Path(path))
    matched = match_sheets(workbook.sheets)
    with naming(workbook.path):
        require_sheets(matched, workbook.sheets)
        layouts = _find_layouts(workbook, matched)
    derived = {sheet: matched[sheet] for sheet in derived_sheets() if sheet in matched}
    if not adopt:
        refuse_strangers(workbook, layouts, derived)
    raw = {
        sheet: read_sheet(workbook.read(layout.name), layout)
        for sheet, layout in layouts.items()
    }
    return Opened(workbook, layouts, derived, raw)


def places_of(opened: Opened) -> dict[str, Place]:
    """Where the sheets of facts stand."""
    return {sheet: Place.of(layout) for sheet, layout in opened.layouts.items()}


def _find_layouts(workbook: Workbook, matched: Mapping[str, str]) -> dict[str, Layout]:
    """Where the sheets of facts stand. Raises SheetflowError that names what every one of them lacks."""
    layouts: dict[str, Layout] = {}
    lacking: list[str] = []
    for sheet in fact_sheets():
        if sheet in matched:
            try:
                layouts[sheet] = find_layout(
                    workbook.read(matched[sheet]), sheet_schema(sheet)
                )
            except SheetflowError as error:
                lacking.append(str(error))
    if lacking:
        raise SheetflowError("; ".join(lacking))
    return layouts


def run(
    path: str | Path,
    *,
    as_of: date | None = None,
    adopt: bool = False,
    clock: Clock | None = None,
    steps: Sequence[CustomStep] = (),
    checks: Sequence[CustomCheck] = (),
) -> Run:
    """Take a workbook through the whole workflow; nothing is written before the result's `save`.

    `as_of` is the date that the engine works with and writes (default today); `adopt` lets it overwrite what it would
    otherwise refuse to; `clock` is called with the name of each stage as it ends.

    `steps` are functions from the book's DataFrames, by sheet, to DataFrames of rows to append, by sheet: they are
    called once, before the actions, and what they return is checked, filled and listed as if it had been typed.
    `checks` are functions from the book's DataFrames to `sheetflow.Finding`s. Raises SheetflowError where the workbook
    cannot be processed.
    """
    tick = clock or (lambda _stage: None)
    day = as_of or date.today()
    started = datetime.now(UTC)
    opened = open_workbook(path, adopt=adopt)
    tick("read")
    prepared = prepare(opened.raw, day.toordinal())
    if steps:
        raw, prepared = run_custom_steps(opened.raw, prepared, steps)
        opened = replace(opened, raw=raw)
    prepared = watched(opened, Path(path).parent, prepared)
    tick("check and fill")
    result = work(replace(prepared, checks=checks))
    tick("act and derive")
    done = _write(opened, result, started)
    tick("edit")
    return done


def check(
    path: str | Path, *, as_of: date | None = None, annotate: bool = False
) -> Run:
    """Validate a workbook, and do nothing; with `annotate`,
    the result's `save` writes a copy that lists the problems on Issues.
    """
    opened = open_workbook(path, adopt=not annotate)
    result = examine(prepared_facts(opened, Path(path).parent, as_of or date.today()))
    no_edits, places = Edits((), ()), places_of(opened)
    located = locate_all(result, result.book, places)
    book = Frames(result.book, dict, {"Issues": partial(issue_columns, located)})
    if annotate:
        annotate_workbook(
            opened.workbook, opened.layouts, opened.derived, result, located
        )
    return Run(opened.workbook, result, located, (), (), no_edits, book, places)


def prepared_facts(opened: Opened, folder: Path, day: date) -> Prepared:
    """The facts as typed and filled, with all that is wrong in them, in what is closed, and beside the workbook."""
    return watched(opened, folder, prepare(opened.raw, day.toordinal()))


def watched(opened: Opened, folder: Path, prepared: Prepared) -> Prepared:
    """The prepared facts with what is wrong in what is closed, and in the files beside the workbook."""
    prepared = opened.guard.watch(prepared)
    problems = [*prepared.problems, *file_problems(prepared.book, folder)]
    return replace(prepared, problems=problems)


def _write(opened: Opened, result: Result, started: datetime) -> Run:
    """Collect all edits of the workbook."""
    workbook = opened.workbook
    seals, totals = opened.guard.renew(result.book), closed_totals(result)
    result = replace(
        result, notes=[*result.notes, *opened.guard.notes(seals, totals, result.book)]
    )
    edits = find_edits(result.before, result.book)
    take_in_rows(workbook, opened.layouts, result.before)
    places = place_sheets(workbook, opened.layouts, result.book, edits)
    book = place_rows(workbook, places, result.book, edits)
    located = locate_all(result, book, places)
    texts = check_texts(result, located, book, places)
    derived = partial(derived_columns, result, texts)
    write_facts(workbook, places, book, edits, typed_numbers(opened.raw))
    cells = derived()
    write_derived_columns(workbook, places, book, cells)
    write_row_checks(workbook, places, book, texts)
    write_new_sheets(workbook, places, book, cells, key_ranges(places))
    put_marks(workbook, located, book, places)
    style_sheets(workbook, places)
    stand = DerivedPlaces(
        workbook,
        opened.derived,
        book.settings.currency,
        costed=result.ledgers.costs is not None,
    )
    number = max((row.run for row in opened.log), default=0) + 1
    changes = change_rows(edits, result.notes, book)
    ledgers = ledger_sheets(result, book)
    _write_sheets(workbook, stand, ledgers, book.settings.currency, {})
    known = {**places, "Movements": stand["Movements"]}
    checks = reconcile(
        result, Ranges(workbook, known, book, len(result.ledgers.movements))
    )
    told: Sheets = {
        "Checks": partial(
            check_cells, stand["Checks"], checks, stand["Checks"].header_row + 1
        ),
        "Issues": partial(issue_columns, located),
        "Changes": partial(change_columns, changes, number),
    }
    if seals is not opened.guard.seals:
        told["Closed period"] = partial(seal_columns, seals)
    _write_sheets(
        workbook, stand, told, book.settings.currency, {"Issues": first_line(result)}
    )
    write_dashboard(
        workbook,
        places,
        stand,
        Shown(result, cells, told["Issues"]()),
        first=not opened.log,
    )
    frames = Frames(book, derived, {**ledgers, **told})
    done = Run(workbook, result, located, changes, checks, edits, frames, places)
    row = {
        "Run": number,
        "Started (UTC)": started.strftime("%Y-%m-%d %H:%M:%S"),
        **_figures(done),
    }
    chain = chained(
        {**row, **opened.guard.figures(totals, seals)},
        opened.log[-1] if opened.log else None,
    )
    append_to_log(workbook, stand["Run log"], chain, book.settings.currency)
    return done


def _write_sheets(
    workbook: Workbook,
    stand: Mapping[str, Place],
    sheets: Sheets,
    currency: str,
    lines: Mapping[str, str],
) -> None:
    """Write derived sheets whole, in this order; `lines` stand above the headers of some."""
    for sheet, columns in sheets.items():
        write_derived_sheet(
            workbook, stand[sheet], columns(), currency, lines.get(sheet)
        )


def check_cells(place: Place, checks: Sequence[Check], first_row: int) -> Columns:
    """The sheet Checks from a row on: its formulas refer to their own row."""
    letters = [
        column_name(place.columns[name])
        for name in ("Engine", "Workbook", "Difference")
    ]
    return check_columns(checks, first_row, letters)


def typed_numbers(raw: Mapping[str, RawSheet]) -> dict[str, dict[str, float]]:
    """The keys that their owner typed as numbers, by sheet:
    rows that refer to them hold numbers too, so that look-ups match.
    """
    found: dict[str, dict[str, float]] = {}
    for sheet, read in raw.items():
        key = read.frame.schema.key[0]
        numbers = [
            (at, cell)
            for at, cell in enumerate(read.raw.get(key, ()))
            if isinstance(cell, (int, float))
        ]
        found[sheet] = {str(read.frame[key][at]): float(cell) for at, cell in numbers}
    return found


def _figures(done: Run) -> dict[str, Value]:
    """What Run log says of a run."""
    return {
        "As of": date.fromordinal(done.result.book.as_of),
        "Version": __version__,
        "Input SHA-256": done.workbook.sha256,
        "Orders read": done.read,
        "Applied": done.applied,
        "Held": done.held,
        "Issues": len(done.problems),
    }
